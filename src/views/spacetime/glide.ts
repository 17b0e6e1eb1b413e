/** When rows fold or unfold, each lifeline glides from where it was, out of its fold or into it; what lies between them fades in. */
import { type CSSProperties, useState } from 'react';
import type { SpaceTimeLayout } from './layout.ts';
import type { LifeClass } from './model.ts';
import css from './spacetime.module.css';

type Places = Pick<SpaceTimeLayout, 'rows' | 'folds'>;

interface Moved {
  readonly now: Places;
  readonly before: Places | null;
  readonly times: number;
}

interface Gliding {
  readonly className?: string;
  readonly style?: CSSProperties;
}

export interface Glide {
  readonly ofNode: (node: string) => Gliding;
  readonly ofFold: (of: LifeClass) => Gliding;
  /** Another one after each move. */
  readonly key: number;
  readonly marks: string | undefined;
}

const same = <K>(a: ReadonlyMap<K, number>, b: ReadonlyMap<K, number>): boolean => a.size === b.size && [...a].every(([key, y]) => b.get(key) === y);

export function useGlide({ rows, folds }: Places, still: boolean): Glide {
  const [moved, setMoved] = useState<Moved>({ now: { rows, folds }, before: null, times: 0 });
  const isMoved = !(same(moved.now.rows, rows) && same(moved.now.folds, folds));
  const next = isMoved ? { now: { rows, folds }, before: moved.now, times: moved.times + 1 } : moved;
  if (isMoved) setMoved(next);
  const before = still ? null : next.before;
  const by = (from: number | undefined, to: number | undefined): Gliding =>
    from === undefined || to === undefined || from === to ? {} : { className: css.glides, style: { '--from': `${from - to}px` } as CSSProperties };
  return {
    ofNode: (node) => by(before?.rows.get(node), rows.get(node)),
    ofFold: (of) => by(before?.folds.get(of), folds.get(of)),
    key: next.times,
    marks: before === null ? undefined : css.appears,
  };
}
