/** How specs open pages: nothing moves (`test=1`), and every request to another origin is a failure. */
import { expect, type Page } from '@playwright/test';

export interface Look {
  readonly lang?: 'en' | 'ko';
  readonly theme?: 'light' | 'dark' | 'projector';
  /** Motion on: `test=1` stops all of it. */
  readonly moving?: boolean;
}

export function address(fragment: string, { lang = 'en', theme = 'light', moving = false }: Look = {}): string {
  return `/?${moving ? 'api=1' : 'test=1'}&lang=${lang}&theme=${theme}${fragment}`;
}

/** Opens a page and waits until its words, its run and its picture are there. */
export async function open(page: Page, fragment: string, look: Look = {}): Promise<string[]> {
  const strangers: string[] = [];
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && host !== new URL(page.url() === 'about:blank' ? request.url() : page.url()).host) strangers.push(request.url());
  });
  // A page of which only the fragment is another stays where it is, and what is waited for would be there already.
  if (page.url() !== 'about:blank') await page.goto('about:blank');
  await page.goto(address(fragment, look));
  await ready(page);
  return strangers;
}

export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('main') !== null && document.querySelector('[aria-busy=true]') === null);
  if ((await page.locator('[data-region=stage]').count()) > 0) await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
  await page.evaluate(() => document.fonts.ready);
  await followed(page);
}

/** Words come after the picture: they have been told up to where the playhead stands. */
export async function followed(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const story = document.querySelector<HTMLElement>('[data-region=story][data-told]');
    return story === null || window.highwater === undefined || Number(story.dataset.told) === window.highwater.cursor;
  });
}

/** The whole run is computed: the slider knows its last step. */
export async function computed(page: Page): Promise<number> {
  const end = await page.evaluate(async () => (await window.highwater?.end()) ?? -1);
  await followed(page);
  return end;
}

export const spoken = (page: Page) => page.locator('[data-announcer]');

export async function expectNone(problems: readonly string[] | Promise<readonly string[]>, what: string): Promise<void> {
  expect(await problems, what).toEqual([]);
}
