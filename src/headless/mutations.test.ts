import { expect, test } from 'vitest';
import { mutations } from './mutations.ts';

const run = (...args: readonly string[]): { code: number; text: string } => {
  const lines: string[] = [];
  const code = mutations(args, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
};

test('the table of mutations names the bug, where it was mended, who caught it and after how many events', () => {
  const { code, text } = run('M17', 'M44');
  expect(code).toBe(0);
  expect(text).toMatch(/M17 +H +The high watermark moves while .* KAFKA-15583.* S09 /);
  expect(text).toContain('2 mutations caught, none survives.');
});

test('a mutation that does not exist is a wrong argument', () => {
  expect(run('M99')).toEqual({ code: 2, text: 'There is no mutation M99. Usage: npm run mutations -- [id …]' });
});
