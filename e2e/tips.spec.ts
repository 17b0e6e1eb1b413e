/** What appears on hover or focus (1.4.13): it goes away with Escape without moving anything, it may be hovered, and it stays until it is left. */
import { expect, test } from '@playwright/test';
import { open } from './open.ts';

const layer = '[data-tip-layer]:popover-open';

for (const [kind, reach] of [
  ['an icon button', '[data-region=timeline] button[data-tip]'],
  ['a segment of the beats', '[data-region=story] button[data-tip]'],
] as const) {
  test(`the tip of ${kind}: Escape closes it, it may be hovered, and it stays`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page, '#/lesson/acks-1?beat=elected');
    const target = page.locator(reach).first();
    await target.hover();
    const tip = page.locator(layer);
    await expect(tip).toBeVisible();
    await page.waitForTimeout(1500);
    await expect(tip, 'it stays').toBeVisible();
    const box = await tip.boundingBox();
    if (box === null) throw new Error('no tip');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    await page.waitForTimeout(600);
    await expect(tip, 'it may be hovered').toBeVisible();
    const before = await page.evaluate(() => window.highwater?.cursor);
    await page.keyboard.press('Escape');
    await expect(tip).toHaveCount(0);
    expect(await page.evaluate(() => window.highwater?.cursor)).toBe(before);
  });

  test(`the tip of ${kind} comes with the focus of the keyboard, and Escape leaves the focus where it is`, async ({ page }) => {
    await open(page, '#/lesson/acks-1?beat=elected');
    const target = page.locator(reach).first();
    await page.keyboard.press('Tab');
    await target.focus();
    await expect(page.locator(layer)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.locator(layer)).toHaveCount(0);
    await expect(target).toBeFocused();
  });
}

test('the card of a glossary word: it opens on a press, may be hovered, stays, and Escape gives the focus back', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=safe');
  const word = page.locator('[data-region=story] [aria-haspopup=dialog]').first();
  await word.focus();
  await page.keyboard.press('Enter');
  const card = page.getByRole('dialog');
  await expect(card).toBeVisible();
  await card.hover();
  await page.mouse.move(5, 5);
  await page.waitForTimeout(1000);
  await expect(card, 'it stays').toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(word).toBeFocused();
});
