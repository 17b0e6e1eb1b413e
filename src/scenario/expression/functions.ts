/** What an expression may ask: of the Frame (leader, isr, hw, lag …), of the ledger (lost, acked …), of the clock. One table; help and checks derive from it. */
import type { FactName } from '#kafka/facts.ts';
import type { Frame, GroupFrame, PartitionFrame, ReplicaFrame } from '#kafka/frame.ts';
import { brokerIdOf, type NodeName } from '#kafka/protocol/names.ts';
import { doubled, duplicated, type LedgerLike, type LedgerRecord, matching, missing, reordered, reprocessed, skipped } from '#scenario/expression/records.ts';

/** null is `none`: there is no leader, no committed offset, no such thing. */
export type Value = number | boolean | string | null | readonly (number | string)[];
export type Type = 'number' | 'boolean' | 'text' | 'set';
export const ARGUMENTS = ['tp', 'broker', 'group', 'node', 'topic', 'filter', 'number', 'set'] as const;
export type Argument = (typeof ARGUMENTS)[number];

/** What an expression is evaluated against. Each part is computed only when it is asked for. */
export interface Evidence {
  readonly timeUs: number;
  frame(): Frame;
  ledger(): LedgerLike;
  /** The largest total lag that a group has had so far, in records. */
  peakLag(group: string): number;
}

export interface Definition {
  /** Required arguments; after them come `optional`, the last of which repeats when `repeats`. */
  readonly args: readonly Argument[];
  readonly optional?: readonly Argument[];
  readonly repeats?: boolean;
  readonly returns: Type;
  /** Facts after which the answer can differ; 'time' when it differs with every event. */
  readonly facts: readonly FactName[] | 'time';
  readonly help: string;
  readonly answer: (evidence: Evidence, args: readonly (string | number)[]) => Value;
}

export const isSet = (value: unknown): value is readonly (number | string)[] => Array.isArray(value);

/** Its arguments are values to be computed, not names. */
export const isComputed = ({ args }: Definition): boolean => args[0] === 'number' || args[0] === 'set';

const define = (definition: Definition): Definition => definition;

const partitionOf = (evidence: Evidence, tp: string | number): PartitionFrame | undefined => evidence.frame().partitions.find((one) => one.tp === tp);
const groupOf = (evidence: Evidence, group: string | number): GroupFrame | undefined => evidence.frame().groups.find((one) => one.group === group);
const brokerId = (arg: string | number): number => (typeof arg === 'number' ? arg : brokerIdOf(arg));
const sorted = (numbers: readonly number[]): readonly number[] => [...numbers].sort((a, b) => a - b);

/** A replica's log: of the given broker, else of the leader. */
function replica(evidence: Evidence, [tp, broker]: readonly (string | number)[]): ReplicaFrame | undefined {
  const partition = partitionOf(evidence, tp);
  const id = broker === undefined ? partition?.leader : brokerId(broker);
  return partition?.logs.find((log) => log.broker === id);
}

const offsetOf = (evidence: Evidence, [group, tp]: readonly (string | number)[]) => groupOf(evidence, group)?.offsets.find((one) => one.tp === tp);
const known = (offset: number | undefined): Value => (offset === undefined || offset < 0 ? null : offset);
const lags = (evidence: Evidence, group: string | number): number[] => (groupOf(evidence, group)?.offsets ?? []).map(({ lagRecords }) => lagRecords ?? 0);

/** A broker's BrokerState, a group's state, a producer's or consumer's; `paused` and `down` come from the process. */
function stateOf(evidence: Evidence, name: NodeName): Value {
  const frame = evidence.frame();
  const process = [...frame.brokers, ...frame.controllers, ...frame.producers, ...frame.consumers, ...frame.tools].find(({ node }) => node === name);
  if (!process) return groupOf(evidence, name)?.state ?? null;
  if (process.status !== 'up') return process.status;
  return 'state' in process ? process.state : 'up';
}

const count =
  (which: (record: LedgerRecord) => boolean) =>
  (evidence: Evidence, args: readonly (string | number)[]): Value =>
    matching(evidence.ledger(), args).reduce((sum, record) => sum + (which(record) ? 1 : 0), 0);

