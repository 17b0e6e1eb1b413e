import { describe, expect, it } from 'vitest';
import { differenceLines, idsText, unnamedIds } from '#app/compare/lines.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Difference } from '#session/compare/differences.ts';

const retried = (...ids: string[]): KafkaFact => ({ fact: 'SendRetried', node: 'p1', tp: 'orders-0', ids, error: 'NETWORK_EXCEPTION', attempt: 1 });
const at = (timeUs: number, fact: KafkaFact, side: 'a' | 'b' = 'b'): Difference => ({ side, kind: 'error', cursor: timeUs, timeUs, fact, id: '' });

describe('The records of a line', () => {
  it('are named where the sentence only counts them', () => {
    expect(unnamedIds(retried('p1#13'))).toEqual(['p1#13']);
    expect(unnamedIds({ fact: 'RecordsPolled', group: 'g', node: 'c1', tp: 'orders-0', baseOffset: 3, lastOffset: 3, ids: ['p1#4'] })).toEqual([]);
    expect(unnamedIds(undefined)).toEqual([]);
  });

  it('are said as a range where they follow each other', () => {
    expect(idsText(['p1#13'])).toBe('p1#13');
    expect(idsText(['p1#16', 'p1#17', 'p1#18'])).toBe('p1#16–18');
    expect(idsText(['p1#16', 'p1#18', 'p2#19', 'named'])).toBe('p1#16, p1#18, p2#19, named');
  });
});

describe('Equal sentences of one future', () => {
  const tell = ({ fact }: Difference) => fact?.fact ?? '';

  it('are one line with their number and the time of the last', () => {
    const [line, ...others] = differenceLines([at(1, retried('p1#1')), at(2, retried('p1#2')), at(5, retried('p1#3'))], tell);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ count: 3, untilUs: 5, first: { timeUs: 1 } });
  });

  it('stay apart where the other future, or another sentence, stands between them', () => {
    const refreshed: KafkaFact = { fact: 'MetadataRefreshed', node: 'p1' };
    const lines = differenceLines(
      [at(1, retried('p1#1')), at(2, retried('p1#1'), 'a'), at(3, retried('p1#2')), at(4, refreshed), at(5, retried('p1#3'))],
      tell,
    );
    expect(lines.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
  });
});
