/** What a first visit fetches, as the browser fetches it: all scripts until the network is idle, gzipped. And what was shown before the engine came stays as it was. */
import { gzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { spoken } from './open.ts';

/** The bar: gzipped JavaScript of a first load. */
const LIMIT_BYTES = 250_000;

/** Scripts that the page has asked for, by name, and their gzipped bytes. */
async function scriptsOf(page: Page, address: string): Promise<ReadonlyMap<string, number>> {
  const bodies: Promise<readonly [string, Buffer]>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js')) bodies.push(response.body().then((body) => [pathname, body] as const));
  });
  await page.goto(address);
  await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  // Longer than any timer of ours that could still fetch something.
  await page.waitForTimeout(3000);
  return new Map((await Promise.all(bodies)).map(([path, body]) => [path, gzipSync(body, { level: 9 }).length] as const));
}

const total = (scripts: ReadonlyMap<string, number>): number => [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0);

for (const locale of ['en-US', 'ko-KR'] as const) {
  test.describe(`a first visit in ${locale}`, () => {
    test.use({ locale });

    test('fetches at most 250 kB of scripts for the landing page, and no engine', async ({ page }) => {
      const scripts = await scriptsOf(page, '/');
      console.info(`landing, ${locale}: ${(total(scripts) / 1000).toFixed(1)} kB of scripts, gzipped`);
      expect(scripts.size).toBeGreaterThan(3);
      expect([...scripts.keys()].filter((path) => path.includes('engine'))).toEqual([]);
      expect(total(scripts)).toBeLessThanOrEqual(LIMIT_BYTES);
    });
  });
}

test('a lesson fetches what it shows: neither other views nor dialogs nor the terminal', async ({ page }) => {
  const scripts = await scriptsOf(page, '/#/lesson/acks-1');
  console.info(`lesson: ${(total(scripts) / 1000).toFixed(1)} kB of scripts, gzipped`);
  expect([...scripts.keys()].filter((path) => path.includes('engine'))).toHaveLength(1);
  expect([...scripts.keys()].filter((path) => /Terminal|Inspector|Menu|Dialog|Share|fragment|View-|validate|yaml/i.test(path))).toEqual([]);
});

/** Everything that is drawn and said of the moment, and where it stands. */
const drawn = (page: Page) =>
  page.evaluate(() => {
    const live = document.querySelector('[data-still], [class*=live]');
    const box = live?.getBoundingClientRect();
    return {
      box: [box?.x, (box?.y ?? 0) + window.scrollY, box?.width, box?.height],
      // Identifiers of patterns are React's own; they say nothing of the picture.
      picture: live?.querySelector('[role=tabpanel]')?.innerHTML.replaceAll(/[«_][^"')#\s]*[»_]/g, 'id'),
      words: live?.textContent,
      page: document.documentElement.scrollHeight,
    };
  });

test.describe('the moment on the landing page', () => {
  test('is the same before the engine has come and after', async ({ page }) => {
    await page.goto('/');
    const still = page.locator('[data-still]');
    await still.waitFor();
    await page.evaluate(() => document.fonts.ready);
    const before = await drawn(page);
    expect(before.picture).toContain('<rect');
    await still.hover();
    await expect(still).toHaveCount(0);
    expect(await drawn(page)).toEqual(before);
  });

  test('answers the first key and the first press: the run comes, then it is done', async ({ page }) => {
    await page.goto('/');
    await page.locator('[data-still]').waitFor();
    const slider = page.getByRole('slider', { name: 'Timeline' }).or(page.locator('input[type=range]')).first();
    const from = Number(await slider.inputValue());
    await page.keyboard.press('ArrowRight');
    await expect(spoken(page)).toContainText(`Step ${from + 1}`);
    await expect(slider).toHaveValue(String(from + 1));
    await expect(page.locator('[data-still]')).toHaveCount(0);
  });
});

test.describe('keeping the app for later', () => {
  test.use({ serviceWorkers: 'allow' });

  test('begins after the page is there', async ({ page, context }) => {
    const asked: string[] = [];
    context.on('request', (request) => asked.push(new URL(request.url()).pathname));
    // What is drawn when the worker is registered is asked there and then: a clock of ours might be late.
    await page.addInitScript(() => {
      const { serviceWorker } = navigator;
      const register = serviceWorker.register.bind(serviceWorker);
      serviceWorker.register = (...given) => {
        Object.assign(window, { drawnFirst: document.querySelector('[data-still]') !== null });
        return register(...given);
      };
    });
    await page.goto('/');
    await expect.poll(() => asked.includes('/sw.js')).toBe(true);
    expect(await page.evaluate(() => 'drawnFirst' in window && window.drawnFirst)).toBe(true);
  });
});
