/** A student who sees no picture: four stories by keys alone, every utterance written down. What is said is kept, so that a change of words is seen. */
import { expect, type Page, test } from '@playwright/test';
import { expectKept } from './kept.ts';
import { computed, open } from './open.ts';
import { said } from './ux-checks.ts';

const times = (key: string, count: number): string[] => Array.from({ length: count }, () => key);

/** S: the summary. W: all that changed. */
const STORIES = [
  {
    name: 'election',
    fragment: '#/example/leader-returns?t=4500ms',
    keys: ['s', ']', 'w', 's', ']', 'w', 's', ...times('ArrowRight', 8), ']', ...times('ArrowRight', 12), 's'],
  },
  {
    name: 'isr-shrink',
    fragment: '#/example/too-few-in-sync?t=2500ms',
    keys: ['s', ']', ']', 's', ']', 'w', ...times('ArrowRight', 5), 's', ...times(']', 1), ...times('ArrowRight', 16), 's'],
  },
  {
    name: 'rebalance',
    fragment: '#/example/member-killed?t=9500ms',
    keys: [
      's',
      ']',
      'w',
      ...times('ArrowRight', 6),
      ...times('l', 6),
      's',
      ']',
      'w',
      's',
      ...times('l', 2),
      ...times('ArrowRight', 12),
      ']',
      's',
      ...times('ArrowRight', 4),
      's',
    ],
  },
  {
    name: 'lag',
    fragment: '#/lesson/consumer-lag?t=6500ms',
    keys: ['s', ...times('ArrowRight', 12), ...times('l', 4), 's', ']', 'w', 's', ']', 'w', 's', ']', ...times('ArrowRight', 8), 's', ']'],
  },
] as const;

async function walk(page: Page, keys: readonly string[]): Promise<string> {
  const heard: string[] = [];
  for (const key of keys) {
    const utterances = await said(page, () => page.keyboard.press(key));
    expect(utterances.length, `${key}: ${JSON.stringify(utterances)}`).toBe(1);
    expect(utterances[0].politeness).toBe('polite');
    heard.push(`${key.padEnd(10)} ${utterances[0].text}`);
  }
  return heard.join('\n');
}

for (const { name, fragment, keys } of STORIES) {
  for (const lang of ['en', 'ko'] as const) {
    test(`${name}, ${lang}: what is heard is what was kept, one utterance a key`, async ({ page }) => {
      await open(page, fragment, { lang });
      await computed(page);
      expectKept(`heard/${name}.${lang}.txt`, await walk(page, keys));
    });
  }
}
