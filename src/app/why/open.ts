/** Opens the explanation of a fact or of a question: it stands in the inspector, wherever it was asked. */
import { current } from '#app/run/holder.ts';
import { patch, state, togglePane, type Why } from '#app/store.ts';
import { isNarrow } from '#app/workbench/breakpoints.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Question } from '#session/asking.ts';
import { memoryOf } from '#session/memory.ts';

function show(why: Why): void {
  patch({ why });
  if (isNarrow()) patch({ panel: 'inspect' });
  else if (!state().inspector) togglePane('inspector', true);
  requestAnimationFrame(() => document.getElementById('why')?.focus());
}

/** A fact that was just told: the latest of its words at or before the playhead. */
export function askWhy(fact: KafkaFact): void {
  const { timeline, branch } = current();
  if (timeline === null || branch === null) return;
  const words = JSON.stringify(fact);
  const { cursor } = state();
  const place = memoryOf(timeline).all.findLastIndex((told) => told.cursor <= cursor && told.fact.fact === fact.fact && JSON.stringify(told.fact) === words);
  if (place >= 0) show({ branch: branch.id, kind: 'fact', facts: [place], count: 0 });
}

export function askQuestion({ kind, asked, count }: Question): void {
  const { timeline, branch } = current();
  if (timeline === null || branch === null) return;
  const { all } = memoryOf(timeline);
  show({ branch: branch.id, kind, facts: asked.map((told) => all.indexOf(told)), count });
}

export const closeWhy = (): void => patch({ why: null });
