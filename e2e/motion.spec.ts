/** What moves: it never flashes, and it stops when it is told to. */
import { expect, test } from '@playwright/test';
import { open } from './open.ts';
import { flashes, still } from './ux-checks.ts';

/** The busiest example: the most events in a second of its time. */
const BUSIEST = '#/example/consumer-protocol?t=20s';

for (const [view, fragment] of [
  ['Log lanes', '#/example/member-killed?t=9s'],
  ['Log lanes', BUSIEST],
  ['Cluster', BUSIEST],
  ['Space-time', BUSIEST],
  ['Groups', BUSIEST],
  ['Lag', BUSIEST],
] as const)
  test(`${view}: nothing flashes while ${fragment} plays at four times the speed`, async ({ page }) => {
    await open(page, fragment, { moving: true });
    await page.getByRole('tab', { name: view }).click();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    for (let n = 0; n < 3; n++) await page.keyboard.press('>');
    await expect(page.getByRole('button', { name: 'Speed 4×' })).toBeVisible();
    const before = await page.evaluate(() => window.highwater?.cursor ?? 0);
    await page.keyboard.press('k');
    expect(await flashes(page, 6000)).toEqual([]);
    expect(await page.evaluate(() => window.highwater?.cursor ?? 0)).toBeGreaterThan(before);
  });

test('playing stops with the key and with the button, and then nothing moves', async ({ page }) => {
  await open(page, '#/lesson/high-watermark', { moving: true });
  for (const stop of ['key', 'button']) {
    const before = await page.evaluate(() => window.highwater?.cursor ?? 0);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('k');
    await expect.poll(() => page.evaluate(() => window.highwater?.cursor ?? 0)).toBeGreaterThan(before);
    if (stop === 'key') await page.keyboard.press('k');
    else await page.locator('[data-region=timeline]').getByRole('button', { name: 'Pause' }).click();
    await page.mouse.move(5, 5);
    const stopped = await page.evaluate(() => window.highwater?.cursor ?? 0);
    await page.waitForTimeout(700);
    expect(await still(page)).toEqual([]);
    expect(await page.evaluate(() => window.highwater?.cursor ?? 0)).toBe(stopped);
  }
});
