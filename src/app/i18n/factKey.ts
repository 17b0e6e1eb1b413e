/**
 * Which sentence of the `facts` catalogue tells a fact, and with which parameters. The same sentence is narration, what-changed line,
 * announcement and cell of the event table: `t(factKey(fact), { ns: 'facts', ...factParams(fact) })`.
 *
 * Every sentence gets the fact's own scalar fields under their own names, and these:
 * - `offsets`: one offset, or the first and last of several (`3–5`); for LogTruncated and LogTailLost those that are gone.
 * - `records`: how many records `ids` names. `acks`: `0`, `1` or `all`.
 * - sets of brokers (`isr`, `removed`, `added`, `candidates`): `isr` in braces (`{1, 2}`), the others as `2, 3`.
 * - `partitions` of an assignment: `orders-0, orders-1`; of TopicCreated: their number.
 * - `key`: the record's key; the sentence without key is another one. `position`: where the next poll() goes on (RecordsPolled).
 */
import type { FactName, KafkaFact } from '#kafka/facts.ts';

export type FactParams = Readonly<Record<string, string | number>>;

/** Facts with several sentences, and the one that fits. All others have one sentence, under their own name. */
const VARIANT: { readonly [N in FactName]?: (fact: Extract<KafkaFact, { fact: N }>) => string } = {
  BrokerFenced: ({ reason }) => reason,
  MetadataSnapshotWritten: ({ why }) => why,
  ControllerResigned: ({ reason }) => reason,
  VoteGranted: ({ preVote }) => (preVote ? 'pre-vote' : 'vote'),
  EnsembleStateChanged: ({ to }) => to,
  ZnodeCreated: ({ ephemeral }) => (ephemeral ? 'ephemeral' : 'persistent'),
  ControlRequestRefused: ({ error }) => (error === 'STALE_CONTROLLER_EPOCH' ? 'epoch' : 'broker'),
  TopicCreated: ({ partitions }) => amount(partitions),
  LeaderElected: ({ how }) => how,
  IsrShrunk: ({ by, removed }) => `${by}.${amount(removed.length)}`,
  IsrExpanded: ({ added }) => amount(added.length),
  ElrChanged: ({ elr }) => (elr.length === 0 ? 'none' : 'some'),
  LeaderRecoveryChanged: ({ state }) => state,
  ReassignmentStarted: ({ adding, removing }) => (adding.length === 0 ? 'removes' : removing.length === 0 ? 'adds' : 'moves'),
  ReassignmentCompleted: ({ removed }) => (removed.length === 0 ? 'ordered' : 'moved'),
  ConfigChanged: ({ kind, name, value }) => `${kind === 'broker' && name === '' ? 'brokers' : kind}.${value === null ? 'removed' : 'set'}`,
  RecordsAppended: ({ role, baseOffset, lastOffset, transaction }) =>
    transaction?.control === undefined ? `${role}.${amount(lastOffset - baseOffset + 1)}` : `marker.${transaction.control}`,
  HighWatermarkAdvanced: ({ role }) => role,
  LogTruncated: ({ from, to }) => amount(from - to),
  RecordSent: ({ key }) => (key === null ? 'noKey' : 'key'),
  BatchSent: ({ ids }) => amount(ids.length),
  RecordsAcknowledged: ({ acks, ids, baseOffset }) =>
    `${acks === 0 ? 'none' : acks === 1 ? 'leader' : 'all'}.${acks !== 0 && baseOffset < 0 ? 'duplicate' : amount(ids.length)}`,
  SendRetried: ({ ids }) => amount(ids.length),
  SendFailed: ({ ids }) => amount(ids.length),
  DuplicateRefused: ({ ids }) => amount(ids.length),
  ProduceRefused: ({ ids }) => amount(ids.length),
  TransactionStateChanged: ({ to, from, partitions }) =>
    to === 'Empty' ? (from === 'Empty' ? 'Empty' : 'Renewed') : to === 'Ongoing' ? `Ongoing.${amount(partitions.length)}` : to,
  TransactionMarkerWritten: ({ control }) => control,
  TransactionEnded: ({ committed, ids }) => `${committed ? 'committed' : 'aborted'}.${amount(ids.length)}`,
  TransactionFailed: ({ fatal }) => (fatal ? 'fatal' : 'abortable'),
  ReplicationThrottled: ({ side }) => side,
  ReplicaFellBehind: ({ lagRecords }) => amount(lagRecords),
  SegmentRolled: ({ reason }) => reason,
  SegmentsDeleted: ({ reason, baseOffsets }) => `${reason}.${amount(baseOffsets.length)}`,
  LogStartOffsetAdvanced: ({ reason }) => reason,
  LogCleaned: ({ removed }) => (removed.length === 0 ? 'none' : amount(removed.length)),
  LogsLoaded: ({ clean }) => (clean ? 'clean' : 'unclean'),
  LogTailLost: ({ cause, from, to }) => `${cause}.${amount(from - to)}`,
  DiskHealed: ({ fault }) => fault,
  LinksDisturbed: ({ fault }) => fault,
  ClockSkewed: ({ skewMs }) => (skewMs === 0 ? 'right' : 'wrong'),
  GroupStateChanged: ({ from, to, members }) =>
    to === 'Stable' ? `Stable.${amount(members)}` : to === 'PreparingRebalance' ? `${to}.${from === 'Empty' ? 'first' : 'again'}` : to,
  MemberLeft: ({ reason }) => reason,
  OffsetRemoved: ({ why }) => why,
  PartitionsAssigned: ({ partitions }) => (partitions.length === 0 ? 'none' : amount(partitions.length)),
  PartitionsRevoked: ({ lost, partitions }) => (partitions.length === 0 ? 'none' : lost ? 'lost' : 'revoked'),
  OffsetReset: ({ policy }) => policy,
  PartitionsPaused: ({ partitions }) => (partitions.length === 0 ? 'none' : 'some'),
  PartitionsResumed: ({ partitions }) => (partitions.length === 0 ? 'none' : 'some'),
  PositionSought: ({ to }) => (typeof to === 'number' ? 'offset' : to),
  TruncationDetected: ({ divergence }) => (divergence < 0 ? 'unknown' : 'known'),
  ReadReplicaCleared: ({ why }) => why,
  RecordsPolled: ({ baseOffset, lastOffset }) => amount(lastOffset - baseOffset + 1),
  OffsetCommitted: ({ offset, previous }) => (previous < 0 ? 'first' : offset < previous ? 'back' : offset === previous ? 'same' : 'forward'),
  ShareAssigned: ({ partitions }) => (partitions.length === 0 ? 'none' : 'some'),
  SharePartitionLoaded: ({ inFlight }) => (inFlight === 0 ? 'fresh' : 'known'),
  RecordsAcquired: ({ firstOffset, lastOffset }) => amount(lastOffset - firstOffset + 1),
  RecordsDelivered: ({ firstOffset, lastOffset }) => amount(lastOffset - firstOffset + 1),
  DeliveryStateChanged: ({ why, state }) => `${why}.${state}`,
  ShareSessionEnded: ({ why }) => why,
  MessageDelivered: ({ redelivered }) => (redelivered ? 'again' : 'first'),
  MessageProcessed: ({ redelivered }) => (redelivered ? 'again' : 'first'),
  LinesRead: ({ count }) => amount(count),
  LinesWritten: ({ count }) => amount(count),
  OutputPrinted: ({ line }) => (line.trim() === '' ? 'blank' : 'line'),
  ToolExited: ({ code }) => (code === 0 ? 'ok' : 'failed'),
};

