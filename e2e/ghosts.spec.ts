/** Goals over the picture: where what they ask for would be seen, by key and button, in words as well, and gone where it is so. */
import { expect, type Page, test } from '@playwright/test';
import { computed, followed, open, spoken } from './open.ts';
import { axe, svgContrast } from './ux-checks.ts';

const facts = (page: Page): Promise<string[]> =>
  page.locator('[data-region=stage] [data-fact^="goal "]').evaluateAll((all) => [...new Set(all.map((one) => (one as HTMLElement).dataset.fact ?? ''))].sort());
const legend = (page: Page, lang: 'en' | 'ko' = 'en') => page.getByRole('region', { name: lang === 'en' ? 'Goals in the picture' : '그림 속 목표' });

async function toEnd(page: Page): Promise<void> {
  await computed(page);
  await page.keyboard.press('End');
  await followed(page);
}

test('O draws what the goals of a challenge ask for, says how many are met, and takes it away again', async ({ page }) => {
  await open(page, '#/lesson/acks-1/challenge');
  await toEnd(page);
  expect(await facts(page)).toEqual([]);
  await page.keyboard.press('o');
  await expect(spoken(page)).toHaveText('Goals are drawn over the picture: 0 of 2 met.');
  await expect(legend(page)).toContainText('0 of 2 met');
  await expect.poll(() => facts(page)).toEqual(['goal records lost acked==0', 'goal records visible==8']);
  await expect(page.locator('[data-region=stage]')).toContainText('goal: nothing acknowledged lost');
  await page.keyboard.press('o');
  await expect(spoken(page)).toHaveText('Goals are no longer drawn.');
  expect(await facts(page)).toEqual([]);
  await expect(legend(page)).toHaveCount(0);
});

test('a ghost is named with the thing it stands at, and stands in the table as it does in the picture', async ({ page }) => {
  await open(page, '#/lesson/high-watermark/challenge?step=195');
  await page.locator('[data-ghosts]').click();
  await expect(page.locator('[data-ghosts]')).toHaveAttribute('aria-pressed', 'true');
  const drawn = ['goal billing processed>=40', 'goal orders-0/leader highWatermark>=40'];
  await expect.poll(() => facts(page)).toEqual(drawn);
  await expect(page.getByRole('button', { name: /^Broker 1, leader.*goal: HW ≥ 40$/ })).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^Group billing.*goal: processed ≥ 40$/ })).toHaveCount(1);
  await page.keyboard.press('x');
  await expect(page.getByRole('table', { name: 'Goals not met yet' })).toContainText('HW ≥ 40');
  expect(await facts(page)).toEqual(drawn);
  expect(await axe(page)).toEqual([]);
});

test('what the view on stage has no place for is said under it', async ({ page }) => {
  await open(page, '#/lesson/high-watermark/challenge?step=195');
  await page.keyboard.press('o');
  await expect(legend(page)).not.toContainText('Not drawn here');
  await page.keyboard.press('2');
  await expect(legend(page)).toContainText('Not drawn here:The high watermark of orders-0 is at least 40');
  await expect(legend(page)).toContainText('billing has processed 40 records');
});

test('a ghost goes when what it asks for is so', async ({ page }) => {
  await open(page, '#/lesson/consumer-lag/challenge');
  await computed(page);
  await page.keyboard.press('1');
  await page.keyboard.press('o');
  await page.evaluate(() => window.highwater?.seek({ timeMs: 500 }));
  await expect.poll(() => facts(page)).toEqual(['goal billing processed>=900']);
  await page.evaluate(() => window.highwater?.seek({ timeMs: 30_000 }));
  await expect.poll(() => facts(page)).toEqual(['goal billing all lag<=20', 'goal billing processed>=900']);
  await expect(legend(page)).toContainText('1 of 3 met');
});

test('a run without goals says so, and shows nothing', async ({ page }) => {
  await open(page, '#/example/leader-returns');
  await page.keyboard.press('o');
  await expect(spoken(page)).toHaveText('This run has no goals.');
  await expect(legend(page)).toHaveCount(0);
});

test('a scenario of the studio with goals shows them, too, with a part that has no picture in its own words', async ({ page }) => {
  const yaml = [
    'highwater: 1',
    'cluster: { brokers: 3 }',
    'topics: { orders: { partitions: 1, replication-factor: 3 } }',
    'until: 20s',
    'timeline: [{ at: 1s, run: docker pause kafka3 }]',
    'lesson: { goals: [{ check: "isr(orders-0) == {1, 2, 3} and time() < 3s" }, { check: leader(orders-0) == 2 }] }',
  ].join('\n');
  await open(page, `#/s/1y.${encodeURIComponent(yaml)}`);
  await toEnd(page);
  await page.keyboard.press('o');
  await expect.poll(() => facts(page)).toContain('goal orders-0/2 leader=true');
  expect(await facts(page)).toContain('goal orders-0/3 inSync=true');
  await expect(legend(page)).toContainText('Not drawn here:time() < 3000');
});

for (const lang of ['en', 'ko'] as const)
  for (const theme of ['light', 'dark'] as const)
    test(`ghosts keep contrast and names, ${lang}, ${theme}`, async ({ page }) => {
      await open(page, '#/lesson/acks-1/challenge', { lang, theme });
      await toEnd(page);
      await page.keyboard.press('o');
      await expect(legend(page, lang)).toBeVisible();
      await expect.poll(() => facts(page)).toHaveLength(2);
      expect(await svgContrast(page)).toEqual([]);
      expect(await axe(page)).toEqual([]);
    });

test('forced colours draw ghosts in the colour of text', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await open(page, '#/lesson/high-watermark/challenge?step=195');
  await page.keyboard.press('o');
  await expect.poll(() => facts(page)).toHaveLength(2);
  const [ghost, ink] = await page.evaluate(() => {
    const box = document.querySelector('[data-fact^="goal "] rect');
    const name = document.querySelector('[data-fact^="orders-0/1 state"] text');
    return [box && getComputedStyle(box).stroke, name && getComputedStyle(name).fill];
  });
  expect(ghost).toBe(ink);
});
