/** What a hand may reach for next is fetched when there is a hand: one thing after the other, while nothing moves and the hand rests. A script that is read in between two keys would keep the second one waiting. */
import { state } from '#app/store.ts';

type Load = () => Promise<unknown>;

const SIGNS = ['pointermove', 'pointerdown', 'keydown'] as const;

/** A hand rests when it has given no sign for so long. */
const REST_MS = 700;

/** Begins at the first sign; what it returns ends it. */
export function fetchAhead(loads: readonly Load[]): () => void {
  const waiting = [...loads];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void next(), REST_MS);
  };
  const next = async () => {
    if (!state().playing)
      await waiting
        .shift()?.()
        .catch(() => undefined);
    if (waiting.length === 0) stop();
    else if (!ended) later();
  };
  const stop = () => {
    ended = true;
    clearTimeout(timer);
    for (const sign of SIGNS) window.removeEventListener(sign, later);
  };
  for (const sign of SIGNS) window.addEventListener(sign, later, { passive: true });
  return stop;
}
