/** Burrow's rules for one partition (core/internal/evaluator/caching.go): from a window of commits to OK, WARN, STOP, STALL or REWIND. */
import type { Commit } from '#beside/burrow/storage.ts';

/** By severity; ERR is of groups, STOP, STALL and REWIND of partitions only (protocol.StatusConstant). */
export const STATUSES = ['NOTFOUND', 'OK', 'WARN', 'ERR', 'STOP', 'STALL', 'REWIND'] as const;
export type Status = (typeof STATUSES)[number];

export const severity = (status: Status): number => STATUSES.indexOf(status);

/** What decided: the rules in the order in which Burrow asks them. */
export const RULES = ['no-lag', 'stopped', 'rewound', 'lag-was-zero', 'stalled', 'lag-grows', 'catching-up', 'incomplete', 'no-commits'] as const;
export type Rule = (typeof RULES)[number];

export interface Window {
  /** Oldest first, none missing. */
  readonly commits: readonly Commit[];
  /** Log end offsets that were polled, oldest first. */
  readonly brokerOffsets: readonly number[];
  readonly currentLag: number;
}

export interface Verdict {
  readonly status: Status;
  readonly rule: Rule;
  /** What was asked, in order; the last one holds, unless the rule is `catching-up`. */
  readonly asked: readonly Rule[];
}

/** Rule 1: was the lag never within what is allowed? Commits that came out of order have no lag and say nothing. */
export const isLagAlwaysNotZero = (commits: readonly Commit[], allowedLag: number): boolean =>
  commits.every(({ lag }) => lag === undefined || lag > allowedLag);

/** Rule 2: the index of the first commit below its predecessor, or -1. */
export const rewindIndex = (commits: readonly Commit[]): number => commits.findIndex(({ offset }, i) => i > 0 && offset < commits[i - 1].offset);

const isRewindRecovered = (commits: readonly Commit[], index: number): boolean =>
  commits.slice(index).some(({ offset }) => offset >= commits[index - 1].offset);

/** Rule 3: silent for longer than the whole window lasted. `nowS` is in whole seconds, as Burrow reads its clock. */
export function isStopped(commits: readonly Commit[], nowS: number): boolean {
  const first = commits[0].timestampMs;
  const last = commits[commits.length - 1].timestampMs;
  return nowS * 1000 - last > last - first;
}

/** Rule 4: commits that do not move. */
export const isStalled = (commits: readonly Commit[]): boolean => commits.every(({ offset }, i) => i === 0 || offset === commits[i - 1].offset);

/** Rule 5: no commit has a smaller lag than the one before it. */
export function isLagNotDecreasing(commits: readonly Commit[]): boolean {
  const lags = commits.flatMap(({ lag }) => (lag === undefined ? [] : [lag]));
  return lags.every((lag, i) => i === 0 || lag >= lags[i - 1]);
}

/** Had the consumer read everything at one of the last polls of the broker's offset? Then silence is no alarm yet. */
export const isRecentLagZero = (commits: readonly Commit[], brokerOffsets: readonly number[]): boolean =>
  brokerOffsets.some((offset) => offset <= commits[commits.length - 1].offset);

/** The rules in Burrow's order, each with what it says when it holds. */
const ASKED: readonly (readonly [Rule, Status, (window: Window, nowS: number, allowedLag: number) => boolean])[] = [
  ['no-lag', 'OK', ({ currentLag }, _nowS, allowedLag) => currentLag <= allowedLag],
  ['stopped', 'STOP', ({ commits, brokerOffsets }, nowS) => isStopped(commits, nowS) && !isRecentLagZero(commits, brokerOffsets)],
  ['rewound', 'REWIND', ({ commits }) => rewindIndex(commits) > 0 && !isRewindRecovered(commits, rewindIndex(commits))],
  ['lag-was-zero', 'OK', ({ commits }, _nowS, allowedLag) => !isLagAlwaysNotZero(commits, allowedLag)],
  ['stalled', 'STALL', ({ commits }) => isStalled(commits)],
  ['lag-grows', 'WARN', ({ commits }) => isLagNotDecreasing(commits)],
];

/** The first rule that holds decides; where none does, the consumer is catching up. */
export function judge(window: Window, nowS: number, allowedLag: number): Verdict {
  const asked: Rule[] = [];
  for (const [rule, status, holds] of ASKED) {
    asked.push(rule);
    if (holds(window, nowS, allowedLag)) return { status, rule, asked };
  }
  return { status: 'OK', rule: 'catching-up', asked };
}
