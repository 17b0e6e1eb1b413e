/** The house check: every rule of the house over every file, and beside each rule a planted violation that proves it can fail. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { outputSafety, purity } from './tidy/bans.ts';
import { catalogs, simplifications, unreached } from './tidy/catalogs.ts';
import { layering } from './tidy/layering.ts';
import { shape } from './tidy/shape.ts';
import { longOnes, sizes } from './tidy/sizes.ts';
import { type SourceFile, sourceFile, type Violation } from './tidy/source.ts';
import { type Language, parity, type Words } from './tidy/words.ts';

const src = fileURLToPath(new URL('.', import.meta.url));
const paths = (readdirSync(src, { recursive: true }) as string[]).map((path) => path.replaceAll('\\', '/')).sort();
const read = (path: string): string => readFileSync(join(src, path), 'utf8');
const files: readonly SourceFile[] = paths
  .filter((path) => /\.(?:tsx?|mjs)$/.test(path) && !path.endsWith('.d.ts'))
  .map((path) => sourceFile(path, read(path)));
const documents = Object.fromEntries(paths.filter((path) => path.endsWith('README.md')).map((path) => [path, read(path)]));

const told = (violations: readonly Violation[]): string[] => violations.map(({ path, line, what }) => `src/${path}:${line} ${what}`);

const HEADER = '/** A file that was planted to be found. */\n';
type Rule = (files: readonly SourceFile[]) => Violation[];
const planted = (rule: Rule, texts: Readonly<Record<string, string>>): string[] =>
  rule(Object.entries(texts).map(([path, text]) => sourceFile(path, HEADER + text))).map(({ what }) => what);

/** One planted file, and what must be said of it; an empty string: nothing. */
function finds(rule: Rule, path: string, text: string, what: string): void {
  const found = planted(rule, { [path]: text });
  if (what === '') expect(found).toEqual([]);
  else expect(found).toEqual([expect.stringContaining(what)]);
}

describe('the house', () => {
  const rules: Readonly<Record<string, () => Violation[]>> = {
    'keeps to the dependency rule': () => layering(files),
    'is pure where it says so': () => purity(files),
    'never runs or renders text from a link': () => outputSafety(files),
    'has no file and no function that is too long': () => sizes(files),
    'begins every file with what it is, and names it well': () => shape(files),
    'lists everything in its catalogues': () => catalogs(files),
    'has nothing that nobody reaches': () => unreached(files),
    'says what is simplified in every subsystem': () => simplifications(files, documents),
  };

  test.each(Object.entries(rules))('%s', (_, rule) => {
    expect(told(rule())).toEqual([]);
  });

  test('says the same in both languages', () => {
    const modules = import.meta.glob<{ default: Words }>('./app/i18n/{en,ko}/*.ts', { eager: true });
    const language = (code: string): Language =>
      Object.fromEntries(
        Object.entries(modules).flatMap(([path, words]) => (path.includes(`/${code}/`) ? [[path.replace(/^.*\/|\.ts$/g, ''), words.default]] : [])),
      );
    expect(Object.keys(modules).length).toBeGreaterThan(0);
    expect(told(parity(language('en'), language('ko')))).toEqual([]);
  });

  test('is looked at as a whole', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(new Set(files.map(({ path }) => path.split('/')[0]))).toContain('kafka');
    console.info(longOnes(files));
  });
});

