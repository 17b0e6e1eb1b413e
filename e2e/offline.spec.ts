/** After one visit the page works without a network: lessons open, and nothing was ever asked of another origin. */
import { expect, test } from '@playwright/test';

test.use({ serviceWorkers: 'allow' });

test('offline, a lesson that was never opened still opens', async ({ page, context, baseURL }) => {
  const strangers: string[] = [];
  context.on('request', (request) => {
    if (request.url().startsWith('http') && !request.url().startsWith(baseURL ?? '')) strangers.push(request.url());
  });
  await page.goto('/');
  await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page
    .waitForFunction(async () => (await caches.keys()).length > 0 && navigator.serviceWorker.controller !== null, undefined, { timeout: 20_000 })
    .catch(() => page.reload());
  await page.waitForTimeout(1500);
  await context.setOffline(true);
  await page.goto('/#/lesson/consumer-lag');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Consumer lag', { timeout: 20_000 });
  await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
  await page.keyboard.press(']');
  await expect(page.locator('[data-announcer]')).toContainText(/^Step \d+\./);
  expect(strangers).toEqual([]);
});

test('inside a frame or a test nothing is registered', async ({ page }) => {
  await page.goto('/?test=1');
  await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});
