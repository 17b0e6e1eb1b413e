/** Links: one that proves itself, and broken ones of every kind, which leave the open work untouched. */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { NO_ACTS } from '../src/scenario/acts.ts';
import type { ScenarioDocument } from '../src/scenario/document.ts';
import { writeLink } from '../src/scenario/link/write.ts';
import { readYaml } from '../src/scenario/yaml.ts';
import { address, computed, open, ready } from './open.ts';
import { axe } from './ux-checks.ts';

function scenarioLink(): string {
  const source = readYaml(readFileSync('e2e/scenarios/leader-kill.yaml', 'utf8'));
  if (!source.ok) throw new Error('The scenario of this spec does not read.');
  return writeLink({ route: { kind: 'scenario', document: source.value.document }, acts: NO_ACTS, playhead: undefined, hash: undefined, engine: undefined });
}

const GOOD = scenarioLink();
const payload = GOOD.slice('#/s/1z.'.length);
const changedInside = `#/s/1z.${payload.slice(0, 40)}${payload[40] === 'A' ? 'B' : 'A'}${payload.slice(41)}`;
const yamlLink = (text: string): string => `#/s/1y.${encodeURIComponent(text)}`;

const BROKEN = [
  { kind: 'cut in the middle', fragment: GOOD.slice(0, Math.floor(GOOD.length * 0.6)), code: /U04|U05|U06/ },
  { kind: 'cut after the codec', fragment: '#/s/1z.', code: /U04/ },
  { kind: 'edited', fragment: changedInside, code: /U05|U06/ },
  { kind: 'foreign characters', fragment: `${GOOD.slice(0, 60)}%20€${GOOD.slice(60)}`, code: /U03/ },
  { kind: 'a newer version', fragment: '#/s/9q.abcdef', code: /U01/ },
  { kind: 'too long', fragment: `#/s/1z.${'A'.repeat(17_000)}`, code: /U02/ },
  { kind: 'an unknown field', fragment: yamlLink('highwater: 1\ncluster: { brokers: 3, colour: blue }\n'), code: /U11/ },
  { kind: 'a number out of range', fragment: yamlLink('highwater: 1\ncluster: { brokers: 99 }\n'), code: /U13/ },
  { kind: 'a name that is not there', fragment: yamlLink('highwater: 1\ncluster: { brokers: 1 }\nclients: { p1: { producer: nowhere } }\n'), code: /U15/ },
  { kind: 'no scenario', fragment: yamlLink('just some words'), code: /U09/ },
  { kind: 'nothing at all', fragment: '#/nowhere', code: /U00/ },
  { kind: 'an unknown lesson', fragment: '#/lesson/no-such-lesson', code: /lesson/ },
  { kind: 'an unknown example', fragment: '#/example/no-such-example', code: /example/ },
] as const;

const told = (page: Page) => page.getByRole('dialog').locator('[data-code]');

for (const { kind, fragment, code } of BROKEN) {
  test(`a link broken by ${kind}: said plainly, text kept, open work untouched`, async ({ page }) => {
    await open(page, '#/lesson/acks-1?beat=early');
    const before = await page.evaluate(() => [window.highwater?.cursor, window.highwater?.hash()]);
    await page.evaluate((next) => {
      location.hash = next;
    }, fragment);
    await told(page).waitFor();
    expect(await told(page).getAttribute('data-code')).toMatch(code);
    expect(((await told(page).textContent()) ?? '').length).toBeGreaterThan(12);
    expect((await page.getByLabel('Text of the link').inputValue()).length).toBeGreaterThan(3);
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await page.evaluate(() => [window.highwater?.cursor, window.highwater?.hash()])).toEqual(before);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('An acknowledged record is lost (acks=1)');
  });
}

