import { describe, expect, it } from 'vitest';
import { countText, gapText, timeText } from '#app/format.ts';

describe('Virtual time', () => {
  it('is told in milliseconds under a second, then in seconds', () => {
    expect([0, 400, 12_300, 250_000, 250_400, 999_999, 1_000_000, 8_702_400].map(timeText)).toEqual([
      '0 ms',
      '0.4 ms',
      '12.3 ms',
      '250 ms',
      '250 ms',
      '999 ms',
      '1.000 s',
      '8.702 s',
    ]);
  });

  it('is short on the ruler', () => {
    expect([120_000, 8_700_000].map(gapText)).toEqual(['120 ms', '8.7 s']);
  });
});

describe('Counts', () => {
  it('have the separators of the language', () => {
    expect(countText(12_345, 'en')).toBe('12,345');
  });
});
