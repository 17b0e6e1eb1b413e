import { beforeAll, describe, expect, it } from 'vitest';
import { startWords } from '#app/i18n/i18n.ts';
import { summaryOf } from '#app/stage/summary.ts';
import { fixtures } from '#views/fixtures.ts';

describe('the summary of what stands beside Kafka', () => {
  beforeAll(() => startWords('en'));

  it('names who is there, and tells what is wrong and what waits', () => {
    expect(summaryOf(fixtures.beside.frame, () => 'steady')).toContain(
      'Beside Kafka: words-1, words-2, connect, burrow, work, q1, crew-1, crew-2. Tasks of connect that FAILED: 1. burrow says WARN of group words. ' +
        'Queue work has 1 ready and 1 out. crew-2 is down.',
    );
  });

  it('says of a group whose log was cut under it how far past the end it is, and not that it is less than nothing behind', () => {
    const { frame } = fixtures.groupLag;
    const cut = frame.groups.map((group) => ({ ...group, offsets: group.offsets.map((one) => ({ ...one, lagRecords: -11 })) }));
    const said = summaryOf({ ...frame, groups: cut }, () => 'steady');
    expect(said).toMatch(/It has committed \d+ records past the end of the log\./);
    expect(said).not.toMatch(/ -\d| behind/);
  });

  it('says nothing where nobody does', () => {
    expect(summaryOf(fixtures.healthy.frame, () => 'steady')).not.toContain('Beside');
  });
});
