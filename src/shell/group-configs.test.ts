/** kafka-configs.sh --entity-type groups: in the words of ConfigCommand 4.3, and with its effect on groups that run. */
import { describe, expect, it } from 'vitest';
import { commands } from '#faults/catalog.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import { createCluster, createModel, type KafkaWorld } from '#kafka/cluster.ts';
import type { FactName, FactOf } from '#kafka/facts.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { processOf } from '#sim/world.ts';

const model = createModel({ programs, commands });
const CONFIGS = 'kafka-configs.sh --bootstrap-server kafka1:9092';
const WORKERS = `${CONFIGS} --entity-type groups --entity-name workers`;

const base: ClusterSpec = {
  ...exampleContext.spec,
  config: { 'group.initial.rebalance.delay.ms': '0' },
  topics: [{ name: 'orders', partitions: 2, replicationFactor: 3, config: {} }],
  producers: [],
  groups: [],
};

/** A terminal over a cluster with these clients. */
class Terminal {
  readonly world: KafkaWorld;
  readonly events: TraceEvent[] = [];
  private tools = 0;

  constructor(private readonly spec: ClusterSpec = base) {
    this.world = createCluster(model, spec);
    this.run(1);
  }

  run(seconds: number): void {
    const untilUs = this.world.nowUs + seconds * 1_000_000;
    for (let next = nextTimeUs(model, this.world); next !== undefined && next <= untilUs; next = nextTimeUs(model, this.world)) {
      const event = step(model, this.world);
      if (event !== undefined) this.events.push(event);
    }
    this.world.nowUs = untilUs;
  }

  give(line: string): { readonly stdout: readonly string[]; readonly stderr: readonly string[]; readonly exitCode: number | undefined } {
    const nodes = this.world.processes.map(({ name }) => name);
    const parsed = parseCommand(line, { ...exampleContext, spec: this.spec, nodes, nextTool: ++this.tools });
    if (!parsed.ok) return parsed;
    scheduleInput(this.world, this.world.nowUs, parsed.payload);
    this.run(3);
    const tool = processOf(this.world, parsed.node ?? '')?.state as ToolNode | undefined;
    const said = (stream: string): string[] => (tool?.lines ?? []).filter((one) => one.stream === stream).map(({ text }) => text);
    return { stdout: said('stdout'), stderr: said('stderr'), exitCode: tool?.exitCode };
  }

  out = (line: string): readonly string[] => this.give(line).stdout;

  told<N extends FactName>(name: N): (FactOf<N> & { readonly atMs: number })[] {
    return this.events.flatMap(({ facts, timeUs }) =>
      facts.filter(({ fact }) => fact === name).map((fact) => ({ ...(fact as unknown as FactOf<N>), atMs: timeUs / 1000 })),
    );
  }
}

