/** Makes a fresh clone ready: the packages of package-lock.json, and with `--browser` a Chromium that Playwright can drive. Plain Node, because nothing is installed yet. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const chromiumFile = join(root, 'node_modules', '.cache', 'highwater', 'chromium-path');
const SYSTEM_BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

const say = (text) => process.stdout.write(`${text}\n`);

function stop(text) {
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}

/** True if it ran to a good end. Output is shown unless `quiet`. */
function run(command, args, { quiet = false, timeoutMs = 600_000, env = {} } = {}) {
  const stdio = quiet ? 'ignore' : ['ignore', 'inherit', 'inherit'];
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(
    `Highwater needs Node 20.19 or newer; this is Node ${process.versions.node}.\nGet a current one from https://nodejs.org or with your version manager (nvm install 22).`,
  );
}

/** Compares what package-lock.json asks for with what npm says it installed. Packages for other platforms may be absent. */
function isInstalled() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || (installed[path] ? installed[path].version === entry.version : entry.optional || entry.devOptional),
  );
}

/** Nothing we use needs its install script, so none is run: esbuild, vite and Biome come as ready binaries. */
function npm(...args) {
  const cli = process.env.npm_execpath;
  const all = [...args, '--no-audit', '--no-fund', '--ignore-scripts'];
  return cli && /npm-cli\.c?js$/.test(cli) ? run(process.execPath, [cli, ...all]) : run('npm', all);
}

function install() {
  if (isInstalled()) return;
  say('Installing packages (npm ci) …');
  if (npm('ci') || npm('install', '--no-save')) return;
  stop('npm could not install the packages. Is the npm registry reachable? Its output is above.');
}

/** A browser counts only if it starts: a stub that asks for a snap, or one without its libraries, does not. */
const starts = (path) => run(path, ['--version'], { quiet: true, timeoutMs: 20_000 });

async function playwrightBrowser() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) && starts(path) ? path : undefined;
}

function systemBrowser() {
  const folders = (process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':');
  const places = [...SYSTEM_BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name))), MAC_CHROME];
  return places.find((path) => existsSync(path) && starts(path));
}

function playwrightInstall() {
  say('No Chromium found; asking Playwright for one …');
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  return run(process.execPath, [cli, 'install', 'chromium'], { timeoutMs: 300_000, env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' } });
}

function aptInstall() {
  if (!existsSync('/usr/bin/apt-get')) return false;
  say('Installing chromium with apt-get …');
  const apt = (...args) =>
    process.getuid?.() === 0 ? run('apt-get', args, { env: { DEBIAN_FRONTEND: 'noninteractive' } }) : run('sudo', ['-n', 'apt-get', ...args]);
  apt('update', '-q');
  return apt('install', '-y', '-q', '--no-install-recommends', 'chromium');
}

async function findBrowser() {
  const given = process.env.CHROME_PATH;
  if (given) return starts(given) ? given : stop(`CHROME_PATH is ${given}, but that does not start.`);
  return (
    (await playwrightBrowser()) ?? systemBrowser() ?? ((playwrightInstall() && (await playwrightBrowser())) || (aptInstall() && systemBrowser()) || undefined)
  );
}

async function browser() {
  const known = existsSync(chromiumFile) ? readFileSync(chromiumFile, 'utf8').trim() : '';
  if (known && existsSync(known) && !process.env.CHROME_PATH) return;
  const found = await findBrowser();
  if (!found)
    stop(
      'The end-to-end tests need Chromium, and none was found or could be installed.\nInstall Chromium or Chrome, or set CHROME_PATH to one, and run npm test again.',
    );
  mkdirSync(dirname(chromiumFile), { recursive: true });
  writeFileSync(chromiumFile, `${found}\n`);
  say(`Chromium: ${found}`);
}

checkNode();
install();
if (process.argv.includes('--browser')) await browser();
