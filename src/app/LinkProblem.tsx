/** A link that cannot be opened: what is wrong, what was kept, and a way on. Whatever was open stays untouched behind it. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '#app/announce.ts';
import { tell } from '#app/i18n/tell.ts';
import styles from '#app/LinkProblem.module.css';
import { exampleHref, LANDING, lessonHref, STUDIO } from '#app/route.ts';
import { dismissProblem, useRouting } from '#app/router.ts';
import type { Problem } from '#app/run/open.ts';
import { replaceDraft } from '#app/studio/draft.ts';
import { textForRepair } from '#app/studio/repair.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Sheet } from '#app/widgets/Sheet.tsx';
import { lessons } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import { pathText, type ScenarioError } from '#scenario/error.ts';
import { nearest } from '#shell/near.ts';

const MOST = 5;

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
  const repair = useRepair(problem);
  const copy = () => {
    void navigator.clipboard?.writeText(problem.fragment);
    announce(t('share.copied'));
  };
  const toStudio = () => {
    if (repair !== null) replaceDraft(repair);
    location.hash = STUDIO;
  };
  return (
    <div className={styles.body}>
      <p className={styles.what} data-code={problem.kind === 'link' ? problem.error.code : problem.kind}>
        <What problem={problem} />
      </p>
      {problem.kind === 'link' ? null : <Meant problem={problem} />}
      {problem.kind === 'link' && problem.error.errors.length > 0 ? <Errors problem={problem} /> : null}
      <p className={styles.kept}>{t(page === 'none' ? 'link.keptText' : 'link.kept')}</p>
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

/** null until there is a text that an editor can show. */
function useRepair(problem: Problem): string | null {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let mine = true;
    setText(null);
    if (problem.kind === 'link') void textForRepair(problem.fragment).then((found) => (mine ? setText(found) : undefined));
    return () => {
      mine = false;
    };
  }, [problem]);
  return text;
}

function What({ problem }: { readonly problem: Problem }) {
  const { t } = useTranslation('app');
  if (problem.kind === 'link') return t(`link.codes.${problem.error.code}`);
  return t(problem.kind === 'lesson' ? 'link.unknownLesson' : 'link.unknownExample', { slug: problem.slug });
}

/** A slip of the finger in a name: the way to the one that was meant. */
function Meant({ problem: { kind, slug } }: { readonly problem: Extract<Problem, { slug: string }> }) {
  const { t } = useTranslation('app');
  const meant = nearest(
    slug,
    (kind === 'lesson' ? lessons : examples).map((one) => one.slug),
  );
  if (meant === undefined) return null;
  return (
    <p>
      <a href={kind === 'lesson' ? lessonHref(meant) : exampleHref(meant)}>{t('link.meant', { slug: meant })}</a>
    </p>
  );
}

/** What is wrong inside the scenario, as the studio says it. */
function Errors({ problem }: { readonly problem: Extract<Problem, { kind: 'link' }> }) {
  const { t } = useTranslation(['app', 'studio', 'mistakes']);
  const { errors } = problem.error;
  return (
    <div className={styles.errors}>
      <h3>{t('app:link.notes')}</h3>
      <ul>
        {errors.slice(0, MOST).map((error) => (
          <Mistake key={`${pathText(error.path)} ${error.message}`} error={error} />
        ))}
      </ul>
      {errors.length > MOST ? <p className={styles.kept}>{t('app:link.more', { count: errors.length - MOST })}</p> : null}
    </div>
  );
}

function Mistake({ error }: { readonly error: ScenarioError }) {
  const { t } = useTranslation('studio');
  const { text, lang } = tell(error);
  const path = pathText(error.path);
  return (
    <li>
      {error.line === undefined ? null : <span className={styles.place}>{t('place', { line: error.line, column: error.column ?? 1 })} </span>}
      {path === '' ? null : <code translate="no">{path}</code>} <span lang={lang}>{text}</span>
      {error.nearest === undefined ? null : <span className={styles.near}> {t('nearest', { word: error.nearest })}</span>}
    </li>
  );
}
