/** The letter of a future: A stands hollow, B filled, wherever they are named. */
import styles from '#app/compare/Letter.module.css';
import type { Side } from '#session/compare/differences.ts';

export function Letter({ side }: { readonly side: Side }) {
  return (
    <span className={styles.letter} data-side={side}>
      {side.toUpperCase()}
    </span>
  );
}
