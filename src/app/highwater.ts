/**
 * `window.highwater`: the page as a function, for people's own replays. Present only when the link asks for it with `?api=1` (or `?test=1`).
 * Cursors count events; `meaningful` steps and `beat`s are those of the slider. Everything waits until it is computed.
 */
import { flushSync } from 'react-dom';
import { jump, pause } from '#app/play/player.ts';
import { computedTo, computedUntil, computedWhole } from '#app/run/compute.ts';
import { give } from '#app/run/give.ts';
import { current } from '#app/run/holder.ts';
import { engineNow } from '#app/run/load.ts';
import { patch, state } from '#app/store.ts';
import type { Frame } from '#kafka/frame.ts';
import type { GoalState } from '#session/goals.ts';
import type { Ledger } from '#session/ledger.ts';
import type { StepSize, Timeline } from '#session/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';

export interface Highwater {
  /** Version of this interface. */
  readonly version: 1;
  /** Opens a link: a whole address or what follows `#`. Resolves when its scenario is on stage; rejects with what is wrong. */
  load(link: string): Promise<void>;
  /** Stands at a cursor, a time or a beat. Questions do not hold a script. Resolves to the cursor. */
  seek(place: number | { readonly timeMs: number } | { readonly beat: string } | 'start' | 'end'): Promise<number>;
  /** One step; resolves to the cursor. */
  step(size?: StepSize, direction?: 1 | -1): Promise<number>;
  /** Gives a command line at the playhead and moves to where its tool has ended. False when it was refused. */
  act(line: string): Promise<boolean>;
  readonly cursor: number;
  readonly timeMs: number;
  /** Last cursor of the run; computes all of it. */
  end(): Promise<number>;
  frame(cursor?: number): Frame;
  event(cursor: number): TraceEvent;
  ledger(cursor?: number): Ledger;
  goals(cursor?: number): readonly GoalState[];
  /** 16 hexadecimal digits: the same as `npm run replay` prints for the same run at the same step. */
  hash(cursor?: number): string;
}

declare global {
  interface Window {
    highwater?: Highwater;
  }
}

function open(): Timeline {
  const { timeline } = current();
  if (timeline === null) throw new Error('Nothing is open.');
  return timeline;
}

const here = (cursor: number | undefined): number => cursor ?? Math.min(state().cursor, open().end);

async function load(link: string): Promise<void> {
  const hash = link.includes('#') ? link.slice(link.indexOf('#')) : `#${link}`;
  const { useRouting } = await import('#app/router.ts');
  if (location.hash === hash) return;
  useRouting.setState({ loading: true });
  location.hash = hash;
  await new Promise<void>((resolve, reject) => {
    const stop = useRouting.subscribe(({ loading, problem }) => {
      if (loading) return;
      stop();
      if (problem === null) resolve();
      else reject(new Error(problem.kind === 'link' ? `${problem.error.code} ${problem.error.message}` : `No ${problem.kind} called ${problem.slug}.`));
    });
  });
}

/** A script is not a learner: it passes questions. */
function stand(cursor: number): number {
  flushSync(() => {
    patch({ cursor });
    jump(cursor);
  });
  return cursor;
}

const highwater: Highwater = {
  version: 1,
  load,
  async seek(place) {
    pause();
    const timeline = open();
    if (place === 'start') return stand(0);
    if (place === 'end') {
      await computedWhole(timeline);
      return stand(timeline.end);
    }
    if (typeof place === 'number') {
      await computedTo(timeline, place);
      return stand(Math.max(0, Math.min(place, timeline.end)));
    }
    if ('timeMs' in place) {
      await computedUntil(timeline, () => timeline.endUs > place.timeMs * 1000);
      return stand(timeline.cursorAtTime(place.timeMs * 1000));
    }
    const beat = () => timeline.marks.find(({ kind, id }) => kind === 'beat' && id === place.beat);
    await computedUntil(timeline, () => beat() !== undefined);
    const found = beat();
    if (found === undefined) throw new Error(`No beat called ${place.beat}.`);
    return stand(found.cursor);
  },
  async step(size = 'meaningful', direction = 1) {
    pause();
    const timeline = open();
    const from = state().cursor;
    await computedUntil(timeline, () => direction < 0 || timeline.seek(from, size, 1) !== from);
    return stand(timeline.seek(from, size, direction));
  },
  act: give,
  get cursor() {
    return state().cursor;
  },
  get timeMs() {
    return open().timeAt(here(undefined)) / 1000;
  },
  async end() {
    await computedWhole(open());
    return open().end;
  },
  frame: (cursor) => open().frameAt(here(cursor)),
  event: (cursor) => open().eventAt(cursor),
  ledger: (cursor) => open().ledgerAt(here(cursor)),
  goals: (cursor) => {
    const { branch } = current();
    return branch === null ? [] : engineNow().goalsAt(branch, here(cursor));
  },
  hash: (cursor) => open().hashAt(here(cursor)),
};

export function offerHighwater(): void {
  window.highwater = highwater;
}
