/** The browser's own voices, and why there may be none. Voices that send the text to somebody else are passed over: nothing leaves this page. */
import { useSyncExternalStore } from 'react';
import type { Locale } from '#app/store.ts';

/** No speech at all, or no voice on this device for the language of the page. */
export type Speechless = 'browser' | 'language';

const speech = (): SpeechSynthesis | undefined => window.speechSynthesis;

export function voiceOf(locale: Locale): SpeechSynthesisVoice | undefined {
  const own = (speech()?.getVoices() ?? []).filter(({ localService, lang }) => localService && lang.toLowerCase().startsWith(locale));
  return own.find((voice) => voice.default) ?? own[0];
}

export function speechless(locale: Locale): Speechless | null {
  if (speech() === undefined) return 'browser';
  return voiceOf(locale) === undefined ? 'language' : null;
}

function subscribe(listener: () => void): () => void {
  const voices = speech();
  voices?.addEventListener?.('voiceschanged', listener);
  return () => voices?.removeEventListener?.('voiceschanged', listener);
}

export const useSpeechless = (locale: Locale): Speechless | null => useSyncExternalStore(subscribe, () => speechless(locale));
