/** The studio: mistakes are shown where they are, the last good version stays on the stage, and what is written is shared as a link. */
import { expect, test } from '@playwright/test';
import { open, ready } from './open.ts';

const GOOD =
  'highwater: 1\ntitle: Mine\ncluster: { brokers: 2 }\ntopics: { clicks: { partitions: 1, replication-factor: 2 } }\nclients: { web: { producer: clicks, rate: 2/s } }\nuntil: 5s\n';

test('a mistake has its line, its column and the nearest word; the stage keeps what worked', async ({ page }) => {
  await open(page, '#/studio');
  await page.getByRole('button', { name: 'Plain text field' }).click();
  const editor = page.getByRole('textbox', { name: 'Scenario in YAML' });
  await editor.fill(GOOD);
  await expect(page.getByText('No mistakes.')).toBeVisible();
  await expect(page.locator('[data-region=stage]')).toContainText('clicks-0');
  await editor.fill(GOOD.replace('partitions: 1', 'partitons: 1'));
  await expect(page.getByText(/1 mistake/)).toBeVisible();
  await expect(page.getByRole('button', { name: /line 4, column \d+.*partitons.*Did you mean partitions/s })).toBeVisible();
  await expect(page.locator('[data-region=stage]')).toContainText('clicks-0');
  await page.reload();
  await ready(page);
  await expect(editor).toHaveValue(/partitons/);
});

test('the code editor underlines mistakes, and Escape then Tab leaves it', async ({ page }) => {
  await open(page, '#/studio');
  const editor = page.locator('.cm-content');
  await editor.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('highwater: 1');
  await expect(page.getByText(/1 mistake/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();
});

test('what is written is shared and opened elsewhere', async ({ page, context }) => {
  await open(page, '#/studio');
  await page.getByRole('button', { name: 'Plain text field' }).click();
  await page.getByRole('textbox', { name: 'Scenario in YAML' }).fill(GOOD);
  await expect(page.locator('[data-region=stage]')).toContainText('clicks-0');
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue();
  const friend = await context.newPage();
  await friend.goto(`/?test=1${link.slice(link.indexOf('#'))}`);
  await ready(friend);
  await expect(friend.getByRole('heading', { level: 1 })).toHaveText('Mine');
  await expect(friend.getByText('Verified: recomputed here, same hash')).toBeVisible();
});
