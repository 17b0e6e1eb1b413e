/** A measure of a run as text: time as time, counts as counts. */
import { countText, timeText } from '#app/format.ts';
import type { Locale } from '#app/store.ts';
import type { Measure } from '#session/compare/outcome.ts';

/** `nothing` stands for what could not be measured. */
export function measureText(measure: Measure, value: number | undefined, locale: Locale, nothing: string): string {
  if (value === undefined) return nothing;
  return measure.endsWith('Us') ? timeText(value) : countText(value, locale);
}
