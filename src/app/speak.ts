/** Utterances: what is said of a step in so many words. The news comes first, and in fewer words where more of it can be told that way; the rest waits to be asked for. */
import type { Locale, Verbosity } from '#app/store.ts';

export interface Sentence {
  readonly text: string;
  /** The same with fewer words. */
  readonly short?: string;
  /** Said before anything is said at length. */
  readonly isNews?: boolean;
}

/** Words of one utterance at most. A Korean word carries its particle, and so takes longer to say. */
export const WORDS_MOST: Readonly<Record<Locale, number>> = { en: 25, ko: 20 };
/** More than this nobody listens to, whatever was asked. */
const FULL_LINES = 12;
/** The lines under "What changed". */
const ASKED_LINES = 5;

export type Amount = Verbosity | 'asked';

/** Lines that are worth asking for. */
export const LINES_FOR: Readonly<Record<Amount, number>> = { brief: 1, normal: ASKED_LINES, asked: ASKED_LINES, full: FULL_LINES, off: 0 };

/** How much is said of a step: the most telling sentence, what fits in so many words, all that changed, or nothing. */
export function spokenStep(amount: Amount, lead: string, sentences: readonly Sentence[], locale: Locale): string {
  switch (amount) {
    case 'brief':
      return utterance(lead, sentences.slice(0, 1), WORDS_MOST[locale]);
    case 'normal':
      return utterance(lead, sentences, WORDS_MOST[locale]);
    case 'asked':
    case 'full':
      return joined([lead, ...sentences.map(({ text }) => text)]);
    case 'off':
      return '';
  }
}

/** One utterance of at most so many words: `lead`, the news as far as it goes, then whatever fits. */
export function utterance(lead: string, sentences: readonly Sentence[], most: number): string {
  let room = most - wordsIn(lead);
  const told = new Map<number, string>();
  const tell = (at: number, text: string): void => {
    room -= wordsIn(text) - wordsIn(told.get(at) ?? '');
    told.set(at, text);
  };
  for (const [at, { text, short = text, isNews = false }] of sentences.entries()) {
    if (at === 0) tell(at, cutTo(short, room));
    else if (isNews && wordsIn(short) <= room) tell(at, short);
  }
  for (const at of [...told.keys()]) if (wordsIn(sentences[at].text) - wordsIn(told.get(at) ?? '') <= room) tell(at, sentences[at].text);
  for (const [at, { text, short }] of sentences.entries()) {
    if (told.has(at)) continue;
    const fits = [text, short].find((one) => one !== undefined && wordsIn(one) <= room);
    if (fits === undefined) break;
    tell(at, fits);
  }
  return joined([lead, ...[...told].sort(([a], [b]) => a - b).map(([, text]) => text)]);
}

/** Only what was typed or printed is ever so long. */
const cutTo = (text: string, words: number): string => (wordsIn(text) <= words ? text : `${text.split(/\s+/).slice(0, words).join(' ')}…`);

/** A voice pauses where a sentence ends. */
const ended = (text: string): string => (/[.?!…:]$/.test(text) ? text : `${text}.`);

const joined = (parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .map(ended)
    .join(' ');

export const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
