/** The header: where you are, which future you are in, and the few things that concern the whole page. */
import { BookA, BookOpen, CircleHelp, Languages, Menu as MenuIcon, Monitor, Moon, PencilRuler, Presentation, Scale, Search, Share2, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { switchTo } from '#app/i18n/switch.ts';
import { ABOUT, GLOSSARY, LANDING, STUDIO } from '#app/route.ts';
import { patch, set, THEMES, type Theme, useStore } from '#app/store.ts';
import { Brand } from '#app/widgets/Brand.tsx';
import { Button, IconButton } from '#app/widgets/Button.tsx';
import { type Item, Menu, type Section } from '#app/widgets/Menu.tsx';
import styles from '#app/workbench/Header.module.css';

interface HeaderProps {
  /** Beside the mark: lesson title, branch switcher. */
  readonly children?: ReactNode;
  readonly share?: boolean;
  readonly wide?: boolean;
}

/** Each language in its own words, as its readers look for it. */
const NAMES = { en: 'English', ko: '한국어' } as const;

const THEME_ICONS = { auto: Monitor, light: Sun, dark: Moon, projector: Presentation } as const;

export function Header({ children, share = false, wide = true }: HeaderProps) {
  const { t } = useTranslation('app');
  return (
    <header className={styles.header}>
      <MainMenu wide={wide} />
      {wide || !share ? (
        <a className={styles.brand} href={LANDING} aria-label={t('header.home')}>
          <Brand />
          <span className={styles.name}>Highwater</span>
        </a>
      ) : null}
      <div className={styles.middle}>{children}</div>
      <div className={styles.tools}>
        {wide ? <IconButton label={t('header.search')} icon={Search} hint="palette" onPress={() => patch({ dialog: 'palette' })} /> : null}
        {share ? (
          <Button look="outline" className={styles.share} onPress={() => patch({ dialog: 'share' })}>
            <Share2 size={16} strokeWidth={1.5} aria-hidden="true" />
            {t('header.share')}
          </Button>
        ) : null}
        {wide || !share ? <LanguageButton /> : null}
        <ThemeMenu />
        <IconButton label={t('header.help')} icon={CircleHelp} hint="help" onPress={() => patch({ dialog: 'help' })} />
      </div>
    </header>
  );
}

/** On a phone it also holds what the bar has no room for. */
function MainMenu({ wide }: { readonly wide: boolean }) {
  const { t } = useTranslation('app');
  const locale = useStore((state) => state.locale);
  const other = locale === 'en' ? 'ko' : 'en';
  const go = (hash: string) => () => {
    location.hash = hash;
  };
  const sections: readonly Section[] = [
    {
      id: 'go',
      items: [
        { id: 'gallery', label: t('nav.gallery'), icon: BookOpen, run: go(LANDING) },
        { id: 'studio', label: t('nav.studio'), icon: PencilRuler, run: go(STUDIO) },
      ],
    },
    {
      id: 'read',
      items: [
        { id: 'glossary', label: t('nav.glossary'), icon: BookA, run: go(GLOSSARY) },
        { id: 'about', label: t('nav.about'), icon: Scale, run: go(ABOUT) },
      ],
    },
    ...(wide
      ? []
      : [
          {
            id: 'more',
            items: [
              { id: 'search', label: t('header.search'), icon: Search, run: () => patch({ dialog: 'palette' }) },
              { id: 'language', label: NAMES[other], icon: Languages, run: () => void switchTo(other) },
            ],
          },
        ]),
  ];
  return (
    <Menu label={t('header.menu')} sections={sections}>
      {(trigger) => <IconButton {...trigger} label={t('header.menu')} icon={MenuIcon} />}
    </Menu>
  );
}

/** Names the other language in that language, as its readers look for it. */
function LanguageButton() {
  const locale = useStore((state) => state.locale);
  const other = locale === 'en' ? 'ko' : 'en';
  return (
    <Button look="quiet" className={styles.language} onPress={() => void switchTo(other)}>
      <span lang={other}>{NAMES[other]}</span>
    </Button>
  );
}

function ThemeMenu() {
  const { t } = useTranslation('app');
  const theme = useStore((state) => state.theme);
  const choice = (id: Theme): Item => ({ id, label: t(`theme.${id}`), icon: THEME_ICONS[id], current: theme === id, run: () => set({ theme: id }) });
  return (
    <Menu label={t('theme.title')} sections={[{ id: 'theme', items: THEMES.map(choice) }]} placement="bottom end">
      {(trigger) => <IconButton {...trigger} label={t('theme.title')} icon={THEME_ICONS[theme]} />}
    </Menu>
  );
}
