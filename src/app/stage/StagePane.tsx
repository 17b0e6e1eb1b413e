/** The stage: the views of the run, what may be broken, and the summary that says the same in words. */
import { ListTree, PanelRight, Rows3, Split, Table2 } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { look } from '#app/i18n/i18n.ts';
import { useReadableCursor } from '#app/play/readable.ts';
import { useRun } from '#app/run/holder.ts';
import { BreakMenu } from '#app/stage/BreakMenu.tsx';
import { PartitionPicker } from '#app/stage/PartitionPicker.tsx';
import { Picture } from '#app/stage/Picture.tsx';
import styles from '#app/stage/StagePane.module.css';
import { summaryAt } from '#app/stage/summary.ts';
import { ToolsMenu } from '#app/stage/ToolsMenu.tsx';
import { loadViews, viewOf, viewShown, viewsFor } from '#app/stage/views.ts';
import { patch, togglePane, useStore } from '#app/store.ts';
import { Caption } from '#app/story/Caption.tsx';
import { IconButton } from '#app/widgets/Button.tsx';
import { Tabs } from '#app/widgets/Tabs.tsx';

const GoalLegend = lazy(() => import('#app/stage/GoalLegend.tsx').then(({ GoalLegend }) => ({ default: GoalLegend })));
const Heard = lazy(() => import('#app/stage/Heard.tsx').then(({ Heard }) => ({ default: Heard })));
const CompareStage = lazy(() => import('#app/compare/CompareStage.tsx').then(({ CompareStage }) => ({ default: CompareStage })));

interface StagePaneProps {
  /** Landing and embeds show the picture without the tools around it. */
  readonly bare?: boolean;
  readonly onPhone?: boolean;
}

export function StagePane({ bare = false, onPhone = false }: StagePaneProps) {
  const { t } = useTranslation('app');
  const { timeline } = useRun();
  const views = useStore((state) => viewsFor(timeline, state.cursor, state.selection));
  const shown = useStore((state) => viewShown(state.view, state.cursor, views));
  const heard = useStore((state) => state.heard);
  const ghosts = useStore((state) => state.ghosts);
  const comparing = useStore((state) => state.beside !== null) && !bare;
  return (
    <section
      className={styles.stage}
      id="stage"
      tabIndex={-1}
      data-region="stage"
      aria-label={t('stage.title')}
      aria-busy={timeline === null}
      onPointerEnter={loadViews}
      onFocus={loadViews}
    >
      <h2 className="vh">{t('stage.title')}</h2>
      <Summary />
      <Tabs
        label={t('stage.views')}
        tabs={views.map(({ id }) => ({ id, name: look('app', `views.${id}`) }))}
        shown={shown}
        onShow={(view) => patch({ view })}
        tools={bare ? null : <Tools shown={shown} onPhone={onPhone} />}
      >
        <Suspense fallback={null}>{shown === '' ? null : comparing ? <CompareStage viewId={shown} /> : <Picture viewId={shown} lit={bare} />}</Suspense>
      </Tabs>
      {ghosts && !bare ? (
        <Suspense fallback={null}>
          <GoalLegend />
        </Suspense>
      ) : null}
      {heard && !bare ? (
        <Suspense fallback={null}>
          <Heard />
        </Suspense>
      ) : null}
      {onPhone && !bare ? <Caption /> : null}
    </section>
  );
}

function Tools({ shown, onPhone }: { readonly shown: string; readonly onPhone: boolean }) {
  const { t } = useTranslation('app');
  const asTable = useStore((state) => state.asTable);
  const inspector = useStore((state) => state.inspector);
  return (
    <div className={styles.tools}>
      <PartitionPicker view={shown} />
      {viewOf(shown)?.isTable === true ? null : (
        <IconButton
          label={t(asTable ? 'stage.picture' : 'stage.table')}
          hint="table"
          icon={asTable ? Rows3 : Table2}
          pressed={asTable}
          onPress={() => patch({ asTable: !asTable })}
        />
      )}
      <WhatIfButton />
      <BreakMenu />
      <ToolsMenu />
      {onPhone ? null : (
        <IconButton
          label={t('stage.inspector')}
          hint="inspector"
          icon={inspector ? PanelRight : ListTree}
          pressed={inspector}
          onPress={() => togglePane('inspector')}
        />
      )}
    </div>
  );
}

function WhatIfButton() {
  const { t } = useTranslation('app');
  const { branch } = useRun();
  if (branch === null) return null;
  return (
    <IconButton
      label={t('stage.whatIf')}
      hint="whatIf"
      icon={Split}
      aria-haspopup="dialog"
      onPress={() => void import('#app/compare/act.ts').then(({ openWhatIf }) => openWhatIf())}
    />
  );
}

/** Where the playhead stood last. */
function useSettledCursor(): number {
  const playing = useStore((state) => state.playing);
  const cursor = useReadableCursor();
  const [settled, setSettled] = useState(cursor);
  if (!playing && cursor !== settled) setSettled(cursor);
  return playing ? settled : cursor;
}

/** What the picture says, in one paragraph. While a run plays nobody can read it: it waits until the run stands still. */
function Summary() {
  const { timeline } = useRun();
  const cursor = useSettledCursor();
  const locale = useStore((state) => state.locale);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const text = useMemo(() => (timeline === null ? '' : summaryAt(timeline, Math.min(cursor, timeline.end))), [timeline, cursor, locale]);
  return (
    <p className="vh" id="summary">
      {text}
    </p>
  );
}
