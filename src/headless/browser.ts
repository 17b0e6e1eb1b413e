/** The same run in Chromium: opens the built page with a link, and asks `window.highwater` for its hash and its pace. */
import { linkTo } from '#headless/largest.ts';
import { withPage } from '#headless/page.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

export interface InPage {
  readonly hash: string;
  readonly eventsPerSecond: number;
  /** Milliseconds of jumps to chance cursors. */
  readonly seeksMs: readonly number[];
  readonly browser: string;
}

/** Runs in the page. */
async function measureInPage(events: number): Promise<Omit<InPage, 'browser'>> {
  interface Page {
    seek(cursor: number): Promise<number>;
    hash(cursor: number): string;
    frame(cursor: number): unknown;
  }
  const { highwater } = window as unknown as { highwater: Page };
  const began = performance.now();
  await highwater.seek(events);
  const eventsPerSecond = (events / (performance.now() - began)) * 1000;
  const seeksMs = Array.from({ length: 200 }, (_, i) => {
    const from = performance.now();
    highwater.frame((i * 7919 * 131) % events);
    return performance.now() - from;
  });
  return { hash: highwater.hash(events), eventsPerSecond, seeksMs };
}

/** `folder` holds the built page. */
export function browserHash(document: ScenarioDocument, events: number, folder: string): Promise<InPage> {
  return withPage(folder, `?api=1&motion=reduced${linkTo(document)}`, async (page, browser) => ({ ...(await page.evaluate(measureInPage, events)), browser }));
}
