/** Every page in both languages and both themes, bare and with each menu and dialog open: no accessibility violation, no small target. */
import { expect, type Page, test } from '@playwright/test';
import { lessons } from '../src/lessons/catalog.ts';
import { examples } from '../src/lessons/examples/catalog.ts';
import { type Look, open } from './open.ts';
import { axe, targetSize } from './ux-checks.ts';

const PAGES = [
  { name: 'landing', fragment: '#/' },
  { name: 'lesson at a beat', fragment: '#/lesson/acks-1?beat=elected' },
  { name: 'lesson at its start', fragment: '#/lesson/consumer-lag' },
  { name: 'challenge', fragment: '#/lesson/high-watermark/challenge' },
  { name: 'example', fragment: '#/example/unclean' },
  { name: 'studio', fragment: '#/studio' },
  { name: 'glossary', fragment: '#/glossary/isr' },
  { name: 'about', fragment: '#/about' },
  { name: 'broken link', fragment: '#/s/1z.AAAA' },
] as const;

const LOOKS: readonly Look[] = [
  { lang: 'en', theme: 'light' },
  { lang: 'en', theme: 'dark' },
  { lang: 'ko', theme: 'light' },
  { lang: 'ko', theme: 'dark' },
];

for (const look of LOOKS) {
  for (const { name, fragment } of PAGES) {
    test(`${name}, ${look.lang}, ${look.theme}: axe finds nothing, and no page speaks to another origin`, async ({ page }) => {
      const strangers = fragment === '#/s/1z.AAAA' ? [] : await open(page, fragment, look);
      if (fragment === '#/s/1z.AAAA') {
        await page.goto(`/?test=1&lang=${look.lang}&theme=${look.theme}${fragment}`);
        await page.getByRole('dialog').waitFor();
      }
      expect(await axe(page)).toEqual([]);
      expect(await targetSize(page)).toEqual([]);
      expect(strangers).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(look.lang);
      expect(await page.locator('#root').textContent()).not.toMatch(/\((?:이|은|을|과)\)(?:가|는|를|와)|\(으\)로/);
    });
  }
}

const OPENERS = [
  { name: 'main menu', region: 'header', button: { en: 'Menu', ko: '메뉴' }, role: 'menu' },
  { name: 'theme menu', region: 'header', button: { en: 'Theme', ko: '테마' }, role: 'menu' },
  { name: 'layout menu', region: 'header', button: { en: 'Layout', ko: '배치' }, role: 'menu' },
  { name: 'break menu', region: '[data-region=stage]', button: { en: 'Break something', ko: '고장 내기' }, role: 'menu' },
  { name: 'speed menu', region: '[data-region=timeline]', button: { en: 'Speed 1×', ko: '속도 1×' }, role: 'menu' },
  { name: 'share dialog', region: 'header', button: { en: 'Share', ko: '공유' }, role: 'dialog' },
  { name: 'help dialog', region: 'header', button: { en: 'Help and shortcuts', ko: '도움말과 단축키' }, role: 'dialog' },
  { name: 'palette', region: 'header', button: { en: 'Search', ko: '찾기' }, role: 'dialog' },
] as const;

