/** Many answers of share coordinators that are wanted together: for a group whose members begin, or for an administrator. */
import { shareStateDeleted, sharesInitialized } from '#kafka/broker/coordinate.ts';
import { failed } from '#kafka/broker/share/answers.ts';
import { ask, nextShareId, PERSISTER } from '#kafka/broker/share/persister.ts';
import type { Gathered, Gathering } from '#kafka/broker/share/state.ts';
import { leaderOf } from '#kafka/broker/transact.ts';
import { reply, type Work } from '#kafka/broker/work.ts';
import type { Caller, CoordinatorIo } from '#kafka/coordinator/io.ts';
import type { AskedPartition } from '#kafka/coordinator/share/heartbeat.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, ListOffsetsResponse, Request } from '#kafka/protocol/messages.ts';
import { type NodeName, type Tp, tpOf } from '#kafka/protocol/names.ts';
import type { PersisterRequest, PersisterResponse, ShareKey } from '#kafka/protocol/share.ts';
import { send } from '#sim/effect.ts';

type Kind = 'initialize' | 'summary' | 'delete';

function put(work: Work, gathering: Gathering): void {
  work.share = { ...work.share, gatherings: [...work.share.gatherings.filter(({ id }) => id !== gathering.id), gathering] };
}

function drop(work: Work, { id }: Gathering): void {
  work.share = { ...work.share, gatherings: work.share.gatherings.filter((one) => one.id !== id) };
}

function gather(
  work: Work,
  group: string,
  asked: readonly AskedPartition[],
  why: Gathering['why'],
  kind: Kind,
  bodyOf: (key: ShareKey, one: AskedPartition) => Body<PersisterRequest>,
): void {
  const id = nextShareId(work);
  put(work, { id, group, answers: new Map(asked.map(({ topic, partition }) => [tpOf(topic, partition), undefined])), why });
  for (const one of asked) {
    const { topic, topicId, partition } = one;
    ask(work, bodyOf({ group, topicId, partition }, one), { kind, gathering: id, tp: tpOf(topic, partition) }, failed);
  }
}

/** What the group coordinator may ask of the persister. */
export const persisterOf = (work: Work): Required<Pick<CoordinatorIo, 'initializeShare' | 'describeShare' | 'deleteShare'>> => ({
  initializeShare: (group, stateEpoch, asked, answer) =>
    gather(work, group, asked, { kind: 'initialize', asked, reply: answer }, 'initialize', (key, { startOffset }) => ({
      type: 'InitializeShareGroupStateRequest',
      key,
      stateEpoch,
      startOffset,
    })),
  describeShare: (group, asked, caller) =>
    gather(work, group, asked, { kind: 'describe', caller, ends: [] }, 'summary', (key) => ({ type: 'ReadShareGroupStateSummaryRequest', key })),
  deleteShare: (group, asked, topics, caller) =>
    gather(work, group, asked, { kind: 'delete', caller, asked, topics }, 'delete', (key) => ({ type: 'DeleteShareGroupStateRequest', key })),
});

export function gathered(work: Work, id: number, tp: Tp, response: PersisterResponse): void {
  const gathering = work.share.gatherings.find((one) => one.id === id);
  if (gathering === undefined) return;
  const isSummary = response.type === 'ReadShareGroupStateSummaryResponse';
  const one: Gathered = {
    error: response.error,
    startOffset: isSummary ? response.startOffset : -1,
    deliveryCompleteCount: isSummary ? response.deliveryCompleteCount : -1,
    leaderEpoch: isSummary ? response.leaderEpoch : -1,
    logEnd: undefined,
  };
  const complete: Gathering = { ...gathering, answers: new Map(gathering.answers).set(tp, one) };
  put(work, complete);
  if ([...complete.answers.values()].includes(undefined)) return;
  settle(work, complete);
}

