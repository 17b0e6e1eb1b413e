/** What makes the stage fit a room and a person: the projector theme, how much is said of a step, and settings that can be found. */
import { expect, type Page, test } from '@playwright/test';
import { open, spoken } from './open.ts';
import { axe, svgContrast, targetSize } from './ux-checks.ts';

test('projector: from a link, type and drawings are larger and every word can be read', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const tall = () =>
    page
      .locator('[role=tabpanel] svg text', { hasText: 'Broker 2' })
      .first()
      .evaluate((text) => text.getBoundingClientRect().height);
  await open(page, '#/lesson/acks-1?beat=elected');
  const before = await tall();
  await open(page, '#/lesson/acks-1?beat=early', { theme: 'projector' });
  expect(await tall()).toBeGreaterThan(before * 1.1);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light');
  expect(await svgContrast(page)).toEqual([]);
  expect(await axe(page)).toEqual([]);
  expect(await targetSize(page)).toEqual([]);
});

test('projector: chosen in the menu by keys, and a mark is still pressed where it is drawn', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/lesson/acks-1?beat=elected');
  await page.keyboard.press('i');
  await page.getByRole('button', { name: 'Theme', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: 'Projector' }).press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector');
  const letter = await page.locator('[role=tabpanel] svg text', { hasText: /^B$/ }).first().boundingBox();
  if (letter === null) throw new Error('no record');
  await page.mouse.click(letter.x + letter.width / 2, letter.y + letter.height / 2);
  await expect(page.locator('[data-region=inspector] h2')).toContainText('orders-0 @ 1');
});

const words = async (page: Page): Promise<number> => ((await spoken(page).textContent()) ?? '').trim().split(/\s+/).length;

test('how much is said of a step is chosen by a key, and remembered', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=elected');
  await page.keyboard.press('v');
  await expect(spoken(page)).toHaveText('Full: all that changed.');
  await page.keyboard.press('w');
  const full = await words(page);
  await page.keyboard.press('v');
  await expect(spoken(page)).toHaveText(/^Off: steps are not said/);
  await page.keyboard.press('ArrowRight');
  await expect(spoken(page)).toHaveText(/^Off: steps are not said/);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('w');
  await expect(spoken(page)).toHaveText(/^Step \d+\./);
  expect(await words(page)).toBeLessThanOrEqual(full);
  await page.reload();
  await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
  await page.keyboard.press('?');
  await expect(page.getByRole('radio', { name: 'Nothing' })).toBeChecked();
  await page.getByRole('radio', { name: 'The most telling change' }).check();
  expect(await axe(page)).toEqual([]);
});

for (const [lang, field, meaning] of [
  ['en', 'Search settings', 'Most bytes of a whole answer to a follower.'],
  ['ko', '설정 찾기', '팔로워에게 가는 응답 전체의 최대 바이트.'],
] as const) {
  test(`every setting of a broker has a line, and a search finds it by its words (${lang})`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page, '#/lesson/acks-1?beat=elected', { lang });
    await page.keyboard.press('i');
    const inspector = page.locator('[data-region=inspector]');
    await inspector.getByRole('treegrid').getByText('kafka2').first().click();
    await inspector.getByRole('searchbox', { name: field }).fill('replica.fetch response');
    await expect(inspector.getByRole('listitem').filter({ hasText: 'replica.fetch.response.max.bytes' })).toContainText(meaning);
    await expect(inspector.getByRole('listitem').filter({ hasText: 'replica.fetch.response.max.bytes' })).toContainText('10485760');
    expect(await axe(page)).toEqual([]);
    expect(await targetSize(page)).toEqual([]);
  });
}
