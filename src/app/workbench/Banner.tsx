/** One line over everything: a broken invariant, which is our mistake, parts of a link that were left out, or a browser that keeps nothing. */
import i18next from 'i18next';
import { TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '#app/announce.ts';
import { query } from '#app/query.ts';
import { useRouting } from '#app/router.ts';
import { current, useRun } from '#app/run/holder.ts';
import { canRemember } from '#app/storage.ts';
import { Button, IconButton } from '#app/widgets/Button.tsx';
import styles from '#app/workbench/Banner.module.css';
import { ENGINE_VERSION } from '#session/engine.ts';
import type { Timeline } from '#session/timeline.ts';

export function Banner() {
  const { t } = useTranslation('app');
  const ignored = useRouting((state) => state.ignored);
  const { timeline } = useRun();
  // A page inside another one is used to being forgotten.
  const [forgetful, setForgetful] = useState(() => !query.embed && !canRemember());
  const violation = timeline?.violations[0];
  if (violation !== undefined) {
    return (
      <p className={styles.banner} data-kind="error" role="alert">
        <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
        <span>{t('error.invariant', { id: violation.invariant, step: timeline?.stopsUpTo(violation.step) ?? 0, message: violation.message })}</span>
        <Button size="small" onPress={() => copyReport(violation)}>
          {t('error.copy')}
        </Button>
      </p>
    );
  }
  if (ignored.length === 0) return forgetful ? <Forgetful onClose={() => setForgetful(false)} /> : null;
  return (
    <p className={styles.banner} role="status">
      <span>{t('link.ignored', { keys: ignored.join(', ') })}</span>
      <IconButton label={t('close')} icon={X} size="small" onPress={() => useRouting.setState({ ignored: [] })} />
    </p>
  );
}

function Forgetful({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('app');
  return (
    <p className={styles.banner} role="status">
      <span>{t('error.forgetful')}</span>
      <IconButton label={t('close')} icon={X} size="small" onPress={onClose} />
    </p>
  );
}

/** All that is needed to see it again: the address, the engine and the hash of the run. */
function copyReport({ invariant, step, message }: Timeline['violations'][number]): void {
  const { timeline } = current();
  const lines = [location.href, `engine ${ENGINE_VERSION}`, `${invariant} at event ${step}: ${message}`, `hash ${timeline?.hashAt(timeline.end) ?? ''}`];
  void navigator.clipboard?.writeText(lines.join('\n'));
  announce(i18next.t('app:error.copied'));
}
