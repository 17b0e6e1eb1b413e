/** Three voters of a KRaft quorum as a small state: their roles and logs as they are on disk, the votes under way, and the ghost of what was committed. */
import type { QuorumState } from '#kafka/controller/kraft/quorum.ts';
import type { MetadataEntry } from '#kafka/protocol/metadata.ts';
import { appended, emptyView, type View, viewAt } from '#sim/view.ts';

export interface Scope {
  readonly voters: number;
  readonly epochs: number;
  /** Entries of a log, those that open an epoch among them. */
  readonly entries: number;
  /** A voter starts anew from its disk. */
  readonly restarts: boolean;
  /** It does so without knowing whom it voted for: a mistake, to see that the search finds it. */
  readonly forgets: boolean;
}

export interface Voter {
  readonly quorum: QuorumState;
  readonly log: View<MetadataEntry>;
  /** Known to be committed. */
  readonly highWatermark: number;
  /** As candidate: who has voted for it. */
  readonly granted: readonly number[];
  /** As leader: where its epoch began, and how far each voter has fetched; -1 not yet. */
  readonly epochStart: number;
  readonly ends: readonly number[];
}

/** A vote that was cast, binding whoever cast it. */
export interface Vote {
  readonly voter: number;
  readonly candidate: number;
  readonly epoch: number;
}

export interface State {
  readonly voters: readonly Voter[];
  /** Where the log of each candidate ended, by epoch and then candidate: requests for votes may arrive at any time later. */
  readonly asked: readonly (readonly (number | undefined)[])[];
  readonly votes: readonly Vote[];
  /** Who was elected in each epoch. */
  readonly elected: readonly (number | undefined)[];
  /** Epochs of all that was ever committed. */
  readonly committed: readonly number[];
  /** Epochs of the leaders that committed it. */
  readonly committedIn: readonly number[];
}

/** Voters are numbered from 0 here, and node ids in the quorum are the same numbers. */
export const initialVoter: Voter = {
  quorum: { value: 'Unattached', data: { epoch: 0, leaderId: -1, votedId: -1 } },
  log: emptyView(),
  highWatermark: 0,
  granted: [],
  epochStart: 0,
  ends: [],
};

export const initialState = ({ voters, epochs }: Scope): State => ({
  voters: Array.from({ length: voters }, () => initialVoter),
  asked: Array.from({ length: epochs + 1 }, () => []),
  votes: [],
  elected: [],
  committed: [],
  committedIn: [],
});

/** One entry an epoch and offset: what it says does not matter here. */
const entries = new Map<string, MetadataEntry>();

export function withEntry(log: View<MetadataEntry>, epoch: number): View<MetadataEntry> {
  const key = `${log.length}/${epoch}`;
  const entry = entries.get(key) ?? { offset: log.length, epoch, record: { type: 'NoOpRecord' } };
  entries.set(key, entry);
  return appended({ chunks: [], tail: log.tail.slice(0, log.length), length: log.length }, entry);
}

export function epochsOf(log: View<MetadataEntry>): number[] {
  return Array.from({ length: log.length }, (_, offset) => viewAt(log, offset).epoch);
}

const ROLES = { Unattached: 1, Prospective: 2, Candidate: 3, Leader: 4, Follower: 5, Resigned: 6 } as const;

/** Voters are interchangeable, so a state and its renamings have one key. Voters are named in the order of what does not depend on names; only equals are tried both ways round. */
export function keyOf(state: State): string {
  const parts = state.voters.map(partOf);
  let least = '';
  for (const names of renamings(state.voters.length)) {
    if (!isSorted(parts, names)) continue;
    const key = keyUnder(state, parts, names);
    if (least === '' || key < least) least = key;
  }
  return least;
}

function isSorted(parts: readonly string[], names: readonly number[]): boolean {
  for (let i = 1; i < names.length; i++) if (parts[names[i - 1]] > parts[names[i]]) return false;
  return true;
}

/** Every figure is one unit of the text; a flat text is looked up several times as fast as one that was put together piece by piece. */
function partOf({ quorum, log, highWatermark, epochStart }: Voter): string {
  const units = [ROLES[quorum.value], quorum.data.epoch, highWatermark, epochStart, log.length];
  for (let offset = 0; offset < log.length; offset++) units.push(log.tail[offset].epoch);
  return String.fromCharCode(...units);
}

const known = new Map<number, number[][]>();

function renamings(voters: number): readonly (readonly number[])[] {
  const found = known.get(voters) ?? permutations(Array.from({ length: voters }, (_, n) => n));
  known.set(voters, found);
  return found;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

/** What there is not (-1, undefined) is the unit 0. */
const unit = (n: number | undefined): number => (n === undefined ? 0 : n + 1);
const named = (names: readonly number[], id: number): number => (id < 0 ? 0 : unit(names.indexOf(id)));

/** `names[i]` is the voter that is called i. */
function keyUnder(state: State, parts: readonly string[], names: readonly number[]): string {
  const units: number[] = [];
  let text = '';
  for (const name of names) {
    text += parts[name];
    votersUnits(units, state, names, name);
  }
  units.push(state.elected.length, state.committed.length);
  for (const id of state.elected) units.push(named(names, id ?? -1));
  units.push(...state.committed, ...state.committedIn);
  return text + String.fromCharCode(...units);
}

function votersUnits(units: number[], state: State, names: readonly number[], name: number): void {
  const { quorum, granted, ends } = state.voters[name];
  units.push(named(names, quorum.data.leaderId), named(names, quorum.data.votedId));
  for (const candidates of state.asked) units.push(unit(candidates[name]));
  for (const other of names) {
    if (quorum.value === 'Candidate') units.push(granted.includes(other) ? 1 : 0);
    if (quorum.value === 'Leader') units.push(unit(ends[other]));
    // One bit for each epoch.
    let epochs = 0;
    for (const one of state.votes) if (one.voter === name && one.candidate === other) epochs |= 1 << one.epoch;
    units.push(epochs);
  }
}
