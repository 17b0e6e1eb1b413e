/** Single-character keys: on by default, off with one switch, silent in text fields and while a syllable is composed, right on a Korean layout. */
import { expect, type Page, test } from '@playwright/test';
import { computed, open, spoken } from './open.ts';

/** Every key of the map that is one character. */
const SINGLE = 'kjlnpmbcdhwvsitrxgf.,[]<>?129';

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
  for (const key of SINGLE) await page.keyboard.press(key);
  await expect(page.locator('[data-region=terminal]')).toHaveCount(0);
  await expect(page.getByRole('tab').first()).toHaveAttribute('aria-selected', 'true');
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

/** Typed one by one where text is written: all of it is text, and nothing else happens. */
const FIELDS: readonly { readonly name: string; readonly reach: (page: Page) => Promise<void> }[] = [
  { name: 'the prompt of the terminal', reach: (page) => page.keyboard.press('t') },
  {
    name: 'the search of the events',
    reach: async (page) => {
      await page.getByRole('tab', { name: 'Events' }).click();
      await page.getByRole('searchbox', { name: 'Search events' }).focus();
    },
  },
  { name: 'the command palette', reach: (page) => page.keyboard.press('Control+k') },
  { name: 'the field of a dialog', reach: (page) => page.keyboard.press('g') },
];

for (const { name, reach } of FIELDS) {
  test(`in ${name} no single character acts: it is text`, async ({ page }) => {
    await open(page, '#/lesson/acks-1?beat=early');
    const before = await cursor(page);
    await reach(page);
    await page.waitForFunction(() => document.activeElement?.matches('input') === true);
    await page.keyboard.type(SINGLE);
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe(SINGLE);
    expect(await cursor(page)).toBe(before);
    expect(await page.locator('[data-region=inspector]').count()).toBe(0);
  });
}

test('in the editor of the studio no single character acts: it is text', async ({ page }) => {
  await open(page, '#/studio');
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+Home');
  const before = await cursor(page);
  await page.keyboard.type(`# ${SINGLE.replaceAll(/[[\]]/g, '')}`);
  await expect(page.locator('.cm-content')).toContainText(`# ${SINGLE.replaceAll(/[[\]]/g, '')}`);
  expect(await cursor(page)).toBe(before);
  await expect(page.getByRole('dialog')).toHaveCount(0);
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
