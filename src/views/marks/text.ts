/** Widths of words without a DOM: Pretendard's advances in hundredths of an em, so that layouts are pure and labels do not touch. */

const ADVANCES: readonly (readonly [string, number])[] = [
  ["'", 20],
  ['ijlI', 24],
  [' .,:;·!|', 27],
  ['ft()[]{}r/', 36],
  ['-–_', 46],
  ['sxzkJ?', 52],
  ['cvyLaeuhnF×', 56],
  ['oEgpqbdZ0123456789', 61],
  ['PRSTX&BKY=~', 64],
  ['AVCD', 70],
  ['GHUNOQ', 74],
  ['wmM', 86],
  ['@W%', 94],
  ['→…', 100],
];

const advances = new Map(ADVANCES.flatMap(([chars, advance]) => [...chars].map((char) => [char, advance] as const)));

/** Hangul is set on a wide and even body; anything unknown is taken to be as wide. */
const HANGUL = 87;

const advanceOf = (char: string): number => advances.get(char) ?? HANGUL;

/** Hundredths of an em as px, whole and never too few. */
const pixels = (advance: number, sizePx: number, bold: boolean): number => Math.ceil((advance * sizePx * (bold ? 1.05 : 1)) / 100);

/** Width in px of one line of text. */
export function textWidth(text: string, sizePx: number, bold = false): number {
  let width = 0;
  for (const char of text) width += advanceOf(char);
  return pixels(width, sizePx, bold);
}

/** The longest beginning that fits, with an ellipsis; the whole text if it fits. */
export function fitText(text: string, widthPx: number, sizePx: number, bold = false): string {
  if (textWidth(text, sizePx, bold) <= widthPx) return text;
  // From the front, and no further than there is room: the names of a hundred nodes are one text.
  let kept = '';
  let width = advanceOf('…');
  for (const char of text) {
    width += advanceOf(char);
    if (kept !== '' && pixels(width, sizePx, bold) > widthPx) break;
    kept += char;
  }
  return `${kept.trimEnd()}…`;
}

/** The first of several ways to say it that fits; the last, cut, if none does. */
export function fitFirst(texts: readonly string[], widthPx: number, sizePx: number, bold = false): string {
  return texts.find((text) => textWidth(text, sizePx, bold) <= widthPx) ?? fitText(texts[texts.length - 1], widthPx, sizePx, bold);
}

/** Keeps the end, where a partition's number stands: `__con…-7`. */
export function fitMiddle(text: string, widthPx: number, sizePx: number, tail: number): string {
  if (textWidth(text, sizePx) <= widthPx) return text;
  const end = text.slice(-tail);
  return `${fitText(text.slice(0, -tail), widthPx - textWidth(end, sizePx), sizePx)}${end}`;
}