describe('the dependency rule finds', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['sim/a.ts', "import { x } from '#kafka/facts.ts';", 'sim may not import kafka'],
    ['kafka/log/a.ts', "import type { X } from '#session/session.ts';", 'kafka may not import session'],
    ['shell/a.ts', "export { x } from '#scenario/input.ts';", 'shell may not import scenario'],
    ['faults/a.ts', "const x = await import('#app/store.ts');", 'faults may not import app'],
    ['views/a.tsx', "import { x } from '#kafka/cluster.ts';", 'views may not import kafka (kafka/cluster.ts)'],
    ['views/a.tsx', "import type { Frame } from '#kafka/frame.ts';", ''],
    ['views/a.ts', "const all = import.meta.glob('../app/*.tsx');", 'views may not import app'],
    ['app/run/a.ts', "const all = import.meta.glob(['../../lessons/*/en.md']);", ''],
    ['views/a.test.ts', "import words from '#app/i18n/en/views.ts';", ''],
    ['sim/a.test.ts', "import words from '#app/i18n/en/views.ts';", 'sim may not import app'],
    ['kafka/log/a.ts', "import { x } from '../../sim/world.ts';", 'leaves its room'],
    ['app/a.ts', 'const name = location.hash; const x = import(name);', 'computed'],
    ['cellar/a.ts', 'export const x = 1;', 'cellar is not a room'],
    ['session/a.ts', "import { z } from 'zod';", 'session may not import the package zod'],
    ['views/a.ts', "import { scaleLinear } from 'd3-scale';", 'may not import the package d3-scale'],
    ['headless/a.ts', "import { readFileSync } from 'node:fs';", ''],
    ['kafka/log/a.ts', "import { setup } from 'xstate';", ''],
    ['faults/a.ts', "import { setup } from 'xstate';", 'XState is used through'],
    ['sim/step.ts', "import { createActor } from 'xstate';", 'XState is used through'],
    ['sim/a.test.ts', "import { transition } from 'xstate'; import { test } from 'vitest';", ''],
    ['sim/a.ts', "import fc from 'fast-check';", 'sim may not import the package fast-check'],
    ['kafka/log/a.ts', "import { x } from '#kafka/broker/node.ts';", "stands above log in Kafka's order"],
    ['kafka/broker/a.ts', "import { x } from '#kafka/log/log.ts';", ''],
    ['kafka/broker/a.ts', "import { x } from '#kafka/cluster.ts';", "stands above broker in Kafka's order"],
    ['kafka/facts.ts', "import { x } from '#kafka/log/log.ts';", "stands above facts.ts in Kafka's order"],
    ['kafka/cellar/a.ts', "import { x } from '#kafka/log/log.ts';", "not in Kafka's order of layers.ts"],
    ['kafka/cellar.ts', "import { x } from '#kafka/log/log.ts';", 'not in the lists of layers.ts'],
  ];
  test.each(cases)('%s: %s', (path, text, what) => finds(layering, path, text, what));
});

describe('the ban on impurity finds', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['const x = Math.random();', 'Math.random: chance'],
    ['const x = Math.exp(1);', 'Math.exp: differs'],
    ['const { log } = Math;', 'Math as a value'],
    ["const x = Math['random']();", 'Math as a value'],
    ['const x = Math.floor(1.5) + Math.imul(2, 3);', ''],
    ['const x = 3 ** 0.5;', '**'],
    ['const x = 2 ** 10;', ''],
    ['let x = 2; x **= 3;', '**'],
    ['const x = new Date();', 'Date'],
    ['const x = performance.now();', 'performance'],
    ["const x = ['a'].sort((a, b) => a.localeCompare(b));", 'localeCompare'],
    ['const x = (1).toLocaleString();', 'toLocaleString'],
    ['const x = new Intl.NumberFormat();', 'Intl'],
    ['setTimeout(() => {}, 5);', 'setTimeout'],
    ['export async function f() {}', 'async'],
    ['const f = async () => {};', 'async'],
    ['const x = Promise.resolve(1);', 'Promise'],
    ['for (const key in {}) x(key);', 'for…in'],
    ['console.log(1);', 'console'],
    ['const now = globalThis;', 'globalThis'],
    ['const x = { Date };', 'Date'],
    ['const x = { Date: 1, console: 2 }; const y = x.Date + x.console;', ''],
    ['export const f = (process: { name: string }) => process.name;', ''],
    ['export const f = () => process.cwd();', 'process'],
    ['const text = "Math.random() and Date"; // new Date()', ''],
  ];
  test.each(cases)('%s', (text, what) => finds(purity, 'sim/a.ts', text, what));

  test('nothing in tests and in rooms that may', () => {
    for (const path of ['sim/a.test.ts', 'app/a.ts', 'headless/a.ts']) finds(purity, path, 'const x = Date.now() + Math.random();', '');
  });
});

describe('the ban on markup and programs made of text finds', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['export const A = (p: { t: string }) => <p dangerouslySetInnerHTML={{ __html: p.t }} />;', 'dangerouslySetInnerHTML'],
    ['export const A = (p: { t: string }) => <iframe title="x" srcDoc={p.t} />;', 'srcDoc'],
    ['export const f = (e: Element, t: string) => { e.innerHTML = t; };', 'innerHTML'],
    ['export const f = (e: Element, t: string) => e.insertAdjacentHTML("beforeend", t);', 'insertAdjacentHTML'],
    ['export const p = { dangerouslySetInnerHTML: { __html: "" } };', 'dangerouslySetInnerHTML'],
    ['export const f = (t: string) => document.write(t);', 'document.write'],
    ['export const f = (t: string) => eval(t);', 'eval'],
    ['export const f = (t: string) => new Function(t);', 'Function'],
    ['export const f = () => setTimeout("alert(1)", 5);', 'setTimeout with text'],
    ['export const f = (t: string) => new RegExp(t);', 'regular expression'],
    ['export const f = () => new RegExp("^a+$");', ''],
    ['export const A = (p: { t: string }) => <p title="innerHTML">{p.t}</p>;', ''],
  ];
  test.each(cases)('%s', (text, what) => finds(outputSafety, 'app/A.tsx', text, what));
});

