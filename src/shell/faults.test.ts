import { describe, expect, it } from 'vitest';
import { commands, faults, faultsFor, menuFaultsFor } from '#faults/catalog.ts';
import { createCluster, createModel, type KafkaWorld } from '#kafka/cluster.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';
import { processOf } from '#sim/world.ts';

const { spec } = exampleContext;
const model = createModel({ programs, commands });

/** Gives a line and runs on for some seconds; the facts of everything that happened meanwhile. */
function give(world: KafkaWorld, line: string, seconds = 0): KafkaFact[] {
  const nodes = world.processes.map(({ name }) => name);
  const parsed = parseCommand(line, { ...exampleContext, nodes, nextTool: nodes.filter((name) => name.startsWith('tool-')).length + 1 });
  if (!parsed.ok) throw new Error(parsed.stderr.join('\n'));
  scheduleInput(world, world.nowUs, parsed.payload);
  const facts: KafkaFact[] = [];
  const untilUs = world.nowUs + seconds * 1_000_000;
  for (let next = nextTimeUs(model, world); next !== undefined && next <= untilUs; next = nextTimeUs(model, world)) {
    facts.push(...((step(model, world)?.facts ?? []) as readonly KafkaFact[]));
  }
  world.nowUs = untilUs;
  return facts;
}

const about = (facts: readonly KafkaFact[], ...names: readonly string[]) => facts.filter(({ fact }) => names.includes(fact));
const statusOf = (world: KafkaWorld, name: string) => processOf(world, name)?.status;

describe('docker does to the simulation what it does to containers', () => {
  it('kill ends a process without a word, and the controller fences its broker nine seconds later', () => {
    const world = createCluster(model, spec);
    const facts = give(world, 'docker kill kafka2', 12);
    expect(statusOf(world, 'kafka2')).toBe('down');
    expect(about(facts, 'CommandRun', 'ProcessKilled', 'BrokerFenced')).toMatchObject([
      { fact: 'CommandRun', command: 'docker kill kafka2' },
      { fact: 'ProcessKilled', node: 'kafka2' },
      { fact: 'BrokerFenced', broker: 2 },
    ]);
  });
  it('stop lets a broker do its controlled shutdown, so that it exits by itself', () => {
    const world = createCluster(model, spec);
    const facts = give(world, 'docker stop kafka2', 11);
    expect(statusOf(world, 'kafka2')).toBe('down');
    expect(about(facts, 'ProcessStopping', 'ProcessKilled')).toEqual([{ fact: 'ProcessStopping', node: 'kafka2' }]);
  });
  it('stop kills what is still there after ten seconds', () => {
    const world = createCluster(model, spec);
    give(world, 'docker network disconnect kafka kafka2', 1);
    expect(about(give(world, 'docker stop kafka2', 11), 'ProcessKilled')).toEqual([{ fact: 'ProcessKilled', node: 'kafka2' }]);
  });
  it('restart starts a broker again as soon as it has stopped', () => {
    const world = createCluster(model, spec);
    const facts = give(world, 'docker restart kafka2', 20);
    expect(about(facts, 'ProcessStopping', 'ProcessStarted').map(({ fact }) => fact)).toEqual(['ProcessStopping', 'ProcessStarted']);
    expect(statusOf(world, 'kafka2')).toBe('up');
  });
  it('pause freezes and unpause goes on', () => {
    const world = createCluster(model, spec);
    give(world, 'docker pause kafka1', 1);
    expect(statusOf(world, 'kafka1')).toBe('paused');
    give(world, 'docker unpause kafka1', 1);
    expect(statusOf(world, 'kafka1')).toBe('up');
  });
  it('a container that is unplugged stays up, and is plugged in again', () => {
    const world = createCluster(model, spec);
    expect(about(give(world, 'docker network disconnect kafka kafka3', 1), 'NetworkDisconnected')).toEqual([{ fact: 'NetworkDisconnected', node: 'kafka3' }]);
    expect(world.network.cuts.has('kafka3')).toBe(true);
    give(world, 'docker network connect kafka kafka3', 1);
    expect(world.network.cuts.size).toBe(0);
  });
  it('the daemon refuses in its own words what the state does not allow', () => {
    const world = createCluster(model, spec);
    give(world, 'docker kill kafka2');
    const message = (line: string): unknown => about(give(world, line), 'CommandFailed')[0];
    expect(message('docker kill kafka2')).toMatchObject({
      message: expect.stringMatching(/^Error response from daemon: cannot kill container: kafka2: container [0-9a-f]{64} is not running$/),
    });
    expect(message('docker pause kafka2')).toMatchObject({ message: expect.stringContaining('is not running') });
    expect(message('docker unpause kafka1')).toMatchObject({ message: expect.stringContaining('is not paused') });
    expect(message('docker network connect kafka kafka1')).toMatchObject({
      message: 'Error response from daemon: endpoint with name kafka1 already exists in network kafka',
    });
    expect(message('docker start kafka1')).toBeUndefined();
    expect(message('docker stop kafka2')).toBeUndefined();
  });
  it('one unknown container does not stop the others', () => {
    const world = createCluster(model, spec);
    const facts = give(world, 'docker kill kafka1 kafka9');
    expect(about(facts, 'ProcessKilled', 'CommandFailed')).toMatchObject([
      { node: 'kafka1' },
      { message: 'Error response from daemon: No such container: kafka9' },
    ]);
  });
  it('ps lists what runs, and with -a what does not', () => {
    const world = createCluster(model, spec);
    give(world, 'docker kill kafka2');
    give(world, 'docker pause kafka3');
    const rows = (line: string) => about(give(world, line, 1), 'OutputPrinted').map((fact) => ('line' in fact ? fact.line : '').split(/ {2,}/));
    expect(rows('docker ps').map((row) => [row[row.length - 1], row[2]])).not.toContainEqual(['kafka2', 'Exited']);
    expect(rows('docker ps -a').map((row) => [row[row.length - 1], row[2]])).toEqual(
      expect.arrayContaining([
        ['kafka2', 'Exited'],
        ['kafka3', 'Up (Paused)'],
        ['controller1', 'Up'],
      ]),
    );
  });
});

