import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keySet } from '#app/theme/dress.ts';

const css = readFileSync('src/app/theme/tokens.css', 'utf8');
const fills = (block: string): string[] => [...block.matchAll(/--k\d: (#[0-9a-f]{6})/g)].map(([, hex]) => hex);
const six = fills(css.slice(0, css.indexOf('data-keys="8"')));
const eight = fills(css.slice(css.indexOf('data-keys="8"'), css.indexOf('data-keys="many"')));

type Triple = readonly [number, number, number];
const linear = (hex: string): Triple =>
  [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as unknown as Triple;
const times = (m: readonly Triple[], [x, y, z]: Triple): Triple => m.map(([a, b, c]) => Math.min(1, Math.max(0, a * x + b * y + c * z))) as unknown as Triple;

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear light. */
const EYES: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function lab([r, g, b]: Triple): Triple {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const degrees = (b: number, a: number): number => ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
const cos = (angle: number): number => Math.cos((angle * Math.PI) / 180);

/** CIEDE2000 (Sharma, Wu and Dalal 2005). */
function difference([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)));
  const [c1, c2] = [Math.hypot(a1 * (1 + g), b1), Math.hypot(a2 * (1 + g), b2)];
  const [h1, h2] = [degrees(b1, a1 * (1 + g)), degrees(b2, a2 * (1 + g))];
  const turn = h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 < -180 ? h2 - h1 + 360 : h2 - h1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((turn * Math.PI) / 360);
  const l = (l1 + l2) / 2;
  const c = (c1 + c2) / 2;
  const h = (Math.abs(h1 - h2) > 180 ? h1 + h2 + 360 : h1 + h2) / 2;
  const t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
  const [sl, sc, sh] = [1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2), 1 + 0.045 * c, 1 + 0.015 * c * t];
  const rt = -2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)) * Math.sin((60 * Math.exp(-(((h - 275) / 25) ** 2)) * Math.PI) / 180);
  const [dl, dc, dh] = [(l2 - l1) / sl, (c2 - c1) / sc, dH / sh];
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rt * dc * dh);
}

const nearest = (colours: readonly string[], eye: readonly Triple[]): number =>
  Math.min(...colours.flatMap((a, i) => colours.slice(i + 1).map((b) => difference(lab(times(eye, linear(a))), lab(times(eye, linear(b)))))));

describe.each(Object.entries(EYES))('The fills of keys, to a %s eye', (_name, eye) => {
  it('are six that differ by 19 or more', () => {
    expect(six).toHaveLength(6);
    expect(nearest(six, eye)).toBeGreaterThan(19);
  });

  it('are eight that differ by 14 or more', () => {
    expect(eight).toHaveLength(8);
    expect(nearest(eight, eye)).toBeGreaterThan(14);
  });
});

describe('The set of fills', () => {
  it('grows with the keys, and gives up colour beyond eight', () => {
    expect([1, 6, 7, 8, 9].map(keySet)).toEqual([null, null, '8', '8', 'many']);
  });

  it('tells apart what it should, and does not tell apart what is the same', () => {
    expect(difference(lab(linear('#f9ed52')), lab(linear('#f9ed52')))).toBe(0);
    expect(nearest(['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b'], EYES.deutan)).toBeLessThan(14);
  });
});

const block = (from: string): Readonly<Record<string, string>> => {
  const start = css.indexOf(from);
  return Object.fromEntries([...css.slice(start, css.indexOf('}', start)).matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]));
};
const luminance = (hex: string): number => linear(hex).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = (a: string, b: string): number => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);

describe('On a projector', () => {
  const colours = { ...block(':root {'), ...block(':root[data-theme="projector"]') };

  it('words stand out by 7 or more, lines by 4.5, hairlines by 3', () => {
    for (const paper of [colours.bg, colours.surface]) {
      for (const text of ['ink', 'muted']) expect(contrast(colours[text], paper)).toBeGreaterThan(7);
      for (const mark of ['line', 'leader', 'warn', 'err', 'txn', 'off', 'focus']) expect(contrast(colours[mark], paper)).toBeGreaterThan(4.5);
      expect(contrast(colours.hair, paper)).toBeGreaterThan(3);
    }
    for (const fill of six) expect(contrast(colours['chip-ink'], fill)).toBeGreaterThan(4.5);
  });

  it.each(Object.entries(EYES))('hues of states differ by 17 or more to a %s eye', (_name, eye) => {
    expect(nearest([colours.leader, colours.warn, colours.err, colours.txn, colours.off], eye)).toBeGreaterThan(17);
  });
});