for (const look of [LOOKS[0], LOOKS[3]]) {
  for (const { name, region, button, role } of OPENERS) {
    test(`${name} open, ${look.lang}, ${look.theme}: axe finds nothing, Escape closes it and the focus comes back`, async ({ page }) => {
      await open(page, '#/lesson/acks-1?beat=elected', look);
      const opener = page.locator(region).getByRole('button', { name: button[look.lang ?? 'en'], exact: true });
      await opener.focus();
      await page.keyboard.press('Enter');
      await page.getByRole(role).first().waitFor();
      expect(await axe(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole(role)).toHaveCount(0);
      await expect(opener).toBeFocused();
    });
  }

  test(`inspector, terminal with suggestions, table and a glossary card, ${look.lang}, ${look.theme}: axe finds nothing`, async ({ page }) => {
    await open(page, '#/lesson/acks-1?beat=early', look);
    await page.keyboard.press('i');
    await page.locator('[data-region=inspector] [role=treegrid]').waitFor();
    await page.locator('[data-region=inspector] [role=row]').nth(1).click();
    await page.keyboard.press('x');
    await page.keyboard.press('t');
    const prompt = page.locator('[data-region=terminal] [role=combobox]');
    await expect(prompt).toBeFocused();
    await prompt.fill('docker ');
    await page.getByRole('listbox').waitFor();
    expect(await axe(page)).toEqual([]);
    await prompt.press('Escape');
    await page.locator('[data-region=story] [aria-haspopup=dialog]').first().click();
    await page.getByRole('dialog').waitFor();
    expect(await axe(page)).toEqual([]);
  });
}

/** States that a page passes through rather than an address: each looked at in both languages and themes. */
const STATES: readonly { readonly name: string; readonly fragment: string; readonly reach: (page: Page) => Promise<void> }[] = [
  {
    name: 'a question',
    fragment: '#/lesson/acks-1',
    reach: async (page) => {
      await page.evaluate(() => window.highwater?.end());
      await page.keyboard.press('End');
      await page.locator('[data-region=story] form fieldset').waitFor();
    },
  },
  {
    name: 'the dialog that goes to a step',
    fragment: '#/lesson/acks-1',
    reach: async (page) => {
      await page.keyboard.press('g');
      await page.getByRole('dialog').getByRole('textbox').first().fill('nowhere');
      await page.keyboard.press('Enter');
      await page.locator('#goto-bad').waitFor();
    },
  },
  {
    name: 'a tooltip',
    fragment: '#/lesson/acks-1',
    reach: async (page) => {
      await page.locator('[data-region=timeline] button').first().hover();
      // What it says is the button's own name, so it is drawn only.
      await page.locator('[data-tip-layer]:popover-open').waitFor();
    },
  },
  {
    name: 'mistakes in the studio',
    fragment: '#/studio',
    reach: async (page) => {
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('highwater: 1');
      await page.locator('[data-region=story] li button').first().waitFor();
    },
  },
  {
    name: 'every list of the page on faithfulness',
    fragment: '#/about',
    reach: (page) =>
      page.evaluate(() => {
        for (const list of document.querySelectorAll('details')) list.open = true;
      }),
  },
];

for (const look of LOOKS) {
  for (const { name, fragment, reach } of STATES) {
    test(`${name}, ${look.lang}, ${look.theme}: axe finds nothing, no target is small`, async ({ page }) => {
      await open(page, fragment, look);
      await reach(page);
      expect(await axe(page)).toEqual([]);
      expect(await targetSize(page)).toEqual([]);
    });
  }
}

test('every page has a title of its own and one heading of the first rank', async ({ page }) => {
  const titles = new Set<string>();
  for (const { fragment } of PAGES.filter((one) => one.name !== 'broken link')) {
    await page.goto('about:blank');
    await open(page, fragment, { lang: 'ko' });
    titles.add(await page.title());
    await expect(page.locator('h1')).toHaveCount(1);
    expect(await page.evaluate(() => [...document.querySelectorAll('h1, h2, h3')].filter((heading) => heading.textContent?.trim() === '').length)).toBe(0);
  }
  expect(titles.size).toBe(PAGES.length - 1);
});

test('where the browser keeps nothing, one line says so, and a lesson goes on', async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
  });
  await open(page, '#/lesson/acks-1?beat=early');
  const line = page.getByText('This browser keeps nothing for this page');
  await expect(line).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('status').filter({ has: line }).getByRole('button', { name: 'Close' }).click();
  await expect(line).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-announcer]')).toContainText('Step');
});

test.describe('Without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the page says what it is and names every lesson and example, in both languages', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Highwater');
    for (const language of ['en', 'ko'] as const) {
      const section = page.locator(`section[lang=${language}]`);
      await expect(section.getByRole('listitem')).toHaveCount(lessons.length + examples.length);
      for (const { scenario } of lessons) await expect(section).toContainText((scenario.title as { readonly en: string; readonly ko: string })[language]);
    }
  });
});
