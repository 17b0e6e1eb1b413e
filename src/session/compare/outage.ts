/** When a partition could not be written: its leader, as the controller has it, was down, paused or cut off, or there was none. */
import { asKafkaFact, type KafkaFact } from '#kafka/facts.ts';
import type { NodeName, Tp } from '#kafka/protocol/names.ts';
import type { Timeline } from '#session/timeline.ts';
import { indexOf } from '#session/told.ts';

interface Stretch {
  readonly fromUs: number;
  /** Undefined while it lasts. */
  toUs: number | undefined;
}

interface Outages {
  readonly leaders: Map<Tp, number>;
  /** What is wrong with each process: `process`, `network`. */
  readonly troubles: Map<NodeName, Set<string>>;
  readonly stretches: Stretch[];
}

function atStart(timeline: Timeline): Outages {
  const { partitions } = timeline.frameAt(0);
  const leaders = new Map(partitions.filter(({ internal }) => !internal).map(({ tp, leader }) => [tp, leader]));
  return { leaders, troubles: new Map(), stretches: [] };
}

const trouble = ({ troubles }: Outages, node: NodeName, what: string, is: boolean): void => {
  const set = troubles.get(node) ?? new Set();
  if (is) set.add(what);
  else set.delete(what);
  troubles.set(node, set);
};

function note(outages: Outages, fact: KafkaFact): void {
  switch (fact.fact) {
    case 'ProcessKilled':
    case 'ProcessExited':
    case 'ProcessPaused':
      return trouble(outages, fact.node, 'process', true);
    case 'ProcessStarted':
    case 'ProcessResumed':
      return trouble(outages, fact.node, 'process', false);
    case 'NetworkDisconnected':
      return trouble(outages, fact.node, 'network', true);
    case 'NetworkConnected':
      return trouble(outages, fact.node, 'network', false);
    case 'LeaderElected':
      if (!fact.tp.startsWith('__')) outages.leaders.set(fact.tp, fact.leader);
  }
}

const isOut = ({ leaders, troubles }: Outages): boolean =>
  [...leaders.values()].some((leader) => leader < 0 || (troubles.get(`kafka${leader}`)?.size ?? 0) > 0);

const outages = indexOf<Outages>(atStart, (index, { fact, timeUs }) => {
  note(index, asKafkaFact(fact));
  const last = index.stretches.at(-1);
  const open = last !== undefined && last.toUs === undefined;
  if (isOut(index)) {
    if (!open) index.stretches.push({ fromUs: timeUs, toUs: undefined });
  } else if (open) last.toUs = timeUs;
});

/** Virtual time up to a moment during which at least one partition had no leader that could be reached. */
export function outageUs(timeline: Timeline, untilUs: number): number {
  return outages.read(timeline).stretches.reduce((sum, { fromUs, toUs }) => sum + Math.max(0, Math.min(toUs ?? untilUs, untilUs) - fromUs), 0);
}
