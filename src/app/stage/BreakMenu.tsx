/** "Break something": the button of the menu. What stands in it is worked out when it opens. */
import { Zap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useReadableCursor } from '#app/play/readable.ts';
import { isAnythingBreakable } from '#app/run/faults.ts';
import { useRun } from '#app/run/holder.ts';
import styles from '#app/stage/BreakMenu.module.css';
import { breakSections } from '#app/stage/breakable.ts';
import { useStore } from '#app/store.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Menu } from '#app/widgets/Menu.tsx';

export function BreakMenu() {
  const { t } = useTranslation('app');
  const { timeline, branch } = useRun();
  const cursor = useReadableCursor();
  const selection = useStore((state) => state.selection);
  if (timeline === null || branch === null) return null;
  const frame = timeline.frameAt(Math.min(cursor, timeline.end));
  const { commands } = branch.scenario.lesson.limits;
  if (!isAnythingBreakable(frame, commands)) return null;
  return (
    <Menu label={t('stage.break')} sections={() => breakSections(frame, commands, selection)} placement="bottom end">
      {(trigger) => (
        <Button {...trigger} look="outline" size="small" className={styles.button}>
          <Zap size={14} strokeWidth={1.75} aria-hidden="true" />
          <span className={styles.label}>{t('stage.break')}</span>
        </Button>
      )}
    </Menu>
  );
}
