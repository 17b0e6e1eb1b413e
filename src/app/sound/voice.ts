/** Reads aloud: the narration where a beat begins, else what is announced. All of it stands on the screen, too. What is newer replaces what was not yet said. */
import { onAnnounced } from '#app/announce.ts';
import { useRouting } from '#app/router.ts';
import { mayBeHeard } from '#app/sound/mute.ts';
import { voiceOf } from '#app/sound/voices.ts';
import { state, useStore } from '#app/store.ts';
import { plainText } from '#app/story/chips.ts';
import { beatAt, questionAt } from '#app/story/now.ts';

const hush = (): void => window.speechSynthesis?.cancel();

export function say(text: string): void {
  const { aloud, locale } = state();
  const voice = voiceOf(locale);
  if (!aloud || !mayBeHeard || document.hidden || text === '' || voice === undefined) return;
  hush();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = voice.lang;
  utterance.voice = voice;
  window.speechSynthesis.speak(utterance);
}

/** The beat at the playhead has been read: whatever else is announced there is read as it is. */
let isRead = false;

/** A verdict or a question is said besides; a step's own words are in the narration. */
function wordsFor(text: string, isNews: boolean): string {
  const { cursor } = state();
  const beat = useRouting.getState().page === 'workbench' ? beatAt(cursor) : null;
  if (isRead || beat?.cursor !== cursor) return text;
  isRead = true;
  const narration = `${beat.title}. ${plainText(beat.text)}`;
  if (isNews) return `${text} ${narration}`;
  return questionAt(cursor) === null ? narration : `${narration} ${text}`;
}

onAnnounced((text, isNews) => say(wordsFor(text, isNews)));
useStore.subscribe((now, before) => {
  if (now.cursor !== before.cursor) isRead = false;
  if ((before.aloud && !now.aloud) || now.locale !== before.locale) hush();
});
useRouting.subscribe((now, before) => (now.page === before.page ? undefined : hush()));
document.addEventListener('visibilitychange', () => (document.hidden ? hush() : undefined));
window.addEventListener('pagehide', hush);
window.addEventListener('keydown', silence, { capture: true });

/** Escape lets go of one thing at a time; a layer and a text field have uses of their own for it. */
function silence(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.isComposing || !window.speechSynthesis?.speaking) return;
  hush();
  if (document.querySelector('[role=dialog],[role=menu]') === null && !document.activeElement?.matches('input,textarea')) event.preventDefault();
}
