/** What must hold for clients and groups after every event (reliability notes, 3.2 and 3.3). Checkers read facts only and keep their own ghosts. */

import type { FactName, FactOf } from '#kafka/facts.ts';
import { checker } from '#kafka/groups/checker.ts';
import { commitBounds, generationMonotonic, oneOwner } from '#kafka/groups/group-checks.ts';
import { topicOf } from '#kafka/protocol/names.ts';
import { latestOffsetWaits } from '#kafka/replication/ages.ts';
import { mayLose } from '#kafka/replication/ghost.ts';
import { withOracle } from '#kafka/replication/invariants.oracle.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import { appended, deleted, isOfNow, type Lives, newLives } from '#kafka/replication/lives.ts';
import type { Invariant } from '#sim/invariant.ts';

/** The highest high watermark that any replica of a partition has had: what was committed at some time. */
function highWatermarks(): { of(tp: string): number; HighWatermarkAdvanced(fact: { tp: string; to: number }): undefined } {
  const highest = new Map<string, number>();
  return {
    of: (tp) => highest.get(tp) ?? 0,
    HighWatermarkAdvanced({ tp, to }) {
      if (to > (highest.get(tp) ?? 0)) highest.set(tp, to);
      return undefined;
    },
  };
}

/** A topic of the same name may be created again, and starts at offset zero. */
function forgetTopic(ghosts: Map<string, unknown>, topic: string): undefined {
  for (const key of [...ghosts.keys()]) if (topicOf(key.slice(key.lastIndexOf(' ') + 1)) === topic) ghosts.delete(key);
  return undefined;
}

/** The first leader of a topic that is there again: until he was heard, others still answered for the one that is gone. */
function forgetBeforeAnew(ghosts: Map<string, unknown>, { tp, leaderEpoch, logEndOffset }: FactOf<'BecameLeader'>): undefined {
  if (leaderEpoch > 0 || logEndOffset > 0) return undefined;
  for (const key of [...ghosts.keys()]) if (key.slice(key.lastIndexOf(' ') + 1) === tp) ghosts.delete(key);
  return undefined;
}

const readBelow = checker('C01', 'A consumer is given only records below the high watermark', () => {
  const committed = highWatermarks();
  return {
    HighWatermarkAdvanced: committed.HighWatermarkAdvanced,
    RecordsPolled: ({ node, tp, lastOffset }) =>
      lastOffset < committed.of(tp) ? undefined : `${node} was given ${tp}@${lastOffset}, but the high watermark never passed ${committed.of(tp)}`,
  };
});

const stableRead: Invariant<unknown> = () => {
  const seen = new Map<string, string[]>();
  const cut = new Set<string>();
  const lives = newLives();
  return onFacts('C02', 'The same offset always delivers the same record', STABLE, (fact, world) => {
    switch (fact.fact) {
      case 'TopicDeleted':
        deleted(lives, world, fact.topic);
        return forgetTopic(seen, fact.topic);
      case 'RecordsAppended':
        appended(lives, world, fact);
        return undefined;
      case 'BecameLeader':
        return forgetBeforeAnew(seen, fact);
      case 'RecordsPolled':
        return delivered(seen, cut, lives, fact);
      default: {
        for (const id of fact.ids) cut.add(id);
        const ids = seen.get(fact.tp);
        if (ids && ids.length > fact.to) ids.length = fact.to;
        return undefined;
      }
    }
  });
};

const STABLE = ['TopicDeleted', 'RecordsAppended', 'BecameLeader', 'LogTruncated', 'LogTailLost', 'RecordsPolled'] as const satisfies readonly FactName[];

/** `cut`: records that some log has lost. A consumer may still have them in its buffer: where nothing was delivered yet they say nothing. */
function delivered(
  seen: Map<string, string[]>,
  cut: ReadonlySet<string>,
  lives: Lives,
  { node, tp, baseOffset, lastOffset, ids }: FactOf<'RecordsPolled'>,
): string | undefined {
  if (lastOffset - baseOffset + 1 !== ids.length) return undefined;
  const known = seen.get(tp) ?? [];
  seen.set(tp, known);
  for (let i = 0; i < ids.length; i++) {
    // A consumer may still have records of a topic that is gone.
    if (!isOfNow(lives, tp, ids[i])) continue;
    const before = known[baseOffset + i];
    if (before !== undefined && before !== ids[i]) return `${node} was given ${ids[i]} at ${tp}@${baseOffset + i}, where ${before} was delivered before`;
    if (before === undefined && !cut.has(ids[i])) known[baseOffset + i] = ids[i];
  }
  return undefined;
}

/** Back it goes only when the loss budget was spent in between: an unclean election, or a leader that came back with less than it had. */
const endOffsetMonotonic: Invariant<unknown> = () => {
  const told = new Map<string, { readonly offset: number; readonly floor: number }>();
  return withOracle(
    'C16',
    'The end offset that one client is told never goes back',
    ['OffsetReset', 'TopicDeleted', 'BecameLeader'],
    (fact, world, committed) => {
      if (fact.fact === 'TopicDeleted') return forgetTopic(told, fact.topic);
      if (fact.fact === 'BecameLeader') return forgetBeforeAnew(told, fact);
      const { node, tp, policy, offset } = fact;
      if (policy !== 'latest') return undefined;
      const before = told.get(`${node} ${tp}`);
      const { floor } = committed(tp);
      told.set(`${node} ${tp}`, { offset, floor });
      const isLegal = before === undefined || offset >= before.offset || floor > before.floor || mayLose(committed(tp)) || !latestOffsetWaits(world);
      return isLegal ? undefined : `${node} was told that ${tp} ends at ${offset}, after ${before.offset}`;
    },
  );
};

/** Ids by offset as leaders wrote them; what a later leader overwrote is remembered too, for acknowledgements that were on their way. */
const ackTruth = checker('P05', 'An acknowledgement tells the truth: acks=1 is on the leader, acks=all is below the high watermark', () => {
  const committed = highWatermarks();
  const written = new Map<string, string[]>();
  const overwritten = new Set<string>();
  return {
    HighWatermarkAdvanced: committed.HighWatermarkAdvanced,
    RecordsAppended({ tp, role, baseOffset, ids }) {
      if (role !== 'leader' || tp.startsWith('__')) return undefined;
      const log = written.get(tp) ?? [];
      written.set(tp, log);
      for (let i = 0; i < ids.length; i++) {
        if (log[baseOffset + i] !== undefined) overwritten.add(`${tp}@${baseOffset + i} ${log[baseOffset + i]}`);
        log[baseOffset + i] = ids[i];
      }
      return undefined;
    },
    RecordsAcknowledged({ node, tp, ids, baseOffset, acks }) {
      if (acks === 0 || baseOffset < 0) return undefined;
      const last = baseOffset + ids.length - 1;
      if (acks === -1 && last >= committed.of(tp))
        return `${node} was told that ${tp}@${last} is committed, but the high watermark never passed ${committed.of(tp)}`;
      const wrong = ids.findIndex((id, i) => written.get(tp)?.[baseOffset + i] !== id && !overwritten.has(`${tp}@${baseOffset + i} ${id}`));
      return wrong < 0 ? undefined : `${node} was told that ${ids[wrong]} is at ${tp}@${baseOffset + wrong}, where no leader wrote it`;
    },
  };
});

// biome-ignore lint/suspicious/noExplicitAny: a checker reads facts, whatever the nodes of the world are.
export const clientInvariants: readonly Invariant<any>[] = [readBelow, stableRead, commitBounds, oneOwner, generationMonotonic, endOffsetMonotonic, ackTruth];
