/** What can be done to the selected process. Each button shows the exact command line that it records. */
import { useTranslation } from 'react-i18next';
import styles from '#app/inspector/Faults.module.css';
import { choiceFor, targetOf } from '#app/run/faults.ts';
import { give } from '#app/run/give.ts';
import { current } from '#app/run/holder.ts';
import { FAULT_ICONS } from '#app/stage/breakable.ts';
import { Button } from '#app/widgets/Button.tsx';
import type { Frame } from '#kafka/frame.ts';
import type { Selection } from '#views/contract.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function Faults({ frame, selection }: { readonly frame: Frame; readonly selection: Selection }) {
  const { t } = useTranslation(['inspect', 'app']);
  const target = targetOf(frame, selection);
  const faults = target === null ? [] : choiceFor(target, current().branch?.scenario.lesson.limits.commands).faults;
  if (faults.length === 0) return null;
  return (
    <section className={styles.faults} aria-label={t('inspect:actions')}>
      <h3 className={styles.head}>{t('inspect:actions')}</h3>
      <ul className={styles.list}>
        {faults.map(({ id, command }) => {
          const Icon = FAULT_ICONS[id];
          return (
            <li key={id}>
              <Button look="outline" className={styles.button} onPress={() => void give(command)}>
                <Icon size={16} strokeWidth={1.5} aria-hidden="true" />
                <span className={styles.text}>
                  <span>{t(`app:faults.${id}`)}</span>
                  <code lang="en" translate="no">
                    <Unbroken text={command} />
                  </code>
                </span>
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
