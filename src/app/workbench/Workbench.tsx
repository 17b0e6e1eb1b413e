/** The workbench: story, stage, inspector, timeline and terminal, in reading order, in the shape that the screen has room for. */
import { lazy, Suspense, useEffect } from 'react';
import { StagePane } from '#app/stage/StagePane.tsx';
import { useSwipe } from '#app/stage/swipe.ts';
import { useStore } from '#app/store.ts';
import { TimelinePane } from '#app/timeline/TimelinePane.tsx';
import { fetchAhead } from '#app/workbench/ahead.ts';
import { Banner } from '#app/workbench/Banner.tsx';
import { BottomBar } from '#app/workbench/BottomBar.tsx';
import { useShape } from '#app/workbench/breakpoints.ts';
import { Header } from '#app/workbench/Header.tsx';
import { Panes } from '#app/workbench/Panes.tsx';
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
  useEffect(() => fetchAhead([loadInspector, loadTerminal, () => import('#app/widgets/MenuBody.tsx')]), []);
  return (
    <div className={styles.workbench} data-shape={shape}>
      {embed ? null : (
        <Header share wide={shape !== 'phone'}>
          <Title />
        </Header>
      )}
      <main className={styles.main}>
        <Banner />
        {shape === 'phone' ? <Phone /> : <Panes shape={shape} />}
      </main>
      {shape === 'phone' ? <BottomBar /> : null}
    </div>
  );
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
