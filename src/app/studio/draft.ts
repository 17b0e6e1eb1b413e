/** The text in the studio. Whatever replaces it from outside keeps the one before, so that nobody's writing is lost. */
import { create } from 'zustand';
import { remember, remembered } from '#app/storage.ts';

/** A text that came from outside while the studio may be open; a new object each time. */
export const useGiven = create<{ readonly text: string | null }>(() => ({ text: null }));

export const draft = (): string => remembered<string>('draft', '');
/** The text before the last replacement, or ''. */
export const draftBefore = (): string => remembered<string>('draftBefore', '');

export const keepDraft = (text: string): boolean => remember('draft', text);

/** Puts another text in the draft's place. */
export function replaceDraft(text: string): void {
  const old = draft();
  if (old !== '' && old !== text) remember('draftBefore', old);
  keepDraft(text);
  useGiven.setState({ text });
}
