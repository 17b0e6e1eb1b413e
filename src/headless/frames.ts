/** Frames a second while a run plays in Chromium: only frames in which the picture moved are counted. */
import type { Page } from '@playwright/test';
import { largestDocument, linkTo, threeHundredMarks } from '#headless/largest.ts';
import { settled, withPage } from '#headless/page.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

export interface Played {
  readonly framesPerSecond: number;
  /** Share of moving frames that took longer than 25 ms: more than one refresh was missed. */
  readonly longShare: number;
  readonly frames: number;
  /** Marks in the picture that say something. */
  readonly marks: number;
}

/** Runs in the page: intervals of the frames in which the stage changed while the run played, in milliseconds. Text, because a compiler may mark functions in ways that a page does not know. */
const WATCH = `
  window.moving = [];
  window.counting = false;
  let moved = false;
  new MutationObserver(() => { moved = true; }).observe(document.body, { subtree: true, attributes: true, childList: true, characterData: true });
  let last = performance.now();
  requestAnimationFrame(function tick(now) {
    if (moved && window.counting) window.moving.push(now - last);
    moved = false;
    last = now;
    requestAnimationFrame(tick);
  });
`;

/** What a browser does the first time it does it: it compiles, it lays out letters it has not seen. So many seconds of play are not counted. */
const WARM_SECONDS = 2;

/** Plays on, second by second; a question that holds the playhead is skipped by the next press. */
async function played(page: Page, seconds: number): Promise<Played> {
  const marks = await page.locator('[data-region=stage] [data-fact]').count();
  for (let second = -WARM_SECONDS; second < seconds; second++) {
    if (second === 0) await page.evaluate('window.moving.length = 0');
    await page.keyboard.press('k');
    await page.evaluate('window.counting = true');
    await page.waitForTimeout(900);
    // What a pause brings, the words above all, is no frame of a run that plays.
    await page.evaluate('window.counting = false');
    await page.keyboard.press('k');
    await page.waitForTimeout(100);
  }
  const moving = await page.evaluate(() => (window as unknown as { moving: number[] }).moving);
  const total = moving.reduce((sum, ms) => sum + ms, 0);
  return { framesPerSecond: (moving.length / total) * 1000, longShare: moving.filter((ms) => ms > 25).length / moving.length, frames: moving.length, marks };
}

/** Plays the acks lesson through its beats for about `seconds`. `folder` holds the built page. */
export function playedFrames(folder: string, seconds: number): Promise<Played> {
  return withPage(folder, '?api=1&motion=full#/lesson/acks-1', async (page) => {
    await settled(page);
    await page.evaluate(WATCH);
    return played(page, seconds);
  });
}

export type PlayedView = Played & { readonly view: string };

/** Plays the largest scenario in each of its views, two and a half seconds in, before a broker dies. Names of views as their tabs say them. */
export const largestFrames = (folder: string, seconds: number): Promise<readonly PlayedView[]> => viewFrames(folder, largestDocument(), 2500, seconds);

/** Plays three hundred marks, once the groups are stable. */
export const crowdFrames = (folder: string, seconds: number): Promise<readonly PlayedView[]> =>
  viewFrames(folder, threeHundredMarks(), 6000, seconds, 'Cluster');

/** One view, or each that is offered. */
function viewFrames(folder: string, document: ScenarioDocument, fromMs: number, seconds: number, only?: string): Promise<readonly PlayedView[]> {
  return withPage(folder, `?api=1&motion=full&lang=en${linkTo(document)}`, async (page) => {
    await page.evaluate(`window.highwater.seek({ timeMs: ${fromMs} }).then(() => undefined)`);
    await settled(page);
    await page.evaluate(WATCH);
    const views: PlayedView[] = [];
    for (const tab of await page.locator('[data-region=stage] [role=tab]', only === undefined ? undefined : { hasText: only }).all()) {
      await tab.click();
      await page.evaluate('document.activeElement?.blur()');
      await page.waitForTimeout(1500);
      views.push({ view: (await tab.textContent()) ?? '', ...(await played(page, seconds)) });
    }
    return views;
  });
}
