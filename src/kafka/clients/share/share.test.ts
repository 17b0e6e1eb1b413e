import { describe, expect, test } from 'vitest';
import { Run, type Setup } from '#kafka/clients/run.testkit.ts';
import type { ShareGroupSpec } from '#kafka/spec.ts';

const SOON = { 'share.auto.offset.reset': 'earliest', 'share.record.lock.duration.ms': '15000' };

type Workers = Partial<ShareGroupSpec> & { readonly more?: Partial<Setup>; readonly group?: never; readonly own?: Readonly<Record<string, string>> };

/** A topic of one partition, ten records from the beginning on, and a group that works on them. */
const workers = ({ more = {}, own = {}, ...spec }: Workers = {}): Run =>
  new Run({
    config: { 'offsets.topic.num.partitions': '1', 'share.coordinator.state.topic.num.partitions': '1' },
    topics: { orders: 1 },
    producers: [{ name: 'p1', count: 10, intervalUs: 10_000 }],
    groupConfigs: { workers: { ...SOON, ...own } },
    shareGroups: [{ group: 'workers', processingUs: 50_000, ...spec }],
    ...more,
  });

const processed = (run: Run): string[] => run.facts('RecordProcessed').map(({ id }) => id);
const all = Array.from({ length: 10 }, (_, i) => `p1#${i + 1}`);
const inOrder = (ids: readonly string[]): string[] => [...ids].sort((a, b) => Number(a.slice(3)) - Number(b.slice(3)));
const deliveries = (run: Run, offset: number): number[] =>
  run
    .facts('RecordsAcquired')
    .filter(({ firstOffset, lastOffset }) => firstOffset <= offset && offset <= lastOffset)
    .map(({ deliveryCount }) => deliveryCount);
const states = (run: Run, why: string) =>
  run
    .facts('DeliveryStateChanged')
    .filter((one) => one.why === why)
    .map(({ firstOffset, lastOffset, state, deliveryCount }) => `${firstOffset}-${lastOffset} ${state} ${deliveryCount}`);
const startOffset = (run: Run): number | undefined => run.facts('ShareStartOffsetAdvanced').at(-1)?.to;
const explicit = { config: { 'share.acknowledgement.mode': 'explicit' } };

describe('A share group', () => {
  test('begins when the persister knows its partitions, with the second heartbeat, and then gives every record once', () => {
    const run = workers({ members: 3, config: { 'max.poll.records': '2', 'share.acquire.mode': 'record_limit' } }).run({ untilMs: 30_000 });
    expect(run.violations).toEqual([]);
    expect(inOrder(processed(run))).toEqual(all);
    expect(run.facts('ShareAssigned')[0].atMs).toBeGreaterThan(5000);
    expect(new Set(run.facts('RecordProcessed').map(({ node }) => node)).size).toBe(3);
    expect(startOffset(run)).toBe(10);
  });

  test('that is not told where to begin takes only what comes later', () => {
    const run = workers({ own: { 'share.auto.offset.reset': 'latest' } }).run({ untilMs: 30_000 });
    expect(processed(run)).toEqual([]);
  });

  test('hands out the same record once more when it is released, and never when it is rejected', () => {
    const run = workers({ ...explicit, release: ['B'], reject: ['C'] }).run({ untilMs: 30_000 });
    expect(run.violations).toEqual([]);
    expect(deliveries(run, 0)).toEqual([1]);
    expect(deliveries(run, 1)).toEqual([1, 2, 3, 4, 5]);
    expect(deliveries(run, 2)).toEqual([1]);
    expect(inOrder(processed(run))).toEqual(['p1#1', 'p1#4', 'p1#7', 'p1#10']);
  });

  test('archives a record after share.delivery.count.limit deliveries, and goes on behind it', () => {
    const run = workers({ ...explicit, release: ['B'], own: { 'share.delivery.count.limit': '3' } }).run({ untilMs: 30_000 });
    expect(run.violations).toEqual([]);
    expect(deliveries(run, 1)).toEqual([1, 2, 3]);
    expect(states(run, 'acknowledged')).toContain('1-1 ARCHIVED 3');
    expect(startOffset(run)).toBe(10);
  });

  test('is told with commitSync() before the next poll()', () => {
    const run = workers({ commit: 'sync' }).run({ untilMs: 30_000 });
    expect(run.violations).toEqual([]);
    expect(inOrder(processed(run))).toEqual(all);
    expect(run.events.some(({ name }) => name === 'ShareAcknowledgeResponse')).toBe(true);
    expect(startOffset(run)).toBe(10);
  });
});

