import { describe, expect, test } from 'vitest';
import type { CallResult } from '#kafka/clients/admin/call.ts';
import {
  bodyOf,
  type Driver,
  expired,
  isInFlight,
  LOOK_UP,
  lost,
  newDriver,
  type PartitionCall,
  requestName,
  responded,
  resultOf,
  sent,
  waiting,
} from '#kafka/clients/admin/driver.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Response } from '#kafka/protocol/messages.ts';
import { type BrokerId, type Tp, topicOf } from '#kafka/protocol/names.ts';

const deletes = (tps: readonly Tp[], partitionsApart = true): PartitionCall => ({
  call: 'deleteRecords',
  partitions: tps.map((tp) => ({ tp, offset: 3 })),
  partitionsApart,
});
const lists = (tps: readonly Tp[], partitionsApart = true): PartitionCall => ({
  call: 'listOffsets',
  partitions: tps.map((tp) => ({ tp, timestamp: 'latest' })),
  partitionsApart,
});

/** Leaders as Metadata tells them; a topic is unknown, or has an error of its own. */
function metadata(leaders: Readonly<Record<Tp, BrokerId>>, errors: Readonly<Record<string, ErrorName>> = {}): Response {
  const names = [...new Set([...Object.keys(leaders).map(topicOf), ...Object.keys(errors)])];
  const topics = names.map((name) => ({
    name,
    error: errors[name] ?? 'NONE',
    partitions: Object.entries(leaders)
      .filter(([tp]) => topicOf(tp) === name)
      .map(([tp, leader]) => ({ tp, leader })),
  }));
  return { type: 'MetadataResponse', topics } as unknown as Response;
}

const deleted = (...partitions: readonly (readonly [Tp, ErrorName])[]): Response =>
  ({
    type: 'DeleteRecordsResponse',
    partitions: partitions.map(([tp, error]) => ({ tp, error, lowWatermark: error === 'NONE' ? 3 : -1 })),
  }) as unknown as Response;

const ask = (driver: Driver): Driver => waiting(driver).reduce((next, { scope, tps }) => sent(next, scope, tps), driver);
const afterLookUp = (call: PartitionCall, response: Response): Driver => responded(call, ask(newDriver(call)), LOOK_UP, response, 100);
const places = (driver: Driver): [Tp, number][] => [...driver.standing];

function failures(result: CallResult): (string | undefined)[] {
  if (!result.ok) throw new Error(result.message);
  if (result.call === 'deleteRecords') return result.partitions.map(({ failure }) => failure?.exception);
  if (result.call === 'listOffsets') return result.offsets.map(({ failure }) => failure?.exception);
  throw new Error(result.call);
}