function settle(work: Work, gathering: Gathering): void {
  const { group, answers, why } = gathering;
  if (why.kind === 'describe') return askEnds(work, gathering, why.caller);
  drop(work, gathering);
  const error = [...answers.values()].find((one) => one !== undefined && one.error !== 'NONE')?.error ?? 'NONE';
  if (why.kind === 'initialize') {
    sharesInitialized(work, group, why.asked, error === 'NONE');
    if (why.reply) reply(work, why.reply.caller, error === 'NONE' ? why.reply.response : { ...why.reply.response, error });
    return;
  }
  if (error === 'NONE') shareStateDeleted(work, group, why.asked);
  if (why.caller)
    reply(work, why.caller, {
      type: 'DeleteShareGroupOffsetsResponse',
      error: 'NONE',
      topics: why.topics.map((topic) => ({ topic, error: errorFor(work, topic, error) })),
    });
}

const errorFor = (work: Work, topic: string, error: ErrorName): ErrorName => (work.image.topics.has(topic) ? error : 'UNKNOWN_TOPIC_OR_PARTITION');

/** How far the logs go is what their leaders know (NetworkPartitionMetadataClient). */
function askEnds(work: Work, gathering: Gathering, caller: Caller): void {
  const byLeader = new Map<NodeName, Tp[]>();
  for (const tp of gathering.answers.keys()) {
    const leader = leaderOf(work, tp);
    if (leader !== 'none' && leader !== 'gone') byLeader.set(leader, [...(byLeader.get(leader) ?? []), tp]);
  }
  const ends = [...byLeader].map(([to, tps]) => {
    const correlation = ++work.correlation;
    const partitions = tps.map((tp) => ({ tp, timestamp: 'latest' as const, currentLeaderEpoch: -1 }));
    send(work.env, to, { type: 'ListOffsetsRequest', partitions, correlation } as Request, PERSISTER);
    return { to, correlation };
  });
  if (ends.length === 0) return describe(work, gathering, caller);
  put(work, { ...gathering, why: { kind: 'describe', caller, ends } });
}

/** True when the answer was to us: followers ask for offsets, too. */
export function endsTold(work: Work, from: NodeName, response: ListOffsetsResponse): boolean {
  return endsAnswered(work, ({ to, correlation }) => to === from && correlation === response.correlation, response.partitions);
}

export const endsLost = (work: Work, peer: NodeName): boolean => endsAnswered(work, ({ to }) => to === peer, []);

function endsAnswered(
  work: Work,
  isAnswered: (one: { readonly to: NodeName; readonly correlation: number }) => boolean,
  told: ListOffsetsResponse['partitions'],
): boolean {
  let isOurs = false;
  for (const gathering of work.share.gatherings) {
    const { why } = gathering;
    if (why.kind !== 'describe' || !why.ends.some(isAnswered)) continue;
    isOurs = true;
    const answers = new Map(gathering.answers);
    for (const { tp, error, offset } of told) {
      const known = answers.get(tp);
      if (known !== undefined && error === 'NONE') answers.set(tp, { ...known, logEnd: offset });
    }
    const next: Gathering = { ...gathering, answers, why: { kind: 'describe', caller: why.caller, ends: why.ends.filter((one) => !isAnswered(one)) } };
    put(work, next);
    if (next.why.kind === 'describe' && next.why.ends.length === 0) describe(work, next, why.caller);
  }
  return isOurs;
}

/** computeShareGroupLag: what is neither done with nor before the start offset. */
function describe(work: Work, gathering: Gathering, caller: Caller): void {
  drop(work, gathering);
  const partitions = ([...gathering.answers] as [Tp, Gathered][]).map(([tp, { error, startOffset, deliveryCompleteCount, leaderEpoch, logEnd }]) => {
    const isKnown = logEnd !== undefined && startOffset >= 0 && deliveryCompleteCount >= 0;
    return { tp, error, startOffset, leaderEpoch, lag: isKnown ? logEnd - startOffset - deliveryCompleteCount : -1 };
  });
  reply(work, caller, { type: 'DescribeShareGroupOffsetsResponse', error: 'NONE', partitions });
}
