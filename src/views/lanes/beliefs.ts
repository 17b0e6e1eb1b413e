/** Where somebody believes what is no longer so: a leader its ISR, clients their leader. Truth stands beside it, in the other chips. */
import type { Frame, PartitionFrame } from '#kafka/frame.ts';
import type { Words } from '../contract.ts';

export interface Belief {
  readonly fact: string;
  readonly text: string;
}

/** More clients than this are counted. */
const MOST_NAMES = 3;

const set = (isr: readonly number[]): string => `{${isr.join(', ')}}`;

export function beliefsOf(frame: Frame, partition: PartitionFrame, words: Words): Belief[] {
  const { tp, logs } = partition;
  const leaders = logs.flatMap(({ broker, role, believedIsr, pendingIsr }): Belief[] => {
    if (role !== 'leader') return [];
    const believes =
      believedIsr === undefined
        ? []
        : [{ fact: `${tp}/${broker} believes isr=${set(believedIsr)}`, text: words('lanes.belief.isr', { broker, isr: set(believedIsr) }) }];
    const asks =
      pendingIsr === undefined
        ? []
        : [{ fact: `${tp}/${broker} asks isr=${set(pendingIsr)}`, text: words('lanes.belief.asks', { broker, isr: set(pendingIsr) }) }];
    return [...believes, ...asks];
  });
  return [...leaders, ...clientsOf(frame, partition, words)];
}

/** Clients by the leader in which they believe; one that is down believes nothing. */
function clientsOf(frame: Frame, { tp, leader }: PartitionFrame, words: Words): Belief[] {
  const believers = new Map<number, string[]>();
  for (const { node, status, believedLeaders } of [...frame.producers, ...frame.consumers]) {
    const believed = believedLeaders?.[tp] ?? -1;
    if (status === 'down' || believed < 0 || believed === leader) continue;
    believers.set(believed, [...(believers.get(believed) ?? []), node]);
  }
  return [...believers].map(([broker, nodes]) => {
    const count = nodes.length;
    const named = count > MOST_NAMES ? words('lanes.belief.clients', { count }) : nodes.join(', ');
    return {
      fact: `${tp} leader=${broker} believed by ${nodes.join(',')}`,
      text: words(count === 1 ? 'lanes.belief.leader' : 'lanes.belief.leaderMany', { nodes: named, broker }),
    };
  });
}
