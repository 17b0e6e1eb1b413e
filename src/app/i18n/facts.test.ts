import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/facts.ts';
import glossaryEn from '#app/i18n/en/glossary.ts';
import { factKey, factParams } from '#app/i18n/factKey.ts';
import { callSamples } from '#app/i18n/facts-calls.testkit.ts';
import { shareSamples } from '#app/i18n/facts-share.testkit.ts';
import ko from '#app/i18n/ko/facts.ts';
import glossaryKo from '#app/i18n/ko/glossary.ts';
import { withParticles } from '#app/i18n/particles.ts';
import { type KafkaFact, LINK_FAULTS, SIGNIFICANCE } from '#kafka/facts.ts';
import { TRANSACTION_STATES } from '#kafka/protocol/transactions.ts';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : leaves(value, `${path}${key}.`),
  );
}

const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]);

function sentence(tree: Tree, fact: KafkaFact): string {
  const text = Object.fromEntries(leaves(tree))[factKey(fact)];
  if (text === undefined) throw new Error(`No sentence ${factKey(fact)}`);
  const params = factParams(fact);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (!(name in params)) throw new Error(`${factKey(fact)} asks for ${name}`);
    return String(params[name]);
  });
}

/** One fact for each sentence of the catalogue. */
const tp = 'orders-0';
const one = { tp, ids: ['p1#1'] };
const two = { tp, ids: ['p1#1', 'p1#2'] };
const txn = { transactionalId: 'pay', producerId: 1000, producerEpoch: 1 };
const samples: readonly KafkaFact[] = [
  ...TRANSACTION_STATES.map((to) => ({ fact: 'TransactionStateChanged' as const, ...txn, from: 'Empty' as const, to, partitions: [tp] })),
  { fact: 'TransactionStateChanged', ...txn, from: 'CompleteCommit', to: 'Empty', partitions: [] },
  { fact: 'TransactionStateChanged', ...txn, from: 'Ongoing', to: 'Ongoing', partitions: [tp, 'orders-1'] },
  { fact: 'TransactionTimedOut', transactionalId: 'pay', broker: 1, timeoutMs: 60_000 },
  { fact: 'TransactionCoordinatorLoaded', transactionalId: 'pay', broker: 1 },
  ...(['COMMIT', 'ABORT'] as const).flatMap((control): KafkaFact[] => [
    { fact: 'TransactionMarkerWritten', tp, broker: 1, offset: 4, control, ids: ['p1#1'], producerId: 1000, producerEpoch: 1, coordinatorEpoch: 0 },
    {
      fact: 'RecordsAppended',
      tp,
      broker: 1,
      role: 'leader',
      baseOffset: 4,
      lastOffset: 4,
      leaderEpoch: 1,
      ids: ['orders-0@4e1'],
      transaction: { producerId: 1000, producerEpoch: 1, control },
    },
  ]),
  { fact: 'TransactionsInitialized', node: 'p1', ...txn },
  { fact: 'TransactionBegun', node: 'p1', transactionalId: 'pay' },
  ...[true, false].flatMap((committed): KafkaFact[] => [
    { fact: 'TransactionEnded', node: 'p1', transactionalId: 'pay', committed, ids: one.ids },
    { fact: 'TransactionEnded', node: 'p1', transactionalId: 'pay', committed, ids: two.ids },
  ]),
  ...[true, false].map((fatal) => ({
    fact: 'TransactionFailed' as const,
    node: 'p1',
    transactionalId: 'pay',
    error: 'ProducerFencedException: There is a newer producer',
    fatal,
    ids: one.ids,
  })),
  { fact: 'ProducersExpired', tp, broker: 1, producerIds: [1000], expirationMs: 86_400_000 },
  { fact: 'OffsetsSentToTransaction', node: 'enrich-1', group: 'enrich', tps: [tp], offsets: [4] },
  { fact: 'CommandRun', command: 'docker kill kafka1' },
  { fact: 'CommandFailed', command: 'docker kill kafka9', message: 'No such container: kafka9' },
  ...(
    [
      'ProcessStarted',
      'ProcessKilled',
      'ProcessStopping',
      'ProcessExited',
      'ProcessPaused',
      'ProcessResumed',
      'NetworkDisconnected',
      'NetworkConnected',
      'MetadataRefreshed',
    ] as const
  ).map((fact) => ({ fact, node: 'kafka1' })),
  ...LINK_FAULTS.map((fault) => ({ fact: 'LinksDisturbed' as const, fault, from: 'kafka1', to: 'kafka2' })),
  { fact: 'ConnectionsReset', from: 'p1', to: 'kafka1' },
  { fact: 'MetadataFrozen', node: 'p1' },
  { fact: 'CpuSlowed', node: 'kafka1', factor: 10 },
  ...[0, -5000].map((skewMs) => ({ fact: 'ClockSkewed' as const, node: 'kafka1', skewMs })),
  { fact: 'TimersLate', node: 'kafka1', percent: 10 },
  { fact: 'TiesShuffled', seed: 1 },
  { fact: 'ContainerRemoved', node: 'kafka3' },
  { fact: 'FaultsHealed', faults: ['cut', 'delay'] },
  { fact: 'BrokerStateChanged', broker: 1, from: 'STARTING', to: 'RECOVERY' },
  { fact: 'BrokerRegistered', broker: 1, brokerEpoch: 12 },
  ...(['registration', 'session-timeout', 'shutdown'] as const).map((reason) => ({ fact: 'BrokerFenced' as const, broker: 1, reason })),
  { fact: 'BrokerUnfenced', broker: 1 },
  { fact: 'ControllerElected', node: 'controller1', epoch: 2 },
  ...(['shutdown', 'check-quorum', 'deposed'] as const).map((reason) => ({ fact: 'ControllerResigned' as const, node: 'controller1', epoch: 2, reason })),
  { fact: 'QuorumStateChanged', node: 'controller2', from: 'Follower', to: 'Prospective', epoch: 2 },
  ...[true, false].map((preVote) => ({ fact: 'VoteGranted' as const, node: 'controller3', candidate: 'controller2', epoch: 3, preVote })),
  { fact: 'MetadataHighWatermarkAdvanced', node: 'controller1', from: 40, to: 42 },
  { fact: 'MetadataLogTruncated', node: 'controller1', from: 42, to: 40, epochs: [2, 2], highWatermark: 40 },
  ...(['bytes', 'time'] as const).map((why) => ({ fact: 'MetadataSnapshotWritten' as const, node: 'controller1', endOffset: 90, epoch: 1, why })),
  { fact: 'MetadataSnapshotLoaded', node: 'kafka2', endOffset: 90, epoch: 1 },
  { fact: 'MetadataLogStartAdvanced', node: 'controller1', from: 0, to: 90 },
  { fact: 'QuorumDiskLost', node: 'controller1', kept: 0 },
  ...(['LOOKING', 'FOLLOWING', 'LEADING'] as const).map((to) => ({ fact: 'EnsembleStateChanged' as const, node: 'zookeeper2', from: 'LOOKING' as const, to })),
  { fact: 'EnsembleLeaderElected', node: 'zookeeper3', epoch: 1 },
  ...(['SessionEstablished', 'SessionExpired', 'SessionClosed'] as const).map((fact) => ({ fact, node: 'kafka1', session: 1_000_001 })),
  { fact: 'SessionLost', node: 'kafka1' },
  ...[true, false].map((ephemeral) => ({ fact: 'ZnodeCreated' as const, path: '/controller', node: 'kafka1', ephemeral })),
  { fact: 'ZnodeChanged', path: '/controller_epoch', node: 'kafka1', version: 2 },
  { fact: 'ZnodeDeleted', path: '/controller', node: 'kafka1' },
  { fact: 'BrokerJoined', broker: 1, brokerEpoch: 25 },
  { fact: 'BrokerUnregistered', broker: 1 },
  { fact: 'PartitionStateChanged', tp, from: 'OnlinePartition', to: 'OfflinePartition' },
  { fact: 'StateChangeFailed', tp, from: 'NewPartition', to: 'OnlinePartition', error: 'NODEEXISTS' },
  { fact: 'ReplicaStateChanged', tp, broker: 1, from: 'OnlineReplica', to: 'OfflineReplica' },
  { fact: 'RegistrationRefused', broker: 1, path: '/brokers/ids/1' },
  { fact: 'LeaderAndIsrReceived', broker: 2, controller: 1, controllerEpoch: 1, brokerEpoch: 7, tps: [tp] },
  ...(['STALE_CONTROLLER_EPOCH', 'STALE_BROKER_EPOCH'] as const).map((error) => ({
    fact: 'ControlRequestRefused' as const,
    broker: 2,
    controller: 1,
    request: 'LeaderAndIsr',
    error,
    controllerEpoch: 1,
    known: 2,
  })),
  { fact: 'TopicCreated', topic: 'orders', partitions: 1, replicationFactor: 3 },
  { fact: 'TopicCreated', topic: 'orders', partitions: 3, replicationFactor: 3 },
  { fact: 'TopicDeleted', topic: 'orders' },
  ...(['isr', 'elr', 'unclean', 'preferred', 'reassignment', 'kept', 'created', 'none'] as const).map((how) => ({
    fact: 'LeaderElected' as const,
    tp,
    leader: how === 'none' ? -1 : 2,
    previousLeader: 1,
    leaderEpoch: 1,
    isr: [2, 3],
    candidates: [2, 3],
    how,
  })),
  ...(['leader', 'controller'] as const).flatMap((by) => [
    { fact: 'IsrShrunk' as const, tp, isr: [1, 2], removed: [3], by },
    { fact: 'IsrShrunk' as const, tp, isr: [1], removed: [2, 3], by },
  ]),
  { fact: 'IsrExpanded', tp, isr: [1, 2, 3], added: [3] },
  { fact: 'IsrExpanded', tp, isr: [1, 2, 3], added: [2, 3] },
  { fact: 'ElrChanged', tp, elr: [2], lastKnownElr: [] },
  { fact: 'ElrChanged', tp, elr: [], lastKnownElr: [1] },
  ...(['RECOVERING', 'RECOVERED'] as const).map((state) => ({ fact: 'LeaderRecoveryChanged' as const, tp, state })),
  { fact: 'PartitionsAdded', topic: 'orders', partitions: 6, count: 3 },
  { fact: 'ReassignmentStarted', tp, replicas: [4, 2, 1], adding: [4], removing: [1] },
  { fact: 'ReassignmentStarted', tp, replicas: [1, 2, 4], adding: [4], removing: [] },
  { fact: 'ReassignmentStarted', tp, replicas: [1, 2, 3], adding: [], removing: [3] },
  { fact: 'ReassignmentCompleted', tp, replicas: [4, 2], removed: [1] },
  { fact: 'ReassignmentCompleted', tp, replicas: [2, 1], removed: [] },
  { fact: 'ReassignmentCancelled', tp, replicas: [1, 2] },
  ...(['1000', null] as const).flatMap((value): KafkaFact[] => [
    { fact: 'ConfigChanged', kind: 'topic', name: 'orders', key: 'retention.ms', value },
    { fact: 'ConfigChanged', kind: 'group', name: 'workers', key: 'share.heartbeat.interval.ms', value },
    { fact: 'ConfigChanged', kind: 'broker', name: '1', key: 'log.retention.ms', value },
    { fact: 'ConfigChanged', kind: 'broker', name: '', key: 'log.retention.ms', value },
  ]),
  { fact: 'LogDeletionScheduled', tp, broker: 1, directory: 'orders-0.f81d4fae-delete', logEndOffset: 3 },
  { fact: 'LogDeleted', tp, broker: 1, directory: 'orders-0.f81d4fae-delete' },
  { fact: 'IsrChangeRequested', tp, broker: 1, isr: [1, 2] },
  { fact: 'BelowMinIsr', tp, isr: [1], minInsyncReplicas: 2 },
  ...(['size', 'time', 'index', 'offsets', 'retention'] as const).map((reason) => ({
    fact: 'SegmentRolled' as const,
    tp,
    broker: 1,
    baseOffset: 5,
    reason,
  })),
  ...(['log-start', 'size', 'time'] as const).flatMap((reason) => [
    { fact: 'SegmentsDeleted' as const, tp, broker: 1, baseOffsets: [0], reason },
    { fact: 'SegmentsDeleted' as const, tp, broker: 1, baseOffsets: [0, 5], reason },
  ]),
  ...(['segment-deletion', 'delete-records', 'leader'] as const).map((reason) => ({
    fact: 'LogStartOffsetAdvanced' as const,
    tp,
    broker: 1,
    from: 0,
    to: 5,
    reason,
  })),
  ...[[], [3], [3, 4]].map((removed) => ({ fact: 'LogCleaned' as const, tp, broker: 1, from: 0, to: 5, removed })),
  ...[true, false].map((clean) => ({ fact: 'LogsLoaded' as const, broker: 1, logs: 3, clean })),
  ...(['power-loss', 'bad-batch', 'wiped'] as const).flatMap((cause) => [
    { fact: 'LogTailLost' as const, tp, broker: 1, from: 5, to: 4, ids: ['p1#4'], epochs: [0], cause },
    { fact: 'LogTailLost' as const, tp, broker: 1, from: 5, to: 3, ids: ['p1#3', 'p1#4'], epochs: [0, 0], cause },
  ]),
  ...shareSamples,
  { fact: 'PowerLost', node: 'kafka1' },
  { fact: 'DiskWiped', broker: 1 },
  { fact: 'DiskFilled', broker: 1 },
  { fact: 'DiskSlowed', broker: 1, latencyMs: 200 },
  { fact: 'FsyncLied', broker: 1 },
  ...(['disk-full', 'slow-disk', 'lying-fsync'] as const).map((fault) => ({ fact: 'DiskHealed' as const, broker: 1, fault })),
  { fact: 'CheckpointsLost', broker: 1, files: ['replication-offset-checkpoint'] },
  { fact: 'BatchCorrupted', tp, broker: 1, baseOffset: 3, lastOffset: 4 },
  { fact: 'TailTorn', tp, broker: 1, baseOffset: 3, lastOffset: 4 },
  { fact: 'LogDirFailed', broker: 1, cause: 'java.io.IOException: No space left on device' },
  { fact: 'MetadataApplied', broker: 1, offset: 40 },
  { fact: 'BecameLeader', tp, broker: 2, leaderEpoch: 1, logEndOffset: 3 },
  { fact: 'BecameFollower', tp, broker: 1, leader: 2, leaderEpoch: 1 },
  ...(['leader', 'follower'] as const).flatMap((role) => [
    { fact: 'RecordsAppended' as const, broker: 1, role, baseOffset: 3, lastOffset: 3, leaderEpoch: 0, ...one },
    { fact: 'RecordsAppended' as const, broker: 1, role, baseOffset: 3, lastOffset: 4, leaderEpoch: 0, ...two },
    { fact: 'HighWatermarkAdvanced' as const, tp, broker: 1, role, from: 3, to: 4 },
  ]),
  { fact: 'HighWatermarkLowered', tp, broker: 1, from: 4, to: 3 },
  { fact: 'LogTruncated', broker: 1, from: 4, to: 3, epochs: [0], ...one },
  { fact: 'LogTruncated', broker: 1, from: 5, to: 3, epochs: [0, 0], ...two },
  ...(['leader', 'follower'] as const).map((side) => ({ fact: 'ReplicationThrottled' as const, tp, broker: 1, follower: 4, side, bytesPerSecond: 5000 })),
  { fact: 'ReplicaFellBehind', tp, broker: 3, lagRecords: 1 },
  { fact: 'ReplicaFellBehind', tp, broker: 3, lagRecords: 4 },
  { fact: 'RecordSent', node: 'p1', id: 'p1#1', topic: 'orders', tp, key: 'A', value: 'v' },
  { fact: 'RecordSent', node: 'p1', id: 'p1#1', topic: 'orders', tp, key: null, value: 'v' },
  ...[one, two].flatMap((some): KafkaFact[] => [
    { fact: 'BatchSent', node: 'p1', attempt: 0, acks: -1, ...some },
    { fact: 'RecordsAcknowledged', node: 'p1', baseOffset: -1, acks: 0, ...some },
    { fact: 'RecordsAcknowledged', node: 'p1', baseOffset: 3, acks: 1, ...some },
    { fact: 'RecordsAcknowledged', node: 'p1', baseOffset: 3, acks: -1, ...some },
    { fact: 'SendRetried', node: 'p1', error: 'NOT_LEADER_OR_FOLLOWER', attempt: 1, ...some },
    { fact: 'SendFailed', node: 'p1', error: 'TimeoutException', ...some },
    { fact: 'DuplicateRefused', broker: 1, baseOffset: 3, ...some },
    { fact: 'ProduceRefused', broker: 1, error: 'NOT_ENOUGH_REPLICAS', ...some },
  ]),
  { fact: 'RecordsAcknowledged', node: 'p1', baseOffset: -1, acks: 1, ...one },
  { fact: 'RecordsAcknowledged', node: 'p1', baseOffset: -1, acks: -1, ...one },
  ...(['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead', 'Assigning', 'Reconciling'] as const).map((to) => ({
    fact: 'GroupStateChanged' as const,
    group: 'billing',
    from: 'Stable' as const,
    to,
    generation: 2,
    members: 2,
    reason: '',
  })),
  { fact: 'GroupStateChanged', group: 'billing', from: 'CompletingRebalance', to: 'Stable', generation: 2, members: 1, reason: '' },
  { fact: 'GroupStateChanged', group: 'billing', from: 'Empty', to: 'PreparingRebalance', generation: 0, members: 1, reason: '' },
  { fact: 'MemberJoined', group: 'billing', memberId: 'm', node: 'billing-1' },
  { fact: 'TargetAssigned', group: 'billing', epoch: 2, assignor: 'uniform', members: [{ memberId: 'm', node: 'billing-1', partitions: [tp] }] },
  { fact: 'StaticMemberReplaced', group: 'billing', instanceId: 'billing-1', memberId: 'billing-1-n', replaced: 'billing-1-m', node: 'billing-1' },
  ...(['left', 'session-timeout', 'rebalance-timeout', 'poll-timeout'] as const).map((reason) => ({
    fact: 'MemberLeft' as const,
    group: 'billing',
    memberId: 'm',
    node: 'billing-1',
    reason,
  })),
  ...[[], [tp], [tp, 'orders-1']].map((partitions) => ({
    fact: 'PartitionsAssigned' as const,
    group: 'billing',
    node: 'billing-1',
    generation: 2,
    partitions,
  })),
  { fact: 'PartitionsRevoked', group: 'billing', node: 'billing-1', partitions: [tp], lost: true },
  { fact: 'PartitionsRevoked', group: 'billing', node: 'billing-1', partitions: [tp], lost: false },
  { fact: 'PartitionsRevoked', group: 'billing', node: 'billing-1', partitions: [], lost: false },
  ...(['earliest', 'latest', 'by_duration', 'none'] as const).map((policy) => ({
    fact: 'OffsetReset' as const,
    group: 'billing',
    node: 'billing-1',
    tp,
    policy,
    offset: 0,
  })),
  { fact: 'NothingSince', group: 'billing', node: 'billing-1', tp, timestampMs: 1_700_000_000_000 },
  ...[3, -1].map((divergence) => ({
    fact: 'TruncationDetected' as const,
    group: 'billing',
    node: 'billing-1',
    tp,
    position: 7,
    leaderEpoch: 0,
    divergence,
  })),
  { fact: 'PositionInitialized', group: 'billing', node: 'billing-1', tp, offset: 0 },
  ...callSamples,
  { fact: 'ReadReplicaPreferred', group: 'billing', node: 'billing-1', tp, replica: 2, leader: 1, rack: 'b' },
  ...(['lease-expired', 'leader-changed', 'out-of-range', 'error', 'offline', 'disconnected'] as const).map((why) => ({
    fact: 'ReadReplicaCleared' as const,
    group: 'billing',
    node: 'billing-1',
    tp,
    replica: 2,
    why,
  })),
  { fact: 'RecordsPolled', group: 'billing', node: 'billing-1', baseOffset: 0, lastOffset: 0, ...one },
  { fact: 'RecordsPolled', group: 'billing', node: 'billing-1', baseOffset: 0, lastOffset: 1, ...two },
  { fact: 'RecordProcessed', group: 'billing', node: 'billing-1', tp, offset: 0, id: 'p1#1' },
  ...[
    [-1, 5],
    [3, 5],
    [5, 5],
    [7, 5],
  ].map(([previous, offset]) => ({ fact: 'OffsetCommitted' as const, group: 'billing', tp, offset, previous, memberId: 'm' })),
  ...(['deleted', 'expired'] as const).map((why) => ({
    fact: 'OffsetRemoved' as const,
    group: 'billing',
    tp,
    offset: 4,
    why,
    state: 'Empty' as const,
    retentionMs: 1,
  })),
  { fact: 'CommitFailed', group: 'billing', node: 'billing-1', error: 'ILLEGAL_GENERATION' },
  { fact: 'CoordinatorFound', group: 'billing', node: 'billing-1', broker: 2 },
  { fact: 'CoordinatorLoaded', group: 'billing', broker: 2 },
  ...[{}, { cluster: 'west' }].map((of) => ({
    fact: 'LagStatusChanged' as const,
    node: 'burrow',
    group: 'billing',
    ...of,
    from: 'OK',
    to: 'ERR',
    lagRecords: 420,
  })),
  { fact: 'MessagePublished', node: 'q1', queue: 'work', id: 'q1#3' },
  { fact: 'MessageQueued', queue: 'work', id: 'q1#3' },
  ...[false, true].map((redelivered) => ({ fact: 'MessageDelivered' as const, queue: 'work', node: 'crew-1', id: 'q1#3', redelivered })),
  ...[false, true].map((redelivered) => ({ fact: 'MessageProcessed' as const, queue: 'work', node: 'crew-1', id: 'q1#3', redelivered })),
  { fact: 'MessageDeleted', queue: 'work', id: 'q1#3' },
  { fact: 'MessagesRequeued', queue: 'work', node: 'crew-1', ids: ['q1#3'] },
  { fact: 'MessagesLost', queue: 'work', ids: ['q1#3', 'q1#4'] },
  ...[1, 2].flatMap((count) => [
    { fact: 'LinesRead' as const, node: 'connect', connector: 'local-file-source', file: 'test.txt', count, position: 8 },
    { fact: 'LinesWritten' as const, node: 'connect', connector: 'local-file-sink', file: 'test.sink.txt', count },
  ]),
  { fact: 'StoreRestored', node: 'words-1', application: 'streams-wordcount', task: '1_0', records: 5 },
  { fact: 'SourceOffsetStored', node: 'connect', connector: 'local-file-source', file: 'test.txt', position: 8 },
  { fact: 'OutputPrinted', node: 'tool-1', stream: 'stdout', line: 'Created topic orders.' },
  { fact: 'OutputPrinted', node: 'tool-1', stream: 'stdout', line: '' },
  { fact: 'ToolExited', node: 'tool-1', code: 0 },
  { fact: 'ToolExited', node: 'tool-1', code: 1 },
];

