/** What caused a fact, one rule a kind of fact: Kafka's own reasons first; where no rule speaks, the trace's edges are followed back. */
import type { FactName, FactOf, KafkaFact } from '#kafka/facts.ts';
import type { Ask } from '#session/memory.ts';
import type { Told } from '#session/told.ts';

type Found = Told | undefined;
type Rule<N extends FactName> = (fact: FactOf<N>, ask: Ask) => readonly Found[];
type Rules = { readonly [N in FactName]?: Rule<N> };

const broker = (id: number): string => `kafka${id}`;
const covers = (fact: FactOf<'RecordsAppended'>, offset: number): boolean => fact.baseOffset <= offset && offset <= fact.lastOffset;

/** The leader's append of a record, as late as possible. */
const storedBy = (ask: Ask, id: string): Found => ask.last('RecordsAppended', ({ role, ids }) => role === 'leader' && ids.includes(id));

const records: Rules = {
  RecordSent: () => [],
  BatchSent: ({ ids, attempt, node }, ask) =>
    attempt > 1
      ? [ask.last('SendRetried', (one) => one.node === node && one.ids.includes(ids[0]))]
      : [ask.last('RecordSent', ({ id }) => id === ids[ids.length - 1])],
  RecordsAppended: (fact, ask) => {
    if (fact.role === 'follower')
      return [ask.last('RecordsAppended', (one) => one.tp === fact.tp && one.role === 'leader' && one.broker !== fact.broker && covers(one, fact.lastOffset))];
    const before = fact.ids.length === 0 ? undefined : storedBy(ask, fact.ids[0]);
    return [before, ask.last('BatchSent', ({ ids }) => ids.includes(fact.ids[0]))];
  },
  HighWatermarkAdvanced: (fact, ask) => {
    if (fact.role === 'follower') return [ask.last('HighWatermarkAdvanced', ({ tp, role, to }) => tp === fact.tp && role === 'leader' && to >= fact.to)];
    const copied = ask.edge('RecordsAppended', ({ tp, role }) => tp === fact.tp && role === 'follower');
    if (copied !== undefined) return [copied];
    return [
      ask.latest(
        ask.last('RecordsAppended', (one) => one.tp === fact.tp && covers(one, fact.to - 1)),
        ask.last('IsrShrunk', ({ tp }) => tp === fact.tp),
        ask.last('BecameLeader', ({ tp, broker }) => tp === fact.tp && broker === fact.broker),
      ),
    ];
  },
  HighWatermarkLowered: (fact, ask) => [ask.last('LogTruncated', ({ tp, broker }) => tp === fact.tp && broker === fact.broker)],
  RecordsAcknowledged: ({ acks, tp, ids, baseOffset }, ask) => {
    if (acks === 0) return [ask.last('BatchSent', (one) => one.ids.includes(ids[0]))];
    const last = baseOffset + ids.length - 1;
    const copied = acks === -1 ? ask.first('HighWatermarkAdvanced', (one) => one.tp === tp && one.role === 'leader' && one.to > last) : undefined;
    return [copied ?? storedBy(ask, ids[0])];
  },
  SendRetried: ({ ids, tp }, ask) => [refusal(ask, ids[0], tp)],
  SendFailed: ({ ids, tp }, ask) => [refusal(ask, ids[0], tp)],
  ProduceRefused: ({ error, tp, ids }, ask) => {
    if (error.startsWith('NOT_ENOUGH_REPLICAS')) return [ask.last('BelowMinIsr', (one) => one.tp === tp) ?? ask.last('IsrShrunk', (one) => one.tp === tp)];
    if (error === 'NOT_LEADER_OR_FOLLOWER' || error === 'FENCED_LEADER_EPOCH') return [ask.last('LeaderElected', (one) => one.tp === tp)];
    return [ask.last('BatchSent', (one) => one.ids.includes(ids[0]))];
  },
  DuplicateRefused: ({ ids }, ask) => [storedBy(ask, ids[0]), ask.last('SendRetried', (one) => one.ids.includes(ids[0]))],
  LogTruncated: (fact, ask) => [
    ask.last('RecordsAppended', ({ tp, broker, role, ids }) => tp === fact.tp && broker === fact.broker && role === 'leader' && ids.includes(fact.ids[0])),
    ask.last('LeaderElected', ({ tp, leader }) => tp === fact.tp && leader !== fact.broker && leader >= 0) ??
      ask.last('BecameFollower', ({ tp, broker }) => tp === fact.tp && broker === fact.broker),
  ],
  LogTailLost: (fact, ask) => [ask.trouble(broker(fact.broker))],
};

