/** The polite live region; there from the first paint, so that screen readers watch it. */
import { useUtterance } from '#app/announce.ts';

export function Announcer() {
  const { text, count } = useUtterance();
  return (
    <div role="status" aria-live="polite" aria-atomic="true" className="vh" data-announcer="">
      {text === '' ? null : <span key={count}>{text}</span>}
    </div>
  );
}
