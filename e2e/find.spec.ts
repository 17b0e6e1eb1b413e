/** Looking for a moment with keys alone: run until a predicate holds, the events of the selected thing, bookmarks that travel with the link. */
import { expect, type Page, test } from '@playwright/test';
import { computed, open, ready, spoken } from './open.ts';
import { axe, svgContrast, targetSize } from './ux-checks.ts';

const cursor = (page: Page) => page.evaluate(() => window.highwater?.cursor ?? -1);

test('run until goes to the event after which a predicate is true, and says what is wrong with one that is none', async ({ page }) => {
  await open(page, '#/example/unclean');
  const end = await computed(page);
  await page.keyboard.press('g');
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('textbox', { name: /run on until/ });
  await field.fill('leader(order-0) changes');
  await field.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('Did you mean');
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'leader(orders-0) changes' }).press('Enter');
  await dialog.getByRole('button', { name: 'Run until' }).press('Enter');
  await expect(dialog).toHaveCount(0);
  const there = await cursor(page);
  expect(there).toBeGreaterThan(0);
  expect(there).toBeLessThan(end);
  await expect(spoken(page)).toContainText('leads orders-0');
  await page.keyboard.press('g');
  await field.fill('lost(acked) > 100000');
  await field.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('never becomes true');
  expect(await cursor(page)).toBe(there);
});

test('N and P go through what happens to the selected thing', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/lesson/high-watermark');
  await computed(page);
  await page.keyboard.press('n');
  await expect(spoken(page)).toContainText('Select something first');
  await page
    .getByRole('button', { name: /^Broker 2/ })
    .first()
    .press('Enter');
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  // What looks comes as a file of its own, also when it has come before: an answer is waited for.
  await page.keyboard.press('n');
  await expect.poll(() => cursor(page)).toBeGreaterThan(0);
  const first = await cursor(page);
  await page.keyboard.press('n');
  await expect.poll(() => cursor(page)).toBeGreaterThan(first);
  await page.keyboard.press('p');
  await expect.poll(() => cursor(page)).toBe(first);
  await page.keyboard.press('i');
  await expect(page.getByRole('button', { name: 'Next event of this thing' })).toBeVisible();
});

test('a bookmark is set, noted, shared with the link, and leads back', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/lesson/acks-1?beat=cut');
  await computed(page);
  const here = await cursor(page);
  await page.keyboard.press('m');
  await expect(spoken(page)).toContainText('Bookmarked');
  await page.getByRole('button', { name: 'Bookmarks' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Bookmarks' });
  await dialog.getByRole('textbox', { name: /Note at/ }).fill('now they are alone');
  expect(await axe(page)).toEqual([]);
  expect(await targetSize(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain(`mark=${here}:now`);
  const link = await page.evaluate(() => location.href);
  await page.goto('about:blank');
  await page.goto(link);
  await ready(page);
  expect(await svgContrast(page)).toEqual([]);
  await page.getByRole('button', { name: 'Bookmarks' }).press('Enter');
  await expect(dialog.getByRole('textbox', { name: /Note at/ })).toHaveValue('now they are alone');
  await dialog.getByRole('button', { name: /step \d+/ }).press('Enter');
  expect(await cursor(page)).toBe(here);
  await page.keyboard.press('m');
  await expect(spoken(page)).toContainText('Bookmark removed');
});
