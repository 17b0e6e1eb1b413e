/** Keys and presses by chance, from fixed seeds, in several runs and all their views: nothing breaks, the focus is never lost, and axe still finds nothing. Counted in presses, so that it is the same on every machine. */
import { expect, type Page, test } from '@playwright/test';
import { open } from './open.ts';
import { axe } from './ux-checks.ts';

const KEYS = [
  ...['ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Enter', 'Space'],
  ...['Escape', 'Escape', 'F6', 'ArrowUp', 'ArrowDown'],
  ...['.', ',', 'j', 'l', 'k', '[', ']', 'x', 'i', 'w', 's', 't', 'g', 'n', 'p', 'm', 'f', 'h', 'v', 'r', 'b', 'c', 'd', '<', '>', '?'],
  ...['1', '2', '3', '4', '5', '6', '7', '8'],
];

/** Five minutes of each in every run: a person presses about two keys a second, and clicks once. */
const KEY_PRESSES = 600;
const POINTER_PRESSES = 300;
/** The focus is asked for this often. */
const EVERY = 25;

const RUNS = [
  { fragment: '#/example/member-killed', seed: 2026 },
  { fragment: '#/lesson/acks-1', seed: 7 },
  { fragment: '#/example/queue-forgets', seed: 11 },
  { fragment: '#/example/leader-returns', seed: 23 },
] as const;

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
test.setTimeout(600_000);

function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

/** What had the focus last, and is it gone? Escape and a press beside everything let go of a focus: then what had it is still there. */
async function watchFocus(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let last: Element | null = null;
    window.addEventListener(
      'focusin',
      ({ target }) => {
        last = target instanceof Element ? target : null;
      },
      true,
    );
    Object.assign(window, {
      lostFocus: () => {
        const nowhere = document.activeElement === null || document.activeElement === document.body;
        const gone = last !== null && (!last.isConnected || !last.checkVisibility() || last.matches(':disabled'));
        return nowhere && gone ? `${last?.tagName} ${last?.getAttribute('aria-label') ?? last?.textContent?.slice(0, 60)}` : null;
      },
    });
  });
}

/** A dialog that closes and a page that comes hand the focus on in their own time; it is lost when nobody takes it. */
const expectFocusKept = (page: Page, after: readonly string[]) =>
  expect.poll(() => page.evaluate(() => (window as unknown as { lostFocus(): string | null }).lostFocus()), after.slice(-30).join(' ')).toBeNull();

/** Whatever was opened is closed; then the next Tab finds something. */
async function calm(page: Page): Promise<void> {
  for (let i = 0; i < 4; i++) await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body)).toBe(true);
  expect(await page.locator('main').count()).toBe(1);
  expect(await axe(page)).toEqual([]);
}

for (const { fragment, seed } of RUNS) {
  test(`${fragment}: ${KEY_PRESSES} keys by chance break nothing and never lose the focus`, async ({ page }) => {
    const errors = errorsOf(page);
    await watchFocus(page);
    await open(page, fragment);
    const next = chance(seed);
    const pressed: string[] = [];
    for (let i = 0; i < KEY_PRESSES; i++) {
      const key = KEYS[Math.floor(next() * KEYS.length)];
      pressed.push(key);
      await page.keyboard.press(key);
      // Some keys open another page, which takes a moment to come.
      if (i % 10 === 9) await expect(page.locator('main'), pressed.slice(-30).join(' ')).toHaveCount(1);
      if (i % EVERY === EVERY - 1) await expectFocusKept(page, pressed);
    }
    expect(errors, pressed.slice(-30).join(' ')).toEqual([]);
    await calm(page);
  });

  test(`${fragment}: ${POINTER_PRESSES} presses by chance break nothing`, async ({ page }) => {
    const errors = errorsOf(page);
    await open(page, fragment);
    const next = chance(seed + 1);
    for (let i = 0; i < POINTER_PRESSES; i++) await page.mouse.click(Math.floor(next() * 1280), Math.floor(next() * 800));
    expect(errors).toEqual([]);
    await calm(page);
  });
}