describe('kafka-configs.sh for groups', () => {
  it('sets, shows and takes away what a group says itself, before there is such a group', () => {
    const shell = new Terminal();
    expect(shell.out(`${WORKERS} --describe`)).toEqual(["The group 'workers' doesn't exist and doesn't have dynamic config."]);
    expect(shell.out(`${WORKERS} --alter --add-config share.record.lock.duration.ms=20000,share.auto.offset.reset=earliest`)).toEqual([
      'Completed updating config for group workers.',
    ]);
    expect(shell.told('ConfigChanged').slice(-2)).toMatchObject([
      { kind: 'group', name: 'workers', key: 'share.record.lock.duration.ms', value: '20000' },
      { kind: 'group', name: 'workers', key: 'share.auto.offset.reset', value: 'earliest' },
    ]);
    const both = [
      'Dynamic configs for group workers are:',
      '  share.auto.offset.reset=earliest sensitive=false synonyms={DYNAMIC_GROUP_CONFIG:share.auto.offset.reset=earliest, DEFAULT_CONFIG:share.auto.offset.reset=latest}',
      '  share.record.lock.duration.ms=20000 sensitive=false synonyms={DYNAMIC_GROUP_CONFIG:share.record.lock.duration.ms=20000, DEFAULT_CONFIG:group.share.record.lock.duration.ms=30000}',
    ];
    expect(shell.out(`${WORKERS} --describe`)).toEqual(both);
    expect(shell.out(`${CONFIGS} --group workers --describe`)).toEqual(both);
    expect(shell.out(`${CONFIGS} --entity-type groups --describe`)).toEqual(both);
    shell.give(`${WORKERS} --alter --delete-config share.auto.offset.reset`);
    expect(shell.out(`${WORKERS} --describe`)).toEqual([both[0], both[2]]);
  });

  it('shows with --all what holds without, of any group, with the place in a broker’s file', () => {
    const shell = new Terminal({ ...base, config: { ...base.config, 'group.share.delivery.count.limit': '7' } });
    const all = shell.out(`${WORKERS} --describe --all`);
    expect(all[0]).toBe('All configs for group workers are:');
    expect(all.slice(1).map((line) => line.trim().split('=')[0])).toEqual([
      'consumer.assignment.interval.ms',
      'consumer.heartbeat.interval.ms',
      'consumer.session.timeout.ms',
      'share.assignment.interval.ms',
      'share.auto.offset.reset',
      'share.delivery.count.limit',
      'share.heartbeat.interval.ms',
      'share.isolation.level',
      'share.partition.max.record.locks',
      'share.record.lock.duration.ms',
      'share.renew.acknowledge.enable',
      'share.session.timeout.ms',
      'streams.assignment.interval.ms',
      'streams.heartbeat.interval.ms',
      'streams.initial.rebalance.delay.ms',
      'streams.num.standby.replicas',
      'streams.session.timeout.ms',
    ]);
    expect(all).toContain(
      '  share.delivery.count.limit=7 sensitive=false synonyms={STATIC_BROKER_CONFIG:group.share.delivery.count.limit=7, DEFAULT_CONFIG:group.share.delivery.count.limit=5}',
    );
  });

  it.each([
    ['retention.ms=1', 'Unknown group config name: retention.ms'],
    ['share.record.lock.duration.ms=1', 'Invalid value 1 for configuration share.record.lock.duration.ms: Value must be at least 1000'],
    ['share.record.lock.duration.ms=1000', 'share.record.lock.duration.ms must be greater than or equal to group.share.min.record.lock.duration.ms'],
    ['consumer.session.timeout.ms=90000', 'consumer.session.timeout.ms must be less than or equal to group.consumer.max.session.timeout.ms'],
    ['streams.num.standby.replicas=3', 'streams.num.standby.replicas must be less than or equal to group.streams.max.standby.replicas'],
    [
      'share.auto.offset.reset=none',
      "Invalid value none for configuration share.auto.offset.reset: Invalid value `none` for configuration share.auto.offset.reset. The value must be either 'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'.",
    ],
  ])('is refused %s by the controller, in its words', (change, message) => {
    const { stderr, exitCode } = new Terminal().give(`${WORKERS} --alter --add-config ${change}`);
    expect(exitCode).toBe(1);
    expect(stderr.at(-1)).toBe(`Caused by: org.apache.kafka.common.errors.InvalidConfigurationException: ${message}`);
  });

  it('needs the name of a group to alter it', () => {
    const { stderr } = new Terminal().give(`${CONFIGS} --entity-type groups --alter --add-config share.heartbeat.interval.ms=6000`);
    expect(stderr).toEqual(['An entity name must be specified with --alter of groups']);
  });
});

describe('What a group has set for itself holds while it runs', () => {
  const share = { group: 'workers', topics: ['orders'], members: 1, processingUs: 60_000_000, commit: 'with-poll', release: [], reject: [] } as const;
  const producer = { name: 'p1', topic: 'orders', intervalUs: 1_000_000, keys: ['A'], count: 5, startUs: 8_000_000, config: {} };
  const sharing: ClusterSpec = { ...base, producers: [producer], shareGroups: [{ ...share, renewUs: undefined, startUs: 0, config: {} }] };

  it('locks of a share group last as long as it says, from the next acquisition on', () => {
    const lockMs = (line: string | undefined): number => {
      const shell = new Terminal(sharing);
      if (line !== undefined) shell.give(line);
      shell.run(60);
      const [acquired] = shell.told('RecordsAcquired');
      const [lost] = shell.told('DeliveryStateChanged').filter(({ why }) => why === 'lock-timeout');
      return Math.round((lost.atMs - acquired.atMs) / 1000);
    };
    expect(lockMs(undefined)).toBe(30);
    expect(lockMs(`${WORKERS} --alter --add-config share.record.lock.duration.ms=15000`)).toBe(15);
  });

  it('a consumer group’s session is as long as it says, from the next heartbeat on', () => {
    const group = {
      group: 'billing',
      topics: ['orders'],
      members: 2,
      processingUs: 0,
      commit: 'auto',
      startUs: 0,
      config: { 'group.protocol': 'consumer' },
    } as const;
    const leftAfterS = (line: string | undefined): number => {
      const shell = new Terminal({ ...base, groups: [group] });
      shell.run(10);
      if (line !== undefined) shell.give(line);
      shell.run(10);
      const diedMs = shell.world.nowUs / 1000;
      shell.give('docker kill billing-2');
      shell.run(70);
      const [left] = shell.told('MemberLeft').filter(({ reason }) => reason === 'session-timeout');
      return (left.atMs - diedMs) / 1000;
    };
    expect(leftAfterS(undefined)).toBeLessThan(45.1);
    expect(leftAfterS(`${CONFIGS} --entity-type groups --entity-name billing --alter --add-config consumer.session.timeout.ms=60000`)).toBeGreaterThan(54.9);
  });
});
