import { describe, expect, it } from 'vitest';
import { topicFilter } from '#shell/topic-filter.ts';

const matching = (pattern: string, ...topics: readonly string[]): string[] => topics.filter(topicFilter(pattern));

describe('a topic filter', () => {
  it('must match the whole name', () => {
    expect(matching('ord', 'ord', 'orders')).toEqual(['ord']);
    expect(matching('ord.*', 'ord', 'orders', 'x-orders')).toEqual(['ord', 'orders']);
  });
  it('takes a comma for a bar and ignores blanks and quotes', () => {
    expect(matching("'orders, payments'", 'orders', 'payments', 'other')).toEqual(['orders', 'payments']);
  });
  it('compares what is no pattern, or could take for ever, as plain text', () => {
    expect(matching('[', '[', 'a')).toEqual(['[']);
    expect(matching('(a+)+b', 'a'.repeat(249), '(a+)+b')).toEqual(['(a+)+b']);
    expect(matching('.*.*.*x', 'a'.repeat(249))).toEqual([]);
  });
});
