/** Two languages, each loaded when it is needed; Korean particles are resolved after interpolation. */
import i18next, { type BackendModule, type ReadCallback } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type en from '#app/i18n/en/catalog.ts';
import { particles } from '#app/i18n/particles.ts';
import type { Locale } from '#app/store.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: typeof en & Lazy;
    returnNull: false;
  }
}

/** Namespaces that only one page or dialog needs. */
interface Lazy {
  readonly glossary: Loose;
  readonly config: Loose;
  readonly mistakes: Loose;
  readonly studio: typeof import('#app/i18n/en/studio.ts')['default'];
  readonly compare: typeof import('#app/i18n/en/compare.ts')['default'];
  readonly find: typeof import('#app/i18n/en/find.ts')['default'];
  readonly metrics: typeof import('#app/i18n/en/metrics.ts')['default'];
  readonly topics: typeof import('#app/i18n/en/topics.ts')['default'];
  readonly explore: typeof import('#app/i18n/en/explore.ts')['default'];
  readonly sound: typeof import('#app/i18n/en/sound.ts')['default'];
  readonly about: typeof import('#app/i18n/en/about.ts')['default'];
}
type Loose = Readonly<Record<string, string>>;

type Words = Readonly<Record<string, unknown>>;
type Load = () => Promise<{ readonly default: Words }>;

const catalogs: Readonly<Record<Locale, Load>> = {
  en: () => import('#app/i18n/en/catalog.ts'),
  ko: () => import('#app/i18n/ko/catalog.ts'),
};

const lazy: Readonly<Record<string, Load>> = {
  'en/glossary': () => import('#app/i18n/en/glossary.ts'),
  'ko/glossary': () => import('#app/i18n/ko/glossary.ts'),
  'en/config': () => import('#app/i18n/en/settings.ts'),
  'ko/config': () => import('#app/i18n/ko/settings.ts'),
  'en/studio': () => import('#app/i18n/en/studio.ts'),
  'ko/studio': () => import('#app/i18n/ko/studio.ts'),
  'en/compare': () => import('#app/i18n/en/compare.ts'),
  'ko/compare': () => import('#app/i18n/ko/compare.ts'),
  'en/find': () => import('#app/i18n/en/find.ts'),
  'ko/find': () => import('#app/i18n/ko/find.ts'),
  'en/metrics': () => import('#app/i18n/en/metrics.ts'),
  'ko/metrics': () => import('#app/i18n/ko/metrics.ts'),
  'en/topics': () => import('#app/i18n/en/topics.ts'),
  'ko/topics': () => import('#app/i18n/ko/topics.ts'),
  'en/explore': () => import('#app/i18n/en/explore.ts'),
  'ko/explore': () => import('#app/i18n/ko/explore.ts'),
  // English says a scenario's mistakes where it finds them.
  'en/mistakes': () => Promise.resolve({ default: {} }),
  'ko/mistakes': () => import('#app/i18n/mistakes.ko.ts'),
  'en/sound': () => import('#app/i18n/en/sound.ts'),
  'ko/sound': () => import('#app/i18n/ko/sound.ts'),
  'en/about': () => import('#app/i18n/en/about.ts'),
  'ko/about': () => import('#app/i18n/ko/about.ts'),
};

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language: string, namespace: string, done: ReadCallback) {
    const one = lazy[`${language}/${namespace}`];
    const words = one ? one().then((loaded) => loaded.default) : catalogs[language as Locale]().then((loaded) => loaded.default[namespace]);
    words.then(
      (found) => done(null, found as Parameters<ReadCallback>[1]),
      (problem: unknown) => done(problem instanceof Error ? problem : String(problem), null),
    );
  },
};

export const CORE = ['app', 'story', 'play', 'terminal', 'inspect', 'views', 'facts'] as const;

export async function startWords(locale: Locale): Promise<void> {
  await i18next
    .use(backend)
    .use(particles)
    .use(initReactI18next)
    .init({
      lng: locale,
      fallbackLng: false,
      supportedLngs: ['en', 'ko'],
      ns: CORE,
      defaultNS: 'app',
      postProcess: ['particles'],
      interpolation: { escapeValue: false },
      returnNull: false,
      react: { useSuspense: true },
    });
}

/** Switches in place: the words are loaded first, so nothing flickers. */
export async function switchLocale(locale: Locale): Promise<void> {
  await i18next.changeLanguage(locale);
}

/** A lookup whose key is only known at run time: facts, views, settings. The key itself when there are no words for it. */
export function look(namespace: string, key: string, params: Readonly<Record<string, string | number>> = {}): string {
  const found: unknown = (i18next.t as unknown as (key: string, options: object) => unknown)(key, { ...params, ns: namespace, defaultValue: '' });
  return typeof found === 'string' && found !== '' ? found : key;
}

export function has(namespace: string, key: string): boolean {
  return (i18next.exists as (key: string, options: object) => boolean)(key, { ns: namespace });
}

/** The locale that the person's browser asks for first, of those we speak. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    if (language.toLowerCase().startsWith('ko')) return 'ko';
    if (language.toLowerCase().startsWith('en')) return 'en';
  }
  return 'en';
}
