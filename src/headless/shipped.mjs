/**
 * Runs a command from code as it is shipped: bundled by Vite. `tsx` gives every closure its name again each time it is made, which no visitor's
 * browser does and which costs a tenth of the speed; whoever measures must not measure that. `node src/headless/shipped.mjs <file.ts> [arguments]`.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const [, , entry, ...args] = process.argv;
const outDir = resolve('node_modules/.cache/highwater/shipped', String(process.pid));

await build({
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  build: { ssr: entry, outDir, emptyOutDir: true, minify: false, target: 'node20', rolldownOptions: { output: { entryFileNames: 'entry.mjs' } } },
});
const { status } = spawnSync(process.execPath, [join(outDir, 'entry.mjs'), ...args], { stdio: 'inherit' });
rmSync(outDir, { recursive: true });
process.exitCode = status ?? 1;
