/** A link that cannot be opened: what is wrong, what was kept, and a way on. Whatever was open stays untouched behind it. */
import { useTranslation } from 'react-i18next';
import { announce } from '#app/announce.ts';
import styles from '#app/LinkProblem.module.css';
import { LANDING, STUDIO } from '#app/route.ts';
import { dismissProblem, useRouting } from '#app/router.ts';
import type { Problem } from '#app/run/open.ts';
import { remember } from '#app/storage.ts';
import { keepForRepair } from '#app/studio/repair.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Sheet } from '#app/widgets/Sheet.tsx';

export function LinkProblem() {
  const { t } = useTranslation('app');
  const problem = useRouting((state) => state.problem);
  return (
    <Sheet title={t('link.title')} open={problem !== null} onClose={dismissProblem}>
      {problem === null ? null : <Body problem={problem} />}
    </Sheet>
  );
}

function Body({ problem }: { readonly problem: Problem }) {
  const { t } = useTranslation('app');
  const page = useRouting((state) => state.page);
  const repair = problem.kind === 'link' ? keepForRepair(problem.fragment) : null;
  const copy = () => {
    void navigator.clipboard?.writeText(problem.fragment);
    announce(t('share.copied'));
  };
  const toStudio = () => {
    if (repair !== null) remember('draft', repair);
    location.hash = STUDIO;
  };
  return (
    <div className={styles.body}>
      <p className={styles.what} data-code={problem.kind === 'link' ? problem.error.code : problem.kind}>
        <What problem={problem} />
      </p>
      {problem.kind === 'link' && problem.error.errors.length > 0 ? <Errors problem={problem} /> : null}
      <p className={styles.kept}>{t('link.kept')}</p>
      <div className={styles.text}>
        <label htmlFor="broken-link">{t('link.text')}</label>
        <textarea id="broken-link" readOnly rows={4} value={problem.fragment} spellCheck={false} />
      </div>
      <div className={styles.actions}>
        {repair === null ? null : (
          <Button look="primary" onPress={toStudio}>
            {t('link.studio')}
          </Button>
        )}
        <Button onPress={copy}>{t('link.copy')}</Button>
        {page === 'none' ? (
          <Button
            look="quiet"
            onPress={() => {
              location.hash = LANDING;
            }}
          >
            {t('link.gallery')}
          </Button>
        ) : (
          <Button look="quiet" onPress={dismissProblem}>
            {t('link.dismiss')}
          </Button>
        )}
      </div>
    </div>
  );
}

function What({ problem }: { readonly problem: Problem }) {
  const { t } = useTranslation('app');
  if (problem.kind === 'link') return t(`link.codes.${problem.error.code}`);
  return t(problem.kind === 'lesson' ? 'link.unknownLesson' : 'link.unknownExample', { slug: problem.slug });
}

/** The scenario's own mistakes are told in its author's language of trade. */
function Errors({ problem }: { readonly problem: Extract<Problem, { kind: 'link' }> }) {
  const { t } = useTranslation('app');
  return (
    <div className={styles.errors}>
      <h3>{t('link.notes')}</h3>
      <ul lang="en">
        {problem.error.errors.slice(0, 5).map((error) => (
          <li key={`${error.path.join('.')} ${error.message}`}>
            {error.path.length > 0 ? <code translate="no">{error.path.join('.')}</code> : null} {error.message}
            {error.nearest === undefined ? null : (
              <>
                {' '}
                Did you mean <code translate="no">{error.nearest}</code>?
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
