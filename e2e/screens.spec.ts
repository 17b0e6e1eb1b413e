/** The other screens: pages, panels, menus and dialogs, each wide, on a tablet in the dark and on a phone in Korean, against a picture that was looked at. */
import { readdirSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { computed, open } from './open.ts';
import { bundledType, type Dress, lookAt, pictureName, WIDTHS } from './picture.ts';
import { dressesOf, SCENES } from './scenes.ts';

interface Screen {
  readonly name: string;
  readonly fragment: string;
  readonly reach?: (page: Page, onPhone: boolean) => Promise<void>;
}

const LESSON = '#/lesson/acks-1?beat=elected';
const PANELS = ['story', 'stage', 'inspect', 'terminal'] as const;

/** On a phone one panel is there at a time. */
const panel = (page: Page, name: (typeof PANELS)[number]) => page.locator('nav button').nth(PANELS.indexOf(name)).click();
const unfocused = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement).blur());

const SCREENS: readonly Screen[] = [
  { name: 'landing', fragment: '#/' },
  { name: 'glossary', fragment: '#/glossary/isr' },
  { name: 'studio', fragment: '#/studio' },
  { name: 'challenge', fragment: '#/lesson/high-watermark/challenge', reach: (page, onPhone) => (onPhone ? panel(page, 'story') : Promise.resolve()) },
  {
    name: 'question',
    fragment: '#/lesson/acks-1',
    reach: async (page, onPhone) => {
      await page.keyboard.press('End');
      if (onPhone) await panel(page, 'story');
      await page.locator('[data-region=story] form fieldset').waitFor();
    },
  },
  {
    name: 'why',
    fragment: LESSON,
    reach: async (page, onPhone) => {
      if (onPhone) await panel(page, 'story');
      await page.locator('[data-region=story] [data-fact] button').last().dispatchEvent('click');
      await page.locator('#why').waitFor();
    },
  },
  {
    name: 'inspector',
    fragment: LESSON,
    reach: async (page, onPhone) => {
      if (onPhone) await panel(page, 'inspect');
      else await page.keyboard.press('i');
      await page.locator('[data-region=inspector] [role=row]').nth(2).click();
      await unfocused(page);
    },
  },
  {
    name: 'terminal',
    fragment: '#/example/burrow?t=56s',
    reach: async (page, onPhone) => {
      if (onPhone) await panel(page, 'terminal');
      else await page.keyboard.press('t');
      await page.locator('[data-region=terminal] [role=combobox]').waitFor();
      await unfocused(page);
    },
  },
  {
    name: 'break-menu',
    fragment: LESSON,
    reach: async (page) => {
      await page.locator('[data-region=stage] button[aria-haspopup=menu]').first().press('Enter');
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'what-if',
    fragment: '#/lesson/acks-1?beat=cut',
    reach: async (page) => {
      await page.keyboard.press('b');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'compare',
    fragment: '#/lesson/acks-1?beat=cut',
    reach: async (page, onPhone) => {
      await page.keyboard.press('b');
      await page.getByRole('dialog').locator('input[value=setting]').focus();
      await page.keyboard.press('Space');
      await page.getByRole('dialog').locator('button[type=submit]').press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await computed(page);
      await page.keyboard.press('End');
      await page.locator('[class*=delta]').waitFor();
      if (onPhone) await panel(page, 'story');
    },
  },
  {
    name: 'topics',
    fragment: '#/example/reassignment?t=4s',
    reach: async (page) => {
      await page.keyboard.press('r');
      await page.getByRole('dialog').getByRole('button', { name: 'orders', exact: true }).waitFor();
    },
  },
];

interface OneLook {
  readonly size: (typeof WIDTHS)[number];
  readonly dress: Dress;
}

const LOOKS: readonly OneLook[] = [
  { size: WIDTHS[0], dress: { lang: 'en', theme: 'light' } },
  { size: WIDTHS[1], dress: { lang: 'ko', theme: 'dark' } },
  { size: WIDTHS[2], dress: { lang: 'ko', theme: 'light' } },
];

const ROOM: Screen = { name: 'projector', fragment: LESSON };
const ROOM_LOOKS: readonly OneLook[] = [
  { size: WIDTHS[0], dress: { lang: 'en', theme: 'projector' } },
  { size: WIDTHS[1], dress: { lang: 'ko', theme: 'projector' } },
];

const SHOTS = [...SCREENS.map((screen) => ({ screen, looks: LOOKS })), { screen: ROOM, looks: ROOM_LOOKS }];

for (const { screen, looks } of SHOTS) {
  for (const { size, dress } of looks) {
    test(`${screen.name}, ${size[0]} px, ${dress.lang}, ${dress.theme}: as it was, and nothing is wrong with it`, async ({ page }) => {
      await bundledType(page);
      await page.setViewportSize({ width: size[0], height: size[1] });
      await open(page, screen.fragment, dress);
      if ((await page.locator('[data-region=stage]').count()) > 0) await computed(page);
      await screen.reach?.(page, size[0] < 768);
      await lookAt(page, page, [screen.name, pictureName(size, dress)], size);
    });
  }
}

test('no picture is left of a look that is gone', () => {
  const views = SCENES.flatMap((scene) => WIDTHS.flatMap((size) => dressesOf(scene).map((dress) => `${scene.name}/${pictureName(size, dress)}`)));
  const screens = SHOTS.flatMap(({ screen, looks }) => looks.map(({ size, dress }) => `${screen.name}/${pictureName(size, dress)}`));
  const there = readdirSync('e2e/pictures', { recursive: true }).map((path) => String(path).replaceAll('\\', '/'));
  expect(there.filter((path) => path.endsWith('.png')).sort()).toEqual([...views, ...screens].sort());
});
