/** The bar under a phone's thumb: story, stage, inspector, terminal. */
import { BookOpen, Rows3, ScanSearch, SquareTerminal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PANELS, type Panel, patch, useStore } from '#app/store.ts';
import styles from '#app/workbench/BottomBar.module.css';

const ICONS: Readonly<Record<Panel, typeof BookOpen>> = { story: BookOpen, stage: Rows3, inspect: ScanSearch, terminal: SquareTerminal };

export function BottomBar() {
  const { t } = useTranslation('app');
  const panel = useStore((state) => state.panel);
  return (
    <nav className={styles.bar} aria-label={t('panel.bar')}>
      {PANELS.map((id) => {
        const Icon = ICONS[id];
        return (
          <button key={id} type="button" className={styles.button} aria-pressed={panel === id} onClick={() => patch({ panel: id })}>
            <Icon size={20} strokeWidth={1.5} aria-hidden="true" />
            {t(`panel.${id}`)}
          </button>
        );
      })}
    </nav>
  );
}
