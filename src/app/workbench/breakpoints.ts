/** Three shapes of the workbench, as the style sheets know them. */
import { useSyncExternalStore } from 'react';

export type Shape = 'phone' | 'medium' | 'wide';

/** A phone, upright or on its side. */
const NARROW = '(max-width: 767px), (max-height: 480px)';
const MEDIUM = '(max-width: 1199px)';

export const isNarrow = (): boolean => window.matchMedia(NARROW).matches;

export function shapeNow(): Shape {
  if (isNarrow()) return 'phone';
  return window.matchMedia(MEDIUM).matches ? 'medium' : 'wide';
}

function subscribe(listener: () => void): () => void {
  const lists = [window.matchMedia(NARROW), window.matchMedia(MEDIUM)];
  for (const list of lists) list.addEventListener('change', listener);
  return () => {
    for (const list of lists) list.removeEventListener('change', listener);
  };
}

export const useShape = (): Shape => useSyncExternalStore(subscribe, shapeNow, () => 'wide');
