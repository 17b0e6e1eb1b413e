/** The checks of the built files find what they are for. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { between, draw } from '#sim/random.ts';
// @ts-expect-error plain JavaScript, because it runs before anything is compiled
import { FIRST_LOAD_LIMIT_BYTES, firstLoad, inspectBuild, plantedBugs, policyBreaks, staticImports } from './build-check.mjs';

const POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">';
const page = (head: string): string => `<!doctype html><html><head>${POLICY}${head}</head><body></body></html>`;

describe('what a chunk loads before it runs', () => {
  test('are its imports and re-exports, minified or not, but not what it loads later', () => {
    const code =
      'import{a as b}from"./a.js";import"./b.js";import c,{d}from"./c.js";export{e}from"./e.js";\nimport * as f from "./f.js";const g=()=>import("./later.js");';
    expect(staticImports(code)).toEqual(['./a.js', './b.js', './c.js', './e.js', './f.js']);
  });

  test('are never mistaken for text', () => expect(staticImports('const text="import x";export const y="./a.js";')).toEqual([]));
});

describe('the built page', () => {
  let dist = '';
  beforeAll(() => {
    dist = mkdtempSync(join(tmpdir(), 'highwater-build-'));
  });
  afterAll(() => rmSync(dist, { recursive: true }));
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dist, name), text);
  };

  test('is measured by its scripts, what it preloads, and all that they import', () => {
    write({
      'index.html': page('<script type="module" src="./main.js"></script><link rel="modulepreload" crossorigin href="./near.js">'),
      'main.js': 'import"./a.js";import("./lazy.js")',
      'a.js': 'import"./b.js";import"./main.js"',
      'b.js': '',
      'near.js': '',
      'lazy.js': '',
    });
    expect(
      firstLoad(dist)
        .map((path: string) => path.slice(dist.length + 1))
        .sort(),
    ).toEqual(['a.js', 'b.js', 'main.js', 'near.js']);
    expect(inspectBuild(dist, () => {})).toBe(true);
  });

  test('is too heavy when its scripts are', () => {
    const noise = Array.from({ length: FIRST_LOAD_LIMIT_BYTES * 1.4 }, (_, i) => String.fromCharCode(33 + between(draw(1, i), 0, 89)));
    write({ 'a.js': noise.join('') });
    expect(inspectBuild(dist, () => {})).toBe(false);
  });

  test('ships no switch of a planted bug: neither read nor set', () => {
    write({ 'a.js': 'const t=1;', 'b.js': 'const p="M44 is a mutation, and M12.5 a path";' });
    expect(plantedBugs(dist)).toEqual([]);
    write({ 'a.js': 'var p={M01:!1,M44:!1};if(p.M17)x();', 'b.js': '' });
    expect(plantedBugs(dist)).toEqual(['M01', 'M17', 'M44']);
    const said: string[] = [];
    expect(inspectBuild(dist, (line: string) => said.push(line))).toBe(false);
    expect(said).toContain('The scripts can plant bugs: M01, M17, M44.');
  });

  test('that does not exist is not fine', () => expect(inspectBuild(join(dist, 'nowhere'), () => {})).toBe(false));

  test.each([
    ['<script>alert(1)</script>', 'an inline script'],
    ['<style>a{}</style>', 'an inline style element'],
    ['<div style="color:red"></div>', 'a style attribute'],
    ['<img src="./a.png" onerror="x()">', 'an inline event handler'],
    ['<script src="/assets/a.js"></script>', 'an address from the root, which breaks in a subfolder'],
  ])('may not contain %s', (html, what) => expect(policyBreaks(page(html))).toEqual([what]));

  test('must carry its policy', () => expect(policyBreaks('<html></html>')).toEqual(['the page has no content security policy']));
});
