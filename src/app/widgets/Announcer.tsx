/** The polite live region; there from the first paint, so that screen readers watch it. */
import { useUtterance } from '#app/announce.ts';
import styles from '#app/widgets/Announcer.module.css';

export function Announcer() {
  const { text, count } = useUtterance();
  return (
    <div className="vh">
      <div role="status" aria-live="polite" aria-atomic="true" className={styles.line} data-announcer="">
        {text === '' ? null : <span key={count}>{text}</span>}
      </div>
    </div>
  );
}