/** Why a send did not succeed: the broker's refusal, else what is wrong with the leader's process or its links. */
function refusal(ask: Ask, id: string, tp: string): Found {
  const refused = ask.last('ProduceRefused', ({ ids }) => ids.includes(id));
  if (refused !== undefined) return refused;
  const leader = ask.leaderOf(tp);
  return (
    (leader < 0 ? undefined : ask.trouble(broker(leader))) ??
    ask.last('LeaderElected', (one) => one.tp === tp && one.how !== 'created') ??
    ask.last('BatchSent', ({ ids }) => ids.includes(id))
  );
}

const elections: Rules = {
  ReplicaFellBehind: (fact, ask) => [ask.trouble(broker(fact.broker))],
  IsrChangeRequested: (fact, ask) => [
    ask.latest(
      ask.last('ReplicaFellBehind', (one) => one.tp === fact.tp && !fact.isr.includes(one.broker)),
      ask.last('RecordsAppended', (one) => one.tp === fact.tp && one.role === 'follower' && fact.isr.includes(one.broker)),
    ),
  ],
  IsrShrunk: (fact, ask) =>
    fact.by === 'leader'
      ? fact.removed.map(
          (id) =>
            ask.last('ReplicaFellBehind', (one) => one.tp === fact.tp && one.broker === id) ?? ask.last('IsrChangeRequested', (one) => one.tp === fact.tp),
        )
      : fact.removed.map((id) => goneOf(ask, id)),
  IsrExpanded: (fact, ask) =>
    fact.added.map((id) => ask.last('RecordsAppended', (one) => one.tp === fact.tp && one.role === 'follower' && one.broker === id) ?? ask.healing(broker(id))),
  ElrChanged: (fact, ask) => [ask.last('IsrShrunk', ({ tp }) => tp === fact.tp)],
  BelowMinIsr: (fact, ask) => [ask.last('IsrShrunk', ({ tp }) => tp === fact.tp)],
  LeaderElected: (fact, ask) => {
    if (fact.how === 'created') return [ask.last('TopicCreated', ({ topic }) => fact.tp.startsWith(`${topic}-`))];
    if (fact.how === 'reassignment' || fact.how === 'kept') return [ask.last('ReassignmentStarted', ({ tp }) => tp === fact.tp)];
    if (fact.how === 'preferred')
      return [ask.last('IsrExpanded', ({ tp }) => tp === fact.tp), ask.last('CommandRun', ({ command }) => command.includes('leader-election'))];
    const shrunk = fact.how === 'unclean' || fact.how === 'elr' ? ask.last('IsrShrunk', ({ tp, by }) => tp === fact.tp && by === 'leader') : undefined;
    if (fact.previousLeader < 0) return [shrunk, ask.last('BrokerUnfenced', (one) => one.broker === fact.leader) ?? ask.healing(broker(fact.leader))];
    return [shrunk, goneOf(ask, fact.previousLeader)];
  },
  BrokerFenced: (fact, ask) =>
    fact.reason === 'shutdown' ? [ask.last('ProcessStopping', ({ node }) => node === broker(fact.broker))] : [ask.trouble(broker(fact.broker))],
  BrokerUnfenced: (fact, ask) => [ask.healing(broker(fact.broker))],
  BrokerUnregistered: (fact, ask) => [ask.last('SessionExpired', ({ node }) => node === broker(fact.broker)) ?? ask.trouble(broker(fact.broker))],
  SessionExpired: ({ node }, ask) => [ask.trouble(node)],
  BecameLeader: (fact, ask) => [ask.last('LeaderElected', ({ tp, leader }) => tp === fact.tp && leader === fact.broker)],
  BecameFollower: (fact, ask) => [ask.last('LeaderElected', ({ tp }) => tp === fact.tp)],
  ControllerElected: (_fact, ask) => [ask.last('ControllerResigned') ?? ask.trouble('controller')],
  ControllerResigned: ({ node }, ask) => [ask.trouble(node)],
};

/** Why the controller takes a broker for gone. */
const goneOf = (ask: Ask, id: number): Found =>
  ask.latest(
    ask.last('BrokerFenced', (one) => one.broker === id),
    ask.last('BrokerUnregistered', (one) => one.broker === id),
  ) ?? ask.trouble(broker(id));