describe('a call for partitions', () => {
  test('asks for all leaders at once, and then each leader for its own', () => {
    const call = deletes(['orders-0', 'orders-1', 'single-0']);
    expect(waiting(newDriver(call)).map(({ scope, tps }) => bodyOf(call, scope, tps, 30_000))).toMatchObject([
      { type: 'MetadataRequest', topics: ['orders', 'single'] },
    ]);
    const driver = afterLookUp(call, metadata({ 'orders-0': 1, 'orders-1': 2, 'single-0': 1 }));
    expect(waiting(driver).map(({ scope, tps }) => [scope, bodyOf(call, scope, tps, 30_000)])).toMatchObject([
      [1, { type: 'DeleteRecordsRequest', partitions: [{ tp: 'orders-0' }, { tp: 'single-0' }] }],
      [2, { partitions: [{ tp: 'orders-1' }] }],
    ]);
  });

  test('asks those leaders that it found while others are looked up again', () => {
    const call = deletes(['orders-0', 'orders-7', 'nope-0']);
    const driver = afterLookUp(call, metadata({ 'orders-0': 1 }, { nope: 'UNKNOWN_TOPIC_OR_PARTITION' }));
    expect(waiting(driver)).toEqual([
      { scope: 1, tps: ['orders-0'], atUs: 0 },
      { scope: LOOK_UP, tps: ['orders-7', 'nope-0'], atUs: 100 },
    ]);
    const answered = responded(call, ask(driver), 1, deleted(['orders-0', 'NONE']), 200);
    expect([...answered.done]).toEqual([['orders-0', { offset: 3, failure: undefined }]]);
    const late = expired(answered, (scope) => ({ exception: 'TimeoutException', message: requestName(call, scope) }));
    expect(resultOf(call, late)).toMatchObject({
      partitions: [
        { tp: 'orders-0', lowWatermark: 3, failure: undefined },
        { tp: 'orders-7', lowWatermark: -1, failure: { message: 'deleteRecords(api=METADATA)' } },
        { tp: 'nope-0', failure: { exception: 'TimeoutException' } },
      ],
    });
  });

  test('looks the leader up again that is none any more, asks again what is worth it, and takes all else as the answer', () => {
    const call = deletes(['a-0', 'a-1', 'a-2', 'a-3']);
    const driver = ask(afterLookUp(call, metadata({ 'a-0': 1, 'a-1': 1, 'a-2': 1, 'a-3': 1 })));
    const answered = responded(
      call,
      driver,
      1,
      deleted(['a-0', 'NOT_LEADER_OR_FOLLOWER'], ['a-1', 'REQUEST_TIMED_OUT'], ['a-2', 'OFFSET_OUT_OF_RANGE'], ['a-3', 'NONE']),
      200,
    );
    expect(places(answered)).toEqual([
      ['a-0', LOOK_UP],
      ['a-1', 1],
    ]);
    expect(answered.done.get('a-2')?.failure).toMatchObject({ exception: 'OffsetOutOfRangeException', answered: 'OFFSET_OUT_OF_RANGE' });
  });

  test('looks leaders up again when the node goes away', () => {
    const call = deletes(['orders-0', 'orders-1']);
    const driver = ask(afterLookUp(call, metadata({ 'orders-0': 1, 'orders-1': 2 })));
    const next = lost(call, driver, 1, 300);
    expect(places(next)).toEqual([
      ['orders-0', LOOK_UP],
      ['orders-1', 2],
    ]);
    expect([isInFlight(next, 1), isInFlight(next, 2)]).toEqual([false, true]);
  });

  test('for offsets ends at once where the topic is unknown', () => {
    const call = lists(['orders-0', 'nope-0']);
    const driver = afterLookUp(call, metadata({ 'orders-0': -1 }, { nope: 'UNKNOWN_TOPIC_OR_PARTITION' }));
    expect(places(driver)).toEqual([['orders-0', LOOK_UP]]);
    expect(driver.done.get('nope-0')?.failure?.message).toBe(
      'Failed to fetch metadata for partition nope-0 because metadata for topic `nope` could not be found',
    );
  });
});

describe('a call for partitions in 2.8', () => {
  test('to delete looks leaders up once: what has none has failed', () => {
    const call = deletes(['orders-0', 'orders-7', 'nope-0'], false);
    const driver = afterLookUp(call, metadata({ 'orders-0': 1 }, { nope: 'UNKNOWN_TOPIC_OR_PARTITION' }));
    expect(places(driver)).toEqual([['orders-0', 1]]);
    const answered = responded(call, ask(driver), 1, deleted(['orders-0', 'NOT_LEADER_OR_FOLLOWER']), 200);
    expect(failures(resultOf(call, answered))).toEqual(['NotLeaderOrFollowerException', 'LeaderNotAvailableException', 'UnknownTopicOrPartitionException']);
  });

  test('for offsets waits until every partition that there is has a leader', () => {
    const call = lists(['orders-0', 'orders-1', 'nope-0'], false);
    const nope = { nope: 'UNKNOWN_TOPIC_OR_PARTITION' } as const;
    const waits = afterLookUp(call, metadata({ 'orders-0': 1, 'orders-1': -1 }, nope));
    expect(places(waits).map(([, scope]) => scope)).toEqual([LOOK_UP, LOOK_UP, LOOK_UP]);
    const found = responded(call, ask(waits), LOOK_UP, metadata({ 'orders-0': 1, 'orders-1': 2 }, nope), 300);
    expect(places(found)).toEqual([
      ['orders-0', 1],
      ['orders-1', 2],
    ]);
  });

  test('asks the same node again when it goes away', () => {
    const call = deletes(['orders-0'], false);
    const driver = ask(afterLookUp(call, metadata({ 'orders-0': 1 })));
    expect(places(lost(call, driver, 1, 300))).toEqual([['orders-0', 1]]);
    expect([requestName(call, LOOK_UP), requestName(call, 1), requestName(lists([], false), 2)]).toEqual([
      'topicsMetadata',
      'deleteRecords',
      'listOffsets on broker 2',
    ]);
  });
});
