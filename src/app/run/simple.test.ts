import { describe, expect, it } from 'vitest';
import { simpleFragment, simpleLink } from '#app/run/simple.ts';
import { readLink } from '#scenario/link/read.ts';
import { writeLink } from '#scenario/link/write.ts';

describe('A link to a lesson that carries only a place', () => {
  it('is read exactly as the full reader reads it', () => {
    for (const fragment of [
      '#/lesson/acks-1',
      '#/lesson/acks-1/challenge',
      '#/lesson/acks-1?step=41',
      '#/lesson/acks-1?beat=early&hash=5be116e5d5df9e03&v=1',
      '#/studio',
    ]) {
      const full = readLink(fragment);
      expect({ ok: true, value: simpleLink(fragment) }).toEqual(full);
    }
  });

  it('is left to the full reader when there is anything else in it', () => {
    for (const fragment of [
      '#/lesson/acks-1?run=1z.abc',
      '#/lesson/acks-1?colour=red',
      '#/lesson/acks-1?t=2s',
      '#/s/1z.abc',
      '#/lesson/',
      '#/lesson/acks-1?step=x',
      '#/lesson/acks-1?step=1=2',
    ]) {
      expect(simpleLink(fragment)).toBeNull();
    }
  });

  it('is written exactly as the full writer writes it', () => {
    for (const part of ['story', 'challenge'] as const) {
      for (const step of [0, 41]) {
        const fragment = simpleFragment('lesson', 'acks-1', part, step);
        const link = simpleLink(fragment);
        expect(link).not.toBeNull();
        if (link !== null) expect(writeLink(link)).toBe(fragment);
      }
    }
  });
});
