import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measured, noSamples, recorded, type Windows } from '#kafka/clients/sampled.ts';
import { RECORDED } from './fixtures.ts';

const LINES = readFileSync(join(import.meta.dirname, 'fixtures', RECORDED, 'samples.txt'), 'utf8')
  .trim()
  .split('\n')
  .slice(1);

/** As Kafka prints it. */
const text = (value: number | undefined): string => (value === undefined ? 'NaN' : String(value));

/** The line that we would have recorded of the same values at the same times. */
function replayed(line: string): string {
  const [head, ...steps] = line.split(' ');
  const [count, ms] = head.split('x').map(Number);
  const windows: Windows = { count, ms };
  let [max, min] = [noSamples, noSamples];
  const said = steps.map((step) => {
    const [at, value] = step.split(/[:?]/);
    if (step.includes('?')) return `${at}?${text(measured(max, windows, Math.max, Number(at)))},${text(measured(min, windows, Math.min, Number(at)))}`;
    max = recorded(max, windows, Math.max, Number(value), Number(at));
    min = recorded(min, windows, Math.min, Number(value), Number(at));
    return step;
  });
  return [head, ...said].join(' ');
}

test('the largest and the smallest of sampled values are what Kafka’s own classes measure, windows rolled, overlapped and run empty', () => {
  expect(LINES).toHaveLength(60);
  expect(LINES.map(replayed)).toEqual(LINES);
  expect(LINES.filter((line) => line.includes('?NaN,NaN')).length).toBeGreaterThan(10);
});
