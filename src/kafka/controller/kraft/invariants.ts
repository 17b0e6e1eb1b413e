/** What must hold of the quorum after every event (reliability catalogue S18, S19; the Raft invariants), judged from facts and plain reads of the voters' logs. */
import type { KafkaFact } from '#kafka/facts.ts';
import type { MetadataEntry } from '#kafka/protocol/metadata.ts';
import type { NodeName, Offset } from '#kafka/protocol/names.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import { type Observed, observedController } from '#kafka/replication/observe.ts';
import type { Invariant } from '#sim/invariant.ts';
import { type View, viewAt } from '#sim/view.ts';

interface ObservedVoter {
  readonly kind: 'controller';
  readonly log: View<MetadataEntry>;
  /** What stands before it is in snapshots only. */
  readonly logStart: Offset;
  readonly logEndOffset: Offset;
  readonly highWatermark: Offset;
  readonly quorum: { readonly data: { readonly epoch: number } };
}

function voter(world: Observed, name: NodeName): ObservedVoter | undefined {
  const i = world.index.get(name);
  const state = i === undefined ? undefined : (world.processes[i].state as ObservedVoter);
  return state?.kind === 'controller' ? state : undefined;
}

const oneLeaderPerEpoch: Invariant<unknown> = () => {
  const leaders = new Map<number, NodeName>();
  return onFacts('S18', 'In one controller epoch at most one controller leads the quorum', ['ControllerElected', 'QuorumDiskLost'], (fact) => {
    // A voter that has forgotten whom it voted for may vote again: Kafka's own simulation drops these promises then, too.
    if (fact.fact === 'QuorumDiskLost') {
      leaders.clear();
      return undefined;
    }
    const known = leaders.get(fact.epoch);
    leaders.set(fact.epoch, fact.node);
    return known === undefined || known === fact.node ? undefined : `${known} and ${fact.node} were both elected in controller epoch ${fact.epoch}`;
  });
};

const voteOnce: Invariant<unknown> = () => {
  const votes = new Map<string, NodeName>();
  return onFacts('R01', 'A voter votes for one candidate in an epoch', ['VoteGranted', 'QuorumDiskLost'], (fact) => {
    if (fact.fact === 'QuorumDiskLost') {
      for (const key of [...votes.keys()]) if (key.startsWith(`${fact.node}/`)) votes.delete(key);
      return undefined;
    }
    if (fact.preVote) return undefined;
    const key = `${fact.node}/${fact.epoch}`;
    const known = votes.get(key);
    votes.set(key, fact.candidate);
    return known === undefined || known === fact.candidate ? undefined : `${fact.node} voted for ${known} and for ${fact.candidate} in epoch ${fact.epoch}`;
  });
};

/** What is committed, as far as it has been seen: who committed an entry, and the entry. */
interface Ghost {
  readonly committed: MetadataEntry[];
  /** Epochs of the leaders that committed it. */
  readonly committedIn: number[];
  /** Disks were lost: nothing is promised any more. */
  lossy: boolean;
}

const COMMITS = ['MetadataHighWatermarkAdvanced', 'MetadataLogTruncated', 'ControllerElected', 'QuorumDiskLost'] as const;
type Commit = Extract<KafkaFact, { readonly fact: (typeof COMMITS)[number] }>;

/** Notes what a leader commits; says where it differs from what was committed before. */
function remember(ghost: Ghost, fact: Commit, world: Observed): string | undefined {
  if (fact.fact === 'QuorumDiskLost') ghost.lossy = true;
  if (fact.fact !== 'MetadataHighWatermarkAdvanced' || ghost.lossy) return undefined;
  const node = voter(world, fact.node);
  if (!node) return undefined;
  for (let offset = Math.max(node.logStart, Math.min(fact.from, ghost.committed.length)); offset < fact.to; offset++) {
    const entry = viewAt(node.log, offset);
    const known = ghost.committed[offset];
    if (known === undefined) {
      ghost.committed[offset] = entry;
      ghost.committedIn[offset] = node.quorum.data.epoch;
    } else if (known !== entry)
      return `${fact.node} committed ${entry.record.type} of epoch ${entry.epoch} at ${offset}, where ${known.record.type} of epoch ${known.epoch} was committed`;
  }
  return undefined;
}

const metadataLogMatching: Invariant<unknown> = () => {
  const ghost: Ghost = { committed: [], committedIn: [], lossy: false };
  return onFacts('S19', 'What is committed to the metadata log never changes and is never cut', COMMITS, (fact, world) => {
    const changed = remember(ghost, fact, world);
    // Lost disks or not, nobody cuts what he knows to be committed: he stops instead.
    if (fact.fact === 'MetadataLogTruncated' && fact.to < fact.highWatermark)
      return `${fact.node} cut its log to ${fact.to}, below its high watermark ${fact.highWatermark}`;
    if (changed !== undefined || ghost.lossy || fact.fact !== 'MetadataLogTruncated') return changed;
    const lost = fact.epochs.findIndex((epoch, n) => ghost.committed[fact.to + n]?.epoch === epoch);
    return lost < 0 ? undefined : `${fact.node} cut its log to ${fact.to}, and with it what is committed at ${fact.to + lost}`;
  });
};

