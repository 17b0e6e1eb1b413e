/** What `npm test` runs once everything is installed: types, lint, unit tests with the house check, the build, its size, and the end-to-end tests. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspectBuild } from './build-check.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'highwater-'));
const unitReport = join(scratch, 'unit.json');
const e2eReport = join(scratch, 'e2e.json');

/** Runs one of the installed packages' own programs. */
function tool(path, ...args) {
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }) };
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', path), ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env });
  return status === 0;
}

const one = (good) => ({ passed: good ? 1 : 0, failed: good ? 0 : 1 });

/** Counts of a test runner. A run that broke without a failed test, or left a test out, is a failure too. */
function counted(good, report, read) {
  if (!existsSync(report)) return one(false);
  const { passed, failed, left } = read(JSON.parse(readFileSync(report, 'utf8')));
  if (left > 0) console.log(`${left} tests were left out; a test that does not run proves nothing.`);
  return { passed, failed: Math.max(failed + left, good && passed > 0 ? 0 : 1) };
}

const unit = (good) => counted(good, unitReport, (r) => ({ passed: r.numPassedTests, failed: r.numFailedTests, left: r.numPendingTests + r.numTodoTests }));
const e2e = (good) => counted(good, e2eReport, ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky, left: stats.skipped }));

const TSC = 'typescript/bin/tsc';

const steps = [
  ['types', () => one(tool(TSC, '-p', 'tsconfig.json'))],
  ['types, pure rooms', () => one(tool(TSC, '-p', 'tsconfig.pure.json'))],
  ['lint and format', () => one(tool('@biomejs/biome/bin/biome', 'check', '.'))],
  ['unit, property, house', () => unit(tool('vitest/vitest.mjs', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${unitReport}`))],
  ['build', () => one(tool('vite/bin/vite.js', 'build', '--logLevel', 'warn'))],
  ['size and policy', () => one(inspectBuild(join(root, 'dist'), (line) => console.log(line)))],
  ['end to end', () => e2e(tool('@playwright/test/cli.js', 'test', '--reporter=line,json'))],
];

function measure([name, run]) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`);
  const startedMs = Date.now();
  const result = run();
  return { name, ...result, seconds: ((Date.now() - startedMs) / 1000).toFixed(1) };
}

const results = steps.map(measure);
rmSync(scratch, { recursive: true, force: true });

console.log('\n');
for (const { name, passed, failed, seconds } of results) {
  console.log(
    `${failed === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(24)}${String(passed).padStart(6)} passed${String(failed).padStart(5)} failed${seconds.padStart(8)} s`,
  );
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 ? 0 : 1);
