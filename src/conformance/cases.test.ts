import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CAUSES } from './case-differences.ts';
import { AGREEMENT, README, readmeText, replayAll, type Summary, summaryOf } from './summary.ts';

describe('scenarios that real Kafka clusters ran', () => {
  const results = replayAll();

  it('are at least sixty', () => {
    expect(results.length).toBeGreaterThanOrEqual(60);
  });

  it('agree as agreement.json says: npm run conformance writes it anew', () => {
    const written = JSON.parse(readFileSync(AGREEMENT, 'utf8')) as Summary;
    expect(written.byCase).toEqual(summaryOf(results, []).byCase);
  });

  it('differ only where the reason is listed, and what is listed still differs', () => {
    const differing = results.filter(({ status }) => status === 'differs').map(({ name }) => name);
    expect(differing.sort()).toEqual(Object.keys(CAUSES).sort());
  });

  it('stand in the README with their reasons', () => {
    expect(readFileSync(README, 'utf8')).toBe(readmeText(results, JSON.parse(readFileSync(AGREEMENT, 'utf8')) as Summary));
  });
});
