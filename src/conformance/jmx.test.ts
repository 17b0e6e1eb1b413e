import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ScenarioDocument } from '#scenario/document.ts';
import { readYaml } from '#scenario/yaml.ts';
import type { Under } from './admin/dialect.ts';
import { documentFor, JMX_RELEASES, type JmxMoment } from './jmx.ts';
import { CHANCES, type Chance } from './jmx-chances.ts';
import { simulateJmx } from './replay-jmx.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');

function scenario(): ScenarioDocument {
  const source = readYaml(readFileSync(join(FIXTURES, 'jmx.yaml'), 'utf8'));
  if (!source.ok) throw new Error(source.error[0].message);
  return source.value.document;
}

/** Lines of `names.txt` as patterns: `mbean: attribute attribute …`, with … for what varies. */
function namesIn(folder: string): readonly (readonly [RegExp, readonly string[]])[] {
  const lines = readFileSync(join(FIXTURES, folder, 'jmx', 'names.txt'), 'utf8').split('\n');
  return lines
    .filter((line) => line.includes(': '))
    .map((line) => {
      const [mbean, attributes] = [line.slice(0, line.lastIndexOf(': ')), line.slice(line.lastIndexOf(': ') + 2)];
      return [new RegExp(`^${mbean.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '[^,]+')}$`), attributes.split(' ')];
    });
}

/** One line a value: `moment process mbean attribute = value`. */
const linesOf = (moments: readonly JmxMoment[]): Map<string, number | string> =>
  new Map(
    moments.flatMap(({ id, values }) =>
      Object.entries(values).flatMap(([process, metrics]) => Object.entries(metrics).map(([name, value]) => [`${id} ${process} ${name}`, value] as const)),
    ),
  );

interface Compared {
  readonly folder: string;
  readonly names: readonly string[];
  /** How many values both have. */
  readonly both: number;
  readonly differing: readonly { readonly line: string; readonly text: string }[];
}

function compared(under: Under): Compared {
  const recorded = JSON.parse(readFileSync(join(FIXTURES, under.folder, 'jmx', 'values.json'), 'utf8')) as { readonly moments: readonly JmxMoment[] };
  const [theirs, ours] = [linesOf(recorded.moments), linesOf(simulateJmx(documentFor(scenario(), under)))];
  const differing = [...ours].filter(([line, value]) => theirs.get(line) !== value);
  return {
    folder: under.folder,
    names: [...new Set([...ours.keys()].map((line) => line.split(' ').slice(2).join(' ')))],
    both: [...ours.keys()].filter((line) => theirs.has(line)).length,
    differing: differing.map(([line, value]) => ({ line, text: `${line}: ${value}, not ${theirs.get(line)}` })),
  };
}

const covers = ({ line, under }: Chance, folder: string, text: string): boolean => line.test(text) && (under === undefined || under === folder);

const RUNS = JMX_RELEASES.filter(({ folder }) => existsSync(join(FIXTURES, folder, 'jmx'))).map(compared);

describe.each(RUNS)('The metrics that the app shows of Kafka $folder', ({ folder, names, both, differing }) => {
  test('are MBeans of a real process, each with that attribute', () => {
    const known = namesIn(folder);
    expect(names.length).toBeGreaterThanOrEqual(50);
    const isReal = (name: string): boolean => {
      const [mbean, attribute] = [name.slice(0, name.lastIndexOf(' ')), name.slice(name.lastIndexOf(' ') + 1)];
      return known.some(([pattern, attributes]) => pattern.test(mbean) && attributes.includes(attribute));
    };
    expect(names.filter((name) => !isReal(name))).toEqual([]);
  });

  test('have the values that a real process shows at the same moments of the same scenario', () => {
    const wrong = differing.filter(({ line }) => !CHANCES.some((chance) => covers(chance, folder, line)));
    expect(wrong.map(({ text }) => text)).toEqual([]);
    expect(both).toBeGreaterThan(300);
  });
});

test('every chance is one that fell differently', () => {
  expect(RUNS.map(({ folder }) => folder)).toEqual(['4.3.1', '3.9.2-zookeeper']);
  const unneeded = CHANCES.filter((chance) => !RUNS.some(({ folder, differing }) => differing.some(({ line }) => covers(chance, folder, line))));
  expect(unneeded).toEqual([]);
});
