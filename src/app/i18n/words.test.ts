import { describe, expect, it } from 'vitest';
import enAbout from '#app/i18n/en/about.ts';
import en from '#app/i18n/en/catalog.ts';
import enCompare from '#app/i18n/en/compare.ts';
import enConfig from '#app/i18n/en/config.ts';
import enExplore from '#app/i18n/en/explore.ts';
import enFind from '#app/i18n/en/find.ts';
import enMetrics from '#app/i18n/en/metrics.ts';
import enStudio from '#app/i18n/en/studio.ts';
import { preferredLocale } from '#app/i18n/i18n.ts';
import koAbout from '#app/i18n/ko/about.ts';
import ko from '#app/i18n/ko/catalog.ts';
import koCompare from '#app/i18n/ko/compare.ts';
import koConfig from '#app/i18n/ko/config.ts';
import koExplore from '#app/i18n/ko/explore.ts';
import koFind from '#app/i18n/ko/find.ts';
import koMetrics from '#app/i18n/ko/metrics.ts';
import koStudio from '#app/i18n/ko/studio.ts';
import { SHOWN } from '#app/keys/keymap.ts';
import { faults } from '#faults/catalog.ts';

type Tree = { readonly [key: string]: string | Tree };

/** `config` has dots in its keys. */
const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}/${key}`, value] as [string, string]] : leaves(value, `${path}/${key}`),
  );
const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

const pairs: readonly [string, Tree, Tree][] = [
  ...Object.keys(en).map((name): [string, Tree, Tree] => [
    name,
    en[name as keyof typeof en] as unknown as Tree,
    ko[name as keyof typeof ko] as unknown as Tree,
  ]),
  ['about', enAbout, koAbout],
  ['compare', enCompare, koCompare],
  ['config', enConfig, koConfig],
  ['explore', enExplore, koExplore],
  ['find', enFind, koFind],
  ['metrics', enMetrics, koMetrics],
  ['studio', enStudio, koStudio],
];

describe.each(pairs)('The words of %s', (_name, english, korean) => {
  it('are there in both languages', () => {
    expect(
      leaves(korean)
        .map(([path]) => path)
        .sort(),
    ).toEqual(
      leaves(english)
        .map(([path]) => path)
        .sort(),
    );
  });

  it('use no parameter in Korean that English does not have', () => {
    const known = Object.fromEntries(leaves(english));
    for (const [path, text] of leaves(korean)) for (const hole of holes(text)) expect(holes(known[path]).concat('count'), path).toContain(hole);
  });
});

describe('The words of the app', () => {
  it('name every key of the help and every fault', () => {
    for (const action of SHOWN) expect(en.app.help.actions).toHaveProperty(action);
    for (const id of Object.keys(faults)) expect(en.app.faults).toHaveProperty(id);
  });

  it('are chosen by the first language of the browser that we speak', () => {
    expect([preferredLocale(['fr', 'ko-KR', 'en']), preferredLocale(['en-GB', 'ko']), preferredLocale(['fr']), preferredLocale([])]).toEqual([
      'ko',
      'en',
      'en',
      'en',
    ]);
  });
});
