/** The way of the Tab key (2.1.2, 2.4.3, 2.4.7, 2.5.7): the stops of a lesson as they were kept, a way out of everything that takes keys, and a press or a key for everything that may be dragged. */
import { expect, type Page, test } from '@playwright/test';
import { expectKept } from './kept.ts';
import { computed, open } from './open.ts';
import { focusWalk } from './ux-checks.ts';

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test(`at ${width} px the tab stops of a lesson come in the order that was kept, each with a ring and not covered`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, '#/lesson/acks-1?beat=elected');
    await computed(page);
    const { order, bad } = await focusWalk(page, 120);
    expect(bad).toEqual([]);
    expectKept(`order/lesson-${width}.txt`, order.join('\n'));
  });
}

const within = (page: Page, selector: string) => page.evaluate((one) => document.activeElement?.closest(one) !== null, selector);

for (const view of ['Log lanes', 'Cluster', 'Space-time', 'Groups', 'Lag', 'Metadata', 'Events']) {
  test(`${view}: its picture is one tab stop or few, and Tab leaves it after Escape`, async ({ page }) => {
    await open(page, '#/example/member-killed?t=12s');
    await page.getByRole('tab', { name: view, exact: true }).focus();
    await page.keyboard.press('Enter');
    const panel = '[data-region=stage] [role=tabpanel]';
    await page.locator(panel).locator('svg, table, [role=grid]').first().waitFor();
    let stops = 0;
    let wasIn = false;
    for (let n = 0; n < 30; n++) {
      await page.keyboard.press('Tab');
      const isIn = await within(page, panel);
      if (isIn) {
        stops++;
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('Escape');
      }
      if (wasIn && !isIn && (await within(page, '[data-region=timeline], [data-region=inspector]'))) break;
      wasIn ||= isIn;
    }
    expect(await within(page, panel), 'still inside').toBe(false);
    expect(stops).toBeGreaterThan(0);
    expect(stops).toBeLessThanOrEqual(12);
  });
}

test('Tab leaves the terminal, forwards and backwards', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=early');
  await page.keyboard.press('t');
  const prompt = page.locator('[data-region=terminal] [role=combobox]');
  await expect(prompt).toBeFocused();
  await page.keyboard.type('docker ');
  await expect(prompt).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(prompt).toHaveAttribute('aria-expanded', 'false');
  for (const key of ['Tab', 'Shift+Tab']) {
    await prompt.focus();
    await page.keyboard.press(key);
    await expect(prompt).not.toBeFocused();
  }
});

test('Tab leaves the editor of the studio after Escape, forwards and backwards, however slow the hand; whoever types on indents again', async ({ page }) => {
  await open(page, '#/studio');
  const editor = page.locator('.cm-content');
  for (const key of ['Tab', 'Shift+Tab']) {
    await editor.click();
    await expect(editor).toBeFocused();
    await page.clock.setFixedTime('2026-01-01T00:00:00Z');
    await page.keyboard.press('Escape');
    await page.clock.setFixedTime('2026-01-01T00:01:00Z');
    await page.keyboard.press(key);
    await expect(editor).not.toBeFocused();
  }
  await editor.click();
  await page.keyboard.press('Escape');
  await page.keyboard.type('#');
  await page.keyboard.press('Tab');
  await expect(editor).toBeFocused();
});

test('the slider: moved by a press where the pointer is, and by keys; no drag is needed', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/example/leader-returns');
  await computed(page);
  const slider = page.getByRole('slider', { name: 'Step', exact: true });
  const box = await slider.boundingBox();
  if (box === null) throw new Error('no slider');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const pressed = Number(await slider.inputValue());
  expect(pressed).toBeGreaterThan(80);
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  expect(Number(await slider.inputValue())).toBe(pressed + 1);
  await page.getByRole('button', { name: 'Previous step' }).click();
  expect(Number(await slider.inputValue())).toBe(pressed);
});

test('the widths of panes: by arrow keys on each separator, and by a press of a preset', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/lesson/acks-1?beat=early');
  await page.keyboard.press('i');
  await page.keyboard.press('t');
  await page.locator('[data-region=terminal]').waitFor();
  await page.locator('[data-region=inspector]').waitFor();
  const separators = page.getByRole('separator');
  expect(await separators.count()).toBe(3);
  for (const separator of await separators.all()) {
    await separator.focus();
    const before = await separator.boundingBox();
    await page.keyboard.press((await separator.getAttribute('aria-orientation')) === 'horizontal' ? 'ArrowUp' : 'ArrowLeft');
    await expect.poll(async () => JSON.stringify(await separator.boundingBox())).not.toBe(JSON.stringify(before));
  }
  const width = async () => (await page.locator('[data-region=story]').boundingBox())?.width ?? 0;
  const before = await width();
  await page.getByRole('banner').getByRole('button', { name: 'Layout', exact: true }).click();
  await page
    .getByRole('menuitem', { name: /Read/ })
    .or(page.getByRole('menuitemradio', { name: /Read/ }))
    .click();
  await expect.poll(width).toBeGreaterThan(before + 60);
});

test('every question of the course is answered by presses alone and by keys alone: none asks for a drag', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await computed(page);
  await page.keyboard.press('End');
  const form = page.locator('[data-region=story] form');
  expect(await form.locator('[draggable=true]').count()).toBe(0);
  await form.getByRole('radio').nth(1).click();
  await form.getByRole('button', { name: 'Lock in my answer' }).click();
  await expect(form).toHaveCount(0);
  await open(page, '#/lesson/high-watermark');
  await computed(page);
  await page.keyboard.press('End');
  await form.getByRole('textbox').or(form.getByRole('spinbutton')).first().focus();
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await expect(form).toHaveCount(0);
});
