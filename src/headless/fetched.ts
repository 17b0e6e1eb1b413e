/** What the browser fetches before anybody touches the page: all scripts until the network is idle, gzipped. */
import { gzipSync } from 'node:zlib';
import { withSite } from '#headless/page.ts';

/** Longer than any timer of the page that could still fetch something. */
const QUIET_MS = 3000;

/** Bytes of JavaScript that opening `address` costs. */
export function fetchedBytes(folder: string, address: string): Promise<number> {
  return withSite(folder, async (page, _, site) => {
    const bodies: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.endsWith('.js')) bodies.push(response.body());
    });
    await page.goto(site + address);
    await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(QUIET_MS);
    const scripts = await Promise.all(bodies);
    return scripts.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
  });
}
