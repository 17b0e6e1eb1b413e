/** Small screens, zoom, keyboards, forced colours, reduced motion, wide text: nothing is lost and nothing moves that should not. */
import { expect, test } from '@playwright/test';
import { computed, followed, open } from './open.ts';
import { axe, brokenNames, focusWalk, reflow, still, targetSize, textSpacing } from './ux-checks.ts';

const PAGES = ['#/', '#/lesson/acks-1?beat=elected', '#/lesson/consumer-lag/challenge', '#/studio', '#/glossary', '#/about'];

for (const fragment of PAGES) {
  for (const width of [640, 390, 320]) {
    test(`${fragment} at ${width} px: no scrolling sideways, no small target, axe finds nothing`, async ({ page }) => {
      await page.setViewportSize({ width, height: 740 });
      await open(page, fragment);
      expect(await reflow(page, width, 740)).toEqual([]);
      expect(await targetSize(page)).toEqual([]);
      expect(await axe(page)).toEqual([]);
    });
  }

  test(`${fragment}: with wider text spacing nothing is clipped`, async ({ page }) => {
    await open(page, fragment, { lang: 'ko' });
    expect(await textSpacing(page)).toEqual([]);
  });
}

test('every panel of a phone: axe finds nothing, and the buttons of the bar are 44 px', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, '#/lesson/acks-1?beat=elected');
  for (const name of ['Story', 'Stage', 'Inspect', 'Terminal']) {
    const button = page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name });
    await button.click();
    const box = await button.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    await page.waitForTimeout(300);
    expect(await axe(page), name).toEqual([]);
    expect(await reflow(page, 390, 844), name).toEqual([]);
  }
});

for (const lang of ['en', 'ko'] as const) {
  test(`no line ends inside the name of a partition, a member or a record, ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page, '#/lesson/acks-1?beat=elected', { lang });
    await computed(page);
    await page.keyboard.press('i');
    const inspector = page.locator('[data-region=inspector]');
    await page.locator('[data-hit="lane:2"]').press('Enter');
    await expect(inspector).toContainText('orders-0 @ kafka2');
    expect(await brokenNames(page), 'what may be asked of a replica').toEqual([]);
    await inspector.locator('button[class*=question]').first().press('Enter');
    await expect(page.locator('#why')).toBeVisible();
    expect(await brokenNames(page), 'why').toEqual([]);
    await open(page, '#/example/member-killed', { lang });
    await computed(page);
    await page.evaluate(() => window.highwater?.seek({ timeMs: 60_000 }));
    await page.getByRole('tab').first().press('Enter');
    await followed(page);
    expect(await brokenNames(page), 'the story').toEqual([]);
    await page.locator('[data-hit="group:billing"]').first().press('Enter');
    await expect(inspector).toContainText('orders-3');
    expect(await brokenNames(page), 'a group').toEqual([]);
  });
}

test('on the narrowest phone signs under the slider stand apart, and the studio keeps its name on one line', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await open(page, '#/lesson/acks-1?beat=elected');
  await page.evaluate(() => window.highwater?.end());
  const boxes = await page
    .locator('[data-region=timeline] [class*=sign]')
    .evaluateAll((signs) => signs.map((sign) => sign.getBoundingClientRect()).map(({ left, right }) => ({ left, right })));
  expect(boxes.length).toBeGreaterThan(1);
  for (let i = 1; i < boxes.length; i++) expect(boxes[i].left).toBeGreaterThanOrEqual(boxes[i - 1].right);
  await open(page, '#/studio');
  expect((await page.locator('h1').boundingBox())?.height).toBeLessThan(30);
});

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const) {
  test(`at ${width} px every tab stop has a ring and is not covered`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, '#/lesson/acks-1?beat=elected');
    const { order, bad } = await focusWalk(page);
    expect(bad).toEqual([]);
    expect(order.length).toBeGreaterThan(12);
  });
}

test('regions come in reading order, and F6 goes from one to the next', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/lesson/acks-1?beat=elected');
  await page.keyboard.press('i');
  await page.keyboard.press('t');
  await page.locator('[data-region=terminal] [role=combobox]').waitFor();
  const inDocument = await page.evaluate(() => [...document.querySelectorAll('[data-region]')].map((region) => (region as HTMLElement).dataset.region));
  expect(inDocument).toEqual(['story', 'stage', 'inspector', 'timeline', 'terminal']);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  const visited: (string | undefined)[] = [];
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('F6');
    visited.push(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.region));
  }
  expect(visited).toEqual(inDocument);
});

test('under reduced motion a step is there at once and nothing moves after it', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '#/lesson/acks-1', { moving: true });
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('ArrowRight');
    await page.mouse.move(700, 500);
    expect(await still(page)).toEqual([]);
  }
});

test('autoplay is refused under reduced motion, and never happens unasked', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/?api=1&autoplay=1#/lesson/acks-1');
  await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(1500);
  expect(await page.evaluate(() => window.highwater?.cursor)).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto('/?api=1#/lesson/high-watermark');
  await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(1500);
  expect(await page.evaluate(() => window.highwater?.cursor)).toBe(0);
});

test('with more contrast asked for, muted words and hairlines become ink', async ({ page }) => {
  await page.emulateMedia({ contrast: 'more' });
  await open(page, '#/');
  const [muted, ink] = await page.evaluate(() =>
    ['--muted', '--ink'].map((name) => {
      const probe = document.createElement('i');
      probe.style.color = `var(${name})`;
      document.body.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    }),
  );
  expect(muted).toBe(ink);
});
