/** What a screen reader hears, shown; and the search of the events, a key away. */
import { expect, test } from '@playwright/test';
import { open } from './open.ts';
import { axe } from './ux-checks.ts';

test('what is announced is shown word for word when asked for, in both languages, and stays so', async ({ page }) => {
  for (const lang of ['en', 'ko'] as const) {
    await open(page, '#/lesson/acks-1?beat=early', { lang });
    const region = page.getByRole('region', { name: lang === 'en' ? 'What is announced' : '소리로 전하는 말' });
    if (lang === 'en') {
      await expect(region).toHaveCount(0);
      await page.keyboard.press('?');
      await page.getByRole('checkbox', { name: /Show what a screen reader hears/ }).check();
      await page.keyboard.press('Escape');
    }
    await expect(region).toBeVisible();
    for (let step = 0; step < 4; step++) {
      await page.keyboard.press('ArrowRight');
      const said = (await page.locator('[data-announcer]').textContent()) ?? '';
      expect(said).not.toBe('');
      await expect(region.getByRole('listitem').last()).toHaveText(said);
    }
    expect(await axe(page)).toEqual([]);
  }
});

test('a slash leads to the search of the events, from the keyboard and from the palette', async ({ page }) => {
  await open(page, '#/example/leader-returns');
  const search = page.locator('[data-search=events]');
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('elected');
  await expect(search).toHaveValue('elected');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('1');
  await expect(search).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('searchbox', { name: 'Command palette' })).toBeFocused();
  await page.keyboard.type('Search the events');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(search).toBeFocused();
});