/** What made records visible where this consumer reads: on the leader, or on the follower that it was sent to. */
function readable(fact: FactOf<'RecordsPolled'>, ask: Ask): readonly Found[] {
  const isHere = (one: { node: string; tp: string }): boolean => one.node === fact.node && one.tp === fact.tp;
  const latest = ask.latest(ask.last('ReadReplicaPreferred', isHere), ask.last('ReadReplicaCleared', isHere))?.fact;
  const replica = latest?.fact === 'ReadReplicaPreferred' ? latest.replica : undefined;
  const isServed = (one: FactOf<'HighWatermarkAdvanced'>): boolean => (replica === undefined ? one.role === 'leader' : one.broker === replica);
  return [ask.first('HighWatermarkAdvanced', (one) => one.tp === fact.tp && isServed(one) && one.to > fact.lastOffset)];
}

/** Somebody had the application call its consumer. */
const asked = (_fact: KafkaFact, ask: Ask): readonly Found[] => [ask.last('CommandRun', ({ command }) => command.startsWith('app '))];

const groups: Rules = {
  GroupStateChanged: (fact, ask) => [
    fact.to === 'PreparingRebalance' || fact.to === 'Empty'
      ? ask.latest(
          ask.last('MemberJoined', ({ group }) => group === fact.group),
          ask.last('MemberLeft', ({ group }) => group === fact.group),
        )
      : ask.last('GroupStateChanged', ({ group }) => group === fact.group),
  ],
  MemberJoined: ({ node }, ask) => [ask.healing(node)],
  MemberLeft: ({ node, reason }, ask) => [reason === 'left' ? ask.last('ProcessStopping', (one) => one.node === node) : ask.trouble(node)],
  PartitionsAssigned: (fact, ask) => [ask.last('GroupStateChanged', ({ group }) => group === fact.group)],
  PartitionsRevoked: (fact, ask) => [ask.last('GroupStateChanged', ({ group, to }) => group === fact.group && to === 'PreparingRebalance')],
  RecordsPolled: (fact, ask) => {
    const isHere = (one: { node: string; tp: string }): boolean => one.node === fact.node && one.tp === fact.tp;
    const sought = ask.last('PositionSought', isHere);
    return sought !== undefined && sought === ask.latest(sought, ask.last('RecordsPolled', isHere)) ? [sought, ...readable(fact, ask)] : readable(fact, ask);
  },
  RecordProcessed: (fact, ask) => [ask.last('RecordsPolled', ({ group, ids }) => group === fact.group && ids.includes(fact.id))],
  OffsetCommitted: (fact, ask) => [
    ask.last('RecordsPolled', ({ group, tp, baseOffset }) => group === fact.group && tp === fact.tp && baseOffset < fact.offset),
  ],
  ReadReplicaPreferred: (fact, ask) => [ask.last('PartitionsAssigned', ({ node }) => node === fact.node)],
  ReadReplicaCleared: (fact, ask) => [
    ask.last('ReadReplicaPreferred', ({ node, tp }) => node === fact.node && tp === fact.tp),
    fact.why === 'leader-changed' ? ask.last('LeaderElected', ({ tp }) => tp === fact.tp) : undefined,
    fact.why === 'disconnected' || fact.why === 'offline' ? ask.trouble(broker(fact.replica)) : undefined,
  ],
  PositionSought: asked,
  PartitionsPaused: asked,
  PartitionsResumed: asked,
  CallThrew: asked,
  OffsetReset: (fact, ask) => [ask.last('PartitionsAssigned', ({ node }) => node === fact.node)],
  CommitFailed: (fact, ask) => [
    ask.latest(
      ask.last('MemberLeft', ({ group }) => group === fact.group),
      ask.last('GroupStateChanged', ({ group, to }) => group === fact.group && to === 'PreparingRebalance'),
    ),
  ],
};

const RULES: Rules = { CommandRun: () => [], CommandFailed: () => [], ...records, ...elections, ...groups };

/** The direct causes of a fact, those that stand before it in time or in its own event. */
export function causesOf(fact: KafkaFact, ask: Ask): readonly Told[] {
  const rule = RULES[fact.fact] as Rule<FactName> | undefined;
  const found = (rule?.(fact as FactOf<FactName>, ask) ?? []).filter((one) => one !== undefined);
  if (found.length > 0 || fact.fact === 'CommandRun' || fact.fact === 'RecordSent') return found;
  const traced = ask.traced();
  return traced === undefined ? [] : [traced];
}
