import { describe, expect, test } from 'vitest';
import type { KafkaFact } from '#kafka/facts.ts';
import { clientInvariants } from '#kafka/groups/invariants.ts';
import { quietNetwork } from '#sim/network.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { emptyWorld } from '#sim/world.ts';

const eventOf = (fact: KafkaFact, step: number): TraceEvent => ({
  step,
  timeUs: step,
  node: 'kafka1',
  kind: 'message',
  name: 'x',
  cause: -1,
  outcome: 'handled',
  facts: [fact],
});

/** These checkers read facts; whoever looks further finds nobody. */
const nobody = emptyWorld<never>(1, quietNetwork);

/** Ids of the checkers that a story breaks. */
function broken(...facts: readonly KafkaFact[]): string[] {
  const checkers = clientInvariants.map((make) => make());
  return [...new Set(facts.flatMap((fact, step) => checkers.filter((one) => one.check(nobody, eventOf(fact, step)) !== undefined).map(({ id }) => id)))];
}

const tp = 'orders-0';
const group = 'billing';
const hw = (to: number): KafkaFact => ({ fact: 'HighWatermarkAdvanced', tp, broker: 1, role: 'leader', from: 0, to });
const append = (baseOffset: number, ...ids: string[]): KafkaFact => ({
  fact: 'RecordsAppended',
  tp,
  broker: 1,
  role: 'leader',
  baseOffset,
  lastOffset: baseOffset + ids.length - 1,
  leaderEpoch: 0,
  ids,
});
const polled = (baseOffset: number, ...ids: string[]): KafkaFact => ({
  fact: 'RecordsPolled',
  group,
  node: 'billing-1',
  tp,
  baseOffset,
  lastOffset: baseOffset + ids.length - 1,
  ids,
});
const acked = (baseOffset: number, acks: 0 | 1 | -1, ...ids: string[]): KafkaFact => ({ fact: 'RecordsAcknowledged', node: 'p1', tp, ids, baseOffset, acks });
const joined: KafkaFact = { fact: 'MemberJoined', group, memberId: 'm1', node: 'billing-1' };
const committed = (offset: number, memberId = 'm1'): KafkaFact => ({ fact: 'OffsetCommitted', group, tp, offset, previous: -1, memberId });
const assigned = (node: string, generation: number): KafkaFact => ({ fact: 'PartitionsAssigned', group, node, generation, partitions: [tp] });
const state = (generation: number): KafkaFact => ({
  fact: 'GroupStateChanged',
  group,
  from: 'Stable',
  to: 'PreparingRebalance',
  generation,
  members: 1,
  reason: '',
});
const unclean: KafkaFact & { fact: 'LeaderElected' } = {
  fact: 'LeaderElected',
  tp,
  leader: 2,
  previousLeader: -1,
  leaderEpoch: 1,
  isr: [2],
  candidates: [2],
  how: 'unclean',
};
const reset = (offset: number): KafkaFact => ({ fact: 'OffsetReset', group, node: 'billing-1', tp, policy: 'latest', offset });

test('an ordinary story breaks nothing', () => {
  expect(
    broken(
      joined,
      assigned('billing-1', 1),
      append(0, 'p1#1', 'p1#2'),
      hw(2),
      acked(0, -1, 'p1#1', 'p1#2'),
      polled(0, 'p1#1', 'p1#2'),
      committed(2),
      state(1),
      state(2),
      reset(2),
      reset(3),
    ),
  ).toEqual([]);
});

const anew: KafkaFact = { fact: 'BecameLeader', tp, broker: 1, leaderEpoch: 0, logEndOffset: 0 };

describe('a checker notices', () => {
  test.each<[string, string, readonly KafkaFact[]]>([
    ['C01', 'a record delivered beyond the high watermark', [hw(1), polled(0, 'p1#1', 'p1#2')]],
    ['C02', 'another record at an offset that was delivered before', [hw(2), polled(0, 'p1#1'), polled(0, 'p1#9')]],
    [
      'C02',
      'another record at an offset of a topic that is there again',
      [{ fact: 'TopicDeleted', topic: 'orders' }, hw(2), append(0, 'p1#1'), append(0, 'p1#9'), polled(0, 'p1#1'), polled(0, 'p1#9')],
    ],
    ['C05', 'a commit beyond the position of the committer', [joined, hw(5), polled(0, 'p1#1'), committed(2)]],
    ['C05', 'a commit for a partition that the member never had', [joined, hw(5), committed(1)]],
    ['C07', 'two owners in one generation', [assigned('billing-1', 3), assigned('billing-2', 3)]],
    ['C11', 'a generation that goes back', [state(5), state(4)]],
    ['C16', 'an end offset that goes back', [reset(9), reset(8)]],
    ['P05', 'acks=all for a record that is not committed', [append(0, 'p1#1'), hw(0), acked(0, -1, 'p1#1')]],
    ['P05', 'acks=1 for a record that no leader wrote', [append(0, 'p1#1'), acked(0, 1, 'p1#2')]],
  ])('%s: %s', (id, _what, facts) => {
    expect(broken(...facts)).toEqual([id]);
  });
});

describe('allowed are', () => {
  test.each<[string, readonly KafkaFact[]]>([
    ['a commit of any offset by a tool', [hw(5), committed(99, '')]],
    ['a generation that was never stored and died with its coordinator', [state(5), { fact: 'CoordinatorLoaded', group, broker: 2 }, state(4)]],
    ['the same partition with another owner in a later generation', [assigned('billing-1', 3), assigned('billing-2', 4)]],
    ['an acknowledgement that a later leader overtook', [append(0, 'p1#1'), append(0, 'p2#1'), acked(0, 1, 'p1#1')]],
    ['what the last broker said of a topic that is there again', [hw(9), polled(0, 'p1#1'), reset(9), anew, reset(0), polled(0, 'p1#9')]],
    ['an end offset that goes back after an unclean election', [reset(9), unclean, reset(8)]],
    [
      'the first generation again, when the log of the groups was given up',
      [assigned('billing-1', 1), { ...unclean, tp: '__consumer_offsets-0' }, assigned('billing-2', 1)],
    ],
    ['anything at all after acks=0', [acked(-1, 0, 'p1#1')]],
    [
      'a record of a topic that is gone, out of the buffer',
      [hw(2), polled(0, 'p1#1'), { fact: 'TopicDeleted', topic: 'orders' }, polled(0, 'p1#2'), append(0, 'p1#9'), polled(0, 'p1#9')],
    ],
    ['a topic of the same name that starts again', [hw(2), polled(0, 'p1#1'), { fact: 'TopicDeleted', topic: 'orders' }, polled(0, 'p1#9')]],
  ])('%s', (_what, facts) => {
    expect(broken(...facts)).toEqual([]);
  });
});

test('C02 excuses a record that a consumer had in its buffer when the log lost it', () => {
  const lost = { fact: 'LogTailLost', tp, broker: 1, from: 1, to: 0, ids: ['p1#1'], epochs: [0], cause: 'power-loss' } as const;
  expect(broken(lost, hw(2), polled(0, 'p1#1'), polled(0, 'p1#9'))).toEqual([]);
  expect(broken(lost, hw(2), polled(0, 'p1#9'), polled(0, 'p1#8'))).toEqual(['C02']);
});