const LOGS: readonly FactName[] = ['RecordsAppended', 'LogTruncated', 'BecameLeader', 'LeaderElected', 'TopicCreated'];
const WATERMARKS: readonly FactName[] = ['HighWatermarkAdvanced', 'HighWatermarkLowered', 'LogTruncated', 'BecameLeader', 'LeaderElected', 'TopicCreated'];
const LEADERS: readonly FactName[] = ['LeaderElected', 'TopicCreated'];
const ISRS: readonly FactName[] = ['IsrShrunk', 'IsrExpanded', 'LeaderElected', 'TopicCreated'];
const LAGS: readonly FactName[] = ['OffsetCommitted', 'HighWatermarkAdvanced', 'LeaderElected', 'BecameLeader', 'GroupStateChanged'];
const GROUPS: readonly FactName[] = [
  'GroupStateChanged',
  'MemberJoined',
  'MemberLeft',
  'StaticMemberReplaced',
  'PartitionsAssigned',
  'PartitionsRevoked',
  'CoordinatorLoaded',
];
const POSITIONS: readonly FactName[] = [...GROUPS, 'RecordsPolled', 'PositionInitialized', 'OffsetReset', 'PositionSought'];
const STATES: readonly FactName[] = [
  ...GROUPS,
  'BrokerStateChanged',
  'ProcessStarted',
  'ProcessKilled',
  'ProcessStopping',
  'ProcessExited',
  'ProcessPaused',
  'ProcessResumed',
  'BatchSent',
  'RecordsAcknowledged',
  'SendRetried',
  'SendFailed',
  'RecordSent',
  'ToolExited',
  'NetworkConnected',
  'NetworkDisconnected',
  'BrokerFenced',
  'BrokerUnfenced',
];
const PROCESSED: readonly FactName[] = ['RecordProcessed'];
const MARKERS: readonly FactName[] = ['TransactionMarkerWritten'];

