/** Narration: one fact in one sentence. "What changed", announcements, the event table and inspector all say it with the same words. */
import type { FactName, KafkaFact } from '#kafka/facts.ts';
import { SIGNIFICANCE } from '#kafka/facts.ts';

/** Translates a key of the `facts` catalogue. */
export type Say = (key: string, params: Readonly<Record<string, string | number>>) => string;

/** The catalogue's parameters: the fact's fields, lists joined, `count` of its records, offsets as a range. */
export function paramsOf(fact: KafkaFact): Record<string, string | number> {
  const params: Record<string, string | number> = {};
  for (const [field, value] of Object.entries(fact)) {
    if (field === 'fact') continue;
    params[field] = spoken(value);
    if (Array.isArray(value) && params.count === undefined) params.count = value.length;
  }
  if ('baseOffset' in fact && 'lastOffset' in fact) params.offsets = range(fact.baseOffset, fact.lastOffset);
  if (fact.fact === 'LogTruncated') params.offsets = range(fact.to, fact.from - 1);
  return params;
}

function spoken(value: unknown): string | number {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.join(', ');
  return String(value);
}

export const range = (from: number, to: number): string => (from >= to ? String(from) : `${from}–${to}`);

export const narrate = (fact: KafkaFact, say: Say): string => say(fact.fact, paramsOf(fact));

/** Facts worth a line, most telling first, each sentence once. */
export function changeLines(facts: readonly KafkaFact[], say: Say, most = 5): string[] {
  const order = [...facts.keys()].sort((a, b) => SIGNIFICANCE[facts[b].fact] - SIGNIFICANCE[facts[a].fact] || a - b);
  const lines: string[] = [];
  for (const at of order) {
    const fact = facts[at];
    if (SIGNIFICANCE[fact.fact] === 0) continue;
    const line = narrate(fact, say);
    if (!lines.includes(line)) lines.push(line);
    if (lines.length === most) break;
  }
  return lines;
}

export const WORDS_MOST = 25;

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

export const isFactName = (name: string): name is FactName => name in SIGNIFICANCE;
