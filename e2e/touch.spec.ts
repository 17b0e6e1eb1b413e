/** A phone in the hand: a lesson by taps alone, marks and slider by taps, and a swipe that pans time or scrolls the page as it is meant. */
import { expect, type Page, test } from '@playwright/test';
import { lessonOf } from '../src/lessons/catalog.ts';
import { computed, open } from './open.ts';
import { axe, reflow, targetSize } from './ux-checks.ts';

test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

const bar = (page: Page, name: string) => page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name });
const stage = (page: Page) => page.locator('[data-region=stage]');
const lesson = lessonOf('acks-1');
const questions = lesson?.scenario.lesson?.questions ?? [];
const beats = lesson?.scenario.lesson?.beats ?? [];

test('the acks lesson is gone through to its challenge by taps alone', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await computed(page);
  let answered = 0;
  for (let guard = 0; guard < (beats.length + questions.length) * 2 + 4; guard++) {
    const onward = stage(page).getByRole('button', { name: /^(Start|Continue|Run to the end)$/ });
    const predict = stage(page).getByRole('button', { name: 'Predict' });
    const challenge = stage(page).getByRole('link', { name: 'Try the challenge' });
    await expect(onward.or(predict).or(challenge)).toBeVisible();
    if (await challenge.isVisible()) break;
    if (await onward.isVisible()) {
      await onward.tap();
      continue;
    }
    await predict.tap();
    const form = page.locator('[data-region=story] form:has(fieldset)');
    await form.getByRole('radio').first().locator('xpath=ancestor::label').tap();
    await form.getByRole('button', { name: 'Lock in my answer' }).tap();
    await expect(form).toHaveCount(0);
    answered++;
    await bar(page, 'Stage').tap();
  }
  expect(answered).toBe(questions.length);
  await stage(page).getByRole('link', { name: 'Try the challenge' }).tap();
  await expect(page).toHaveURL(/#\/lesson\/acks-1\/challenge/);
  expect(await axe(page)).toEqual([]);
});

test('a tap selects a record, the inspector tells of it, and a tap on the slider goes there', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=cut');
  await computed(page);
  const record = stage(page)
    .getByRole('button', { name: /offset 0/i })
    .first();
  await record.tap();
  await expect(record).toHaveAttribute('aria-pressed', 'true');
  await bar(page, 'Inspect').tap();
  await expect(page.locator('[data-region=inspector]').getByRole('heading', { level: 2 })).toContainText('orders-0');
  await bar(page, 'Stage').tap();
  const slider = page.getByRole('slider', { name: 'Step', exact: true });
  const before = Number(await slider.inputValue());
  const box = await slider.boundingBox();
  if (box === null) throw new Error('no slider');
  await page.touchscreen.tap(box.x + box.width * 0.9, box.y + box.height / 2);
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(before);
});

async function swipe(page: Page, from: readonly [number, number], by: readonly [number, number]): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const at = (part: number) => [{ x: from[0] + by[0] * part, y: from[1] + by[1] * part }];
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let i = 1; i <= 10; i++) await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(i / 10) });
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await cdp.detach();
}

test('in space-time a swipe across pans time, and a swipe down scrolls as everywhere', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=elected');
  await computed(page);
  await stage(page).getByRole('tab', { name: 'Space-time' }).tap();
  const picture = stage(page).locator('[data-ready] svg:has(text)');
  await picture.waitFor();
  const times = () => picture.locator('text').allTextContents();
  const before = await times();
  const room = stage(page).locator('[data-ready]');
  await swipe(page, [200, 500], [140, 4]);
  await expect.poll(times).not.toEqual(before);
  const panned = await times();
  expect(await room.evaluate((element) => element.scrollHeight > element.clientHeight)).toBe(true);
  await swipe(page, [200, 560], [2, -160]);
  await expect.poll(() => room.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
  expect(await times()).toEqual(panned);
});

test('a swipe to the left across the stage is a step on, to the right a step back; on a slider or a strip of tabs it is none', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=early');
  await computed(page);
  const slider = page.getByRole('slider', { name: 'Step', exact: true });
  const at = async () => Number(await slider.inputValue());
  const before = await at();
  await swipe(page, [300, 420], [-180, 6]);
  await expect.poll(at).toBe(before + 1);
  await swipe(page, [100, 420], [180, -6]);
  await expect.poll(at).toBe(before);
  await swipe(page, [300, 420], [-20, -200]);
  const tabs = await stage(page).getByRole('tablist').boundingBox();
  if (tabs === null) throw new Error('no tabs');
  await swipe(page, [tabs.x + tabs.width - 40, tabs.y + tabs.height / 2], [-200, 0]);
  expect(await at()).toBe(before);
});

test('a phone on its side shows the stage with its bar at the left, and nothing scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 844, height: 390 });
  for (const fragment of ['#/lesson/acks-1?beat=elected', '#/example/member-killed?t=45s']) {
    await open(page, fragment);
    const nav = await page.getByRole('navigation', { name: 'Panels' }).boundingBox();
    const picture = await stage(page).locator('[data-ready]').boundingBox();
    expect(nav?.height).toBe(390);
    expect(picture?.height ?? 0).toBeGreaterThan(180);
    expect(await reflow(page, 844, 390)).toEqual([]);
    expect(await targetSize(page)).toEqual([]);
    expect(await axe(page)).toEqual([]);
  }
});