const amount = (count: number): string => (count === 1 ? 'one' : 'many');

/** Key in the `facts` namespace, such as `LeaderElected.isr` or `RecordsAppended.follower.one`. */
export function factKey(fact: KafkaFact): string {
  const variant = VARIANT[fact.fact] as ((fact: KafkaFact) => string) | undefined;
  return variant ? `${fact.fact}.${variant(fact)}` : fact.fact;
}

export const offsetRange = (first: number, last: number): string => (first === last ? String(first) : `${first}–${last}`);

/** Parameters of the fact's sentence. */
export function factParams(fact: KafkaFact): FactParams {
  const params: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fact)) {
    const given = plain(name, value);
    if (given !== undefined) params[name] = given;
  }
  if ('ids' in fact) params.records = fact.ids.length;
  const offsets = offsetsOf(fact);
  if (offsets !== undefined) params.offsets = offsets;
  if (fact.fact === 'LagStatusChanged' && fact.cluster !== undefined) params.group = `${fact.group} (${fact.cluster})`;
  if (fact.fact === 'LogCleaned') params.count = fact.removed.length;
  if (fact.fact === 'RecordsPolled') params.position = fact.lastOffset + 1;
  return params;
}

function plain(name: string, value: unknown): string | number | undefined {
  if (name === 'fact' || name === 'ids' || value === null) return undefined;
  if (name === 'acks') return value === -1 ? 'all' : String(value);
  if (name === 'isr' && Array.isArray(value)) return `{${value.join(', ')}}`;
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}

function offsetsOf(fact: KafkaFact): string | undefined {
  switch (fact.fact) {
    case 'RecordsAppended':
    case 'RecordsPolled':
    case 'BatchCorrupted':
    case 'TailTorn':
      return offsetRange(fact.baseOffset, fact.lastOffset);
    case 'RecordsAcquired':
    case 'RecordsDelivered':
    case 'DeliveryStateChanged':
    case 'AcquisitionLocksRenewed':
      return offsetRange(fact.firstOffset, fact.lastOffset);
    case 'LogTruncated':
    case 'LogTailLost':
      return offsetRange(fact.to, fact.from - 1);
    case 'RecordsAcknowledged':
      return offsetRange(fact.baseOffset, fact.baseOffset + fact.ids.length - 1);
    default:
      return undefined;
  }
}
