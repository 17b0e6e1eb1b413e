/** Why something happened: the minimal chain of moments that led to it, oldest first, each with the setting or KIP that decided it. */
import type { FactName, KafkaFact } from '#kafka/facts.ts';
import { causesOf } from '#session/causes.ts';
import { askOf, memoryOf } from '#session/memory.ts';
import type { Timeline } from '#session/timeline.ts';
import type { Told } from '#session/told.ts';

/** What decided a link: a setting by Kafka's name and whose it is, or the proposal that the rule comes from. */
export interface Ground {
  readonly of: 'producer' | 'consumer' | 'broker' | 'topic' | 'kip';
  readonly name: string;
}

export interface Link extends Told {
  readonly ground: Ground | null;
  /** The thing that was asked about. */
  readonly asked: boolean;
}

/** Longer chains are cut at their oldest end: what lies nearer explains more. */
const MOST = 12;

/** The chain that ends with `asked`. */
export function whyOf(timeline: Timeline, asked: Told): readonly Link[] {
  return whyAll(timeline, [asked]);
}

/** One chain for several facts that only together are what is asked, such as a record that was acknowledged and is lost. */
export function whyAll(timeline: Timeline, asked: readonly Told[]): readonly Link[] {
  const memory = memoryOf(timeline);
  const found = new Set<Told>(asked);
  const open = [...asked];
  while (open.length > 0 && found.size < MOST) {
    const told = open.shift() as Told;
    for (const cause of causesOf(told.fact, askOf(timeline, memory, told))) {
      if (found.has(cause) || found.size >= MOST) continue;
      found.add(cause);
      open.push(cause);
    }
  }
  return [...found]
    .sort((a, b) => a.cursor - b.cursor || rank(memory.all, a, b))
    .map((told) => ({ ...told, ground: groundOf(told.fact), asked: asked.includes(told) }));
}

/** Facts of one event stand in the order of cause and effect: a fence comes before the election that it forces. */
const FIRST: readonly FactName[] = ['CommandRun', 'BrokerFenced', 'BrokerUnregistered', 'IsrShrunk', 'LeaderElected'];

function rank(all: readonly Told[], a: Told, b: Told): number {
  const [first, second] = [FIRST.indexOf(a.fact.fact), FIRST.indexOf(b.fact.fact)];
  if (first >= 0 || second >= 0) return (first < 0 ? FIRST.length : first) - (second < 0 ? FIRST.length : second);
  return all.indexOf(a) - all.indexOf(b);
}

const kip = (number: number): Ground => ({ of: 'kip', name: `KIP-${number}` });
const producer = (name: string): Ground => ({ of: 'producer', name });
const consumer = (name: string): Ground => ({ of: 'consumer', name });
const broker = (name: string): Ground => ({ of: 'broker', name });
const topic = (name: string): Ground => ({ of: 'topic', name });

const GROUNDS: { readonly [N in FactName]?: (fact: Extract<KafkaFact, { fact: N }>) => Ground | null } = {
  BrokerFenced: ({ reason }) => (reason === 'session-timeout' ? broker('broker.session.timeout.ms') : null),
  SessionExpired: () => broker('zookeeper.session.timeout.ms'),
  ReplicaFellBehind: () => broker('replica.lag.time.max.ms'),
  IsrShrunk: ({ by }) => (by === 'leader' ? broker('replica.lag.time.max.ms') : null),
  IsrChangeRequested: () => kip(497),
  BelowMinIsr: () => topic('min.insync.replicas'),
  ElrChanged: () => kip(966),
  LeaderElected: ({ how }) =>
    how === 'unclean' || how === 'none'
      ? topic('unclean.leader.election.enable')
      : how === 'elr'
        ? kip(966)
        : how === 'preferred'
          ? broker('auto.leader.rebalance.enable')
          : null,
  LogTruncated: () => kip(101),
  LeaderRecoveryChanged: () => kip(704),
  RecordsAcknowledged: () => producer('acks'),
  BatchSent: ({ attempt }) => (attempt > 1 ? producer('retries') : producer('linger.ms')),
  SendRetried: ({ error }) => producer(error === 'REQUEST_TIMED_OUT' || error === 'NETWORK_EXCEPTION' ? 'request.timeout.ms' : 'retries'),
  SendFailed: () => producer('delivery.timeout.ms'),
  DuplicateRefused: () => producer('enable.idempotence'),
  ProduceRefused: ({ error }) => (error.startsWith('NOT_ENOUGH_REPLICAS') ? topic('min.insync.replicas') : null),
  MemberLeft: ({ reason }) =>
    reason === 'session-timeout'
      ? consumer('session.timeout.ms')
      : reason === 'poll-timeout' || reason === 'rebalance-timeout'
        ? consumer('max.poll.interval.ms')
        : null,
  ReadReplicaPreferred: () => broker('replica.selector.class'),
  ReadReplicaCleared: ({ why }) => (why === 'lease-expired' ? consumer('metadata.max.age.ms') : kip(392)),
  OffsetReset: () => consumer('auto.offset.reset'),
  NothingSince: () => kip(1106),
  OffsetCommitted: () => consumer('enable.auto.commit'),
  RecordsPolled: () => consumer('max.poll.records'),
  PartitionsAssigned: () => consumer('partition.assignment.strategy'),
  ReplicationThrottled: ({ side }) => broker(`${side}.replication.throttled.rate`),
  SegmentRolled: ({ reason }) => topic(reason === 'time' ? 'segment.ms' : 'segment.bytes'),
  SegmentsDeleted: ({ reason }) => (reason === 'size' ? topic('retention.bytes') : reason === 'time' ? topic('retention.ms') : null),
  LogCleaned: () => topic('cleanup.policy'),
  VoteGranted: ({ preVote }) => (preVote ? kip(996) : kip(595)),
  ControllerElected: () => kip(595),
};

export function groundOf(fact: KafkaFact): Ground | null {
  const ground = GROUNDS[fact.fact] as ((fact: KafkaFact) => Ground | null) | undefined;
  return ground?.(fact) ?? null;
}
