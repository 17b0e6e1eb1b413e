import { describe, expect, it } from 'vitest';
import { compile } from '#scenario/compile.ts';
import { pathText } from '#scenario/error.ts';
import { wordsAt } from '#scenario/schema-words.ts';
import { readYaml } from '#scenario/yaml.ts';

function problems(beats: string): readonly string[] {
  const source = readYaml(`highwater: 1\ncluster: { brokers: 1 }\nlesson:\n  beats:\n${beats}`);
  const compiled = source.ok ? compile(source.value.document) : source;
  const found = compiled.ok ? [] : source.ok ? source.value.locate(compiled.error) : source.error;
  return found.map(({ code, path, line, message }) => `${code} ${line} ${pathText(path)}: ${message}`);
}

describe('A chapter in a document', () => {
  it('begins with the beat that has its title, in one language or in both', () => {
    expect(problems('    - { at: 1s, chapter: One }\n    - { at: 2s }\n    - { at: 3s, chapter: { en: Two, ko: 둘 } }\n')).toEqual([]);
  });

  it('is refused without a title, at its place and with the way to mend it', () => {
    expect(problems('    - { at: 1s, chapter: "" }\n')).toEqual([
      'U12 5 lesson.beats[0].chapter: A chapter needs a title: write it here, or leave chapter out.',
    ]);
    expect(problems('    - { at: 1s }\n    - { at: 2s, chapter: { en: Two, ko: " " } }\n')[0]).toMatch(/^U12 6 lesson\.beats\[1\]\.chapter: /);
  });

  it('is refused when it begins twice', () => {
    expect(problems('    - { at: 1s, chapter: One }\n    - { at: 2s, chapter: One }\n')).toEqual([
      'U15 6 lesson.beats[1].chapter: The chapter One begins twice: only its first beat says chapter.',
    ]);
  });

  it('is a text, and nothing else', () => {
    for (const wrong of ['3', 'true', '[One]', '{ en: One }'])
      expect(problems(`    - { at: 1s, chapter: ${wrong} }\n`)[0]).toMatch(/^U1[12] 5 lesson\.beats\[0\]\.chapter/);
  });

  it('is among the words that the editor offers for a beat', () => {
    expect(wordsAt(['lesson', 'beats', 0])).toContain('chapter');
  });
});
