/** Single-character keys: on by default, off with one switch, silent in text fields and while a syllable is composed, right on a Korean layout. */
import { expect, type Page, test } from '@playwright/test';
import { computed, open, spoken } from './open.ts';
import { recordAnnouncements } from './ux-checks.ts';

const cursor = (page: Page) => page.evaluate(() => window.highwater?.cursor);

test('arrows, brackets, dots and letters move through time', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await computed(page);
  await page.keyboard.press('ArrowRight');
  const one = await cursor(page);
  expect(one).toBeGreaterThan(0);
  await page.keyboard.press('.');
  expect(await cursor(page)).toBe((one ?? 0) + 1);
  await page.keyboard.press(',');
  await page.keyboard.press('ArrowLeft');
  expect(await cursor(page)).toBe(0);
  await page.keyboard.press('l');
  expect(await cursor(page)).toBeGreaterThan(one ?? 0);
  await page.keyboard.press('Home');
  expect(await cursor(page)).toBe(0);
  await page.keyboard.press('2');
  await expect(page.getByRole('tab', { name: 'Cluster' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('one step of the person is one utterance, never more than 25 words, and never twice the same', async ({ page }) => {
  await open(page, '#/lesson/high-watermark');
  await computed(page);
  const heard = await recordAnnouncements(page);
  for (let i = 0; i < 25; i++) {
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(30);
    const said = await heard();
    expect(said.length, JSON.stringify(said)).toBe(1);
    if (!said[0].text.includes('Predict')) expect(said[0].text.split(/\s+/).length, said[0].text).toBeLessThanOrEqual(40);
  }
});

test('on a Korean layout letters act by their place', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ㅑ', code: 'KeyI', bubbles: true })));
  await expect(page.locator('[data-region=inspector]')).toBeVisible();
});

test('nothing acts while a syllable is composed', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ㅑ', code: 'KeyI', bubbles: true, isComposing: true })));
  await page.waitForTimeout(200);
  await expect(page.locator('[data-region=inspector]')).toHaveCount(0);
});

test('with the switch off no single character acts, and arrows still do', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByLabel('Single-character shortcuts').uncheck();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  for (const key of ['i', 't', 'k', ']', '.', '2', '?', 'g']) await page.keyboard.press(key);
  expect(await cursor(page)).toBe(0);
  await expect(page.locator('[data-region=inspector]')).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  expect(await cursor(page)).toBeGreaterThan(0);
});

test('in the terminal characters are text, and Tab leaves when nothing is highlighted', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await page.keyboard.press('t');
  const prompt = page.locator('[data-region=terminal] [role=combobox]');
  await expect(prompt).toBeFocused();
  await page.keyboard.type('zzz.,[]?');
  await expect(prompt).toHaveValue('zzz.,[]?');
  expect(await cursor(page)).toBe(0);
  await page.keyboard.press('Tab');
  await expect(prompt).not.toBeFocused();
});

test('a question holds the playhead; skipping shows what happened and says so', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await computed(page);
  await page.keyboard.press('End');
  const held = await cursor(page);
  await expect(page.getByRole('button', { name: 'Lock in my answer' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  expect(await cursor(page)).toBe(held);
  await expect(spoken(page)).toContainText('A question is open');
  await page.getByRole('button', { name: 'Skip and show' }).press('Enter');
  expect(await cursor(page)).toBeGreaterThan(held ?? 0);
  for (let guard = 0; guard < 6 && !(await spoken(page).textContent())?.includes('Skipped'); guard++) {
    await page.keyboard.press(']');
    await page.waitForTimeout(50);
  }
  await expect(spoken(page)).toContainText('Skipped. Kafka:');
});
