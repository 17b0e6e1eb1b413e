/** What a person does with each view, with a mouse and with keys alone. How each looks is asked in pictures.spec.ts. */
import { expect, type Page, test } from '@playwright/test';
import { computed, followed, open } from './open.ts';
import { axe } from './ux-checks.ts';

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

test('events: the left arrow takes the focus along to the cause, whether that is in sight or not', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/example/unclean');
  await computed(page);
  await show(page, 'Events');
  await page.getByText('Everything', { exact: true }).click();
  const focused = page.locator('[data-row]:focus');
  const rowOf = async () => Number(await focused.getAttribute('data-row'));
  await page.locator('[data-row]').first().focus();
  await page.keyboard.press('Home');
  await expect.poll(rowOf).toBe(0);
  // The cause of what comes next to each other is now near, now far.
  for (let effect = 60; effect < 66; effect++) {
    for (let row = await rowOf(); row < effect; row++) {
      await page.keyboard.press('ArrowDown');
      await expect.poll(rowOf).toBe(row + 1);
    }
    await page.keyboard.press('ArrowLeft');
    await expect.poll(rowOf).toBeLessThan(effect);
    await expect(focused).toHaveAttribute('aria-selected', 'true');
    await expect.poll(() => cursor(page)).toBe((await rowOf()) + 1);
  }
});

test('events: where the cause is not listed, the focus goes to the last row before it', async ({ page }) => {
  await open(page, '#/example/unclean');
  await computed(page);
  await show(page, 'Events');
  await page.getByText('Landmarks', { exact: true }).click();
  const focused = page.locator('[data-row]:focus');
  await page.locator('[data-row]').first().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const there = await cursor(page);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => cursor(page)).toBeLessThan(there);
  await expect(focused).toHaveAttribute('data-last', '');
});

test('events: the row that holds the focus goes out of sight as the playhead moves on, and the focus stays in the list', async ({ page }) => {
  await open(page, '#/example/unclean');
  await computed(page);
  await show(page, 'Events');
  const rows = page.locator('[data-row]');
  await rows.first().focus();
  const first = await rows.first().getAttribute('data-row');
  for (let guard = 0; guard < 20 && (await page.locator(`[data-row="${first}"]`).count()) > 0; guard++) await page.keyboard.press(']');
  await expect(page.locator(`[data-row="${first}"]`)).toHaveCount(0);
  await expect(page.locator('[data-row]:focus')).toHaveCount(1);
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

test('space-time: keys alone go to an event, follow it to its cause, zoom and come back', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=early');
  await show(page, 'Space-time');
  const grid = page.getByRole('group', { name: /lifelines/ });
  const here = await cursor(page);
  await grid.getByRole('button', { pressed: true }).first().focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  expect(await cursor(page)).toBeLessThan(here);
  // Words of the story that are fetched now keep the stage neither hidden nor without the focus.
  await expect(grid.locator('button:focus')).toHaveCount(1);
  const follow = page.getByRole('button', { name: /Follow the playhead/ });
  await page.keyboard.press('+');
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('0');
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
});

test('cluster: when the message that holds the focus has arrived, the focus stays in the picture', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=early');
  await show(page, 'Cluster');
  const grid = page.getByRole('group', { name: /Arrow keys/ });
  await grid.locator('[data-hit^="message:"]').first().focus();
  const held = await grid.locator('button:focus').getAttribute('data-hit');
  for (let guard = 0; guard < 40 && (await grid.locator(`[data-hit="${held}"]`).count()) > 0; guard++) await page.keyboard.press('.');
  await expect(grid.locator(`[data-hit="${held}"]`)).toHaveCount(0);
  await expect(grid.locator('button:focus')).toHaveCount(1);
});

test('space-time: a drag that begins on a mark moves through time and presses nothing; a press, and a key after it, still do', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=elected');
  await show(page, 'Space-time');
  const mark = page
    .locator('[role=tabpanel] [data-hit]')
    .filter({ hasNot: page.locator('[data-differs]') })
    .last();
  const name = (await mark.getAttribute('aria-label')) ?? '';
  const box = await mark.boundingBox();
  if (box === null) throw new Error('no mark');
  const at = () => page.evaluate(() => [window.highwater?.cursor, document.querySelectorAll('[role=tabpanel] [data-hit][aria-pressed=true]').length]);
  const before = await at();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x - 60, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('button', { name: /Follow the playhead/ })).toHaveAttribute('aria-pressed', 'false');
  expect(await at()).toEqual(before);
  await page.getByRole('button', { name, exact: true }).first().press('Enter');
  await expect.poll(at).not.toEqual(before);
});

test('space-time: a drag moves through time, and the table tells the same stretch', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=elected');
  await show(page, 'Space-time');
  const box = await page.locator('[role=tabpanel] svg[viewBox]').last().boundingBox();
  if (box === null) throw new Error('no picture');
  await page.mouse.move(box.x + 400, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 600, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('button', { name: /Follow the playhead/ })).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('x');
  await expect(page.getByRole('table', { name: /Processes from/ })).toContainText('kafka1');
});

test('the list of partitions draws and says how far the groups that read each of them are behind, up to the playhead', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/example/member-killed');
  await computed(page);
  await show(page, 'Log lanes');
  const said = async (timeMs: number): Promise<{ lag: number; highest: number }> => {
    await page.evaluate((ms) => window.highwater?.seek({ timeMs: ms }), timeMs);
    await followed(page);
    await page.getByRole('button', { name: /^Partition orders-/ }).press('Enter');
    const item = page.getByRole('menuitem', { name: /^orders-3.*group \w+: lag \d+, highest \d+$/ });
    await expect(item.locator('svg path[d^="M"]')).toHaveCount(1);
    expect(await axe(page)).toEqual([]);
    const [, lag, highest] = /group billing: lag (\d+), highest (\d+)/.exec((await item.locator('.vh').textContent()) ?? '') ?? [];
    await page.keyboard.press('Escape');
    await expect(item).toHaveCount(0);
    return { lag: Number(lag), highest: Number(highest) };
  };
  const [early, late] = [await said(8000), await said(60_000)];
  expect(late.highest).toBeGreaterThan(early.highest);
  expect(late.highest).toBeGreaterThanOrEqual(late.lag);
});

for (const [lang, partition, replicas] of [
  ['en', 'Partition orders-0', 'Replicas'],
  ['ko', '파티션 orders-0', '복제본'],
] as const) {
  test(`a table has one name: it is a region of its own only while it is wider than its place, and keys then reach it, ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page, '#/lesson/acks-1?beat=cut', { lang });
    await page.keyboard.press('x');
    const stage = page.getByRole('tabpanel');
    await expect(stage.getByRole('table', { name: partition })).toBeVisible();
    await expect(stage.getByText('orders-0')).toHaveCount(1);
    await expect(stage.getByRole('region')).toHaveCount(0);
    await page.setViewportSize({ width: 390, height: 844 });
    const region = stage.getByRole('region', { name: replicas });
    await region.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => region.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
    expect(await axe(page)).toEqual([]);
  });
}
