/** Acting on a still moment opens its run first; acting on a run is done at once. */
import { current } from '#app/run/holder.ts';

type Open = () => Promise<void>;

let opening: Open | null = null;

/** Says how the run of the moment on show is opened. */
export const setOpening = (next: Open): void => {
  opening = next;
};

export function live(act: () => void): void {
  if (current().still === null || opening === null) return act();
  // Where the run cannot come (no network), what was written down answers as far as it can.
  void opening().then(act, act);
}
