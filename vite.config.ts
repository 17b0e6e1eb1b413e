/** The build: static files with relative paths, at home in any folder of any web server, under a strict content security policy. */
import { createHash } from 'node:crypto';
import react from '@vitejs/plugin-react';
import { type Plugin, runnerImport } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

/** Libraries that must write a style element (React Aria, CodeMirror) find this nonce in the page; script has no such door. */
const STYLE_NONCE = 'highwater-style';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${STYLE_NONCE}'`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');

/** Puts the policy first into the built page. The development server needs inline scripts, so it goes without. */
function securityPolicy(): Plugin {
  return {
    name: 'highwater:security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
      { tag: 'meta', attrs: { property: 'csp-nonce', nonce: STYLE_NONCE }, injectTo: 'head' },
      { tag: 'script', attrs: { src: './trusted-types.js' }, injectTo: 'head' },
    ],
  };
}

const ariaLocale = /\/(?:react-aria|react-stately|react-aria-components)\/dist\/private\/intl\/(?:[^/]+\/)?([a-z]{2}-[A-Z]{2})\.mjs$/;

/** React Aria carries its words in thirty languages. We speak two; the rest become English, which costs nothing. */
function twoLanguagesOfReactAria(): Plugin {
  return {
    name: 'highwater:two-languages-of-react-aria',
    enforce: 'pre',
    load(id) {
      const locale = ariaLocale.exec(id.replaceAll('\\', '/'))?.[1];
      return locale && locale !== 'en-US' && locale !== 'ko-KR' ? "export { default } from './en-US.mjs';" : undefined;
    },
  };
}

/** Bugs that tests plant (src/sim/planted.ts) do not ship: the build reads every switch as off, and what only a planted bug reaches goes away. */
function noPlantedBugs(): Plugin {
  return {
    name: 'highwater:no-planted-bugs',
    apply: 'build',
    enforce: 'pre',
    transform: (code, id) => (id.includes('/src/') && code.includes('planted.M') ? code.replace(/\bplanted\.M\d\d[a-c]?\b/g, 'false') : undefined),
  };
}

/**
 * The landing page shows a moment of a run and small pictures of others. Our own engine computes them here, once, and they travel as data:
 * a first visit needs no engine. `<meta name="landing">` says where they are.
 */
function landingData(): Plugin {
  const compute = async (): Promise<string> => {
    const { module } = await runnerImport<typeof import('./src/app/landing/prepare.ts')>('/src/app/landing/prepare.ts', { root: import.meta.dirname });
    return JSON.stringify(module.prepare());
  };
  let file = '';
  return {
    name: 'highwater:landing-data',
    async buildStart() {
      if (this.environment.mode !== 'build') return;
      const source = await compute();
      file = `assets/landing-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.json`;
      this.emitFile({ type: 'asset', fileName: file, source });
    },
    configureServer(server) {
      file = 'landing.json';
      // Begun at once, so that the first visitor need not wait; computed anew after a file has changed.
      let source: Promise<string> | undefined = compute();
      server.watcher.on('change', () => {
        source = undefined;
      });
      server.middlewares.use('/landing.json', (_request, response, next) => {
        source ??= compute();
        source.then((text) => response.setHeader('content-type', 'application/json').end(text), next);
      });
    },
    transformIndexHtml: () => [{ tag: 'meta', attrs: { name: 'landing', content: `./${file}` }, injectTo: 'head' }],
  };
}

/** Without JavaScript a visitor still learns what there is: `<!--lessons-->` becomes the list of it. */
function withoutScripts(): Plugin {
  return {
    name: 'highwater:without-scripts',
    apply: 'build',
    async transformIndexHtml(html) {
      const { module } = await runnerImport<typeof import('./src/app/landing/plain.ts')>('/src/app/landing/plain.ts', { root: import.meta.dirname });
      return html.replace('<!--lessons-->', module.plainList());
    },
  };
}

const pwa = VitePWA({
  registerType: 'prompt',
  injectRegister: false,
  manifest: {
    name: 'Highwater',
    short_name: 'Highwater',
    description: 'An Apache Kafka cluster you can see, break and rewind, inside one browser tab.',
    theme_color: '#1C69E3',
    background_color: '#FFFFFF',
    display: 'standalone',
    start_url: '.',
    scope: '.',
    icons: [
      { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
  workbox: {
    globPatterns: ['**/*.{js,css,html,svg,png,json,webmanifest}'],
    // Korean glyphs come in many small files; each is kept once it was needed.
    runtimeCaching: [{ urlPattern: /\.woff2$/, handler: 'CacheFirst', options: { cacheName: 'fonts', expiration: { maxEntries: 400 } } }],
  },
});

export default defineConfig({
  base: './',
  plugins: [react(), twoLanguagesOfReactAria(), securityPolicy(), noPlantedBugs(), ...(process.env.VITEST ? [] : [landingData(), withoutScripts(), pwa])],
  // Nothing is inlined: the policy allows fonts and styles from files only.
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 800 },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    maxWorkers: 2,
    css: { modules: { classNameStrategy: 'non-scoped' } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    setupFiles: ['src/headless/property-seed.testkit.ts'],
  },
});
