/** Chapters of a longer story: headings over the beats, ticks on the timeline, a key each way, and a page of the browser's history each. */
import { expect, type Page, test } from '@playwright/test';
import { computed, followed, open, spoken } from './open.ts';
import { axe, targetSize } from './ux-checks.ts';

const cursor = (page: Page) => page.evaluate(() => window.highwater?.cursor ?? -1);
const beat = (page: Page) => page.locator('[data-region=story] [aria-current=step]').first();
const titles = (page: Page, name: string) => page.getByRole('list', { name, exact: true }).getByRole('button', { name: /^(Chapter \d|\d장)/ });

test('PgDn and PgUp go from chapter to chapter, and say which one it is of how many', async ({ page }) => {
  await open(page, '#/lesson/consumer-lag?beat=alone');
  await computed(page);
  await page.evaluate(() => window.highwater?.seek({ beat: 'falling' }));
  await page.keyboard.press('PageUp');
  await expect(spoken(page)).toContainText('Chapter 2 of 2. Two more members join');
  await expect(beat(page)).toHaveAccessibleName('Beat 3: Two more members join');
  await page.keyboard.press('PageUp');
  await expect(spoken(page)).toContainText('Chapter 1 of 2. One member reads everything');
  await expect(beat(page)).toHaveAccessibleName('Beat 1: One member reads everything');
  await page.keyboard.press('PageUp');
  await expect(spoken(page)).toHaveText('There is no earlier chapter.');
  await page.evaluate(() => window.highwater?.seek({ beat: 'rebalance' }));
  await page.keyboard.press('PageDown');
  await expect(spoken(page)).toHaveText('There is no later chapter.');
});

test('an open question on the way holds PgDn as it holds every step', async ({ page }) => {
  await open(page, '#/lesson/consumer-lag?beat=growing');
  await computed(page);
  await page.keyboard.press('PageDown');
  await expect(spoken(page)).toContainText('Predict:');
  await page.keyboard.press('PageDown');
  await expect(spoken(page)).toContainText('A question is open.');
});

test('chapters stand over their beats, lead to where they begin, and are told by the slider', async ({ page }) => {
  for (const lang of ['en', 'ko'] as const) {
    await open(page, '#/lesson/consumer-lag?beat=shared', { lang });
    await computed(page);
    const chapters = titles(page, lang === 'en' ? 'Chapters' : '장');
    await expect(chapters).toHaveText(lang === 'en' ? ['1 Alone', '2 Together'] : ['1 혼자', '2 함께']);
    await expect(chapters.nth(1)).toHaveAttribute('aria-current', 'true');
    await expect(page.getByRole('slider', { name: lang === 'en' ? 'Step' : '단계' })).toHaveAttribute(
      'aria-valuetext',
      lang === 'en' ? /, chapter 2 of 2: Together, beat: / : /, 2개 장 중 2장: 함께, /,
    );
    await expect(page.locator('[data-region=timeline] [data-chapter]')).toHaveCount(2);
    expect(await axe(page)).toEqual([]);
    expect(await targetSize(page)).toEqual([]);
    await chapters.nth(0).click();
    await followed(page);
    await expect(beat(page)).toHaveAccessibleName(/^(Beat 1|장면 1): /);
  }
});

test('a chapter is a page of the history: Back returns to where one was in the chapter before', async ({ page }) => {
  await open(page, '#/lesson/consumer-lag?beat=shared');
  await computed(page);
  await page.keyboard.press('ArrowRight');
  const was = await cursor(page);
  await expect.poll(() => page.url()).toContain(`step=${was}`);
  const pages = await page.evaluate(() => history.length);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.url()).toContain(`step=${was}`);
  expect(await page.evaluate(() => history.length)).toBe(pages);
  await titles(page, 'Chapters').nth(0).click();
  await expect.poll(() => page.evaluate(() => history.length)).toBe(pages + 1);
  await page.goBack();
  await expect.poll(() => cursor(page)).toBe(was);
  await followed(page);
  await expect(titles(page, 'Chapters').nth(1)).toHaveAttribute('aria-current', 'true');
});

test('a story without chapters says so, and leaves a pane that scrolls its own pages', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 500 });
  await open(page, '#/lesson/acks-1/challenge');
  await computed(page);
  await page.keyboard.press('End');
  await page.keyboard.press('PageDown');
  await expect(spoken(page)).toHaveText('This story has no chapters.');
  await page.keyboard.press('End');
  await page.locator('[data-ghosts]').focus();
  const scrolled = () =>
    page.locator('[data-ghosts]').evaluate((button) => {
      let at: Element | null = button;
      while (at !== null && at.scrollHeight <= at.clientHeight) at = at.parentElement;
      return at?.scrollTop ?? -1;
    });
  const before = await scrolled();
  const said = await spoken(page).textContent();
  await page.keyboard.press('PageDown');
  await expect.poll(scrolled).toBeGreaterThan(before);
  await expect(spoken(page)).toHaveText(said ?? '');
});

test('chapters are among the keys of the help and the commands of the palette', async ({ page }) => {
  await open(page, '#/lesson/consumer-lag?beat=shared');
  await computed(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('PgDnNext chapter');
  await expect(page.getByRole('dialog')).toContainText('PgUpPrevious chapter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('searchbox', { name: 'Command palette' })).toBeFocused();
  await page.keyboard.type('Previous chapter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(spoken(page)).toContainText('Chapter 2 of 2');
});
