import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '#scenario/compile.ts';
import { VIEW_NAMES } from '#scenario/document.ts';
import { FUNCTIONS } from '#scenario/expression/functions.ts';
import { POINTS } from '#scenario/point.ts';
import { readYaml } from '#scenario/yaml.ts';

const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');

describe('the README of scenarios', () => {
  it.each([...FUNCTIONS.keys()])('documents the function %s()', (name) => {
    expect(readme).toContain(`\`${name}(`);
  });

  it.each([...POINTS.keys()])('documents the protocol point %s()', (name) => {
    expect(readme).toContain(`\`${name}(`);
  });

  it.each(VIEW_NAMES)('names the view %s', (name) => {
    expect(readme).toContain(`\`${name}\``);
  });

  it('shows a scenario that compiles', () => {
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    const text = example
      .replaceAll('title: …', 'title: T')
      .replaceAll('text: …', 'text: T')
      .replaceAll('ask: …', 'ask: T')
      .replace('{ … }', '{ num.partitions: 1 }')
      .replace('options: [', 'options: [{ id: b, check: lost(acked) > 0 }, ');
    const read = readYaml(text);
    expect(read.ok ? compile(read.value.document) : read).toMatchObject({ ok: true });
  });
});
