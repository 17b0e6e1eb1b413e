import { describe, expect, it } from 'vitest';
import { agreement } from '#app/about/agreement.ts';

describe('The agreement with real Kafka', () => {
  it('is the figure that the replay of the recorded cases wrote down', () => {
    const { kafka, cases, compared } = agreement;
    expect(kafka).toEqual(['3.9.2', '4.3.1']);
    expect(cases.agree).toBeLessThanOrEqual(cases.recorded);
    expect(compared.agree / compared.things).toBeGreaterThan(0.9);
  });

  it('gives a reason in both languages for all that does not agree', () => {
    const { cases, commands, differences } = agreement;
    expect(differences).toHaveLength(cases.recorded - cases.agree + commands.recorded - commands.agree);
    for (const { why } of differences) for (const text of [why.en, why.ko]) expect(text).not.toBe('');
  });
});
