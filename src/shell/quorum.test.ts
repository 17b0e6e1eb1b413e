import { describe, expect, it } from 'vitest';
import { commands } from '#faults/catalog.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import { createCluster, createModel, type KafkaWorld } from '#kafka/cluster.ts';
import type { ControllerFrame } from '#kafka/frame.ts';
import { projectFrame } from '#kafka/project.ts';
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';
import { processOf } from '#sim/world.ts';

const spec = { ...exampleContext.spec, groups: [], controllers: 3 };
const model = createModel({ programs, commands });

const parse = (world: KafkaWorld, line: string) => {
  const nodes = world.processes.map(({ name }) => name);
  return parseCommand(line, { ...exampleContext, spec, nodes, nextTool: nodes.filter((name) => name.startsWith('tool-')).length + 1 });
};

function give(world: KafkaWorld, line: string, seconds: number): string {
  const parsed = parse(world, line);
  if (!parsed.ok) throw new Error(parsed.stderr.join('\n'));
  scheduleInput(world, world.nowUs, parsed.payload);
  const untilUs = world.nowUs + seconds * 1_000_000;
  for (let next = nextTimeUs(model, world); next !== undefined && next <= untilUs; next = nextTimeUs(model, world)) step(model, world);
  world.nowUs = untilUs;
  return parsed.node ?? '';
}

const linesOf = (world: KafkaWorld, name: string): string[] => (processOf(world, name)?.state as ToolNode).lines.map(({ text }) => text);
const describeQuorum = (world: KafkaWorld, options: string, seconds = 2): string[] =>
  linesOf(world, give(world, `kafka-metadata-quorum.sh --bootstrap-server kafka1:9092 describe ${options}`, seconds));
const refusal = (line: string) => parse(createCluster(model, spec), line);
const controllersOf = (world: KafkaWorld): readonly ControllerFrame[] => projectFrame(world).controllers;
const activeOf = (world: KafkaWorld): string => controllersOf(world).find(({ active }) => active)?.node ?? '';
const othersOf = (world: KafkaWorld): string[] => controllersOf(world).flatMap(({ node, active }) => (active ? [] : [node]));

describe('kafka-metadata-quorum.sh', () => {
  const world = createCluster(model, spec);
  const leader = 3000 + Number(activeOf(world).slice(-1));

  it('describe --status tells who leads, and how far the others are', () => {
    expect(describeQuorum(world, '--status')).toEqual([
      'ClusterId:              5L6g3nShT-eMCtK--X86sw',
      `LeaderId:               ${leader}`,
      'LeaderEpoch:            1',
      expect.stringMatching(/^HighWatermark: {10}\d+$/),
      'MaxFollowerLag:         0',
      expect.stringMatching(/^MaxFollowerLagTimeMs: {3}\d+$/),
      `CurrentVoters:          [${[1, 2, 3].map((n) => `{"id": ${3000 + n}, "directoryId": null, "endpoints": ["CONTROLLER://controller${n}:9093"]}`).join(', ')}]`,
      'CurrentObservers:       [{"id": 1, "directoryId": null}, {"id": 2, "directoryId": null}, {"id": 3, "directoryId": null}]',
    ]);
  });

  it('describe --replication has a row for the leader, each follower, each broker', () => {
    const rows = describeQuorum(world, '--replication').map((line) => line.split('\t'));
    expect(rows[0].map((cell) => cell.trim())).toEqual([
      'NodeId',
      'DirectoryId',
      'LogEndOffset',
      'Lag',
      'LastFetchTimestamp',
      'LastCaughtUpTimestamp',
      'Status',
      '',
    ]);
    expect(rows.slice(1).map((row) => row[6])).toEqual(['Leader  ', 'Follower', 'Follower', 'Observer', 'Observer', 'Observer']);
    expect(rows[1].slice(0, 4)).toEqual([`${leader}  `, 'AAAAAAAAAAAAAAAAAAAAAA', expect.stringMatching(/^\d+ +$/), '0  ']);
    expect(describeQuorum(world, '--replication --human-readable')[2]).toMatch(/\d+ ms ago\s*\t\d+ ms ago/);
  });

  it('counts the lag of a voter that is cut off', () => {
    const [lonely] = othersOf(world);
    give(world, `docker network disconnect kafka ${lonely}`, 3);
    const lag = Number(describeQuorum(world, '--status')[4].split(/\s+/)[1]);
    expect(lag).toBeGreaterThan(3);
    give(world, `docker network connect kafka ${lonely}`, 3);
    expect(describeQuorum(world, '--status')[4]).toBe('MaxFollowerLag:         0');
  });

  it('refuses in the words of the tool', () => {
    const tool = 'kafka-metadata-quorum.sh --bootstrap-server kafka1:9092';
    expect(refusal(`${tool} describe`)).toMatchObject({
      stderr: ['One of --status or --replication must be specified with describe sub-command'],
      exitCode: 1,
    });
    expect(refusal(`${tool} describe --status --human-readable`)).toMatchObject({
      stderr: ['The option --human-readable is only supported along with --replication'],
    });
    expect(refusal('kafka-metadata-quorum.sh describe --status')).toMatchObject({
      stderr: expect.arrayContaining(['kafka-metadata-quorum: error: one of the arguments --bootstrap-server --bootstrap-controller is required']),
    });
    expect(refusal(`${tool} describe --bogus`)).toMatchObject({
      stderr: expect.arrayContaining(["kafka-metadata-quorum: error: unrecognized arguments: '--bogus'"]),
    });
  });

  it('waits in vain without a majority', () => {
    const broken = createCluster(model, spec);
    const [first, second] = othersOf(broken);
    give(broken, `docker kill ${first} ${second}`, 10);
    expect(describeQuorum(broken, '--status', 65)[0]).toContain('TimeoutException');
  });
});