describe('A member of a share group', () => {
  const begun = (more: Workers = {}): Run => workers({ members: 2, processingUs: 1_000_000, ...more }).untilFact('RecordsDelivered');

  test('that is killed gives back what it had, as its connection closes: another has it at once', () => {
    const run = begun();
    const [{ node }] = run.facts('RecordsDelivered');
    run.kill(node).run({ ms: 30_000 });
    expect(run.violations).toEqual([]);
    expect(states(run, 'session-ended')).toEqual(['0-9 AVAILABLE 1']);
    expect(deliveries(run, 0)).toEqual([1, 2]);
    const [ended, again] = [run.facts('ShareSessionEnded')[0], run.facts('RecordsAcquired')[1]];
    expect(again.atMs - ended.atMs).toBeLessThan(100);
  });

  test('that hangs keeps its records until their locks time out; what it says of them then is refused', () => {
    const run = begun();
    const [{ node }] = run.facts('RecordsDelivered');
    run.until(() => processed(run).length === 9);
    run.pause(node).run({ ms: 7_000 });
    expect(states(run, 'lock-timeout')).toEqual(['0-9 AVAILABLE 1']);
    expect(deliveries(run, 0)).toEqual([1, 2]);
    run.resume(node).run({ ms: 20_000 });
    expect(run.violations).toEqual([]);
    expect(run.facts('AcknowledgementRefused').map(({ node: refused, error }) => `${refused} ${error}`)).toContain(`${node} INVALID_RECORD_STATE`);
    expect(run.facts('AcknowledgementFailed').map(({ node: told }) => told)).toContain(node);
  });

  test('that is stopped says what became of its records, ends its sessions and leaves', () => {
    const run = begun();
    const [{ node }] = run.facts('RecordsDelivered');
    run.stop(node).run({ ms: 30_000 });
    expect(run.violations).toEqual([]);
    expect(states(run, 'acknowledged')[0]).toBe('0-9 ACKNOWLEDGED 1');
    expect(run.facts('MemberLeft').map((one) => `${one.node} ${one.reason}`)).toEqual([`${node} left`]);
  });

  test('that works long on a record renews its lock, and nobody else is given it', () => {
    const slow = {
      members: 1,
      processingUs: 40_000_000,
      config: { 'share.acknowledgement.mode': 'explicit', 'max.poll.records': '1', 'share.acquire.mode': 'record_limit' },
    };
    const without = begun(slow).run({ ms: 60_000 });
    expect(states(without, 'lock-timeout')[0]).toBe('0-0 AVAILABLE 1');
    const renewing = begun({ ...slow, renewUs: 10_000_000 }).run({ ms: 60_000 });
    expect(renewing.violations).toEqual([]);
    expect(states(renewing, 'lock-timeout')).toEqual([]);
    expect(renewing.facts('AcquisitionLocksRenewed').length).toBeGreaterThan(3);
    expect(deliveries(renewing, 0)).toEqual([1]);
  });
});

describe('When the leader of the partition moves', () => {
  test('what was acquired and never written is delivered again as if for the first time, and what was accepted is not', () => {
    const run = workers({ processingUs: 200_000, commit: 'sync', config: { 'max.poll.records': '4', 'share.acquire.mode': 'record_limit' } });
    run.until(() => startOffset(run) === 4).untilFact('RecordsDelivered');
    run.kill(run.leader('orders-0')).run({ ms: 40_000 });
    expect(run.violations).toEqual([]);
    expect(deliveries(run, 3)).toEqual([1]);
    expect(deliveries(run, 4)).toEqual([1, 1]);
    expect(run.facts('SharePartitionLoaded').map(({ broker }) => `kafka${broker}`)).toContain(run.leader('orders-0'));
    expect(inOrder([...new Set(processed(run))])).toEqual(all);
  });

  test('delivery counts that were written go on where they were', () => {
    const run = workers({ ...explicit, release: ['A', 'B', 'C'], own: { 'share.delivery.count.limit': '10' }, processingUs: 300_000 });
    run.until(() => deliveries(run, 0).length === 3);
    run.kill(run.leader('orders-0')).run({ ms: 20_000 });
    const counts = deliveries(run, 0);
    expect(counts[3]).toBe(3);
    expect(run.violations).toEqual([]);
  });
});

describe('The share coordinator', () => {
  test('that moves reads the state back, and the group goes on', () => {
    const run = workers({ processingUs: 400_000, config: { 'max.poll.records': '2', 'share.acquire.mode': 'record_limit' }, commit: 'sync' });
    run.until(() => startOffset(run) === 2);
    run.kill(run.leader('__share_group_state-0')).run({ ms: 60_000 });
    expect(run.violations).toEqual([]);
    expect(inOrder([...new Set(processed(run))])).toEqual(all);
    expect(startOffset(run)).toBe(10);
  });
});
