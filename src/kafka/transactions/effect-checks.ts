/** Exactly once, end to end (T06): an application that reads, writes on and commits its offsets in one transaction writes on what it read once, and leaves nothing out. */
import type { FactOf } from '#kafka/facts.ts';
import { checker } from '#kafka/groups/checker.ts';
import { CONSUMER_OFFSETS, type Offset, type Tp, TRANSACTION_STATE, topicOf } from '#kafka/protocol/names.ts';
import type { Invariant } from '#sim/invariant.ts';

/** What was made of the records that a group has read. */
interface Effects {
  /** By partition and offset: the record that was read there. */
  readonly read: Map<Tp, Map<Offset, string>>;
}

/** Records that stand more than once in the input are worked on more than once. */
function copies() {
  const times = new Map<string, number>();
  return {
    of: (id: string): number => times.get(id) ?? 1,
    RecordsAppended({ role, ids }: FactOf<'RecordsAppended'>): undefined {
      if (role === 'leader') for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
      return undefined;
    },
  };
}

const exactlyOnce = checker(
  'T06',
  'What an application writes on in transactions is there once for each record that it read, up to its committed offset',
  () => {
    const groups = new Map<string, Effects>();
    const origins = new Map<string, string>();
    const committed = new Map<string, Set<string>>();
    const made = new Map<string, Set<string>>();
    const input = copies();
    let isLost = false;
    // Logs that lost what they had take transactions, offsets or records with them.
    const lose = (): undefined => {
      isLost = true;
      return undefined;
    };
    const ofGroup = (group: string): Effects => {
      const known = groups.get(group) ?? { read: new Map() };
      groups.set(group, known);
      return known;
    };
    const noted = (of: Map<string, Set<string>>, origin: string): Set<string> => {
      const known = of.get(origin) ?? new Set<string>();
      of.set(origin, known);
      return known;
    };
    return {
      LogTailLost: lose,
      TopicDeleted: lose,
      LeaderElected: ({ how }) => (how === 'unclean' ? lose() : undefined),
      RecordsAppended: input.RecordsAppended,
      OffsetsSentToTransaction({ group }) {
        ofGroup(group);
        return undefined;
      },
      RecordSent({ id, origin }) {
        if (origin === undefined) return undefined;
        origins.set(id, origin);
        noted(made, origin).add(id);
        return undefined;
      },
      RecordsPolled({ group, tp, baseOffset, lastOffset, ids }) {
        if (lastOffset - baseOffset + 1 !== ids.length) return undefined;
        const { read } = ofGroup(group);
        const known = read.get(tp) ?? new Map<Offset, string>();
        read.set(tp, known);
        for (let n = 0; n < ids.length; n++) known.set(baseOffset + n, ids[n]);
        return undefined;
      },
      TransactionMarkerWritten({ tp, control, ids, producerId, producerEpoch }) {
        if (topicOf(tp) === CONSUMER_OFFSETS || topicOf(tp) === TRANSACTION_STATE) return undefined;
        for (const id of ids) {
          const origin = origins.get(id);
          if (origin === undefined) continue;
          if (control === 'ABORT') made.get(origin)?.delete(id);
          // Of one record an application may make several, in one transaction.
          else if (noted(committed, origin).add(`${producerId} in epoch ${producerEpoch}`).size > input.of(origin) && !isLost)
            return `${id} was made of ${origin}, and committed by producers ${[...noted(committed, origin)].join(' and ')}`;
        }
        return undefined;
      },
      OffsetCommitted({ group, tp, offset, previous, memberId }) {
        if (memberId !== '' || isLost) return undefined;
        for (let at = Math.max(previous, 0); at < offset; at++) {
          const id = groups.get(group)?.read.get(tp)?.get(at);
          if (id !== undefined && made.has(id) && made.get(id)?.size === 0)
            return `group ${group} committed ${tp}@${offset}, and what was made of ${id} was aborted`;
        }
        return undefined;
      },
    };
  },
);

export const effectInvariants: readonly Invariant<unknown>[] = [exactlyOnce];
