/** Reads a picture's markup back, for tests: its texts as boxes, its facts as a set. */
import { textWidth } from '../marks/text.ts';

export interface TextBox {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const number = (attributes: string, name: string): number => Number(new RegExp(`\\b${name}="([^"]+)"`).exec(attributes)?.[1] ?? '0');

const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#x27;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** Classes that the style sheets centre. */
const CENTRED = /letter|offset|chipText|chipSub|acked|kept|wet|memberNumber|heading|tick|cursorText/;

/** Boxes of all texts: from cap height to baseline, because lines may stand close. */
export function textBoxes(markup: string): TextBox[] {
  const boxes: TextBox[] = [];
  for (const [, attributes, inner] of markup.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)) {
    const text = plain(inner);
    const size = number(attributes, 'font-size');
    const width = textWidth(text, size);
    const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? (CENTRED.test(attributes) ? 'middle' : 'start');
    const x = number(attributes, 'x') - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
    boxes.push({ text, x, y: number(attributes, 'y') - size * 0.72, width, height: size * 0.72 });
  }
  return boxes;
}

export function overlaps(a: Omit<TextBox, 'text'>, b: Omit<TextBox, 'text'>, air = 0): boolean {
  return a.x < b.x + b.width - air && b.x < a.x + a.width - air && a.y < b.y + b.height - air && b.y < a.y + a.height - air;
}

export const factsIn = (markup: string): string[] => [...new Set([...markup.matchAll(/data-fact="([^"]*)"/g)].map(([, fact]) => plain(fact)))].sort();
