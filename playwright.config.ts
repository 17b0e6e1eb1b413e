/** End-to-end tests run against the built files, in the Chromium that setup found, in one language, time zone and theme unless a spec says otherwise. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import { browserBuild, noteTakenIn, takenIn } from './e2e/taken-in.ts';

const chromiumFile = 'node_modules/.cache/highwater/chromium-path';

function chromium(): string | undefined {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  return existsSync(chromiumFile) ? readFileSync(chromiumFile, 'utf8').trim() : undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 4173));
    });
  });
}

// Chosen once by the main process; the workers inherit it.
process.env.HIGHWATER_PORT ??= String(await freePort());
// `npm run pictures` says in which browser it takes them; any other one is told that they are not compared.
if (process.env.HIGHWATER_PICTURES === undefined) {
  const build = browserBuild(chromium());
  if (process.argv.includes('--update-snapshots') && build !== undefined) noteTakenIn(build);
  process.env.HIGHWATER_PICTURES = build === takenIn() ? 'compared' : 'not compared';
  if (build !== takenIn())
    console.warn(`Pictures are not compared: they were taken in ${takenIn()}, and this is ${build ?? 'a browser that does not say what it is'}.`);
}

const baseURL = `http://127.0.0.1:${process.env.HIGHWATER_PORT}`;

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  // Generous, because a busy machine is no failure: CI's two cores were seen four times slower than a quiet desk's.
  timeout: 120_000,
  // Planted and seen: a flag moved by 3 px (624 pixels and more), a label gone (53), one digit gone (24), a key's fill a shade darker (3,271; none at a threshold of 0.2).
  expect: { timeout: 20_000, toHaveScreenshot: { threshold: 0.1, maxDiffPixels: 20 } },
  // A picture that nobody has looked at is a failure, here as in CI: `npm run pictures` takes them.
  updateSnapshots: 'none',
  snapshotPathTemplate: 'e2e/pictures/{arg}{ext}',
  reporter: 'line',
  use: {
    baseURL,
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
    // A service worker would answer from yesterday's build; the offline spec allows it.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: chromium(), args: ['--no-sandbox', '--font-render-hinting=none', '--disable-lcd-text'] },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${process.env.HIGHWATER_PORT} --strictPort`,
    url: baseURL,
    reuseExistingServer: false,
  },
});
