/** The partition protocol as something to search: KIP-101, KIP-279, KIP-320, KIP-497 and KIP-966 at once, in the words of the checkers S02 to S13. */
import { entryAt, sameEntry } from '#kafka/replication/ghost.ts';
import { isLeader, leaderEpochOf, type Partition } from '#kafka/replication/partition.ts';
import type { Protocol } from '#proof/explore.ts';
import { alter, append, applyMetadata, crash, electOnline, fence, fetch, lookUp, moveLeadership, shrink } from '#proof/partition/moves.ts';
import { BROKERS, initialState, keyOf, newest, registrationIn, type Scope, type State } from '#proof/partition/state.ts';

/** Three replicas, logs of two records, three leader epochs. */
export const SMALL_SCOPE: Scope = {
  records: 2,
  leaderEpochs: 3,
  partitionEpochs: 3,
  behind: 1,
  minInsyncReplicas: 1,
  deltas: false,
  crashes: 0,
  truncation: 'on-fetch',
};

/** A broker may be two metadata versions behind the newest: 1,249,309 states. */
export const BEHIND_SCOPE: Scope = { ...SMALL_SCOPE, behind: 2 };

/** Two versions come as one delta, as in Kafka, whose brokers see what a batch of the metadata log changes as a whole. */
export const DELTA_SCOPE: Scope = { ...BEHIND_SCOPE, deltas: true };

/** A log of one record, a power loss or a kill, and min.insync.replicas 2: one lossy crash breaks no promise (KIP-903, KIP-966). */
export const CRASH_SCOPE: Scope = { ...SMALL_SCOPE, records: 1, partitionEpochs: 4, minInsyncReplicas: 2, crashes: 1 };

/** The same with one change of the metadata less. */
export const SHORT_CRASH_SCOPE: Scope = { ...CRASH_SCOPE, partitionEpochs: 3 };

export function partitionProtocol(scope: Scope = SMALL_SCOPE): Protocol<State> {
  return {
    initial: initialState(scope),
    key: keyOf,
    successors(state, visit) {
      electOnline(state, scope, visit);
      for (let n = 0; n < 3; n++) {
        append(state, scope, n, visit);
        fetch(state, scope, n, visit);
        lookUp(state, n, visit);
        shrink(state, n, visit);
        alter(state, scope, n, visit);
        fence(state, scope, n, visit);
        moveLeadership(state, scope, n, visit);
        applyMetadata(state, scope, n, visit);
        crash(state, scope, n, visit);
      }
    },
    brokenState: (state) => highWatermarks(state) ?? twoLeaders(state) ?? strictness(state) ?? committedHistory(state) ?? candidates(state),
    broken: truncations,
  };
}

const isOut = ({ log, highWatermark }: Partition): boolean => highWatermark < log.logStart || highWatermark > log.logEnd;

function highWatermarks({ replicas }: State): string | undefined {
  const n = replicas.findIndex(isOut);
  return n < 0 ? undefined : `S09: the high watermark of ${BROKERS[n]} is outside its log`;
}

function twoLeaders({ replicas }: State): string | undefined {
  for (let a = 0; a < 3; a++)
    for (let b = a + 1; b < 3; b++)
      if (isLeader(replicas[a]) && isLeader(replicas[b]) && leaderEpochOf(replicas[a]) === leaderEpochOf(replicas[b]))
        return `S13: ${BROKERS[a]} and ${BROKERS[b]} both lead in epoch ${leaderEpochOf(replicas[a])}`;
  return undefined;
}

/** While a change is pending the leader waits for whoever may be a member: nobody that the controller counts is left out (KIP-497). */
function strictness(state: State): string | undefined {
  const { isr, leader, leaderEpoch } = registrationIn(newest(state));
  const led = state.replicas[leader - 1];
  if (!led || !isLeader(led) || leaderEpochOf(led) !== leaderEpoch) return undefined;
  const left = isr.find((id) => !led.meta.isr.data.maximal.includes(id));
  return left === undefined ? undefined : `S07: ${left} is in the ISR, but leader ${leader} does not wait for it`;
}

/** What one replica believes to be committed is what was committed. */
function committedHistory({ replicas, committed }: State): string | undefined {
  for (let n = 0; n < 3; n++) {
    const upTo = Math.min(replicas[n].highWatermark, committed.length);
    for (let offset = 0; offset < upTo; offset++) {
      const entry = entryAt(replicas[n], offset);
      if (!entry || !sameEntry(entry, committed[offset])) return `S02: ${BROKERS[n]} exposes another record at offset ${offset} than was committed there`;
    }
  }
  return undefined;
}

/** Whoever may be elected holds everything that was committed: no election can lose anything. */
function candidates(state: State): string | undefined {
  const { isr, elr } = registrationIn(newest(state));
  for (const id of isr.length > 0 ? isr : elr) {
    const missing = state.committed.findIndex((entry, offset) => {
      const held = entryAt(state.replicas[id - 1], offset);
      return !held || !sameEntry(held, entry);
    });
    if (missing >= 0) return `S06: ${id} may be elected without the committed record at offset ${missing}`;
  }
  return undefined;
}

const lifeOf = (state: State, broker: number): number | undefined => newest(state).brokers.get(broker)?.epoch;

/** A replica outside the ISR may follow an old leader and lose to it what was committed since, by rights: it has to catch up before it counts again. */
function truncations(before: State, after: State): string | undefined {
  const { leaderEpoch } = registrationIn(newest(before));
  for (let n = 0; n < 3; n++) {
    const { log } = before.replicas[n];
    // What the power took was not cut off; nobody counts on it any more.
    if (lifeOf(before, BROKERS[n]) !== lifeOf(after, BROKERS[n])) continue;
    if (log === after.replicas[n].log || leaderEpochOf(before.replicas[n]) !== leaderEpoch) continue;
    for (let offset = after.replicas[n].log.logEnd; offset < Math.min(log.logEnd, before.committed.length); offset++) {
      const entry = entryAt(before.replicas[n], offset);
      if (entry && sameEntry(entry, before.committed[offset])) return `S10: ${BROKERS[n]} cuts off the committed record at offset ${offset}`;
    }
  }
  return undefined;
}
