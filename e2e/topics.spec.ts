/** The topic browser: what there is, what each consumer is given, and topics made and taken away by the same command lines as at the prompt. */
import { expect, type Page, test } from '@playwright/test';
import { open } from './open.ts';
import { axe, reflow, targetSize } from './ux-checks.ts';

const at = (page: Page, timeMs: number) => page.evaluate((ms) => window.highwater?.seek({ timeMs: ms }), timeMs);
const dialog = (page: Page) => page.getByRole('dialog');

test('by keys alone: a topic is created at the playhead as a new future, and deleted again', async ({ page }) => {
  await open(page, '#/example/reassignment');
  await at(page, 4000);
  await page.keyboard.press('r');
  await expect(dialog(page).getByRole('button', { name: 'orders', exact: true })).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Create a topic' }).press('Enter');
  await page.keyboard.type('payments');
  await expect(
    dialog(page).getByText('kafka-topics.sh --bootstrap-server kafka1:9092 --create --topic payments --partitions 1 --replication-factor 3'),
  ).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByText('Created topic payments.')).toBeVisible();
  await expect(dialog(page).getByRole('row', { name: /^payments 1 3/ })).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Delete payments' }).press('Enter');
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('row', { name: /^payments/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Future:/ })).toBeVisible();
  await page.keyboard.press('t');
  await expect(page.locator('[data-region=terminal]')).toContainText('--create --topic payments');
});

test('what Kafka refuses is shown in its own words', async ({ page }) => {
  await open(page, '#/example/reassignment');
  await at(page, 4000);
  await page.keyboard.press('r');
  await dialog(page).getByRole('button', { name: 'Create a topic' }).press('Enter');
  await page.keyboard.type('orders');
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('region', { name: 'The tool answered' })).toContainText("Topic 'orders' already exists.");
});

test('records of a partition, a page at a time: a follower’s copy says which of them nobody is given yet', async ({ page }) => {
  await open(page, '#/example/reassignment');
  await at(page, 4000);
  await page.getByRole('button', { name: 'Tools' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Topics and records…' }).press('Enter');
  await dialog(page).getByRole('button', { name: 'orders', exact: true }).press('Enter');
  await expect(dialog(page).getByRole('cell', { name: 'broker 4, epoch 1' })).toBeVisible();
  await expect(
    dialog(page)
      .getByRole('heading', { name: 'Settings' })
      .or(dialog(page).getByText('min.insync.replicas', { exact: true }))
      .first(),
  ).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Records of orders-0' }).press('Enter');
  await expect(dialog(page).getByRole('row', { name: /^0 A order-1 committed/ })).toBeVisible();
  await dialog(page).getByRole('textbox', { name: 'From offset' }).fill('18');
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('combobox', { name: 'Copy on' }).selectOption({ label: 'broker 5' });
  await expect(dialog(page).getByRole('row', { name: /^18 A order-19 committed: everybody/ })).toBeVisible();
  await expect(dialog(page).getByRole('row', { name: /^19 B order-20 not committed: above the high watermark/ })).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Previous page' }).press('Enter');
  await expect(dialog(page).getByRole('row', { name: /^0 A order-1/ })).toBeVisible();
});

test('a lesson that forbids topics lets them be read only', async ({ page }) => {
  await open(page, '#/lesson/consumer-lag/challenge');
  await page.getByRole('button', { name: 'Tools' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Topics and records…' }).press('Enter');
  await expect(dialog(page).getByRole('button', { name: 'orders', exact: true })).toBeVisible();
  await expect(dialog(page).getByText('This lesson does not let you create or delete topics.')).toBeVisible();
  await expect(dialog(page).getByRole('button', { name: /Create|Delete/ })).toHaveCount(0);
});

for (const [width, lang, theme] of [
  [1440, 'en', 'light'],
  [390, 'ko', 'dark'],
] as const) {
  for (const level of ['the list', 'a topic', 'its records']) {
    test(`${level}, ${lang}, ${theme}, ${width} px: axe finds nothing, nothing is small, nothing makes the page scroll sideways`, async ({ page }) => {
      await page.setViewportSize({ width, height: 844 });
      await open(page, '#/example/reassignment', { lang, theme });
      await at(page, 4000);
      await page.keyboard.press('r');
      if (level === 'the list')
        await dialog(page)
          .getByRole('button', { name: /Create a topic|토픽 만들기/ })
          .click();
      else await dialog(page).getByRole('button', { name: 'orders', exact: true }).click();
      if (level === 'a topic')
        await dialog(page)
          .getByRole('button', { name: /orders-0/ })
          .waitFor();
      if (level === 'its records') {
        await dialog(page)
          .getByRole('button', { name: /orders-0/ })
          .click();
        await dialog(page).getByRole('combobox').waitFor();
      }
      expect(await axe(page)).toEqual([]);
      expect(await targetSize(page)).toEqual([]);
      expect(await reflow(page, width, 844)).toEqual([]);
    });
  }
}
