/** What a screen reader finds: the tree of roles, names and values in key states, kept word for word. Whoever sees no picture reads these and nothing else. */
import { expect, type Page, test } from '@playwright/test';
import { expectKept } from './kept.ts';
import { computed, followed, open } from './open.ts';

interface State {
  readonly name: string;
  readonly lang?: 'ko';
  readonly fragment: string;
  /** Tab of the view, as it is named in the language. */
  readonly view?: string;
  readonly reach?: (page: Page) => Promise<unknown>;
  /** Without these words the state is not told, whatever was kept. */
  readonly tells: readonly RegExp[];
}

const seek = (place: number | 'end') => (page: Page) => page.evaluate((to) => window.highwater?.seek(typeof to === 'number' ? { timeMs: to } : to), place);

const select = (name: RegExp) => (page: Page) => page.getByRole('tabpanel').getByRole('button', { name }).first().press('Enter');

async function answer(page: Page): Promise<void> {
  await page.keyboard.press('End');
  const form = page.locator('[data-region=story] form');
  await form.getByRole('radio').first().check();
  await form.getByRole('button', { name: 'Lock in my answer' }).press('Enter');
  await expect(form).toHaveCount(0);
}

async function selectBroker(page: Page): Promise<void> {
  await page.keyboard.press('2');
  await page
    .getByRole('tabpanel', { name: 'Cluster' })
    .getByRole('button', { name: /^Broker 1/ })
    .press('Enter');
}

async function inspectReplica(page: Page): Promise<void> {
  await select(/^Broker 2, elected/)(page);
  await page.keyboard.press('i');
  await page
    .locator('[data-region=inspector]')
    .getByRole('heading', { name: /^replica/ })
    .waitFor();
}

/** acks=1 beside acks=all. */
async function acksAll(page: Page): Promise<void> {
  await page.keyboard.press('b');
  const dialog = page.getByRole('dialog', { name: 'What if…' });
  await dialog.getByRole('radio', { name: 'A setting' }).check();
  await dialog.getByRole('combobox', { name: 'Setting' }).selectOption('acks');
  await dialog.getByRole('combobox', { name: /Value/ }).selectOption('all');
  await dialog.getByRole('button', { name: 'Show both futures' }).press('Enter');
  await page.getByRole('region', { name: 'Two futures' }).getByRole('table').waitFor();
  await seek('end')(page);
}

async function showsTable(page: Page): Promise<void> {
  await page.keyboard.press(']');
  await page.keyboard.press('x');
  await page.getByRole('tabpanel').getByRole('table').first().waitFor();
}

const told = (page: Page) => page.getByRole('dialog').locator('[data-code]').waitFor();
const MISTAKE = `#/s/1y.${encodeURIComponent('highwater: 1\ncluster: { brokers: 3, colour: blue }\n')}`;

