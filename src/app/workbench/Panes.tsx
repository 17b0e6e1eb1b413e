/** The panes of a wide screen: sizes are dragged, stepped with arrow keys or chosen as a preset, and remembered on this device. */
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, type Layout, Panel, Separator } from 'react-resizable-panels';
import { StagePane } from '#app/stage/StagePane.tsx';
import { type Preset, useStore } from '#app/store.ts';
import { TimelinePane } from '#app/timeline/TimelinePane.tsx';
import { layoutOf, rememberLayout } from '#app/workbench/layouts.ts';
import styles from '#app/workbench/Panes.module.css';
import { Telling } from '#app/workbench/Telling.tsx';

const InspectorPane = lazy(() => import('#app/inspector/InspectorPane.tsx').then(({ InspectorPane }) => ({ default: InspectorPane })));
const TerminalPane = lazy(() => import('#app/terminal/TerminalPane.tsx').then(({ TerminalPane }) => ({ default: TerminalPane })));

function useLayout(id: string) {
  return {
    defaultLayout: layoutOf(id),
    onLayoutChanged: (layout: Layout, { isUserInteraction }: { readonly isUserInteraction: boolean }) => {
      if (isUserInteraction) rememberLayout(id, layout);
    },
  };
}

const STORY_PX: Readonly<Record<Preset, number>> = { balanced: 336, read: 480, watch: 336, operate: 280, present: 336 };

export function Panes({ shape }: { readonly shape: 'medium' | 'wide' }) {
  const { t } = useTranslation('app');
  const story = useStore((state) => state.story);
  const preset = useStore((state) => state.preset);
  const layout = useLayout(`h ${preset} ${story}`);
  return (
    <Group key={`${preset} ${story}`} orientation="horizontal" className={styles.group} {...layout}>
      {story ? (
        <>
          <Panel
            id="story"
            className={styles.panel}
            defaultSize={shape === 'wide' ? STORY_PX[preset] : 288}
            minSize={240}
            maxSize={560}
            groupResizeBehavior="preserve-pixel-size"
          >
            <Telling />
          </Panel>
          <Separator className={styles.vertical} aria-label={t('panes.separatorStory')} />
        </>
      ) : null}
      <Panel id="main" className={styles.panel} minSize={360}>
        <Main shape={shape} />
      </Panel>
    </Group>
  );
}

function Main({ shape }: { readonly shape: 'medium' | 'wide' }) {
  const { t } = useTranslation('app');
  const terminal = useStore((state) => state.terminal);
  const preset = useStore((state) => state.preset);
  const layout = useLayout(`v ${preset} ${terminal}`);
  return (
    <Group key={`${preset} ${terminal}`} orientation="vertical" className={styles.group} {...layout}>
      <Panel id="scene" className={styles.column} minSize={220}>
        <Scene shape={shape} />
        <TimelinePane />
      </Panel>
      {terminal ? (
        <>
          <Separator className={styles.horizontal} aria-label={t('panes.separatorTerminal')} />
          <Panel
            id="terminal"
            className={styles.panel}
            defaultSize={preset === 'operate' ? '50%' : 248}
            minSize={120}
            groupResizeBehavior="preserve-pixel-size"
          >
            <Suspense fallback={<div className={styles.ink} />}>
              <TerminalPane />
            </Suspense>
          </Panel>
        </>
      ) : null}
    </Group>
  );
}

/** Stage and inspector side by side; on a middling screen the inspector lies over the stage. */
function Scene({ shape }: { readonly shape: 'medium' | 'wide' }) {
  const { t } = useTranslation('app');
  const inspector = useStore((state) => state.inspector);
  const layout = useLayout(`s ${inspector}`);
  if (shape === 'medium') {
    return (
      <div className={styles.over}>
        <StagePane />
        {inspector ? <Drawer /> : null}
      </div>
    );
  }
  return (
    <Group key={String(inspector)} orientation="horizontal" className={styles.group} {...layout}>
      <Panel id="stage-pane" className={styles.panel} minSize={320}>
        <StagePane />
      </Panel>
      {inspector ? (
        <>
          <Separator className={styles.vertical} aria-label={t('panes.separatorInspector')} />
          <Panel id="inspector" className={styles.panel} defaultSize={308} minSize={240} maxSize={520} groupResizeBehavior="preserve-pixel-size">
            <Inspector />
          </Panel>
        </>
      ) : null}
    </Group>
  );
}

const Inspector = (): ReactNode => (
  <Suspense fallback={null}>
    <InspectorPane />
  </Suspense>
);

const Drawer = (): ReactNode => (
  <div className={styles.drawer}>
    <Inspector />
  </div>
);
