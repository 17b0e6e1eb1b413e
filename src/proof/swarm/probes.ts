/** What a swarm has reached (non-vacuity, 3.6 of the reliability catalogue): checks that hold because nothing ever happened prove nothing. */
import { asKafkaFact, type FactName, type KafkaFact } from '#kafka/facts.ts';
import { isInternal, topicOf } from '#kafka/protocol/names.ts';
import { noOverlays, type Overlays } from '#sim/overlay.ts';
import type { TraceEvent } from '#sim/trace.ts';

/** How often a probe was passed, by its name. */
export type Counts = Map<string, number>;

const count = (counts: Counts, name: string, by = 1): void => {
  counts.set(name, (counts.get(name) ?? 0) + by);
};

type Probe = readonly [name: string, fact: FactName, passes: (fact: never) => boolean];
const probe = <N extends FactName>(name: string, fact: N, passes: (fact: Extract<KafkaFact, { readonly fact: N }>) => boolean = () => true): Probe => [
  name,
  fact,
  passes,
];

/** Probes that one fact tells. */
export const PROBES: readonly Probe[] = [
  probe('truncation of records', 'LogTruncated', ({ ids }) => ids.length > 0),
  probe('truncation over two epochs', 'LogTruncated', ({ epochs }) => new Set(epochs).size > 1),
  probe('unclean election', 'LeaderElected', ({ how }) => how === 'unclean'),
  probe('election from the ELR', 'LeaderElected', ({ how }) => how === 'elr'),
  probe('preferred election', 'LeaderElected', ({ how }) => how === 'preferred'),
  probe('no leader left', 'LeaderElected', ({ leader }) => leader < 0),
  probe('ISR of one', 'IsrShrunk', ({ isr }) => isr.length === 1),
  probe('ISR grew', 'IsrExpanded'),
  probe('ELR used', 'ElrChanged', ({ elr }) => elr.length > 0),
  probe('duplicate refused', 'DuplicateRefused'),
  probe('NOT_ENOUGH_REPLICAS', 'ProduceRefused', ({ error }) => error === 'NOT_ENOUGH_REPLICAS'),
  probe('NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'SendRetried', ({ error }) => error === 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'),
  probe('produce to a former leader', 'ProduceRefused', ({ error }) => error === 'NOT_LEADER_OR_FOLLOWER'),
  probe('send failed', 'SendFailed'),
  probe('send retried', 'SendRetried'),
  probe('broker fenced', 'BrokerFenced', ({ reason }) => reason === 'session-timeout'),
  probe('session expired', 'SessionExpired'),
  probe('registration refused', 'RegistrationRefused'),
  probe('controller elected', 'ControllerElected'),
  probe('controller resigned', 'ControllerResigned', ({ reason }) => reason !== 'shutdown'),
  probe('control request refused', 'ControlRequestRefused'),
  probe('metadata log truncated', 'MetadataLogTruncated'),
  probe('offset reset', 'OffsetReset'),
  probe('commit failed', 'CommitFailed'),
  probe('member timed out', 'MemberLeft', ({ reason }) => reason !== 'left'),
  probe('tail of a log lost', 'LogTailLost', ({ ids }) => ids.length > 0),
  probe('unclean shutdown recovered', 'LogsLoaded', ({ clean }) => !clean),
  probe('topic deleted', 'TopicDeleted'),
  probe('partitions added', 'PartitionsAdded'),
  probe('high watermark lowered', 'HighWatermarkLowered'),
];

const BY_FACT: ReadonlyMap<string, readonly Probe[]> = new Map(PROBES.map(([, fact]) => [fact, PROBES.filter((one) => one[1] === fact)]));

