/** What-if: two futures side by side, made and read with keys alone; axe, the eye and the phone agree; a link brings both back. */
import { expect, type Page, test } from '@playwright/test';
import { computed, open, ready, spoken } from './open.ts';
import { axe, focusWalk, svgContrast, targetSize } from './ux-checks.ts';

const cursor = (page: Page) => page.evaluate(() => window.highwater?.cursor ?? -1);
const pane = (page: Page) => page.getByRole('region', { name: 'Two futures' });

/** acks=1 beside acks=all, from the beat at which the followers are cut off, with keys alone. */
async function acksAll(page: Page): Promise<void> {
  await open(page, '#/lesson/acks-1?beat=cut');
  await computed(page);
  await page.keyboard.press('b');
  const dialog = page.getByRole('dialog', { name: 'What if…' });
  await dialog.getByRole('radio', { name: 'A fault' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('radio', { name: 'A setting' })).toBeChecked();
  await expect(dialog.getByRole('combobox', { name: 'Setting' })).toHaveValue('acks');
  await expect(dialog.getByRole('combobox', { name: /Value/ })).toHaveValue('all');
  await dialog.getByRole('button', { name: 'Show both futures' }).press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(pane(page).getByRole('table')).toBeVisible();
}

test('a changed setting stands beside the run as written, at the same moment, and says what became of both', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await acksAll(page);
  await expect(spoken(page)).toContainText('p1.acks = all');
  expect(await page.evaluate(() => window.highwater?.timeMs)).toBe(300);
  await expect(pane(page)).toContainText('Acknowledged, then lost: 2 in A, none in B.');
  await expect(pane(page).getByRole('row', { name: /Acknowledged but lost/ })).toContainText('2');
  await expect(page.getByRole('region', { name: 'A: As written' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'B: p1.acks = all' })).toBeVisible();
  // D goes to where they part, C ends the comparison and brings it back.
  await page.keyboard.press('d');
  await expect(spoken(page)).toContainText('Here they part, at 482 ms.');
  await page.keyboard.press('c');
  await expect(pane(page)).toHaveCount(0);
  await page.keyboard.press('c');
  await expect(pane(page)).toBeVisible();
});

test('the strip leads to what only one future has, and marks say where the two differ', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await acksAll(page);
  const strip = page.getByRole('group', { name: 'What only one future has, over time' });
  await strip.getByRole('button', { name: /Only in A, .*is lost/ }).press('Enter');
  expect(await page.evaluate(() => window.highwater?.timeMs)).toBeGreaterThan(9000);
  await page.evaluate(() => window.highwater?.seek('end'));
  const written = page.getByRole('region', { name: 'A: As written' });
  await expect(written.getByRole('button', { name: /, offset 3,.*differs from the other future/ }).first()).toBeVisible();
  await expect(written.getByRole('button', { name: /, offset 0,/ }).first()).not.toHaveAccessibleName(/differs/);
});

test('each line of what only one future has says which record it speaks of, so that no two are the same', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await acksAll(page);
  const list = page.getByRole('region', { name: 'Only in one of them' });
  await list.getByRole('button', { name: /^Show .* more$/ }).click();
  const lines = await list.getByRole('listitem').allTextContents();
  expect(lines.length).toBeGreaterThan(12);
  expect(new Set(lines).size).toBe(lines.length);
  for (const id of ['p1#4', 'p1#5']) expect(lines).toContainEqual(expect.stringContaining(`Record ${id}: p1 got NETWORK_EXCEPTION`));
});

test('a fault parts at the playhead, whichever future leads the slider', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/example/unclean');
  await computed(page);
  await page.evaluate(() => window.highwater?.seek({ timeMs: 400 }));
  const here = await cursor(page);
  await page.keyboard.press('b');
  const dialog = page.getByRole('dialog', { name: 'What if…' });
  await dialog.getByRole('textbox', { name: /Command line/ }).fill('docker kil kafka1');
  await dialog.getByRole('button', { name: 'Show both futures' }).press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('Refused');
  await dialog.getByRole('textbox', { name: /Command line/ }).fill('docker kill kafka1');
  await dialog.getByRole('button', { name: 'Show both futures' }).press('Enter');
  await expect(pane(page).getByRole('table')).toBeVisible();
  expect(await cursor(page)).toBe(here + 1);
  const time = await page.evaluate(() => window.highwater?.timeMs);
  await page.getByRole('region', { name: 'A: As written' }).getByRole('button', { pressed: false }).first().press('Enter');
  expect(await page.evaluate(() => window.highwater?.timeMs)).toBe(time);
});

test('a link brings both futures back, and proves itself', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await acksAll(page);
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('dialog').getByRole('textbox').inputValue();
  expect(link).toContain('vs=1');
  await page.goto('about:blank');
  await page.goto(link.replace('/#', '/?test=1&lang=en#'));
  await ready(page);
  await expect(pane(page)).toContainText('Acknowledged, then lost: 2 in A, none in B.');
  await expect(page.getByText('Verified')).toBeAttached();
});

/** In a ZooKeeper cluster every view has something to say. Branch: one broker more is killed. */
async function besideKilled(page: Page): Promise<void> {
  await open(page, '#/example/zookeeper-session-loss');
  await computed(page);
  await page.evaluate(() => window.highwater?.seek({ timeMs: 3000 }));
  await page.keyboard.press('b');
  const dialog = page.getByRole('dialog', { name: 'What if…' });
  await dialog.getByRole('textbox', { name: /Command line/ }).fill('docker kill kafka1');
  await dialog.getByRole('button', { name: 'Show both futures' }).press('Enter');
  await expect(pane(page).getByRole('table')).toBeVisible();
}

test('every view beside itself, as a picture and as tables: each of the two has names of its own', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await besideKilled(page);
  const tabs = page.getByRole('tab');
  for (const form of ['picture', 'tables']) {
    if (form === 'tables') await page.keyboard.press('t');
    for (let i = 0; i < (await tabs.count()); i++) {
      await tabs.nth(i).click();
      await expect(tabs.nth(i)).toHaveAttribute('aria-selected', 'true');
      await page.locator('[data-region=stage] [data-ready]').nth(1).waitFor({ state: 'attached' });
      expect(await axe(page), `${await tabs.nth(i).textContent()} as ${form}`).toEqual([]);
    }
  }
});

for (const [lang, theme, width] of [
  ['en', 'light', 1440],
  ['ko', 'dark', 1024],
  ['ko', 'light', 390],
] as const) {
  test(`axe, contrast, targets and the focus ring agree, ${lang} ${theme} ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 860 });
    await open(page, '#/lesson/acks-1?beat=cut', { lang, theme });
    await computed(page);
    await page.keyboard.press('b');
    const dialog = page.getByRole('dialog');
    expect(await axe(page)).toEqual([]);
    await dialog.locator('input[value=setting]').focus();
    await page.keyboard.press('Space');
    expect(await axe(page)).toEqual([]);
    await dialog.locator('button[type=submit]').press('Enter');
    await expect(dialog).toHaveCount(0);
    await computed(page);
    await page.keyboard.press('End');
    await page.locator('[class*=delta]').waitFor();
    const panels = width === 390 ? page.locator('nav button') : null;
    for (const panel of panels === null ? [0] : [1, 0]) {
      await panels?.nth(panel).click();
      expect(await axe(page)).toEqual([]);
      expect(await svgContrast(page)).toEqual([]);
      expect(await targetSize(page)).toEqual([]);
    }
    if (width === 1440) expect((await focusWalk(page)).bad).toEqual([]);
  });
}
