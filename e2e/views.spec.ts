/** What a person does with each view, with a mouse and with keys alone; each view is looked at by axe, by the eye for contrast, and in forced colours. */
import { expect, type Page, test } from '@playwright/test';
import { computed, open } from './open.ts';
import { axe, targetSize } from './ux-checks.ts';

const cursor = (page: Page) => page.evaluate(() => window.highwater?.cursor ?? -1);

async function show(page: Page, view: string): Promise<void> {
  await page.getByRole('tab', { name: view, exact: true }).click();
  await page.locator('[role=tabpanel] > div [data-view], [role=tabpanel] svg, [role=tabpanel] table').first().waitFor();
}

test('events: what is found by its words is gone to, and its cause with the left arrow, by keys alone', async ({ page }) => {
  await open(page, '#/example/unclean');
  const end = await computed(page);
  await show(page, 'Events');
  await page.getByRole('searchbox', { name: 'Search events' }).focus();
  await page.keyboard.type('docker kill');
  const grid = page.getByRole('grid', { name: /Events/ });
  await expect(grid.locator('[data-row]').first()).toContainText('docker kill');
  // Past the levels and the nodes, into the list.
  for (let i = 0; i < 4 && (await page.locator('[data-row]:focus').count()) === 0; i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(grid.locator('[aria-selected=true]')).toContainText('docker kill');
  const there = await cursor(page);
  expect(there).toBeGreaterThan(0);
  expect(there).toBeLessThan(end);
  await page.locator('[data-row]:focus').press('ArrowLeft');
  expect(await cursor(page)).toBeLessThan(there);
});

test('events: a press selects the thing and moves the playhead, and only the rows in sight are drawn', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/example/member-killed');
  await computed(page);
  await page.keyboard.press('i');
  await show(page, 'Events');
  await page.getByText('Everything', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Node' }).selectOption('kafka1');
  const rows = page.locator('[data-row]');
  await expect(rows.nth(20)).toBeVisible();
  expect(await rows.count()).toBeLessThan(60);
  await rows.nth(20).click();
  expect(await cursor(page)).toBeGreaterThan(0);
  await expect(page.locator('[data-region=inspector]')).toContainText(/Broker 1|kafka1|orders/);
});

for (const view of ['Events']) {
  test(`${view}: axe finds nothing and no target is small, wide and on a phone`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page, '#/lesson/acks-1?beat=elected');
    await show(page, view);
    expect(await axe(page)).toEqual([]);
    expect(await targetSize(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(200);
    expect(await axe(page)).toEqual([]);
    expect(await targetSize(page)).toEqual([]);
  });
}
