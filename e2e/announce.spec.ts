/** What is said (4.1.3): one polite utterance for each thing that a person does to time, in no more words than one breath holds; and no more than one a beat while it plays. */
import { expect, test } from '@playwright/test';
import { lessons } from '../src/lessons/catalog.ts';
import { computed, open } from './open.ts';
import { recordAnnouncements, said } from './ux-checks.ts';

/** A Korean word carries its particle and so takes longer to say. */
const MOST = { en: 25, ko: 20 } as const;
const EXAMPLES = ['leader-returns', 'unclean', 'exactly-once', 'queue-forgets', 'kraft-majority-loss', 'reassignment'];
const KEYS = [
  ...Array.from({ length: 8 }, () => 'ArrowRight'),
  '.',
  '.',
  ',',
  'ArrowLeft',
  'ArrowLeft',
  ']',
  ']',
  '[',
  'l',
  'l',
  'j',
  'Home',
  'ArrowLeft',
  'End',
  'w',
];

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

for (const fragment of [...lessons.map(({ slug }) => `#/lesson/${slug}`), ...EXAMPLES.map((slug) => `#/example/${slug}`)]) {
  for (const lang of ['en', 'ko'] as const) {
    test(`${fragment}, ${lang}: one utterance a key, short, polite, and never the same twice`, async ({ page }) => {
      await open(page, fragment, { lang });
      await computed(page);
      let before = '';
      for (const key of KEYS) {
        const heard = await said(page, () => page.keyboard.press(key));
        expect(heard.length, `${key}: ${JSON.stringify(heard)}`).toBe(1);
        const [{ text, politeness }] = heard;
        expect(politeness).toBe('polite');
        // What is asked for may be long.
        if (key !== 'w') expect(wordsIn(text), text).toBeLessThanOrEqual(MOST[lang]);
        if (key === 'ArrowRight') expect(text).not.toBe(before);
        const step = await page.getByRole('slider').inputValue();
        if (/^(Step )?\d/.test(text)) expect(text).toMatch(lang === 'en' ? new RegExp(`^Step ${step}\\.`) : new RegExp(`^${step}단계\\.`));
        before = text;
      }
    });
  }
}

test('a verdict and the step that brings it are one utterance', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await computed(page);
  await page.keyboard.press('End');
  await page.locator('[data-region=story] form').waitFor();
  const skip = page.locator('[data-region=story] form').getByRole('button', { name: 'Skip and show' });
  await skip.focus();
  const heard = await said(page, () => skip.press('Enter'));
  expect(heard.map(({ text }) => text)).toEqual([expect.stringMatching(/^Skipped\. Kafka: Offsets 0 to 2/)]);
});

test('while it plays no more than one thing is said of each beat, and nothing between', async ({ page }) => {
  await open(page, '#/lesson/acks-1', { moving: true });
  await computed(page);
  for (let n = 0; n < 3; n++) await page.keyboard.press('>');
  const heard = await recordAnnouncements(page);
  for (let beat = 0; beat < 2; beat++) {
    await heard();
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'Pause' }).first().waitFor();
    await page.getByRole('region', { name: 'Timeline' }).getByRole('button', { name: 'Play' }).waitFor();
    await page.waitForTimeout(200);
    const utterances = await heard();
    expect(utterances.length, JSON.stringify(utterances)).toBe(1);
    expect(utterances[0].text).toMatch(/^Step \d+\. (Three records, three copies|The followers are cut off)/);
  }
});