export const FUNCTIONS: ReadonlyMap<string, Definition> = new Map(
  Object.entries({
    leader: define({
      args: ['tp'],
      returns: 'number',
      facts: LEADERS,
      help: 'broker id of the leader; none without one',
      answer: (e, [tp]) => known(partitionOf(e, tp)?.leader),
    }),
    epoch: define({ args: ['tp'], returns: 'number', facts: LEADERS, help: 'leader epoch', answer: (e, [tp]) => known(partitionOf(e, tp)?.leaderEpoch) }),
    isr: define({
      args: ['tp'],
      returns: 'set',
      facts: ISRS,
      help: 'broker ids of the in-sync replicas',
      answer: (e, [tp]) => sorted(partitionOf(e, tp)?.isr ?? []),
    }),
    elr: define({
      args: ['tp'],
      returns: 'set',
      facts: ISRS,
      help: 'broker ids of the eligible leader replicas',
      answer: (e, [tp]) => sorted(partitionOf(e, tp)?.elr ?? []),
    }),
    replicas: define({
      args: ['tp'],
      returns: 'set',
      facts: ISRS,
      help: 'broker ids of all replicas',
      answer: (e, [tp]) => sorted(partitionOf(e, tp)?.replicas ?? []),
    }),
    hw: define({
      args: ['tp'],
      optional: ['broker'],
      returns: 'number',
      facts: WATERMARKS,
      help: 'high watermark of the leader, or of the replica on a broker',
      answer: (e, args) => known(replica(e, args)?.highWatermark),
    }),
    leo: define({
      args: ['tp'],
      optional: ['broker'],
      returns: 'number',
      facts: LOGS,
      help: 'log end offset of the leader, or of the replica on a broker',
      answer: (e, args) => known(replica(e, args)?.logEndOffset),
    }),
    size: define({ args: ['set'], returns: 'number', facts: [], help: 'how many a set holds', answer: (_, [set]) => (isSet(set) ? set.length : 0) }),
    lag: define({
      args: ['group'],
      optional: ['tp'],
      returns: 'number',
      facts: LAGS,
      help: 'records from the committed offset to the high watermark, of one partition or of all',
      answer: (e, args) => (args.length === 1 ? lags(e, args[0]).reduce((a, b) => a + b, 0) : known(offsetOf(e, args)?.lagRecords)),
    }),
    maxLag: define({
      args: ['group'],
      returns: 'number',
      facts: LAGS,
      help: 'lag of the partition that is furthest behind',
      answer: (e, [group]) => lags(e, group).reduce((a, b) => Math.max(a, b), 0),
    }),
    peakLag: define({
      args: ['group'],
      returns: 'number',
      facts: LAGS,
      help: 'the largest total lag so far',
      answer: (e, [group]) => e.peakLag(String(group)),
    }),
    committed: define({
      args: ['group', 'tp'],
      returns: 'number',
      facts: ['OffsetCommitted', ...GROUPS],
      help: 'committed offset; none without one',
      answer: (e, args) => known(offsetOf(e, args)?.committed),
    }),
    position: define({
      args: ['group', 'tp'],
      returns: 'number',
      facts: POSITIONS,
      help: 'offset that the owner will poll next; none without an owner',
      answer: (e, args) => known(offsetOf(e, args)?.position),
    }),
    owner: define({
      args: ['group', 'tp'],
      returns: 'text',
      facts: GROUPS,
      help: 'member that owns the partition; none without one',
      answer: (e, args) => offsetOf(e, args)?.owner ?? null,
    }),
    members: define({
      args: ['group'],
      returns: 'number',
      facts: GROUPS,
      help: 'members of the group',
      answer: (e, [group]) => groupOf(e, group)?.members.length ?? 0,
    }),
    idle: define({
      args: ['group'],
      returns: 'number',
      facts: GROUPS,
      help: 'members that own no partition',
      answer: (e, [group]) => groupOf(e, group)?.members.filter(({ partitions }) => partitions.length === 0).length ?? 0,
    }),
    generation: define({
      args: ['group'],
      returns: 'number',
      facts: GROUPS,
      help: 'generation of the group',
      answer: (e, [group]) => groupOf(e, group)?.generation ?? 0,
    }),
    state: define({
      args: ['node'],
      returns: 'text',
      facts: STATES,
      help: 'RUNNING, Stable, STABLE …; paused or down for a process that is',
      answer: (e, [node]) => stateOf(e, String(node)),
    }),
    fenced: define({
      args: ['broker'],
      returns: 'boolean',
      facts: STATES,
      help: 'the controller has fenced the broker',
      answer: (e, [broker]) => e.frame().brokers.find(({ id }) => id === brokerId(broker))?.fenced ?? false,
    }),
    sent: define({ args: [], optional: ['filter'], repeats: true, returns: 'number', facts: ['RecordSent'], help: 'records sent', answer: count(() => true) }),
    acked: define({
      args: [],
      optional: ['filter'],
      repeats: true,
      returns: 'number',
      facts: ['RecordsAcknowledged'],
      help: 'records acknowledged',
      answer: count((r) => r.acknowledgedAt !== undefined),
    }),
    failed: define({
      args: [],
      optional: ['filter'],
      repeats: true,
      returns: 'number',
      facts: ['SendFailed'],
      help: 'records whose send failed',
      answer: count((r) => r.failedAt !== undefined),
    }),
    visible: define({
      args: [],
      optional: ['filter'],
      repeats: true,
      returns: 'number',
      facts: WATERMARKS,
      help: 'records that have been below the high watermark',
      answer: count((r) => r.visibleAt !== undefined),
    }),
    lost: define({
      args: [],
      optional: ['filter'],
      repeats: true,
      returns: 'number',
      facts: LOGS,
      help: 'records that a leader once had and the leader no longer has',
      answer: count((r) => r.lostAt !== undefined),
    }),
    duplicated: define({
      args: [],
      optional: ['filter'],
      repeats: true,
      returns: 'number',
      facts: LOGS,
      help: 'records that stand in the log twice or more',
      answer: (e, args) => matching(e.ledger(), args).filter(duplicated).length,
    }),
    reordered: define({
      args: [],
      optional: ['filter'],
      repeats: true,
      returns: 'number',
      facts: LOGS,
      help: 'records that stand behind one that the same producer sent later',
      answer: (e, args) => reordered(matching(e.ledger(), args)),
    }),
    processed: define({
      args: ['group'],
      optional: ['filter'],
      repeats: true,
      returns: 'number',
      facts: PROCESSED,
      help: 'different records that the group has processed',
      answer: (e, [group, ...args]) => matching(e.ledger(), args).filter((r) => r.processed.some((one) => one.group === group)).length,
    }),
    reprocessed: define({
      args: ['group'],
      optional: ['filter'],
      repeats: true,
      returns: 'number',
      facts: PROCESSED,
      help: 'records that the group has processed twice or more',
      answer: (e, [group, ...args]) => matching(e.ledger(), args).filter((r) => reprocessed(r, group)).length,
    }),
    skipped: define({
      args: ['group'],
      optional: ['filter'],
      repeats: true,
      returns: 'number',
      facts: ['OffsetCommitted', ...PROCESSED],
      help: 'records below the committed offset that the group never processed',
      answer: (e, [group, ...args]) => skipped(matching(e.ledger(), args), groupOf(e, group)),
    }),
    aborted: define({
      args: [],
      optional: ['filter'],
      repeats: true,
      returns: 'number',
      facts: MARKERS,
      help: 'records whose transaction was aborted',
      answer: count((r) => r.abortedAt !== undefined),
    }),
    doubled: define({
      args: ['topic'],
      returns: 'number',
      facts: [...LOGS, ...MARKERS],
      help: 'records of which applications made two or more in the topic; aborted ones do not count',
      answer: (e, [topic]) => doubled(e.ledger().entries, topic),
    }),
    missing: define({
      args: ['group', 'topic'],
      returns: 'number',
      facts: ['OffsetCommitted', ...LOGS, ...MARKERS],
      help: 'records below the committed offset of the group of which it made none in the topic',
      answer: (e, [group, topic]) => missing(e.ledger().entries, groupOf(e, group), topic),
    }),
    time: define({
      args: [],
      returns: 'number',
      facts: 'time',
      help: 'virtual time in milliseconds; compare it with 250ms or 2s',
      answer: (e) => e.timeUs / 1000,
    }),
    max: define({
      args: ['number'],
      optional: ['number'],
      repeats: true,
      returns: 'number',
      facts: [],
      help: 'the largest of some numbers',
      answer: (_, args) => (args as readonly number[]).reduce((a, b) => Math.max(a, b)),
    }),
    min: define({
      args: ['number'],
      optional: ['number'],
      repeats: true,
      returns: 'number',
      facts: [],
      help: 'the smallest of some numbers',
      answer: (_, args) => (args as readonly number[]).reduce((a, b) => Math.min(a, b)),
    }),
  }),
);