describe('Words for facts', () => {
  it('exist for every fact, in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(SIGNIFICANCE).sort());
    expect(leaves(ko).map(([key]) => key)).toEqual(leaves(en).map(([key]) => key));
  });

  it('are reached: each sentence is the one for some fact', () => {
    expect([...new Set(samples.map(factKey))].sort()).toEqual(
      leaves(en)
        .map(([key]) => key)
        .sort(),
    );
  });

  it('use the same parameters in both languages', () => {
    const korean = Object.fromEntries(leaves(ko));
    for (const [key, text] of leaves(en)) expect(new Set(holes(korean[key])), key).toEqual(new Set(holes(text)));
  });

  it('get every parameter they ask for, and are announced in at most 25 words', () => {
    for (const fact of samples) {
      expect(sentence(en, fact).split(/\s+/).length, factKey(fact)).toBeLessThanOrEqual(25);
      expect(sentence(en, fact), factKey(fact)).not.toMatch(/undefined|null|\[object/);
      expect(withParticles(sentence(ko, fact)), factKey(fact)).not.toMatch(/\((이|은|을|과|으)\)/);
    }
  });

  it('say offsets, sets and particles as people do', () => {
    const appended = samples.find((fact) => factKey(fact) === 'RecordsAppended.leader.many') as KafkaFact;
    expect(sentence(en, appended)).toBe('Leader broker 1 appended offsets 3–4 to orders-0.');
    expect(withParticles(sentence(ko, appended))).toBe('리더 브로커 1이 orders-0에 오프셋 3–4를 추가했습니다.');
    const shrunk = samples.find((fact) => factKey(fact) === 'IsrShrunk.leader.one') as KafkaFact;
    expect(withParticles(sentence(ko, shrunk))).toBe('브로커 3이 너무 오래 뒤처져 orders-0의 ISR이 {1, 2}로 줄었습니다.');
  });
});

describe('The glossary', () => {
  it('has the same terms and parts in both languages', () => {
    expect(leaves(glossaryKo).map(([key]) => key)).toEqual(leaves(glossaryEn).map(([key]) => key));
  });

  it('is short where it must fit a tooltip', () => {
    for (const [key, text] of [...leaves(glossaryEn), ...leaves(glossaryKo)]) expect(text.length, key).toBeLessThanOrEqual(key.endsWith('short') ? 110 : 260);
  });
});
