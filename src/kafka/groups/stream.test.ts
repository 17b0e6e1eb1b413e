import { describe, expect, it } from 'vitest';
import { assignStream } from '#kafka/groups/stream.ts';

const TOPICS = ['input', 'app-store-repartition'];
const counts = (n: number) => ({ count: () => n });
const member = (memberId: string, owned: readonly string[] = []) => ({ memberId, instanceId: null, topics: TOPICS, owned });
const sizes = (assignment: ReadonlyMap<string, readonly string[]>) => [...assignment.values()].map((tps) => tps.length);

describe('the assignor of Kafka Streams', () => {
  it('gives one member everything', () => {
    expect(
      assignStream([member('a')], counts(2))
        .get('a')
        ?.sort(),
    ).toEqual(['app-store-repartition-0', 'app-store-repartition-1', 'input-0', 'input-1']);
  });

  it('spreads stateful tasks evenly, and stateless ones evenly over all', () => {
    const assignment = assignStream([member('a'), member('b')], counts(3));
    expect(sizes(assignment)).toEqual([3, 3]);
    const stateful = [...assignment.values()].map((tps) => tps.filter((tp) => tp.startsWith('app')).length);
    expect(stateful.sort()).toEqual([1, 2]);
  });

  it('leaves members idle that have no task', () => {
    expect(sizes(assignStream([member('a'), member('b'), member('c')], counts(1))).sort()).toEqual([0, 1, 1]);
  });

  it('keeps stateful tasks where they are, and withholds what somebody must give back first', () => {
    const owned = ['app-store-repartition-0', 'app-store-repartition-1', 'input-0', 'input-1'];
    const first = assignStream([member('a', owned), member('b')], counts(2));
    expect(first.get('a')).toHaveLength(2);
    expect(first.get('b')).toEqual([]);
    const second = assignStream([member('a', first.get('a')), member('b')], counts(2));
    expect(second.get('a')).toEqual(first.get('a'));
    expect(second.get('b')).toHaveLength(2);
  });
});