describe('docker compose scales a group', () => {
  it('starts members that are missing, and stops those that are too many', () => {
    const world = createCluster(model, spec);
    const started = about(give(world, 'docker compose up -d --scale billing=4', 10), 'ProcessStarted');
    expect(started).toEqual([
      { fact: 'ProcessStarted', node: 'billing-3' },
      { fact: 'ProcessStarted', node: 'billing-4' },
    ]);
    const stopping = about(give(world, 'docker compose scale billing=1', 11), 'ProcessStopping');
    expect(stopping).toMatchObject([{ node: 'billing-2' }, { node: 'billing-3' }, { node: 'billing-4' }]);
    expect(['billing-1', 'billing-2', 'billing-3', 'billing-4'].map((name) => statusOf(world, name))).toEqual(['up', 'down', 'down', 'down']);
  });
  it('up starts whatever else is stopped, scale does not', () => {
    const world = createCluster(model, spec);
    give(world, 'docker kill kafka2', 1);
    give(world, 'docker compose scale billing=2', 1);
    expect(statusOf(world, 'kafka2')).toBe('down');
    give(world, 'docker compose up -d --scale billing=2', 1);
    expect(statusOf(world, 'kafka2')).toBe('up');
  });
});

describe('every button is a command line', () => {
  it('that the shell accepts', () => {
    const target = { node: 'kafka1', role: 'broker', connected: true } as const;
    for (const status of ['up', 'paused', 'down'] as const) {
      for (const fault of faultsFor({ ...target, status })) expect(parseCommand(fault.command({ nodes: ['kafka1'] }), exampleContext).ok).toBe(true);
    }
    expect(parseCommand(faults.scale.command({ group: 'billing', members: 3 }), exampleContext).ok).toBe(true);
  });
  it('also in the menus by subject, whatever the process and whatever ails it', () => {
    const nodes = { broker: 'kafka1', controller: 'controller1', producer: 'p1', consumer: 'billing-1' } as const;
    const ailments = ['slow-disk', 'disk-full', 'lying-fsync', 'delay', 'freeze-metadata', 'slow-cpu'];
    const roles = ['broker', 'controller', 'producer', 'consumer'] as const;
    for (const role of roles) {
      for (const status of ['up', 'down'] as const) {
        for (const overlays of [undefined, ailments]) {
          for (const { command } of menuFaultsFor({ node: nodes[role], role, status, connected: true, overlays })) {
            expect([command(nodes[role]), parseCommand(command(nodes[role]), exampleContext).ok]).toEqual([command(nodes[role]), true]);
          }
        }
      }
    }
  });

  it('and a cure is offered for what ails a process, not the ailment again', () => {
    const ids = menuFaultsFor({ node: 'kafka1', role: 'broker', status: 'up', connected: true, overlays: ['delay', 'disk-full'] }).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['heal-network', 'heal-disk-full']));
    expect(ids).not.toEqual(expect.arrayContaining(['delay']));
    expect(ids).not.toEqual(expect.arrayContaining(['disk-full']));
  });

  it('and only what makes sense now is offered', () => {
    const ids = (status: 'up' | 'paused' | 'down', connected: boolean): string[] =>
      faultsFor({ node: 'kafka1', role: 'broker', status, connected }).map(({ id }) => id);
    expect(ids('up', true)).toEqual(['kill', 'stop', 'restart', 'pause', 'disconnect']);
    expect(ids('paused', false)).toEqual(['kill', 'stop', 'restart', 'unpause', 'connect']);
    expect(ids('down', true)).toEqual(['start', 'restart']);
  });
});
