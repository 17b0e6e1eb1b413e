/** Whether anything may move: the person's setting, the system's, and `test=1` in the link. */
import { useSyncExternalStore } from 'react';
import { query } from '#app/query.ts';
import { state, useStore } from '#app/store.ts';

const media = () => window.matchMedia('(prefers-reduced-motion: reduce)');

export function motionIsReduced(): boolean {
  const { motion } = state();
  if (query.test || motion === 'reduced') return true;
  return motion === 'auto' && media().matches;
}

function subscribe(listener: () => void): () => void {
  const list = media();
  list.addEventListener('change', listener);
  const stop = useStore.subscribe(listener);
  return () => {
    list.removeEventListener('change', listener);
    stop();
  };
}

export const useReducedMotion = (): boolean => useSyncExternalStore(subscribe, motionIsReduced, () => true);
