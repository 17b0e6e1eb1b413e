/** Pictures are compared in the browser in which they were taken: another build draws letters and edges a little differently, which says nothing about ours. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'e2e/pictures/taken-in.txt';

/** `Chromium 156 built on Debian GNU/Linux 12 (bookworm)`: a release that only mends something draws the same. Undefined: it does not say. */
export function browserBuild(executable: string | undefined): string | undefined {
  if (executable === undefined) return undefined;
  try {
    const said = execFileSync(executable, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return said.trim().replace(/(\d+)\.[\d.]+/, '$1');
  } catch {
    return undefined;
  }
}

export const takenIn = (): string => readFileSync(FILE, 'utf8').trim();

export const noteTakenIn = (build: string): void => writeFileSync(FILE, `${build}\n`);
