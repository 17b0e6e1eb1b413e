/** Frames a second while the acks lesson plays in Chromium: only frames in which the picture moved are counted. */
import { withPage } from '#headless/page.ts';

export interface Played {
  readonly framesPerSecond: number;
  /** Share of moving frames that took longer than 25 ms: more than one refresh was missed. */
  readonly longShare: number;
  readonly frames: number;
  readonly browser: string;
}

/** Runs in the page: intervals of the frames in which the stage changed, in milliseconds. Text, because a compiler may mark functions in ways that a page does not know. */
const WATCH = `
  window.moving = [];
  let moved = false;
  new MutationObserver(() => { moved = true; }).observe(document.body, { subtree: true, attributes: true, childList: true, characterData: true });
  let last = performance.now();
  requestAnimationFrame(function tick(now) {
    if (moved) window.moving.push(now - last);
    moved = false;
    last = now;
    requestAnimationFrame(tick);
  });
`;

/** Plays the lesson through its beats for about `seconds`; questions are skipped. `folder` holds the built page. */
export function playedFrames(folder: string, seconds: number): Promise<Played> {
  return withPage(folder, '?api=1&motion=full#/lesson/acks-1', async (page, browser) => {
    // A person plays what they see: the workbench is drawn with its fonts, and a hand needs half a second to find the key. Loading has bars of its own.
    await page.locator('[data-region=stage] [data-ready]').waitFor({ state: 'attached' });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.waitForTimeout(500);
    await page.evaluate(WATCH);
    for (let second = 0; second < seconds; second++) {
      await page.keyboard.press('k');
      await page.waitForTimeout(900);
      await page.keyboard.press('k');
      await page.waitForTimeout(100);
    }
    const moving = await page.evaluate(() => (window as unknown as { moving: number[] }).moving);
    const total = moving.reduce((sum, ms) => sum + ms, 0);
    return {
      framesPerSecond: (moving.length / total) * 1000,
      longShare: moving.filter((ms) => ms > 25).length / moving.length,
      frames: moving.length,
      browser,
    };
  });
}
