/** What is kept beside the specs, to be compared word for word: transcripts, orders of tab stops, accessibility trees. `KEEP=1` writes it anew: read the diff. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@playwright/test';

const FOLDER = 'e2e/kept';

export function expectKept(file: string, text: string): void {
  const path = join(FOLDER, file);
  if (process.env.KEEP === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
  }
  expect(`${text}\n`, file).toBe(readFileSync(path, 'utf8'));
}
