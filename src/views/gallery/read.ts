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

const TAGS = /<g\b([^>]*)>|<\/g>|<text([^>]*)>([^<]*)<\/text>/g;
const MOVE = /transform="translate\(([-\d.]+) ([-\d.]+)\)"/;

/** Boxes of all texts: from cap height to baseline, because lines may stand close. Groups may have been moved. */
export function textBoxes(markup: string): TextBox[] {
  const boxes: TextBox[] = [];
  const origins = [{ x: 0, y: 0 }];
  for (const [tag, group, attributes, inner] of markup.matchAll(TAGS)) {
    const here = origins[origins.length - 1];
    if (tag === '</g>') origins.pop();
    else if (attributes === undefined) {
      const [, x, y] = MOVE.exec(group) ?? ['', '0', '0'];
      if (!group.endsWith('/')) origins.push({ x: here.x + Number(x), y: here.y + Number(y) });
    } else boxes.push(boxOf(attributes, plain(inner), here));
  }
  return boxes;
}

function boxOf(attributes: string, text: string, origin: { readonly x: number; readonly y: number }): TextBox {
  const size = number(attributes, 'font-size');
  const width = textWidth(text, size);
  const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? (CENTRED.test(attributes) ? 'middle' : 'start');
  const x = number(attributes, 'x') - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
  return { text, x: origin.x + x, y: origin.y + number(attributes, 'y') - size * 0.72, width, height: size * 0.72 };
}

export function overlaps(a: Omit<TextBox, 'text'>, b: Omit<TextBox, 'text'>, air = 0): boolean {
  return a.x < b.x + b.width - air && b.x < a.x + a.width - air && a.y < b.y + b.height - air && b.y < a.y + a.height - air;
}

export const factsIn = (markup: string): string[] => [...new Set([...markup.matchAll(/data-fact="([^"]*)"/g)].map(([, fact]) => plain(fact)))].sort();