describe('the limits on length find', () => {
  const lines = (count: number): string => 'export const x = 1;\n'.repeat(count);
  const body = (count: number): string => `export function long() {\n${'  x();\n'.repeat(count)}}\n`;
  const judge: Rule = (some) => sizes(some, {});

  test('a file of more than 400 lines, and none of 400', () => {
    finds(judge, 'sim/a.ts', lines(400), 'has 401 lines');
    finds(judge, 'sim/a.ts', lines(399), '');
  });

  test('a function of more than 70 lines, also as an arrow or a method, and none of 70', () => {
    finds(judge, 'sim/a.ts', body(69), 'sim/a.ts:long has 71 lines');
    finds(judge, 'sim/a.ts', `export const long = () => {\n${'  x();\n'.repeat(70)}};`, 'sim/a.ts:long has 72 lines');
    finds(judge, 'sim/a.ts', `export const o = { long() {\n${'  x();\n'.repeat(70)}} };`, 'sim/a.ts:long has 72 lines');
    finds(judge, 'sim/a.ts', body(68), '');
    finds(judge, 'sim/a.test.ts', body(100), '');
  });

  test('what has a reason is let through, until the reason is gone', () => {
    finds((some) => sizes(some, { 'sim/a.ts:long': 'a table' }), 'sim/a.ts', body(100), '');
    finds((some) => sizes(some, { 'sim/a.ts:long': 'a table' }), 'sim/a.ts', body(10), 'needs no exception any more');
  });

  test('what is worth a look', () => {
    expect(longOnes([sourceFile('sim/a.ts', HEADER + body(50) + lines(200))])).toContain(
      '1 files above 200 lines, 1 functions above 40 (longest: sim/a.ts:long 52)',
    );
  });
});

describe('the rules of shape find', () => {
  const bare = (text: string): string[] => shape([sourceFile('sim/a.ts', text)]).map(({ what }) => what);

  test('a file that does not say what it is', () => {
    expect(bare('export const x = 1;')).toEqual([expect.stringContaining('without a comment')]);
    expect(bare('export const x = 1;\n/** Far too late to say what this is about. */')).toEqual([expect.stringContaining('without a comment')]);
    expect(bare('// a\nexport const x = 1;')).toEqual([expect.stringContaining('hardly anything')]);
    expect(bare(`${HEADER}export const x = 1;`)).toEqual([]);
  });

  test('barrels, but for catalogues', () => {
    finds(shape, 'sim/a.ts', "export { x } from './b.ts';\nexport type { Y } from './c.ts';", 'only passes on');
    finds(shape, 'sim/a.ts', "export * from './b.ts';\nexport const y = 1;", 'export *');
    finds(shape, 'faults/catalog.ts', "export { x } from './b.ts';", '');
    finds(shape, 'sim/a.ts', "export { x } from './b.ts';\nexport const y = 1;", '');
  });

  test('no barrel in a list that only ever loads later: it is a chunk', () => {
    const engine = {
      'app/run/engine.ts': "export { x } from '#sim/world.ts';",
      'app/run/load.ts': "type E = typeof import('#app/run/engine.ts');\nexport const load = () => import('#app/run/engine.ts');",
    };
    expect(planted(shape, engine)).toEqual([]);
    expect(planted(shape, { ...engine, 'app/a.ts': "import { x } from '#app/run/engine.ts';\nx();" })).toEqual([expect.stringContaining('only passes on')]);
  });

  test.each(['sim/utils.ts', 'kafka/common/a.ts', 'app/helpers/a.ts', 'views/types.ts', 'app/index.ts', 'shell/helper.ts'])('the empty name %s', (path) =>
    finds(shape, path, 'export const x = 1;', 'a name that says nothing'),
  );

  test('no fault in names that only contain such words', () => finds(shape, 'kafka/log/indexing.ts', 'export const x = 1;', ''));
});

