/** A table wider than the screen scrolls in a room of its own, which keys can reach. */
import type { ReactNode } from 'react';
import styles from '#app/topics/Topics.module.css';

export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <section className={styles.scroll} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
