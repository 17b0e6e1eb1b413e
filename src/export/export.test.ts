import { describe, expect, it } from 'vitest';
import { fileName, slug } from '#export/fileName.ts';
import { type Sheet, sheetSvg, wrapped } from '#export/sheet.ts';
import { element, escapeXml } from '#export/svg.ts';
import { rangeCovers } from '#export/unicodeRange.ts';

describe('Markup', () => {
  it('holds whatever stands in a name, and leaves out what XML cannot hold', () => {
    expect(escapeXml('a<b>&"c"')).toBe('a&lt;b&gt;&amp;&quot;c&quot;');
    expect(escapeXml('\u0000a\u001b\ud800b\t')).toBe('\uFFFDa\uFFFD\uFFFDb\t');
    expect(escapeXml('가😀')).toBe('가😀');
  });

  it('rounds numbers, and leaves out attributes without a value', () => {
    expect(element('rect', { x: 1 / 3, fill: undefined, id: 'a"b' })).toBe('<rect x="0.33" id="a&quot;b"/>');
  });
});

describe('A file name', () => {
  it('says title, view and moment in words that every file system takes', () => {
    expect(fileName(['Acks=1 loses an acknowledged record', 'Log lanes', '8.702 s'], 'svg')).toBe(
      'highwater-acks-1-loses-an-acknowledged-record-log-lanes-8.702-s.svg',
    );
  });

  it('keeps the letters of other scripts', () => {
    expect(slug('하이 워터마크: 무엇을 약속하나?')).toBe('하이-워터마크-무엇을-약속하나');
  });

  it('has no slash, no leading dot, and no word that is cut in two', () => {
    expect(slug('../../etc/passwd')).toBe('etc-passwd');
    expect(slug(`${'word '.repeat(11)}a-long-one-at-the-end`)).toBe(`${'word-'.repeat(11)}a`);
    expect(fileName(['', '???'], 'png')).toBe('highwater.png');
  });
});

describe('A face of a font', () => {
  it('is needed for the characters of its range, in each form that CSS has', () => {
    expect(rangeCovers('U+0-7F, U+AC00-D7A3', '가')).toBe(true);
    expect(rangeCovers('U+AC00-D7A3', 'abc')).toBe(false);
    expect(rangeCovers('U+26', '&')).toBe(true);
    expect(rangeCovers('u+4??', '\u04ff')).toBe(true);
    expect(rangeCovers('U+4??', '\u0500')).toBe(false);
  });

  it('is not needed where its range is no range', () => {
    expect(rangeCovers('', 'a')).toBe(false);
    expect(rangeCovers('none', '\u0000')).toBe(false);
  });
});

const measure = (text: string): number => text.length * 10;

describe('Lines', () => {
  it('break at spaces, and inside what has none', () => {
    expect(wrapped('one two three', 70, measure)).toEqual(['one two', 'three']);
    expect(wrapped('abcdefgh ij', 30, measure)).toEqual(['abc', 'def', 'gh', 'ij']);
    expect(wrapped('', 30, measure)).toEqual([]);
  });
});

describe('A sheet', () => {
  const sheet: Sheet = {
    picture: { width: 600, height: 200, body: '<circle r="3"/>' },
    title: 'Two < three',
    moment: 'Log lanes · step 3 of 9 · 250 ms',
    description: 'One broker.',
    link: `https://example.org/#/s/1z.${'x'.repeat(400)}`,
    lang: 'en',
    faces: '@font-face{font-family:"P";src:url(data:font/woff2;base64,AA==)}',
    font: 'P, sans-serif',
    mono: 'monospace',
    colours: { paper: '#ffffff', ink: '#000000', muted: '#444444', line: '#cccccc' },
    measure: (text, _font, px) => text.length * px * 0.6,
  };

  it('says title, moment, description and link around the picture', () => {
    const svg = sheetSvg(sheet);
    expect(svg).toContain('<title id="highwater-title">Two &lt; three. Log lanes · step 3 of 9 · 250 ms</title>');
    expect(svg).toContain('<desc id="highwater-desc">One broker.</desc>');
    expect(svg).toContain(`href="${sheet.link}"`);
    expect(svg).toContain('<circle r="3"/>');
    expect(svg).toContain('src:url(data:font/woff2;base64,AA==)');
  });

  it('tells a long link in part, ending in an ellipsis', () => {
    const told = [...sheetSvg(sheet).matchAll(/<text[^>]*font-size="12"[^>]*>([^<]*)/gu)].map(([, text]) => text);
    expect(told).toHaveLength(3);
    expect(told[2]).toMatch(/…$/u);
  });

  it('is as wide as the picture with its margins, and never too narrow for its words', () => {
    expect(sheetSvg(sheet)).toContain('width="648"');
    expect(sheetSvg({ ...sheet, picture: { ...sheet.picture, width: 100 } })).toContain('width="480"');
  });
});
