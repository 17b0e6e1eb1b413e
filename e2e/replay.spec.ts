/** A scripted failure, opened from a link and stepped to its end: the picture's facts, what is said, and the hash that the command line printed. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { open, spoken } from './open.ts';
import { axe } from './ux-checks.ts';

interface Printed {
  readonly hash: string;
  readonly step: number;
  readonly ledger: { readonly totals: { readonly acknowledgedButLost: number; readonly acknowledged: number } };
  readonly violations: readonly unknown[];
}

const replay = (file: string, ...more: string[]): Printed =>
  JSON.parse(execFileSync('npm', ['run', '-s', 'replay', '--', file, '--json', ...more], { encoding: 'utf8', maxBuffer: 64 << 20 })) as Printed;
const fragmentOf = (file: string): string => `#/s/1y.${encodeURIComponent(readFileSync(file, 'utf8'))}`;

for (const name of ['acks-1-loss', 'leader-kill', 'lag']) {
  const file = `e2e/scenarios/${name}.yaml`;
  test(`${name}: the page and the command line give the same hash, half-way and at the end`, async ({ page }) => {
    const whole = replay(file);
    const half = replay(file, '--step', String(Math.floor(whole.step / 2)));
    await open(page, fragmentOf(file));
    const seen = await page.evaluate(async (step) => {
      const end = await window.highwater?.end();
      return { end, half: window.highwater?.hash(step), hash: window.highwater?.hash(end) };
    }, half.step);
    expect(seen).toEqual({ end: whole.step, half: half.hash, hash: whole.hash });
    expect(whole.violations).toEqual([]);
  });
}

test('acks=1 loses: stepping to the end shows the loss, says it, and counts it as the command line does', async ({ page }) => {
  const file = 'e2e/scenarios/acks-1-loss.yaml';
  const printed = replay(file);
  await open(page, fragmentOf(file));
  await page.evaluate(() => window.highwater?.end());
  const heard: string[] = [];
  for (const beat of ['paused', 'killed', 'elected']) {
    await page.evaluate((id) => window.highwater?.seek({ beat: id }), beat);
    await page.keyboard.press('w');
    heard.push((await spoken(page).textContent()) ?? '');
  }
  expect(heard[2]).toMatch(/now leads orders-0/);
  const leader = await page.evaluate(() => window.highwater?.frame().partitions.find(({ tp }) => tp === 'orders-0')?.leader);
  expect(leader).not.toBe(1);
  await page.keyboard.press('ArrowRight');
  await expect(spoken(page)).toContainText(/^Step \d+\./);
  await page.evaluate(() => window.highwater?.seek('end'));
  const lost = await page.evaluate(() => window.highwater?.ledger().totals.acknowledgedButLost);
  expect(lost).toBe(printed.ledger.totals.acknowledgedButLost);
  expect(lost).toBeGreaterThan(0);
  await expect(page.locator('[data-region=stage]').getByText(/^lost: \d+$/)).toBeVisible();
  await page.keyboard.press('x');
  await expect(page.locator('[data-region=stage] table').first()).toBeVisible();
  expect(await axe(page)).toEqual([]);
});

test('seeking straight and stepping there draw the same picture', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await page.evaluate(() => window.highwater?.end());
  const stage = () => page.locator('[data-region=stage] [role=tabpanel]').innerHTML();
  const pictures = new Map<number, string>();
  await page.evaluate(() => window.highwater?.seek('start'));
  for (let i = 0; i < 20; i++) {
    const cursor = await page.evaluate(() => window.highwater?.step());
    pictures.set(cursor ?? -1, await stage());
  }
  for (const [cursor, picture] of [...pictures].reverse()) {
    await page.evaluate((to) => window.highwater?.seek(to), cursor);
    expect(await stage(), `cursor ${cursor}`).toBe(picture);
  }
});

test('window.highwater is there only when the link asks for it', async ({ page }) => {
  await page.goto('/#/lesson/acks-1');
  await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
  expect(await page.evaluate(() => 'highwater' in window && window.highwater !== undefined)).toBe(false);
});