test('a broken link as the first thing opened stands before the landing page and offers the gallery', async ({ page }) => {
  await page.goto(address('#/s/1z.AAAA', { lang: 'ko' }));
  await told(page).waitFor();
  await expect(page.locator('h1')).toContainText('Kafka 클러스터');
  await expect(page.getByRole('dialog')).not.toContainText('열어 두었던 것은');
  await expect(page.getByRole('button', { name: '스튜디오에서 열기' })).toHaveCount(0);
  await page.getByRole('button', { name: '레슨 목록으로' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Kafka 클러스터');
});

test('a readable link with a mistake can be repaired in the studio', async ({ page }) => {
  await page.goto(address(yamlLink('highwater: 1\ncluster: { brokers: 3, colour: blue }\n')));
  await page.getByRole('button', { name: 'Open in the studio' }).click();
  await expect(page.locator('.cm-content')).toContainText('colour: blue');
  await expect(page.getByText(/1 mistake/)).toBeVisible();
});

test('a whole packed scenario with a mistake is written out for the studio, and what was written there is kept', async ({ page }) => {
  const document = { highwater: 1, cluster: { brokers: 3, colour: 'blue' } } as unknown as ScenarioDocument;
  const packed = writeLink({ route: { kind: 'scenario', document }, acts: NO_ACTS, playhead: undefined, hash: undefined, engine: undefined });
  await open(page, '#/studio');
  await page.getByRole('button', { name: 'Plain text field' }).click();
  const editor = page.getByRole('textbox', { name: 'Scenario in YAML' });
  const mine = 'highwater: 1\ntitle: Mine\ncluster: { brokers: 1 }\nuntil: 1s\n';
  await editor.fill(mine);
  await expect(page.getByText('No mistakes.')).toBeVisible();
  await page.evaluate((next) => {
    location.hash = next;
  }, packed);
  await told(page).waitFor();
  await page.getByRole('button', { name: 'Open in the studio' }).click();
  await expect(editor).toHaveValue(/colour: blue/);
  await page.getByRole('button', { name: 'Start from' }).click();
  await page.getByRole('menuitem', { name: 'What was here before' }).click();
  await expect(editor).toHaveValue(mine);
});

test('the mistakes of a scenario are told in Korean, with line, column and the nearest word', async ({ page }) => {
  await page.goto(address(yamlLink('highwater: 1\ncluster: { brokrs: 3 }\n'), { lang: 'ko' }));
  await expect(page.getByRole('dialog')).toContainText('2행 12열');
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveText(/cluster\.brokrs.*모르는 필드입니다\..*brokers를 쓰려던 것인가요\?/s);
});

test('a heavy run says so, is stepped through as it is, and is computed whole when asked', async ({ page }) => {
  const heavy =
    'highwater: 1\ncluster: { brokers: 3 }\ntopics: { orders: { partitions: 6, replication-factor: 3 } }\nclients: { p1: { producer: orders, rate: 900/s }, billing: { consumer: orders, members: 3 } }\nuntil: 120s\n';
  await open(page, yamlLink(heavy));
  const note = page.locator('[data-region=timeline] [role=status]');
  await expect(note).toContainText('heavy run of about 2,200,000 events');
  await page.keyboard.press('ArrowRight');
  expect(await page.evaluate(() => window.highwater?.cursor)).toBeGreaterThan(0);
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Compute all of it' }).click();
  await expect(note).toHaveCount(0);
  await expect(page.getByRole('slider', { name: 'Step', exact: true })).toBeFocused();
});

test('an unknown parameter is named and left out', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=early&colour=red');
  await expect(page.getByText(/not understood and left out: colour/)).toBeVisible();
});

test('a beat that the lesson does not have is named: the link leads to the start', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=eraly');
  await expect(page.getByText(/not understood and left out: beat=eraly/)).toBeVisible();
});

test('a slip in the name of a lesson or an example: the one that was meant is a press away, in both languages', async ({ page }) => {
  await page.goto(address('#/lesson/ack-1'));
  await page.getByRole('link', { name: 'Did you mean acks-1?' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('An acknowledged record is lost (acks=1)');
  await page.goto(address('#/example/share-gruop', { lang: 'ko' }));
  await expect(page.getByRole('link', { name: 'share-group을 찾으셨나요?' })).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.goto(address('#/lesson/no-such-lesson'));
  await told(page).waitFor();
  await expect(page.getByRole('link', { name: /Did you mean/ })).toHaveCount(0);
});

test('a shared link is recomputed and verified by its hash; a wrong hash is told', async ({ page, context }) => {
  await open(page, GOOD);
  await computed(page);
  await page.keyboard.press(']');
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue();
  expect(link.length).toBeLessThan(2000);
  await expect(page.getByRole('dialog').getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  const fragment = link.slice(link.indexOf('#'));
  const friend = await context.newPage();
  await friend.goto(address(fragment));
  await ready(friend);
  await expect(friend.getByText('Verified: recomputed here, same hash')).toBeVisible();
  expect(await friend.evaluate(() => window.highwater?.hash())).toBe(await page.evaluate(() => window.highwater?.hash()));
  await friend.goto(address(fragment.replace(/hash=[0-9a-f]{16}/, 'hash=0123456789abcdef')));
  await friend.reload();
  await ready(friend);
  await expect(friend.getByText(/No longer matches/)).toBeVisible();
});

test('what was done is in the link: a fault given here happens there', async ({ page, context }) => {
  await open(page, '#/lesson/acks-1?beat=safe');
  await page.getByRole('button', { name: 'Break something' }).click();
  await page.getByRole('menuitem', { name: /kafka2/ }).press('ArrowRight');
  await page.getByRole('menuitem', { name: /Kill/ }).click();
  await expect(page.locator('[data-announcer]')).toContainText('docker kill kafka2');
  await computed(page);
  await page.evaluate(() => window.highwater?.seek('end'));
  await page.getByRole('banner').getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue();
  const friend = await context.newPage();
  await friend.goto(address(link.slice(link.indexOf('#'))));
  await ready(friend);
  await expect(friend.getByText('Verified: recomputed here, same hash')).toBeVisible();
});
