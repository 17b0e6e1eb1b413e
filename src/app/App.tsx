/** The page: one of a few, with the dialogs and the live region that all of them share. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '#app/App.module.css';
import { Dialogs } from '#app/Dialogs.tsx';
import { Landing } from '#app/landing/Landing.tsx';
import { useRouting } from '#app/router.ts';
import { Announcer } from '#app/widgets/Announcer.tsx';
import { Caught } from '#app/widgets/Caught.tsx';
import { Loading } from '#app/widgets/Loading.tsx';
import { TipLayer } from '#app/widgets/TipLayer.tsx';
import { UpdateNote } from '#app/widgets/UpdateNote.tsx';
import { loadWorkbench } from '#app/workbench/load.ts';

const LinkProblem = lazy(() => import('#app/LinkProblem.tsx').then(({ LinkProblem }) => ({ default: LinkProblem })));
const Workbench = lazy(() => loadWorkbench().then(({ Workbench }) => ({ default: Workbench })));
const Studio = lazy(() => import('#app/studio/Studio.tsx').then(({ Studio }) => ({ default: Studio })));
const About = lazy(() => import('#app/about/About.tsx').then(({ About }) => ({ default: About })));
const Glossary = lazy(() => import('#app/glossary/Glossary.tsx').then(({ Glossary }) => ({ default: Glossary })));

const PAGES = { landing: Landing, workbench: Workbench, studio: Studio, about: About, glossary: Glossary, none: Nothing } as const;

function Nothing() {
  return null;
}

export function App() {
  const broken = useRouting((state) => state.problem !== null);
  return (
    <>
      <Announcer />
      <Caught>
        <Suspense fallback={<Loading />}>
          <SkipLink />
          <Page />
        </Suspense>
        <Suspense fallback={null}>
          {broken ? <LinkProblem /> : null}
          <Dialogs />
        </Suspense>
      </Caught>
      <UpdateNote />
      <TipLayer />
    </>
  );
}

function Page() {
  const page = useRouting((state) => state.page);
  const loading = useRouting((state) => state.loading);
  const problem = useRouting((state) => state.problem);
  const Shown = PAGES[page];
  // A broken link opened first thing stands before the landing page.
  if (page === 'none') return problem !== null ? <Landing /> : loading ? <Loading /> : null;
  return <Shown />;
}

function SkipLink() {
  const { t } = useTranslation('app');
  const page = useRouting((state) => state.page);
  if (page === 'about' || page === 'glossary' || page === 'none') return null;
  return (
    <button type="button" className={styles.skip} onClick={() => document.querySelector<HTMLElement>('#stage[tabindex]')?.focus()}>
      {t('skip')}
    </button>
  );
}
