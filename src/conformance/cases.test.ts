import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
    const { byCase, differences } = summaryOf(results, []);
    expect(written.byCase).toEqual(byCase);
    expect(written.differences).toEqual(differences);
  });

  it('differ only where the reason is listed, and what is listed still differs', () => {
    const differing = results.filter(({ status }) => status === 'differs').map(({ name }) => name);
    expect(differing.sort()).toEqual(Object.keys(CAUSES).sort());
  });

  it('are summed up on the front page', () => {
    const { cases, commands, compared } = JSON.parse(readFileSync(AGREEMENT, 'utf8')) as Summary;
    const front = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
    expect(front).toContain(`**${cases.agree} of ${cases.recorded} recorded cases agree** (${compared.agree} of ${compared.things} things`);
    expect(front).toContain(`${commands.agree} of ${commands.recorded} single command lines`);
  });

  it('stand in the README with their reasons', () => {
    expect(readFileSync(README, 'utf8')).toBe(readmeText(results, JSON.parse(readFileSync(AGREEMENT, 'utf8')) as Summary));
  });
});
