/** A new version waits: said once, quietly, and taken only when asked. */
import { useTranslation } from 'react-i18next';
import { useUpdate } from '#app/offline.ts';
import { Button } from '#app/widgets/Button.tsx';
import styles from '#app/widgets/UpdateNote.module.css';

export function UpdateNote() {
  const { t } = useTranslation('app');
  const apply = useUpdate((state) => state.apply);
  if (apply === null) return null;
  return (
    <section className={styles.note} aria-label={t('offline.ready')}>
      <p>{t('offline.ready')}</p>
      <Button size="small" onPress={apply}>
        {t('offline.reload')}
      </Button>
    </section>
  );
}
