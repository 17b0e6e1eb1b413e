/** The skeleton of the page; words only after a while, so that a fast start does not flicker. */
import styles from '#app/widgets/Loading.module.css';

export function Loading() {
  return (
    <main className={styles.loading} aria-busy="true" aria-label="Highwater">
      <div className={styles.bar} />
    </main>
  );
}
