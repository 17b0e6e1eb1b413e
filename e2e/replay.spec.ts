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

/** Fifty moments by a rule that anybody can follow: multiples of the golden ratio, so that they are spread and never the same twice. */
const moments = (end: number): number[] => [...new Set(Array.from({ length: 50 }, (_, i) => Math.floor(((i * 0.6180339887498949) % 1) * (end + 1))))];

/** Runs in the page: the stage as it is drawn. Attributes stand in the order in which they were set, and one that was emptied stays: neither is seen. */
function drawnNow(): string {
  const stage = document.querySelector('[data-region=stage] [role=tabpanel]');
  const told = (node: Node): string => {
    if (!(node instanceof Element)) return node.textContent ?? '';
    const attributes = [...node.attributes].map(({ name, value }) => `${name}="${value}"`).filter((one) => one !== 'style=""');
    return `<${node.tagName} ${attributes.sort().join(' ')}>${[...node.childNodes].map(told).join('')}</>`;
  };
  return stage === null ? '' : told(stage);
}

for (const [view, pictures, fragment, selects] of [
  ['Log lanes', 10, '#/lesson/acks-1'],
  ['Cluster', 25, '#/lesson/acks-1'],
  ['Space-time', 25, '#/lesson/acks-1'],
  ['Metadata', 4, '#/lesson/acks-1'],
  ['Groups', 10, '#/lesson/consumer-lag'],
  ['Lag', 10, '#/lesson/consumer-lag'],
  ['Events', 10, '#/lesson/acks-1'],
  ['States', 2, '#/lesson/acks-1', /^broker 1/i],
  ['Burrow', 10, '#/example/burrow'],
  ['Queue', 10, '#/example/queue-forgets'],
] as [view: string, pictures: number, fragment: string, selects?: RegExp][])
  test(`${view}: at fifty moments of a run, seeking straight and playing there draw the same picture, forwards and backwards`, async ({ page }) => {
    // Every event of a run is drawn: a busy machine takes its time.
    test.setTimeout(600_000);
    await page.addInitScript(`window.drawnNow = ${drawnNow.toString()}`);
    await open(page, fragment);
    if (selects !== undefined) await page.getByRole('tabpanel').getByRole('button', { name: selects }).first().press('Enter');
    await page.getByRole('tab', { name: view }).click();
    // The view comes in a file of its own, and at the beginning some have nothing to draw: what is compared is the picture, not the wait for it.
    const end = await page.evaluate(() => window.highwater?.seek('end') ?? 0);
    await page.getByRole('tabpanel', { name: view }).locator('svg, [role=grid]').first().waitFor();
    const pictureAt = (cursor: number) =>
      page.evaluate(async (to) => {
        await window.highwater?.seek(to);
        return (window as unknown as { drawnNow(): string }).drawnNow();
      }, cursor);
    const wanted = moments(end);
    expect(wanted.length).toBe(50);
    const sought = new Map<number, string>();
    for (const cursor of wanted) sought.set(cursor, await pictureAt(cursor));
    expect(new Set(sought.values()).size).toBeGreaterThan(pictures);
    // Played: one event after the other, with all that a picture remembers of the one before.
    const played = await page.evaluate(async (cursors) => {
      const drawn: Record<number, string> = {};
      await window.highwater?.seek('start');
      for (let cursor = 0; ; ) {
        if (cursors.includes(cursor)) drawn[cursor] = (window as unknown as { drawnNow(): string }).drawnNow();
        const next = (await window.highwater?.step('micro')) ?? cursor;
        if (next === cursor) return drawn;
        cursor = next;
      }
    }, wanted);
    for (const cursor of wanted) expect(played[cursor], `cursor ${cursor}, played`).toBe(sought.get(cursor));
    for (const cursor of [...wanted].sort((a, b) => b - a)) expect(await pictureAt(cursor), `cursor ${cursor}, backwards`).toBe(sought.get(cursor));
  });

test('window.highwater is there only when the link asks for it', async ({ page }) => {
  await page.goto('/#/lesson/acks-1');
  await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
  expect(await page.evaluate(() => 'highwater' in window && window.highwater !== undefined)).toBe(false);
});