describe('the rules of completeness find', () => {
  test('an entry that its catalogue does not reach', () => {
    const faults = {
      'faults/catalog.ts': "import { a } from './a.ts';\nexport const all = [a];",
      'faults/a.ts': "import { c } from './c.ts';\nexport const a = c;",
      'faults/c.ts': 'export const c = 1;',
    };
    expect(planted(catalogs, faults)).toEqual([]);
    expect(planted(catalogs, { ...faults, 'faults/forgotten.ts': 'export const b = 1;' })).toEqual(['is not reached from faults/catalog.ts']);
    expect(planted(catalogs, { ...faults, 'faults/a.test.ts': 'export const b = 1;' })).toEqual([]);
  });

  test("invariants that are not in Kafka's catalogue", () => {
    const catalog = "import { x } from './log/invariants.ts';\nexport const all = [x];";
    expect(
      planted(catalogs, { 'kafka/catalog.ts': catalog, 'kafka/log/invariants.ts': 'export const x = 1;', 'kafka/log/log.ts': 'export const y = 1;' }),
    ).toEqual([]);
    expect(planted(catalogs, { 'kafka/catalog.ts': catalog, 'kafka/a/b/invariants.ts': 'export const x = 1;' })).toEqual([
      'is not reached from kafka/catalog.ts',
    ]);
  });

  test('a view that is not listed, but not the parts that a view is made of', () => {
    const views = { 'views/catalog.ts': "import { A } from './a/View.tsx';\nexport const all = [A];", 'views/a/View.tsx': 'export const A = 1;' };
    expect(planted(catalogs, { ...views, 'views/a/Row.tsx': 'export const R = 1;', 'views/marks/text.ts': 'export const t = 1;' })).toEqual([]);
    expect(planted(catalogs, { ...views, 'views/b/View.tsx': 'export const B = 1;' })).toEqual(['is not reached from views/catalog.ts']);
  });

  test('a catalogue of which nobody said what it lists', () => {
    expect(planted(catalogs, { 'session/catalog.ts': 'export const all = [];' })).toEqual(['layers.ts does not say what it lists']);
  });

  test('a file that nothing reaches', () => {
    const used = { 'app/main.tsx': "import { a } from '#sim/a.ts';\na();", 'sim/a.ts': 'export const a = () => {};' };
    expect(planted(unreached, used)).toEqual([]);
    expect(planted(unreached, { ...used, 'sim/b.ts': "import { a } from './a.ts';\nexport const b = a;" })).toEqual(['no page, command or test reaches it']);
  });

  test('a subsystem that does not say what it simplifies', () => {
    const log = [sourceFile('kafka/log/log.ts', HEADER)];
    expect(simplifications(log, { 'kafka/log/README.md': '# Log\n\n## What is simplified\n\n- nothing\n' })).toEqual([]);
    expect(simplifications(log, { 'kafka/log/README.md': '# Log\n' })).toHaveLength(1);
    expect(simplifications(log, {})).toHaveLength(1);
  });
});

describe('the comparison of languages finds', () => {
  const both = (en: Words, ko: Words): string[] => parity({ app: en }, { app: ko }).map(({ path, what }) => `${path} ${what}`);

  test('missing keys and files, on either side', () => {
    expect(both({ a: { b: 'x', c: 'y' } }, { a: { b: 'x' } })).toEqual(['app/i18n/ko/app.ts a.c is missing']);
    expect(both({ a: 'x' }, { a: 'x', d: 'y' })).toEqual(['app/i18n/en/app.ts d is missing']);
    expect(parity({ app: {} }, { app: {}, views: {} })).toEqual([{ path: 'app/i18n/en/views.ts', line: 1, what: 'is missing' }]);
  });

  test('parameters that differ, wherever they stand and however often', () => {
    expect(both({ a: '{{broker}} leads {{tp}}' }, { a: '{{tp}}의 리더는 {{broker}}' })).toEqual([]);
    expect(both({ a: '{{broker}} leads {{tp}}' }, { a: '{{broker}}(이)가 리더' })).toEqual([
      'app/i18n/ko/app.ts a has the parameters broker; in English broker, tp',
    ]);
  });

  test('no fault in plural forms, which Korean does not have', () => {
    expect(both({ lag_one: 'one record', lag_other: '{{count}} records' }, { lag_other: '레코드 {{count}}개' })).toEqual([]);
  });
});
