/** What is asked of every picture: that it is the one that was looked at, and that axe and the other helpers find nothing in it. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Look } from './open.ts';
import { axe, reflow, svgContrast, targetSize } from './ux-checks.ts';

export type Dress = Required<Omit<Look, 'moving'>>;
export const WIDTHS = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const;

export const DRESSES: readonly Dress[] = [
  { lang: 'en', theme: 'light' },
  { lang: 'en', theme: 'dark' },
  { lang: 'ko', theme: 'light' },
  { lang: 'ko', theme: 'dark' },
];

/** The name of a picture inside its folder. */
export const pictureName = ([width]: readonly [number, number], { lang, theme }: Dress): string => `${width}-${lang}-${theme}.png`;

/**
 * The system's own typewriter face is another one on every machine: pictures are set in the bundled one. A region has the focus when what had it has gone,
 * a moment later: its ring is in no picture.
 */
export async function bundledType(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(':root { --mono: var(--font) !important; } [data-region]:focus-visible { outline-color: transparent !important; }');
    document.adoptedStyleSheets = [sheet];
  });
}

/** Each is a soft demand: one run tells all that is wrong. */
export async function lookAt(page: Page, what: Locator | Page, name: readonly string[], [width, height]: readonly [number, number]): Promise<void> {
  const of = name.join('/');
  expect.soft(await reflow(page, width, height), of).toEqual([]);
  if (process.env.HIGHWATER_PICTURES === 'compared') await expect.soft(what as Page).toHaveScreenshot([...name]);
  expect.soft(await axe(page), of).toEqual([]);
  expect.soft(await svgContrast(page), of).toEqual([]);
  expect.soft(await targetSize(page), of).toEqual([]);
}
