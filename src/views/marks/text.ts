/** Widths of words without a DOM: an estimate for Pretendard, a little generous, so that layouts are pure and labels never touch. */

const NARROW = /[ijlItf.,:;|!'()[\]·/]/;
const WIDE = /[mwMW@%→]/;

function em(char: string): number {
  if (char === ' ') return 0.26;
  if (char > 'ᄀ') return 0.9;
  if (NARROW.test(char)) return 0.32;
  if (WIDE.test(char)) return 0.88;
  if (char >= '0' && char <= '9') return 0.62;
  return char >= 'A' && char <= 'Z' ? 0.68 : 0.57;
}

/** Width in px of one line of text. */
export function textWidth(text: string, sizePx: number, bold = false): number {
  let width = 0;
  for (const char of text) width += em(char);
  return Math.ceil(width * sizePx * (bold ? 1.06 : 1));
}

/** The longest beginning that fits, with an ellipsis; the whole text if it fits. */
export function fitText(text: string, widthPx: number, sizePx: number, bold = false): string {
  if (textWidth(text, sizePx, bold) <= widthPx) return text;
  const chars = [...text];
  while (chars.length > 1 && textWidth(`${chars.join('')}…`, sizePx, bold) > widthPx) chars.pop();
  return `${chars.join('').trimEnd()}…`;
}
