/** What the palette can find. */
import i18next from 'i18next';
import { switchTo } from '#app/i18n/switch.ts';
import type { Action } from '#app/keys/keymap.ts';
import { keyNow } from '#app/keys/ownKey.ts';
import { toChapter } from '#app/play/transport.ts';
import { ABOUT, exampleHref, GLOSSARY, LANDING, lessonHref, STUDIO } from '#app/route.ts';
import { useRouting } from '#app/router.ts';
import { current } from '#app/run/holder.ts';
import { toggleSound } from '#app/sound/act.ts';
import { toggleGhosts } from '#app/stage/ghosts.ts';
import { searchEvents } from '#app/stage/search.ts';
import { patch, set, state } from '#app/store.ts';
import { chapters } from '#app/story/now.ts';
import { textIn } from '#app/story/script.ts';
import { lessons } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';

export interface Lookup {
  readonly id: string;
  readonly label: string;
  readonly kind: 'lesson' | 'challenge' | 'example' | 'page' | 'action';
  readonly run: () => void;
  /** The person's own key that does the same. */
  readonly key?: string | undefined;
}

const t = i18next.t.bind(i18next);

const keyOf = (action: Action) => ({ key: keyNow(action) });

const go = (hash: string) => () => {
  location.hash = hash;
};

/** Where the story has chapters. */
function chapterLookups(): Lookup[] {
  if (chapters().length === 0) return [];
  const turns = [
    ['chapterForward', 1],
    ['chapterBack', -1],
  ] as const;
  return turns.map(([action, direction]) => ({
    id: action,
    kind: 'action',
    label: t(`app:help.actions.${action}`),
    run: () => toChapter(direction),
    ...keyOf(action),
  }));
}

export function lookups(): Lookup[] {
  const { locale, theme, heard } = state();
  return [
    ...lessons.map(
      ({ slug, scenario }): Lookup => ({ id: `lesson ${slug}`, kind: 'lesson', label: textIn(scenario.title, locale), run: go(lessonHref(slug)) }),
    ),
    ...lessons.map(
      ({ slug, challenge }): Lookup => ({
        id: `challenge ${slug}`,
        kind: 'challenge',
        label: textIn(challenge.scenario.title, locale),
        run: go(lessonHref(slug, 'challenge')),
      }),
    ),
    ...examples.map(
      ({ slug, scenario }): Lookup => ({ id: `example ${slug}`, kind: 'example', label: textIn(scenario.title, locale), run: go(exampleHref(slug)) }),
    ),
    { id: 'gallery', kind: 'page', label: t('app:nav.gallery'), run: go(LANDING) },
    { id: 'studio', kind: 'page', label: t('app:nav.studio'), run: go(STUDIO) },
    { id: 'glossary', kind: 'page', label: t('app:nav.glossary'), run: go(GLOSSARY) },
    { id: 'about', kind: 'page', label: t('app:nav.about'), run: go(ABOUT) },
    ...(useRouting.getState().page === 'workbench'
      ? [
          { id: 'share', kind: 'action' as const, label: t('app:header.share'), run: () => patch({ dialog: 'share' }) },
          ...(['svg', 'png'] as const).map((format) => ({
            id: `save ${format}`,
            kind: 'action' as const,
            label: t(`app:save.${format}Long`),
            run: () => void import('#app/save/savePicture.ts').then(({ savePicture }) => savePicture(format)),
          })),
          { id: 'topics', kind: 'action' as const, label: t('app:stage.topics'), run: () => patch({ dialog: 'topics' }), ...keyOf('topics') },
          { id: 'goto', kind: 'action' as const, label: t('app:goTo.title'), run: () => patch({ dialog: 'goto' }), ...keyOf('goTo') },
          { id: 'heard', kind: 'action' as const, label: t(heard ? 'app:heard.hide' : 'app:heard.show'), run: () => set({ heard: !heard }) },
          ...(current().branch?.scenario.lesson.goals.length
            ? [{ id: 'ghosts', kind: 'action' as const, label: t('app:help.actions.ghosts'), run: toggleGhosts, ...keyOf('ghosts') }]
            : []),
          { id: 'sound', kind: 'action' as const, label: t('app:help.actions.sound'), run: toggleSound, ...keyOf('sound') },
          ...chapterLookups(),
          { id: 'search', kind: 'action' as const, label: t('app:help.actions.searchEvents'), run: searchEvents, ...keyOf('searchEvents') },
          { id: 'bookmarks', kind: 'action' as const, label: t('play:bookmarks'), run: () => patch({ dialog: 'bookmarks' }) },
          { id: 'whatIf', kind: 'action' as const, label: t('app:stage.whatIf'), run: () => patch({ dialog: 'whatIf' }), ...keyOf('whatIf') },
        ]
      : []),
    { id: 'help', kind: 'action', label: t('app:header.help'), run: () => patch({ dialog: 'help' }), ...keyOf('help') },
    {
      id: 'theme',
      kind: 'action',
      label: `${t('app:theme.title')}: ${t(theme === 'dark' ? 'app:theme.light' : 'app:theme.dark')}`,
      run: () => set({ theme: theme === 'dark' ? 'light' : 'dark' }),
    },
    { id: 'language', kind: 'action', label: locale === 'en' ? '한국어' : 'English', run: () => void switchTo(locale === 'en' ? 'ko' : 'en') },
  ];
}
