/** The built page, served and opened in Chromium, for measuring. Any static server will do: the build uses relative paths. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import type { Page } from '@playwright/test';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
};

function serve(folder: string): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0]));
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    if (!file.startsWith(folder) || !existsSync(file)) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      done({ server, port: typeof address === 'object' && address ? address.port : 0 });
    });
  });
}

function chromiumPath(): string | undefined {
  const remembered = 'node_modules/.cache/highwater/chromium-path';
  return process.env.CHROME_PATH ?? (existsSync(remembered) ? readFileSync(remembered, 'utf8').trim() : undefined);
}

/** Opens `address` (what follows the host) and runs `work` once a run is on stage. `folder` holds the built page. */
export function withPage<T>(folder: string, address: string, work: (page: Page, browser: string) => Promise<T>): Promise<T> {
  return withSite(folder, async (page, browser, site) => {
    await page.goto(site + address);
    await page.waitForFunction(isOnStage);
    return work(page, browser);
  });
}

/** Serves the built page and gives an empty tab. */
export async function withSite<T>(folder: string, work: (page: Page, browser: string, site: string) => Promise<T>): Promise<T> {
  const dist = resolve(folder);
  if (!existsSync(join(dist, 'index.html'))) throw new Error(`There is no page in ${folder}: run \`npm run build\` first.`);
  const { chromium } = await import('@playwright/test');
  const { server, port } = await serve(dist);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    return await work(page, `Chromium ${browser.version()}`, `http://127.0.0.1:${port}/`);
  } finally {
    await browser.close();
    server.close();
  }
}

/** A person acts on what they see: the workbench is drawn with its fonts, what works offline has been stored, and a hand needs half a second to find the key. Loading has bars of its own. */
export async function settled(page: Page): Promise<void> {
  await page.locator('[data-region=stage] [data-ready]').waitFor({ state: 'attached' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForTimeout(500);
}

/** Runs in the page. */
function isOnStage(): boolean {
  try {
    (window as unknown as { highwater: { frame(cursor: number): unknown } }).highwater.frame(0);
    return true;
  } catch {
    return false;
  }
}
