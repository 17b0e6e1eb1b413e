/** The charts of the selected thing's machines: offered only while it has one, lit where it stands, with a table as its twin; by keys alone, and with axe. */
import { expect, test } from '@playwright/test';
import { computed, open } from './open.ts';
import { axe, forcedColors, svgContrast, targetSize } from './ux-checks.ts';

test('a broker’s states are offered once it is selected, follow the playhead, and are a table, too', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/lesson/acks-1?beat=cut');
  await computed(page);
  await expect(page.getByRole('tab', { name: 'States' })).toHaveCount(0);
  await page.keyboard.press('2');
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /^broker 1/i })
    .first()
    .press('Enter');
  await page.getByRole('tab', { name: 'Cluster' }).focus();
  while ((await page.getByRole('tab', { name: 'States' }).getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'States' })).toHaveAttribute('aria-selected', 'true');
  const picture = page.getByRole('figure');
  await expect(picture).toContainText('It is RUNNING. From here:');
  expect(await axe(page)).toEqual([]);
  expect(await svgContrast(page)).toEqual([]);
  await page.evaluate(() => window.highwater?.seek({ timeMs: 600 }));
  await expect(picture).not.toContainText('It is RUNNING.');
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('x');
  await expect(
    page
      .getByRole('table', { name: /BrokerState/ })
      .getByRole('row', { name: /RUNNING/ })
      .first(),
  ).toBeVisible();
  await page.keyboard.press('x');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tab', { name: 'States' })).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Log lanes' })).toHaveAttribute('aria-selected', 'true');
});

test('a leader’s role and its ISR, in Korean, dark, on a phone: axe, contrast, targets and forced colours', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, '#/lesson/acks-1?beat=cut', { lang: 'ko', theme: 'dark' });
  await computed(page);
  await page
    .getByRole('button', { name: /^브로커 1/ })
    .first()
    .press('Enter');
  await page.getByRole('tab', { name: '상태' }).click();
  await expect(page.getByRole('figure')).toHaveCount(2);
  expect(await axe(page)).toEqual([]);
  expect(await svgContrast(page)).toEqual([]);
  expect(await targetSize(page)).toEqual([]);
  expect(await forcedColors(page)).toEqual([]);
});