const STATES: readonly State[] = [
  {
    name: 'first-beat',
    fragment: '#/lesson/acks-1?beat=early',
    tells: [
      /Beat 3 of 7/,
      /Broker 1, leader · epoch 0, .*high watermark 3, log end offset 4/,
      /ISR \{1, 2, 3\}/,
      /Broker 1, offset 3, key A, appended, not committed/,
    ],
  },
  {
    name: 'question',
    fragment: '#/lesson/acks-1',
    reach: (page) => page.keyboard.press('End'),
    tells: [
      /status: "Step 22\. Predict/,
      /radio "Offsets 0 to 2"/,
      /group "Predict Broker 1 had answered/,
      /Your prediction first" \[disabled\]/,
      /Broker 1, offline/,
    ],
  },
  {
    name: 'verdict',
    fragment: '#/lesson/acks-1',
    reach: answer,
    tells: [/status: "You said: .*Kafka: Offsets 0 to 2/, /img "not so"/, /Broker 2 now leads orders-0, epoch 1/, /ISR of orders-0, which is now \{2, 3\}/],
  },
  {
    name: 'end',
    fragment: '#/lesson/acks-1',
    reach: seek('end'),
    tells: [/To take home/, /lost: offset 3, key A, was acknowledged/, /leader broker 2, epoch 1; in sync 1, 2, 3/, /link "Try the challenge"/],
  },
  {
    name: 'election',
    lang: 'ko',
    fragment: '#/example/leader-returns?t=13700ms',
    reach: (page) => page.keyboard.press(']'),
    tells: [/에포크 1/, /리더/, /ISR은 2, 3/, /코디네이터/],
  },
  {
    name: 'isr-shrink',
    fragment: '#/lesson/high-watermark',
    reach: seek('end'),
    tells: [
      /out of the" *\n.*"ISR"/,
      /broker 3 out of ISR/,
      /in sync 1, 2\. Not in sync: 3\. High watermark 14/,
      /Broker 3, follower · out of ISR, .*log end offset 3/,
    ],
  },
  {
    name: 'rebalance',
    lang: 'ko',
    fragment: '#/example/member-killed',
    reach: seek(55_000),
    view: '그룹',
    tells: [/그룹 billing, PreparingRebalance/, /세대 1/, /orders-2, 랙 45/, /orders-2, orders-3(은|는) 아무도 읽지 않습니다/],
  },
  {
    name: 'lag',
    fragment: '#/lesson/consumer-lag',
    reach: seek(12_000),
    view: 'Lag',
    tells: [/54 records behind, growing/, /Group billing, total lag 54, highest so far 57/, /Rebalance: billing, at 114 ms/, /billing on orders-1, lag 22/],
  },
  {
    name: 'spacetime',
    fragment: '#/lesson/acks-1?beat=elected',
    view: 'Space-time',
    tells: [
      /controller1, 9\.275 s: .*Broker 2 now leads orders-0, epoch 1.*\[pressed\]/,
      /button "Follow the playhead \(0\)" \[pressed\]/,
      /appended offsets 3–5/,
    ],
  },
  {
    name: 'events',
    fragment: '#/example/unclean?t=30s',
    view: 'Events',
    tells: [/grid "Events\. Enter goes to the moment/, /gridcell "kafka2"/, /High watermark 4, leader log end offset 4/, /committed 11 records past the end/],
  },
  {
    name: 'metadata-zookeeper',
    lang: 'ko',
    fragment: '#/example/zookeeper-session-loss?t=24s',
    view: '메타데이터',
    tells: [/zookeeper3, LEADING, 에포크 1"/, /활성 컨트롤러/, /code: \/brokers\/topics\/orders\/partitions\/0\/state/, /\\"leader\\":2/, /ISR은 \{2, 3\}/],
  },
  {
    name: 'statechart',
    fragment: '#/lesson/acks-1?beat=cut',
    reach: selectBroker,
    view: 'States',
    tells: [/figure "Broker 1 \S*BrokerState It is RUNNING\. From here: /, /leader broker 1, epoch 0/],
  },
  {
    name: 'compare',
    fragment: '#/lesson/acks-1?beat=cut',
    reach: acksAll,
    tells: [
      /region "Two futures"/,
      /region "A: As written"/,
      /region "B: p1\.acks = all"/,
      /Acknowledged, then lost: 2 in A, none in B/,
      /differs from the other future/,
    ],
  },
  {
    name: 'inspector',
    fragment: '#/lesson/acks-1?beat=elected',
    reach: inspectReplica,
    tells: [
      /heading "replica orders-0 @ kafka2"/,
      /term: In the ISR\n.*definition: "yes"/,
      /term: High watermark\n.*definition: "2"/,
      /term: Log end offset\n.*definition: "3"/,
      /Broker 2 now leads orders-0, epoch 1/,
    ],
  },
  {
    name: 'table',
    lang: 'ko',
    fragment: '#/example/too-few-in-sync?t=2500ms',
    reach: showsTable,
    tells: [/table "파티션 orders-0/, /하이 워터마크/, /ISR/, /에포크/],
  },
  { name: 'broken-link', lang: 'ko', fragment: MISTAKE, reach: told, tells: [/dialog "/, /colour/, /button "스튜디오에서 열기"/] },
];

/** States at the end of their run. */
const ENDED: ReadonlySet<string> = new Set(['end', 'isr-shrink']);

for (const { name, lang = 'en', fragment, view, reach, tells } of STATES)
  test(`${name}, ${lang}: the tree of roles and names is the one that was kept, and tells the state`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page, fragment, { lang });
    if (fragment !== MISTAKE) await computed(page);
    await reach?.(page);
    if (view !== undefined) {
      await page.getByRole('tab', { name: view, exact: true }).press('Enter');
      await page.getByRole('tabpanel', { name: view }).locator(':is(svg, table, [role=grid]):visible').first().waitFor();
    }
    await followed(page);
    // The end of a run is told by code that comes when it is reached.
    if (ENDED.has(name)) await page.getByRole('region', { name: 'What became of it' }).waitFor();
    // What lies behind a dialog is inert, which the snapshot does not know.
    const tree = await page.locator(fragment === MISTAKE ? '[role=dialog]' : 'body').ariaSnapshot();
    for (const words of tells) expect.soft(tree).toMatch(words);
    expectKept(`tree/${name}.${lang}.yaml`, tree);
  });
