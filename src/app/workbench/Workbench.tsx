/** The workbench: story, stage, inspector, timeline and terminal, in reading order, in the shape that the screen has room for. */
import { X } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { StagePane } from '#app/stage/StagePane.tsx';
import { useSwipe } from '#app/stage/swipe.ts';
import { useStore } from '#app/store.ts';
import { useScript } from '#app/story/now.ts';
import { TimelinePane } from '#app/timeline/TimelinePane.tsx';
import { IconButton } from '#app/widgets/Button.tsx';
import { fetchAhead } from '#app/workbench/ahead.ts';
import { Banner } from '#app/workbench/Banner.tsx';
import { BottomBar } from '#app/workbench/BottomBar.tsx';
import { useShape } from '#app/workbench/breakpoints.ts';
import { Header } from '#app/workbench/Header.tsx';
import { Panes } from '#app/workbench/Panes.tsx';
import { stopPresenting } from '#app/workbench/present.ts';
import { Telling } from '#app/workbench/Telling.tsx';
import { Title } from '#app/workbench/Title.tsx';
import styles from '#app/workbench/Workbench.module.css';

const loadInspector = () => import('#app/inspector/InspectorPane.tsx');
const loadTerminal = () => import('#app/terminal/TerminalPane.tsx');
const InspectorPane = lazy(() => loadInspector().then(({ InspectorPane }) => ({ default: InspectorPane })));
const TerminalPane = lazy(() => loadTerminal().then(({ TerminalPane }) => ({ default: TerminalPane })));

export function Workbench() {
  const shape = useShape();
  const embed = useStore((state) => state.embed);
  const presenting = useStore((state) => state.preset === 'present');
  useEffect(() => fetchAhead([loadInspector, loadTerminal, () => import('#app/widgets/MenuBody.tsx')]), []);
  return (
    <div className={styles.workbench} data-shape={shape} data-presenting={presenting || undefined}>
      {embed || presenting ? null : (
        <Header share wide={shape !== 'phone'}>
          <Title />
        </Header>
      )}
      <main className={styles.main}>
        {embed || presenting ? <HiddenTitle /> : null}
        {presenting ? <EndOfPresenting /> : null}
        <Banner />
        {shape === 'phone' ? <Phone /> : <Panes shape={shape} />}
      </main>
      {shape === 'phone' ? <BottomBar /> : null}
    </div>
  );
}

/** A page without a header still has a title for those who listen. */
function HiddenTitle() {
  return <h1 className="vh">{useScript()?.title ?? 'Highwater'}</h1>;
}

/** The one thing around the stage that is left. */
function EndOfPresenting() {
  const { t } = useTranslation('app');
  return <IconButton className={styles.end} label={t('panes.endPresent')} hint="close" icon={X} onPress={stopPresenting} />;
}

/** One panel at a time; the timeline stays in reach of the thumb. */
function Phone() {
  const panel = useStore((state) => state.panel);
  const swipe = useSwipe();
  return (
    <>
      <div className={styles.phone}>
        {panel === 'story' ? <Telling /> : null}
        <div className={styles.fill} hidden={panel !== 'stage'} {...swipe}>
          <StagePane onPhone />
        </div>
        <Suspense fallback={null}>
          {panel === 'inspect' ? <InspectorPane closable={false} /> : null}
          {panel === 'terminal' ? <TerminalPane closable={false} /> : null}
        </Suspense>
      </div>
      <TimelinePane compact />
    </>
  );
}
