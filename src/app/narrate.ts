/** Narration: one fact in one sentence. "What changed", announcements, the event table and inspector all say it with the same words. */
import { type FactParams, factKey, factParams } from '#app/i18n/factKey.ts';
import { type FactName, type KafkaFact, SIGNIFICANCE } from '#kafka/facts.ts';

/** Translates a key of the `facts` catalogue. */
export type Say = (key: string, params: FactParams) => string;

export const narrate = (fact: KafkaFact, say: Say): string => say(factKey(fact), factParams(fact));

/** A line of "what changed", with the fact it tells. */
export interface Line {
  readonly fact: KafkaFact;
  readonly text: string;
}

/** Of landmarks that come together the first in this list is the news; the others are how it came about. */
const NEWS: readonly FactName[] = ['LeaderElected', 'LogTruncated', 'BelowMinIsr', 'ControllerElected'];

const weight = ({ fact }: KafkaFact): number => SIGNIFICANCE[fact] + (NEWS.includes(fact) ? (NEWS.length - NEWS.indexOf(fact)) / 10 : 0);

/** Facts worth a line, most telling first, each sentence once. */
export function changeLines(facts: readonly KafkaFact[], say: Say, most = 5): Line[] {
  const order = [...facts.keys()].sort((a, b) => weight(facts[b]) - weight(facts[a]) || a - b);
  const lines: Line[] = [];
  for (const at of order) {
    const fact = facts[at];
    if (SIGNIFICANCE[fact.fact] === 0) continue;
    const text = narrate(fact, say);
    if (!lines.some((line) => line.text === text)) lines.push({ fact, text });
    if (lines.length === most) break;
  }
  return lines;
}

export const WORDS_MOST = 25;
/** More than this nobody listens to, whatever was asked. */
const FULL_LINES = 12;

/** How much is said of a step: the most telling line, what fits in 25 words, all that changed, or nothing. */
export function spokenStep(verbosity: 'brief' | 'normal' | 'full' | 'off', lead: string, lines: readonly string[]): string {
  switch (verbosity) {
    case 'brief':
      return utterance(lead, lines.slice(0, 1));
    case 'normal':
      return utterance(lead, lines);
    case 'full':
      return [lead, ...lines.slice(0, FULL_LINES)].filter((part) => part !== '').join(' ');
    case 'off':
      return '';
  }
}

/** Lines that are worth asking for. */
export const LINES_FOR: Readonly<Record<'brief' | 'normal' | 'full' | 'off', number>> = { brief: 1, normal: 3, full: FULL_LINES, off: 0 };

/** One utterance of at most 25 words: `lead`, then as many lines as fit; the first line is always said. */
export function utterance(lead: string, lines: readonly string[]): string {
  const said = [lead];
  let words = wordsIn(lead);
  for (const line of lines) {
    words += wordsIn(line);
    if (words > WORDS_MOST && said.length > 1) break;
    said.push(line);
  }
  return said.filter((part) => part !== '').join(' ');
}

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
