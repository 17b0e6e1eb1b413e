/** The presets of the panes, and presenting: nothing but the stage, in the colours and sizes of a projector, and a way back. */
import { expect, test } from '@playwright/test';
import { open } from './open.ts';
import { axe, reflow, targetSize } from './ux-checks.ts';

const theme = () => document.documentElement.dataset.theme;

for (const way of ['by its button', 'by Escape'] as const) {
  test(`presenting leaves the stage alone, for a projector, and ends ${way} where it began`, async ({ page }) => {
    await open(page, '#/lesson/acks-1?beat=elected', { theme: 'dark' });
    await page.getByRole('button', { name: 'Layout' }).click();
    await page.getByRole('menuitem', { name: 'Present' }).click();
    await expect(page.getByRole('banner')).toHaveCount(0);
    await expect(page.locator('[data-region=story]')).toHaveCount(0);
    expect(await page.evaluate(theme)).toBe('projector');
    expect(await axe(page)).toEqual([]);
    expect(await targetSize(page)).toEqual([]);
    const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
    expect(await reflow(page, width, height)).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('[data-announcer]')).toContainText('Step');
    await page.keyboard.press('i');
    await expect(page.locator('[data-region=inspector]'), 'a pane that is asked for comes, and presenting goes on').toBeVisible();
    expect(await page.evaluate(theme)).toBe('projector');
    await expect(page.getByRole('button', { name: 'End presenting' })).toBeVisible();
    if (way === 'by Escape') await page.keyboard.press('Escape');
    else await page.getByRole('button', { name: 'End presenting' }).click();
    await expect(page.getByRole('banner')).toBeVisible();
    await expect(page.locator('[data-region=story]')).toBeVisible();
    expect(await page.evaluate(theme)).toBe('dark');
    await expect(page.locator('[data-announcer]')).toHaveText('Presenting has ended.');
  });
}

for (const [place, fragment] of [
  ['the gallery', '#/'],
  ['the studio', '#/studio'],
] as const) {
  test(`leaving for ${place} ends presenting, and who comes back finds the workbench as usual`, async ({ page }) => {
    await open(page, '#/lesson/acks-1?beat=elected', { theme: 'dark' });
    await page.getByRole('button', { name: 'Layout' }).click();
    await page.getByRole('menuitem', { name: 'Present' }).click();
    await expect(page.getByRole('button', { name: 'End presenting' })).toBeVisible();
    await page.evaluate((to) => {
      location.hash = to;
    }, fragment);
    await expect(page.getByRole('banner')).toBeVisible();
    await expect.poll(() => page.evaluate(theme)).toBe('dark');
    await page.goBack();
    await expect(page.locator('[data-region=story]')).toBeVisible();
    await expect(page.getByRole('banner')).toBeVisible();
    await expect(page.getByRole('button', { name: 'End presenting' })).toHaveCount(0);
    expect(await page.evaluate(theme)).toBe('dark');
  });
}