describe('docker and fault on controllers', () => {
  const verbs: readonly (readonly [string, string])[] = [
    ['docker kill NODE', 'docker start NODE'],
    ['docker stop NODE', 'docker start NODE'],
    ['docker pause NODE', 'docker unpause NODE'],
    ['docker network disconnect kafka NODE', 'docker network connect kafka NODE'],
    ['fault quorum-disk-loss NODE', 'docker start NODE'],
  ];

  it.each(verbs)('%s on the active one: another takes over, and after %s there are three again', (harm, heal) => {
    const world = createCluster(model, spec);
    const old = activeOf(world);
    give(world, harm.replace('NODE', old), 8);
    const next = controllersOf(world).filter(({ active, node }) => active && node !== old);
    expect(next).toHaveLength(1);
    expect(next[0].epoch).toBeGreaterThan(1);
    give(world, heal.replace('NODE', old), 8);
    const states = controllersOf(world).map(({ quorum }) => quorum?.state);
    expect([...states].sort()).toEqual(['Follower', 'Follower', 'Leader']);
    expect(new Set(controllersOf(world).map(({ quorum }) => quorum?.highWatermark)).size).toBeLessThanOrEqual(2);
  });

  it('the leader of the quorum is seen with the lag of each voter', () => {
    const world = createCluster(model, spec);
    const leader = controllersOf(world).find(({ active }) => active);
    expect(leader?.quorum?.voters.map(({ id }) => id)).toEqual([3001, 3002, 3003]);
    expect(leader?.quorum?.voters.every(({ lagRecords }) => lagRecords === 0)).toBe(true);
  });

  it('fault names what it knows, and refuses what it does not', () => {
    expect(refusal('fault --help')).toMatchObject({ exitCode: 0, stdout: expect.arrayContaining([expect.stringContaining('quorum-disk-loss CONTROLLER')]) });
    expect(refusal('fault quorum-disc-loss controller1')).toMatchObject({ teaching: 'Did you mean fault quorum-disk-loss?' });
    expect(refusal('fault quorum-disk-loss kafka1')).toMatchObject({ stderr: ['fault: no controller is called kafka1'], exitCode: 2 });
  });
});