/** Facts that show that a fault was felt by somebody else than its victim. */
const FELT: ReadonlySet<string> = new Set<FactName>([
  ...(['LeaderElected', 'IsrShrunk', 'BrokerFenced', 'SendRetried', 'SendFailed', 'LogTruncated', 'GroupStateChanged', 'ControllerElected'] as const),
  ...([
    'ControllerResigned',
    'ProduceRefused',
    'CommitFailed',
    'SessionExpired',
    'DuplicateRefused',
    'LogTailLost',
    'ConfigChanged',
    'PartitionsAdded',
  ] as const),
  ...([
    'TopicCreated',
    'TopicDeleted',
    'QuorumStateChanged',
    'EnsembleStateChanged',
    'CoordinatorLoaded',
    'MemberLeft',
    'OffsetReset',
    'MetadataRefreshed',
  ] as const),
]);

/** Follows one run. */
export interface Prober {
  see(event: TraceEvent, world: { readonly overlays: Overlays }): void;
}

interface Felt {
  /** Kinds of faults that nobody has felt yet. */
  waiting: string[];
  readonly leaders: Map<string, { readonly broker: number; readonly epoch: number }>;
  overlays: Overlays;
}

export function newProber(counts: Counts, kindOf: (command: string) => string | undefined): Prober {
  const felt: Felt = { waiting: [], leaders: new Map(), overlays: noOverlays };
  return {
    see(event, { overlays }) {
      if (overlays !== felt.overlays)
        seeOverlays(
          counts,
          felt,
          overlays,
          event.facts.some(({ fact }) => fact === 'FaultsHealed'),
        );
      for (const one of event.facts) seeFact(counts, felt, kindOf, asKafkaFact(one));
    },
  };
}

function seeFact(counts: Counts, felt: Felt, kindOf: (command: string) => string | undefined, fact: KafkaFact): void {
  for (const [name, , passes] of BY_FACT.get(fact.fact) ?? []) if ((passes as (fact: KafkaFact) => boolean)(fact)) count(counts, name);
  if (fact.fact === 'CommandRun') injected(counts, felt, kindOf(fact.command));
  else if (fact.fact === 'CommandFailed') count(counts, 'command failed');
  else if (FELT.has(fact.fact) && felt.waiting.length > 0) {
    for (const kind of felt.waiting) if (!MEASURED.has(kind)) count(counts, `effective: ${kind}`);
    felt.waiting = felt.waiting.filter((kind) => MEASURED.has(kind));
  }
  if (fact.fact === 'LeaderElected') felt.leaders.set(fact.tp, { broker: fact.leader, epoch: fact.leaderEpoch });
  else if (fact.fact === 'RecordsAppended' && fact.role === 'leader' && !isInternal(topicOf(fact.tp))) {
    const leader = felt.leaders.get(fact.tp);
    if (leader && leader.epoch > fact.leaderEpoch) count(counts, 'append by a zombie leader');
  }
}

/** Of these the overlay itself tells when it has taken its first message. */
const MEASURED: ReadonlySet<string> = new Set(['delay', 'drop', 'duplicate', 'reorder', 'throttle', 'clog', 'freeze-metadata', 'slow-cpu']);

function effective(counts: Counts, felt: Felt, kind: string): void {
  if (!felt.waiting.includes(kind)) return;
  felt.waiting = felt.waiting.filter((one) => one !== kind);
  count(counts, `effective: ${kind}`);
}

/** Rules are replaced when they take a message, and go when they are healed. */
function seeOverlays(counts: Counts, felt: Felt, now: Overlays, isHealed: boolean): void {
  const { rules, clogged } = felt.overlays;
  felt.overlays = now;
  if (isHealed) return;
  for (const rule of rules) if (rule.matched === 0 && !now.rules.includes(rule)) effective(counts, felt, rule.fault);
  if (now.clogged.length > clogged.length) effective(counts, felt, 'clog');
}

function injected(counts: Counts, felt: Felt, kind: string | undefined): void {
  if (kind === undefined) return;
  count(counts, `injected: ${kind}`);
  if (!felt.waiting.includes(kind)) felt.waiting.push(kind);
}
