/** Runs on until a predicate becomes true: the scenario's own expression language, asked at the playhead. A search is looked at in slices, like computing. */
import type { Memory } from '#scenario/expression/evaluate.ts';
import type { Expression } from '#scenario/expression.ts';
import { evidenceAt } from '#session/goals.ts';
import type { Timeline } from '#session/timeline.ts';
import { concerns } from '#session/watch.ts';

export interface Search {
  readonly expression: Expression;
  readonly from: number;
  /** It is true already where the search began: then the next time counts at which it becomes true. */
  readonly already: boolean;
  /** Last cursor that was looked at. */
  at: number;
  holds: boolean;
  memory: Memory | undefined;
}

export function startSearch(timeline: Timeline, expression: Expression, from: number): Search {
  const { value, memory } = expression.evaluate(evidenceAt(timeline, from));
  const holds = value === true && !expression.moves;
  return { expression, from, already: holds, at: from, holds, memory };
}

/** Looks at up to so many more events of what is computed. The cursor at which the predicate has become true; undefined while it has not. */
export function searchOn(timeline: Timeline, search: Search, events: number): number | undefined {
  const { expression } = search;
  const end = Math.min(timeline.end, search.at + events);
  while (search.at < end) {
    const { facts } = timeline.eventAt(search.at);
    search.at++;
    if (!expression.timed && !concerns(expression, facts)) continue;
    const { value, memory } = expression.evaluate(evidenceAt(timeline, search.at), search.memory);
    search.memory = memory;
    const before = search.holds;
    search.holds = value === true && !expression.moves;
    if (value === true && !before) return search.at;
  }
  return undefined;
}
