/** Narration: one fact in one sentence. "What changed", announcements, the event table and inspector all say it with the same words. */
import { type FactParams, factKey, factParams } from '#app/i18n/factKey.ts';
import { type FactName, type KafkaFact, SIGNIFICANCE } from '#kafka/facts.ts';
import { weightOf } from '#session/steps.ts';

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

/** Kafka's bookkeeping in its own topics. */
export const inside = (fact: KafkaFact): boolean => 'tp' in fact && fact.tp.startsWith('__');

/** How telling a fact is beside others of the same step: Kafka's own bookkeeping, how it was ordered and who hears of it later come last. */
function weight(fact: KafkaFact): number {
  const news = NEWS.includes(fact.fact) ? (NEWS.length - NEWS.indexOf(fact.fact)) / 10 : 0;
  const later = fact.fact === 'CommandRun' || (fact.fact === 'HighWatermarkAdvanced' && fact.role === 'follower') ? 0.5 : 0;
  return weightOf(fact) + news - later - (inside(fact) ? 0.7 : 0);
}

/** It is what a person waits for: of these as many as can be are told, if need be in fewer words each. */
export const isNews = (fact: KafkaFact): boolean =>
  SIGNIFICANCE[fact.fact] === 3 && !inside(fact) && !(fact.fact === 'LeaderElected' && fact.how === 'created');

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
