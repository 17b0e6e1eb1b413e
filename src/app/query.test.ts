import { describe, expect, it } from 'vitest';
import { readQuery } from '#app/query.ts';

describe('The query of the address', () => {
  it('says how to present', () => {
    expect(readQuery('?lang=ko&theme=dark&motion=reduced&embed=1')).toMatchObject({ lang: 'ko', theme: 'dark', motion: 'reduced', embed: true, misread: [] });
    expect(readQuery('')).toMatchObject({ lang: null, theme: null, motion: null, sound: null, misread: [] });
  });

  it('asks for silence or for sound', () => {
    expect(readQuery('?sound=0').sound).toBe(false);
    expect(readQuery('?sound=1').sound).toBe(true);
  });

  it('leaves out what it does not know, and names it as it was written', () => {
    expect(readQuery('?sound=loud&theme=pink&lang=en&utm_source=x')).toMatchObject({
      sound: null,
      theme: null,
      lang: 'en',
      misread: ['theme=pink', 'sound=loud'],
    });
  });
});
