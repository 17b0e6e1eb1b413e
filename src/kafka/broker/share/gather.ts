/** Many answers of share coordinators that are wanted together: for a group whose members begin. */
import { sharesInitialized } from '#kafka/broker/coordinate.ts';
import { failed } from '#kafka/broker/share/answers.ts';
import { ask, nextShareId } from '#kafka/broker/share/persister.ts';
import type { Gathered, Gathering } from '#kafka/broker/share/state.ts';
import type { Work } from '#kafka/broker/work.ts';
import type { AskedPartition } from '#kafka/coordinator/share/heartbeat.ts';
import { type Tp, tpOf } from '#kafka/protocol/names.ts';
import type { PersisterResponse } from '#kafka/protocol/share.ts';

function put(work: Work, gathering: Gathering): void {
  work.share = { ...work.share, gatherings: [...work.share.gatherings.filter(({ id }) => id !== gathering.id), gathering] };
}

/** GroupCoordinatorService.persisterInitialize */
export function initializeShares(work: Work, group: string, stateEpoch: number, asked: readonly AskedPartition[]): void {
  const id = nextShareId(work);
  const answers = new Map(asked.map(({ topic, partition }) => [tpOf(topic, partition), undefined] as const));
  put(work, { id, group, answers, why: { kind: 'initialize', asked, caller: undefined } });
  for (const { topic, topicId, partition, startOffset } of asked) {
    const key = { group, topicId, partition };
    const goal = { kind: 'initialize', gathering: id, tp: tpOf(topic, partition) } as const;
    ask(work, { type: 'InitializeShareGroupStateRequest', key, stateEpoch, startOffset }, goal, failed);
  }
}

export function gathered(work: Work, id: number, tp: Tp, response: PersisterResponse): void {
  const gathering = work.share.gatherings.find((one) => one.id === id);
  if (gathering === undefined) return;
  const isSummary = response.type === 'ReadShareGroupStateSummaryResponse';
  const one: Gathered = {
    error: response.error,
    startOffset: isSummary ? response.startOffset : -1,
    deliveryCompleteCount: isSummary ? response.deliveryCompleteCount : -1,
    logEnd: undefined,
  };
  const answers = new Map(gathering.answers).set(tp, one);
  if ([...answers.values()].includes(undefined)) return put(work, { ...gathering, answers });
  work.share = { ...work.share, gatherings: work.share.gatherings.filter((other) => other.id !== id) };
  complete(work, { ...gathering, answers });
}

function complete(work: Work, { group, answers, why }: Gathering): void {
  const isBegun = [...answers.values()].every((one) => one?.error === 'NONE');
  if (why.kind === 'initialize') sharesInitialized(work, group, why.asked, isBegun);
}
