/** The terminal is a client inside the simulation: real output, real errors, one teaching line, and every command a branch that can be undone. */
import { expect, type Page, test } from '@playwright/test';
import { computed, open, spoken } from './open.ts';

const prompt = (page: Page) => page.locator('[data-region=terminal] [role=combobox]');
const lastOutput = (page: Page) => page.locator('[data-region=terminal] li').last();

async function type(page: Page, line: string): Promise<void> {
  await prompt(page).fill(line);
  await prompt(page).press('Enter');
}

test.beforeEach(async ({ page }) => {
  await open(page, '#/example/leader-returns?t=2s');
  await page.keyboard.press('t');
  await expect(prompt(page)).toBeFocused();
});

test('kafka-topics.sh describes the topic as the playhead sees it', async ({ page }) => {
  await type(page, 'kafka-topics.sh --bootstrap-server kafka2:9092 --describe --topic orders');
  await expect(lastOutput(page)).toContainText(/Topic: orders\s+TopicId: \S+\s+PartitionCount: \d+\s+ReplicationFactor: 3/);
  await expect(lastOutput(page)).toContainText(/ran at step \d+/);
  await expect(spoken(page)).toContainText('kafka-topics.sh');
});

test('an unknown option gets the tool’s own error and one line of ours', async ({ page }) => {
  await type(page, 'kafka-topics.sh --bootstrap-server kafka1:9092 --descibe');
  await expect(lastOutput(page)).toContainText('descibe is not a recognized option');
  await expect(lastOutput(page)).toContainText('Did you mean --describe?');
});

test('acting in the past forks: both futures stay, and undo goes back', async ({ page }) => {
  await type(page, 'docker kill kafka1');
  await computed(page);
  const branches = page.getByRole('button', { name: /^Future:/ });
  await expect(branches).toContainText('docker kill kafka1');
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await page.evaluate(() => window.highwater?.frame().brokers[0].status)).toBe('down');
  await type(page, 'undo');
  await expect(branches).toHaveAccessibleName('Future: As written');
  expect(await page.evaluate(() => window.highwater?.frame().brokers[0].status)).toBe('up');
});

test('completion takes what is highlighted; history comes back with the arrow', async ({ page }) => {
  await prompt(page).pressSequentially('docker pau');
  await page.getByRole('option', { name: /pause/ }).waitFor();
  await prompt(page).press('Tab');
  await expect(prompt(page)).toHaveValue('docker pause ');
  await prompt(page).fill('help');
  await prompt(page).press('Enter');
  await prompt(page).press('ArrowUp');
  await expect(prompt(page)).toHaveValue('help');
});

test('a console producer reads what is typed, until end of input', async ({ page }) => {
  await page.evaluate(() => window.highwater?.seek({ timeMs: 1000 }));
  await type(page, 'kafka-console-producer.sh --bootstrap-server kafka1:9092 --topic orders');
  await expect(prompt(page)).toHaveAccessibleName(/Standard input of tool-\d/);
  await prompt(page).fill('hello');
  await prompt(page).press('Enter');
  // The console producer waits a second for more lines (linger.ms=1000, its --timeout).
  await expect(page.getByText('input tool-1 hello').first()).toBeVisible();
  await page.evaluate(() => window.highwater?.seek({ timeMs: 4000 }));
  await expect
    .poll(() =>
      page.evaluate(() =>
        window.highwater
          ?.frame()
          .partitions.some(({ topic, logs }) => topic === 'orders' && logs.some(({ records }) => records.tail.some((record) => record?.value === 'hello'))),
      ),
    )
    .toBe(true);
  await prompt(page).press('Control+d');
  await expect(prompt(page)).toHaveAccessibleName('Command line');
});
