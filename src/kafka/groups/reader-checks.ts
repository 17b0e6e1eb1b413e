/** Invariants of what a consumer reads: in order, without passing over a record, and from a place that something told of. */
import type { FactOf } from '#kafka/facts.ts';
import { checker } from '#kafka/groups/checker.ts';
import { hiddenRecords } from '#kafka/groups/group-checks.ts';
import { type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { Invariant } from '#sim/invariant.ts';

/** What is not there to be read: markers and aborted records, and what the cleaner took away. */
function unreadable() {
  const hidden = hiddenRecords();
  const cleaned = new Map<Tp, Set<number>>();
  return {
    RecordsAppended: hidden.RecordsAppended,
    LogCleaned({ tp, removed }: FactOf<'LogCleaned'>): undefined {
      const known = cleaned.get(tp) ?? new Set<number>();
      cleaned.set(tp, known);
      for (const offset of removed) known.add(offset);
      return undefined;
    },
    count(tp: Tp, from: number, to: number): number {
      let found = 0;
      for (let offset = from; offset < to; offset++) if (cleaned.get(tp)?.has(offset) || hidden.covers(tp, offset, offset + 1)) found++;
      return found;
    },
  };
}

const inOrder = checker('C03', 'Within one poll a consumer gets every record, one after the other', () => {
  const missing = unreadable();
  return {
    RecordsAppended: missing.RecordsAppended,
    LogCleaned: missing.LogCleaned,
    RecordsPolled({ node, tp, baseOffset, lastOffset, ids }) {
      const absent = lastOffset - baseOffset + 1 - ids.length;
      if (absent === 0 || absent <= missing.count(tp, baseOffset, lastOffset + 1)) return undefined;
      return `${node} was given ${ids.length} records of ${tp} from ${baseOffset} to ${lastOffset}`;
    },
  };
});

/** Where each consumer stands, by what it was told and given. */
function positions() {
  const all = new Map<string, Map<Tp, number>>();
  const of = (node: string): Map<Tp, number> => {
    const known = all.get(node) ?? new Map<Tp, number>();
    all.set(node, known);
    return known;
  };
  return {
    of,
    assigned: (node: string): boolean => all.has(node),
    PositionInitialized({ node, tp, offset }: FactOf<'PositionInitialized'>): undefined {
      of(node).set(tp, offset);
      return undefined;
    },
    // Where an application seeks to it reads on; a beginning or an end is still to be looked up.
    PositionSought({ node, tp, to }: FactOf<'PositionSought'>): undefined {
      if (typeof to === 'number') of(node).set(tp, to);
      else of(node).delete(tp);
      return undefined;
    },
    PartitionsAssigned({ node, added, partitions }: FactOf<'PartitionsAssigned'>): undefined {
      const known = of(node);
      if (added === undefined) known.clear();
      for (const tp of added ?? partitions) known.delete(tp);
      return undefined;
    },
    PartitionsRevoked({ node, partitions }: FactOf<'PartitionsRevoked'>): undefined {
      for (const tp of partitions) all.get(node)?.delete(tp);
      return undefined;
    },
    ProcessStarted({ node }: FactOf<'ProcessStarted'>): undefined {
      all.delete(node);
      return undefined;
    },
    TopicDeleted({ topic }: FactOf<'TopicDeleted'>): undefined {
      for (const known of all.values()) for (const tp of known.keys()) if (topicOf(tp) === topic) known.delete(tp);
      return undefined;
    },
  };
}

const fromPollToPoll = checker('C04', 'From one poll to the next a consumer neither goes back nor passes over a record', () => {
  const { of, assigned: _, ...known } = positions();
  const missing = unreadable();
  return {
    ...known,
    RecordsAppended: missing.RecordsAppended,
    LogCleaned: missing.LogCleaned,
    RecordsPolled({ node, tp, baseOffset, lastOffset }) {
      const expected = of(node).get(tp);
      of(node).set(tp, lastOffset + 1);
      if (expected === undefined || baseOffset === expected) return undefined;
      if (baseOffset < expected) return `${node} was given ${tp}@${baseOffset}, though it had come to ${expected}`;
      return missing.count(tp, expected, baseOffset) === baseOffset - expected
        ? undefined
        : `${node} was given ${tp}@${baseOffset}, and never what begins at ${expected}`;
    },
  };
});

const resetLogged = checker('C15', 'Nobody reads from a place that no commit, no reset and no reading has told of', () => {
  // A consumer does not hear that a topic is gone, and reads on in the next one of the same name.
  const { of, assigned, TopicDeleted: _, ...known } = positions();
  return {
    ...known,
    RecordsPolled({ node, tp, lastOffset }) {
      if (assigned(node) && !of(node).has(tp)) return `${node} reads ${tp} without ever having been given a position there`;
      of(node).set(tp, lastOffset + 1);
      return undefined;
    },
  };
});

export const readerInvariants: readonly Invariant<unknown>[] = [inOrder, fromPollToPoll, resetLogged];