const leaderCompleteness: Invariant<unknown> = () => {
  const ghost: Ghost = { committed: [], committedIn: [], lossy: false };
  return onFacts('R02', 'Whoever is elected has everything that was committed in earlier epochs', COMMITS, (fact, world) => {
    remember(ghost, fact, world);
    const node = fact.fact === 'ControllerElected' ? voter(world, fact.node) : undefined;
    if (!node || fact.fact !== 'ControllerElected' || ghost.lossy) return undefined;
    // A late vote may still elect somebody in an epoch that is over: he leads nobody.
    const isMissing = (entry: MetadataEntry, offset: Offset): boolean =>
      offset >= node.logStart && ghost.committedIn[offset] < fact.epoch && (offset >= node.logEndOffset || viewAt(node.log, offset) !== entry);
    const missing = ghost.committed.findIndex(isMissing);
    return missing < 0 ? undefined : `${fact.node} was elected without what is committed at ${missing}`;
  });
};

const highWatermarkMonotonic: Invariant<unknown> = () => {
  let highest = 0;
  let lossy = false;
  return onFacts('R03', 'The high watermark of the metadata log only grows', ['MetadataHighWatermarkAdvanced', 'QuorumDiskLost'], (fact) => {
    if (fact.fact === 'QuorumDiskLost') lossy = true;
    if (fact.fact !== 'MetadataHighWatermarkAdvanced' || lossy) return undefined;
    const known = highest;
    highest = Math.max(highest, fact.to);
    return fact.to > known ? undefined : `${fact.node} moved it to ${fact.to} when it stood at ${known}`;
  });
};

/** A broker learns of what is committed, sooner or later, and of nothing else. Who committed it may be gone by then, and the rest not know yet. */
const metadataPrefix: Invariant<unknown> = () => {
  let highest = 0;
  return onFacts('R05', 'A broker applies only metadata that is committed', ['MetadataHighWatermarkAdvanced', 'MetadataApplied'], (fact, world) => {
    if (fact.fact === 'MetadataHighWatermarkAdvanced') {
      highest = Math.max(highest, fact.to);
      return undefined;
    }
    // In a ZooKeeper cluster there is no such log, and a run joined in the middle has not heard of what came before.
    const now = observedController(world)?.highWatermark;
    if (now === undefined || fact.offset < Math.max(highest, now)) return undefined;
    return `broker ${fact.broker} applied offset ${fact.offset} when only ${Math.max(highest, now)} entries were committed`;
  });
};

/** Two logs that agree on the epoch of an entry agree on it and on all before it. */
const logMatching: Invariant<unknown> = () => {
  let lossy = false;
  return onFacts('R04', 'Two metadata logs that have an entry of the same epoch at an offset are the same up to it', COMMITS, (fact, world) => {
    if (fact.fact === 'QuorumDiskLost') lossy = true;
    if (lossy || !('node' in fact)) return undefined;
    const own = voter(world, fact.node);
    if (!own) return undefined;
    for (const { name } of world.processes) {
      const other = name === fact.node ? undefined : voter(world, name);
      const at = other && differsBelowMatch(own, other);
      if (at !== undefined) return `${fact.node} and ${name} agree on the epoch of a later entry and differ at ${at}`;
    }
    return undefined;
  });
};

/** Entries travel as they are, so the same entry is the same value. Walks back from the last offset at which the epochs agree. */
function differsBelowMatch(a: ObservedVoter, b: ObservedVoter): Offset | undefined {
  let offset = Math.min(a.logEndOffset, b.logEndOffset) - 1;
  while (offset >= 0 && viewAt(a.log, offset).epoch !== viewAt(b.log, offset).epoch) offset--;
  // What both know to be committed is judged by S19.
  for (const floor = Math.max(a.logStart, b.logStart, Math.min(a.highWatermark, b.highWatermark) - 100); offset >= floor; offset--) {
    if (viewAt(a.log, offset) !== viewAt(b.log, offset)) return offset;
  }
  return undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: the checkers read Worlds of any node union.
export const quorumInvariants: readonly Invariant<any>[] = [
  oneLeaderPerEpoch,
  voteOnce,
  metadataLogMatching,
  leaderCompleteness,
  highWatermarkMonotonic,
  logMatching,
  metadataPrefix,
];
