/** The same run in Chromium: serves the built page, opens it with a link, and asks `window.highwater` for its hash and its pace. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import type { ScenarioDocument } from '#scenario/document.ts';
import { writeLink } from '#scenario/link/write.ts';

export interface InPage {
  readonly hash: string;
  readonly eventsPerSecond: number;
  /** Milliseconds of jumps to chance cursors. */
  readonly seeksMs: readonly number[];
  readonly browser: string;
}

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

/** Any static server will do: the build uses relative paths. */
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
export async function browserHash(document: ScenarioDocument, events: number, folder: string): Promise<InPage> {
  const dist = resolve(folder);
  if (!existsSync(join(dist, 'index.html'))) throw new Error(`There is no page in ${folder}: run \`npm run build\` first.`);
  const { chromium } = await import('@playwright/test');
  const { server, port } = await serve(dist);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const link = writeLink({
      route: { kind: 'scenario', document },
      acts: { changes: [], inputs: [] },
      playhead: undefined,
      hash: undefined,
      engine: undefined,
    });
    await page.goto(`http://127.0.0.1:${port}/?api=1&motion=reduced${link}`);
    await page.waitForFunction(
      () =>
        'highwater' in window &&
        (() => {
          try {
            (window as unknown as { highwater: { frame(cursor: number): unknown } }).highwater.frame(0);
            return true;
          } catch {
            return false;
          }
        })(),
    );
    return { ...(await page.evaluate(measureInPage, events)), browser: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
    server.close();
  }
}
