/** One line over everything: a broken invariant, which is our mistake, or parts of a link that were left out. */
import { TriangleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRouting } from '#app/router.ts';
import { useRun } from '#app/run/holder.ts';
import { IconButton } from '#app/widgets/Button.tsx';
import styles from '#app/workbench/Banner.module.css';

export function Banner() {
  const { t } = useTranslation('app');
  const ignored = useRouting((state) => state.ignored);
  const { timeline } = useRun();
  const violation = timeline?.violations[0];
  if (violation !== undefined) {
    return (
      <p className={styles.banner} data-kind="error" role="alert">
        <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
        <span>{t('error.invariant', { id: violation.invariant, step: timeline?.stopsUpTo(violation.step) ?? 0, message: violation.message })}</span>
      </p>
    );
  }
  if (ignored.length === 0) return null;
  return (
    <p className={styles.banner} role="status">
      <span>{t('link.ignored', { keys: ignored.join(', ') })}</span>
      <IconButton label={t('close')} icon={X} size="small" onPress={() => useRouting.setState({ ignored: [] })} />
    </p>
  );
}
