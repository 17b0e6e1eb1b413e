/** Keys and presses by chance, from a fixed seed: nothing breaks, focus is never lost, and axe still finds nothing. */
import { expect, type Page, test } from '@playwright/test';
import { open } from './open.ts';
import { axe } from './ux-checks.ts';

const KEYS = [
  ...[
    'ArrowRight',
    'ArrowRight',
    'ArrowLeft',
    'Home',
    'End',
    'Tab',
    'Tab',
    'Tab',
    'Shift+Tab',
    'Enter',
    'Space',
    'Escape',
    'Escape',
    'F6',
    'ArrowUp',
    'ArrowDown',
  ],
  ...['.', ',', 'j', 'l', 'k', '[', ']', 'x', 'i', 'w', 't', 'g', 'n', 'p', 'm', 'f', '1', '2', '3', '4', '5', '6', '7', '?'],
];

/** A small generator of our own (mulberry32): the same presses every time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// Long, because a press may move a whole run.
test.setTimeout(300_000);

function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

test('a hundred and fifty keys by chance break nothing and never lose the focus', async ({ page }) => {
  const errors = errorsOf(page);
  await open(page, '#/example/member-killed');
  const next = chance(2026);
  const pressed: string[] = [];
  for (let i = 0; i < 150; i++) {
    const key = KEYS[Math.floor(next() * KEYS.length)];
    pressed.push(key);
    await page.keyboard.press(key);
    expect(await page.locator('main').count(), pressed.slice(-12).join(' ')).toBe(1);
  }
  expect(errors).toEqual([]);
  for (let i = 0; i < 3; i++) await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body)).toBe(true);
  expect(await axe(page)).toEqual([]);
});

test('sixty presses by chance break nothing', async ({ page }) => {
  const errors = errorsOf(page);
  await open(page, '#/example/member-killed');
  const next = chance(7);
  for (let i = 0; i < 60; i++) await page.mouse.click(Math.floor(next() * 1280), Math.floor(next() * 800));
  expect(errors).toEqual([]);
  for (let i = 0; i < 3; i++) await page.keyboard.press('Escape');
  expect(await page.locator('main').count()).toBe(1);
  expect(await axe(page)).toEqual([]);
});
