/** The table of Burrow's own evaluator test (core/internal/evaluator/caching_test.go, ced55ba): every rule on its own, then the verdict. */
import { describe, expect, it } from 'vitest';
import { isLagAlwaysNotZero, isLagNotDecreasing, isRecentLagZero, isStalled, isStopped, judge, rewindIndex, type Status } from '#beside/burrow/evaluate.ts';
import type { Commit } from '#beside/burrow/storage.ts';

type Lag = number | undefined;

const commit = (offset: number, timestampMs: number, lag: Lag): Commit => ({ offset, order: 0, timestampMs, observedAtMs: timestampMs, lag });

/** Commits every so many milliseconds, the first after one such step. */
const every = (stepMs: number, offsets: readonly number[], lags: readonly Lag[]): Commit[] =>
  offsets.map((offset, i) => commit(offset, 100_000 + stepMs * i, lags[i]));

const STAMPS = [
  1512224618356, 1512224619362, 1512224620366, 1512224621367, 1512224622370, 1512224623373, 1512224624378, 1512224625379, 1512224626383, 1512224627383,
  1512224628383, 1512224629388, 1512224630391, 1512224631394, 1512224632397,
];
const caughtUp = STAMPS.map((stamp, i) => commit(792748079 + i, stamp, 0));

const advancing = [1000, 2000, 3000, 4000, 5000];
const still = [1000, 1000, 1000, 1000, 1000];
const fromZero = [0, 50, 100, 150, 200];
const behind = [50, 100, 150, 200, 250];
const more = [100, 150, 200, 250, 300];
const recovered = [1000, 2000, 3000, 2000, 4000];
const rewound = [1000, 2000, 3000, 2000, 2500];
const rewindLags = [100, 150, 200, 1250, 300];

interface Case {
  readonly commits: readonly Commit[];
  readonly ends: readonly number[];
  readonly lag: number;
  readonly nowS: number;
  readonly allowed: number;
  /** Lag never zero, index of the rewind, stopped, stalled, lag not decreasing, lag zero lately. */
  readonly rules: readonly [boolean, number, boolean, boolean, boolean, boolean];
  readonly status: Status;
}

const one = (commits: readonly Commit[], ends: readonly number[], lag: number, nowS: number, allowed: number, rules: Case['rules'], status: Status): Case => ({
  commits,
  ends,
  lag,
  nowS,
  allowed,
  rules,
  status,
});

const CASES: readonly (readonly [title: string, Case])[] = [
  ['lag was zero somewhere', one(every(100_000, advancing, fromZero), [5200], 200, 600, 0, [false, -1, false, false, true, false], 'OK')],
  ['silent just as long as the window', one(every(100_000, advancing, fromZero), [5200], 200, 900, 0, [false, -1, false, false, true, false], 'OK')],
  ['silent for longer, though lag was zero', one(every(100_000, advancing, fromZero), [5200], 200, 1000, 0, [false, -1, true, false, true, false], 'STOP')],
  ['silent for longer, always behind', one(every(100_000, advancing, behind), [5250], 250, 1000, 0, [true, -1, true, false, true, false], 'STOP')],
  ['still, but lag was zero', one(every(100_000, still, fromZero), [1200], 200, 600, 0, [false, -1, false, true, true, false], 'OK')],
  ['still and behind', one(every(100_000, still, more), [1300], 300, 600, 0, [true, -1, false, true, true, false], 'STALL')],
  ['still, and the lag too', one(every(100_000, still, [100, 100, 100, 100, 100]), [1100], 100, 600, 0, [true, -1, false, true, true, false], 'STALL')],
  ['went back and recovered', one(every(100_000, recovered, rewindLags), [4300], 300, 600, 0, [true, 3, false, false, false, false], 'OK')],
  ['silent, but not behind now', one(every(100_000, advancing, behind), [5250], 0, 1000, 0, [true, -1, true, false, true, false], 'OK')],
  [
    'silent after it had read everything, and new records came',
    one(caughtUp, [792749024, 792749000, 792748800, 792748600, 792748500], 931, 1512224650, 0, [false, -1, true, false, true, false], 'STOP'),
  ],
  [
    'the same, but lag was zero at a recent poll',
    one(caughtUp, [792748094, 792748093, 792748093, 792748093], 1, 1512224650, 0, [false, -1, true, false, true, true], 'OK'),
  ],
  [
    'commits without a lag say nothing',
    one(
      every(
        50_000,
        [1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 5500],
        fromZero.flatMap((lag) => [lag, undefined]),
      ),
      [5700],
      200,
      600,
      0,
      [false, -1, false, false, true, false],
      'OK',
    ),
  ],
  [
    'silent within the lag that is allowed',
    one(every(100_000, [1000, 2000, 2000], [2, 1, 1]), [2001], 1, 550, 1, [false, -1, true, false, false, false], 'OK'),
  ],
  ['still, with some lag allowed', one(every(100_000, still, more), [1300], 300, 600, 99, [true, -1, false, true, true, false], 'STALL')],
  [
    'went back and recovered, with some lag allowed',
    one(every(100_000, recovered, rewindLags), [4300], 300, 600, 99, [true, 3, false, false, false, false], 'OK'),
  ],
  ['went back and did not recover', one(every(100_000, rewound, rewindLags), [4300], 300, 600, 0, [true, 3, false, false, false, false], 'REWIND')],
];

describe("Burrow's evaluator", () => {
  it.each(CASES)('%s', (_title, { commits, ends, lag, nowS, allowed, rules, status }) => {
    expect([
      isLagAlwaysNotZero(commits, allowed),
      rewindIndex(commits),
      isStopped(commits, nowS),
      isStalled(commits),
      isLagNotDecreasing(commits),
      isRecentLagZero(commits, ends),
    ]).toEqual(rules);
    expect(judge({ commits, brokerOffsets: ends, currentLag: lag }, nowS, allowed).status).toBe(status);
  });

  it('warns of a consumer that advances while its lag only grows, which no case of that table does', () => {
    const commits = every(100_000, [1000, 1100, 1200], [100, 150, 200]);
    expect(judge({ commits, brokerOffsets: [1400], currentLag: 200 }, 310, 0)).toEqual({
      status: 'WARN',
      rule: 'lag-grows',
      asked: ['no-lag', 'stopped', 'rewound', 'lag-was-zero', 'stalled', 'lag-grows'],
    });
  });

  it('has all 16 cases of the table', () => {
    expect(CASES).toHaveLength(16);
  });
});
