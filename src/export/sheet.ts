/** A picture on its sheet: the title and the moment above, the link below, all of it one SVG that needs nothing else to be seen. */
import { element, escapeXml, round, textElement } from '#export/svg.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Markup, in pixels from its own upper left corner. */
  readonly body: string;
}

export interface Sheet {
  readonly picture: Picture;
  readonly title: string;
  /** View, step and time in one line. */
  readonly moment: string;
  /** The same in sentences, for whoever cannot see it. */
  readonly description: string;
  readonly link: string;
  readonly lang: string;
  /** @font-face rules with their fonts inside. */
  readonly faces: string;
  readonly font: string;
  readonly mono: string;
  readonly colours: { readonly paper: string; readonly ink: string; readonly muted: string; readonly line: string };
  /** How wide a text is in pixels; `weight` as in CSS. */
  readonly measure: (text: string, font: string, px: number, weight: number) => number;
}

const MARGIN = 24;
const NARROWEST = 432;
const STRONG = 620;
/** A link that carries a whole scenario is told in part; the whole of it is what a press on it opens. */
const LINK_LINES = 3;

/** Breaks a text into lines; what has no space to break at is broken where the line ends. */
export function wrapped(text: string, room: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const one of word) {
      if (line !== '' && measure(line + one) > room) {
        lines.push(line);
        line = '';
      }
      line += one;
    }
  }
  return line === '' ? lines : [...lines, line];
}

function cut(lines: readonly string[], most: number): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1].slice(0, -1)}…`];
}

export function sheetSvg(sheet: Sheet): string {
  const { picture, colours, measure, font, mono } = sheet;
  const room = Math.max(NARROWEST, Math.ceil(picture.width));
  const titles = wrapped(sheet.title, room, (text) => measure(text, font, 20, STRONG));
  const moments = wrapped(sheet.moment, room, (text) => measure(text, font, 13, 400));
  const links = cut(
    wrapped(sheet.link, room, (text) => measure(text, mono, 12, 400)),
    LINK_LINES,
  );
  const put = (lines: readonly string[], top: number, step: number, look: Readonly<Record<string, string | number>>): string =>
    lines.map((line, i) => textElement({ x: MARGIN, y: top + i * step, ...look }, line)).join('');
  const momentY = MARGIN + titles.length * 26 + 14;
  const pictureY = momentY + moments.length * 20 + 8;
  const ruleY = pictureY + Math.ceil(picture.height) + 16;
  const width = room + 2 * MARGIN;
  const height = ruleY + links.length * 18 + 24;
  const words = [
    put(titles, MARGIN + 18, 26, { 'font-size': 20, 'font-weight': STRONG, fill: colours.ink }),
    put(moments, momentY, 20, { 'font-size': 13, fill: colours.muted }),
    element('line', { x1: MARGIN, y1: ruleY, x2: width - MARGIN, y2: ruleY, stroke: colours.line }),
    element('a', { href: sheet.link }, put(links, ruleY + 22, 18, { 'font-size': 12, 'font-family': mono, fill: colours.muted })),
  ].join('');
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${round(width)} ${round(height)}`,
      role: 'img',
      'aria-labelledby': 'highwater-title highwater-desc',
      'xml:lang': sheet.lang,
      'font-family': font,
    },
    element('title', { id: 'highwater-title' }, escapeXml(`${sheet.title}. ${sheet.moment}`)),
    element('desc', { id: 'highwater-desc' }, escapeXml(sheet.description)),
    sheet.faces === '' ? '' : element('style', {}, escapeXml(sheet.faces).replaceAll('&quot;', '"')),
    element('rect', { width, height, fill: colours.paper }),
    words,
    element('svg', { x: MARGIN, y: pictureY, width: picture.width, height: picture.height, overflow: 'visible' }, picture.body),
  );
}
