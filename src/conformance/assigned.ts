/** Recorded assignments, read back: a line a case, as `recorder/classes/Assignors.java` writes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assignors } from '#kafka/groups/assignors.ts';
import type { Subscriber, Topics } from '#kafka/groups/subscriber.ts';
import type { GroupSpec, MemberSpec } from '#kafka/groups/uniform/spec.ts';
import { serverAssignors } from '#kafka/groups/uniform/uniform.ts';
import { partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import { RECORDED } from './fixtures.ts';

const LETTERS = 'abcdefgh';

export interface AssignorCase {
  readonly line: string;
  readonly assignor: string;
  readonly topics: readonly { readonly name: string; readonly racks: readonly string[]; readonly id: string }[];
  readonly members: readonly Subscriber[];
  readonly expected: readonly (readonly Tp[])[];
}

export function recordedCases(): AssignorCase[] {
  const lines = readFileSync(join(import.meta.dirname, 'fixtures', RECORDED, 'assignors.txt'), 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(caseOf);
}

function caseOf(line: string): AssignorCase {
  const [head, members, expected] = line.split('|');
  const [assignor, ...words] = head.split(' ');
  const topics = words.map((word) => {
    const [name, partitions, id = ''] = word.split(/=(?=[^=]*=)|=(?!.*=)/);
    return { name, racks: /^\d+$/.test(partitions) ? Array<string>(Number(partitions)).fill('') : partitions.split(','), id };
  });
  const partitions = (text: string): Tp[] =>
    text === '' ? [] : text.split('.').map((one) => tpOf(topics[LETTERS.indexOf(one[0])].name, Number(one.slice(1))));
  const subscriber = (text: string): Subscriber => {
    const [memberId, instance, rack, letters, owned, generation, remembered, rememberedAt] = text.split('/');
    return {
      memberId,
      instanceId: instance === '' ? null : instance,
      rack,
      topics: [...letters].map((letter) => topics[LETTERS.indexOf(letter)].name),
      owned: partitions(owned),
      generation: Number(generation),
      ...(rememberedAt === undefined ? {} : { remembered: { partitions: partitions(remembered), generation: Number(rememberedAt) } }),
    };
  };
  return { line, assignor, topics, members: members.split(';').map(subscriber), expected: expected.split(';').map(partitions) };
}

/** What our assignor gives to each member, in the order of the case. */
export function assigned(one: AssignorCase): readonly (readonly Tp[])[] {
  return one.assignor === 'uniform' || one.assignor === 'server-range' ? byServer(one) : byLeader(one);
}

function byLeader({ assignor, topics, members }: AssignorCase): readonly (readonly Tp[])[] {
  const racksOf = new Map(topics.map(({ name, racks }) => [name, racks]));
  const view: Topics = { count: (topic) => racksOf.get(topic)?.length, racks: (topic, p) => [...(racksOf.get(topic)?.[p] ?? '')] };
  const assignment = assignors[assignor](members, view);
  return members.map(({ memberId }) => assignment.get(memberId) ?? []);
}

function byServer({ assignor, topics, members }: AssignorCase): readonly (readonly Tp[])[] {
  const idOf = (name: string): string => topics.find((topic) => topic.name === name)?.id ?? '';
  const spec: GroupSpec = {
    members: members.map((member): MemberSpec => {
      const target = new Map<string, number[]>();
      for (const tp of member.owned ?? []) target.set(idOf(topicOf(tp)), [...(target.get(idOf(topicOf(tp))) ?? []), partitionOf(tp)]);
      return { memberId: member.memberId, instanceId: member.instanceId, topics: member.topics.map(idOf), target };
    }),
    count: (id) => topics.find((topic) => topic.id === id)?.racks.length ?? 0,
  };
  const target = serverAssignors[assignor === 'uniform' ? 'uniform' : 'range'](spec);
  return members.map(({ memberId }) =>
    topics.flatMap(({ name, id }) => [...(target.get(memberId)?.get(id) ?? [])].sort((a, b) => a - b).map((p) => tpOf(name, p))),
  );
}
