/** The metadata view: the quorum and its log, the znodes of older clusters, and the latest changes, each a way back; by keys. */
import { expect, test } from '@playwright/test';
import { computed, open } from './open.ts';

test('the quorum’s log, who has applied how much of it, and the last change as a way back, by keys alone', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/example/unclean');
  await computed(page);
  await page.evaluate(() => window.highwater?.seek('end'));
  await page.getByRole('tab', { name: 'Log lanes' }).press('ArrowRight');
  while ((await page.getByRole('tab', { name: 'Metadata' }).getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowRight');
  const nodes = page.getByRole('group', { name: /metadata log/ });
  await expect(nodes.getByRole('button', { name: /^controller1, .*epoch/ })).toBeVisible();
  await nodes.getByRole('button', { name: /^kafka1/ }).press('Enter');
  await expect(nodes.getByRole('button', { name: /^kafka1/ })).toHaveAttribute('aria-pressed', 'true');
  const here = await page.evaluate(() => window.highwater?.cursor ?? 0);
  const changes = page.getByRole('region', { name: 'Latest changes' });
  await changes.getByRole('button').last().press('Enter');
  expect(await page.evaluate(() => window.highwater?.cursor ?? 0)).toBeLessThan(here);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('x');
  await expect(page.getByRole('table', { name: 'The metadata of the cluster' })).toContainText('controller1');
});
