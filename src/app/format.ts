/** Numbers as people read them: virtual time in ms and s, counts with the locale's separators. */
import type { Locale } from '#app/store.ts';

/** `0.4 ms`, `250 ms`, `8.702 s`: the same in every language. */
export function timeText(us: number): string {
  if (us < 1_000_000) {
    const ms = us / 1000;
    return `${Number.isInteger(ms) || ms >= 100 ? Math.floor(ms) : ms.toFixed(1)} ms`;
  }
  return `${(us / 1_000_000).toFixed(3)} s`;
}

/** Short, for a bead on the ruler: `⋯ 8.7 s`. */
export const gapText = (us: number): string => (us < 1_000_000 ? `${Math.round(us / 1000)} ms` : `${(us / 1_000_000).toFixed(1)} s`);

const formats: Partial<Record<Locale, Intl.NumberFormat>> = {};

export function countText(count: number, locale: Locale): string {
  formats[locale] ??= new Intl.NumberFormat(locale);
  return formats[locale].format(count);
}
