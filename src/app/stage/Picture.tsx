/** Draws one view: measures the room it has and gives it the frame, the change and the phase of this instant. */
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { look } from '#app/i18n/i18n.ts';
import { narrate } from '#app/narrate.ts';
import { usePicture } from '#app/play/picture.ts';
import { seekTime, seekTo } from '#app/play/transport.ts';
import { current, useRun } from '#app/run/holder.ts';
import { lostAt } from '#app/run/lost.ts';
import { timeMarksOf } from '#app/run/moments.ts';
import { eventsOf } from '#app/run/trace.ts';
import { wishesAt } from '#app/stage/ghosts.ts';
import { lagGoalsOf } from '#app/stage/lag.ts';
import { magnifyFor } from '#app/stage/magnify.ts';
import styles from '#app/stage/Picture.module.css';
import { chartsNow, focusShown, viewOf } from '#app/stage/views.ts';
import { patch, useStore } from '#app/store.ts';
import { selectionsOf } from '#app/story/chips.ts';
import { beatAt, gate } from '#app/story/now.ts';
import { useReducedMotion } from '#app/theme/motion.ts';
import { useShape } from '#app/workbench/breakpoints.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import { type Frame, recordsBetween } from '#kafka/frame.ts';
import type { Timeline } from '#session/timeline.ts';
import type { Differs, Selection, StatedChart, TraceView, Wish, Words } from '#views/contract.ts';
import { useKept } from '#views/marks/kept.ts';
import { useRegionName } from '#views/marks/place.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Another future beside the one that the slider leads: where it stands, and how much of it may be looked at. */
export interface Beside {
  readonly timeline: Timeline;
  readonly cursorAt: (cursor: number, nowUs: number) => number;
  readonly lengthAt: (cursor: number) => number;
}

interface PictureProps {
  readonly viewId: string;
  /** Nothing is dimmed, whatever the beat is about. */
  readonly lit: boolean;
  readonly beside?: Beside;
  readonly differs?: Differs;
}

export function Picture({ viewId, lit, beside, differs }: PictureProps) {
  const room = useRef<HTMLDivElement>(null);
  const size = useSize(room);
  const run = useRun();
  const timeline = beside?.timeline ?? run.timeline;
  const theme = useStore((state) => state.theme);
  const magnify = magnifyFor(theme, useShape() === 'phone');
  const scrolls = useTablesPlace(viewId);
  return (
    <div className={styles.room} {...scrolls} data-ready={size !== null && timeline !== null ? '' : undefined}>
      <div ref={room} className={styles.paper}>
        {size !== null && timeline !== null ? (
          <Enlarged by={magnify}>
            <Drawn viewId={viewId} lit={lit} size={laidOut(size, magnify)} timeline={timeline} beside={beside} differs={differs} />
          </Enlarged>
        ) : null}
      </div>
    </div>
  );
}

/** Tables are higher than the stage, and nothing in them takes the focus: a keyboard scrolls the place that they stand in. */
function useTablesPlace(viewId: string) {
  const { t } = useTranslation('app');
  const asTable = useStore((state) => state.asTable);
  const name = useRegionName(t('stage.tables'));
  return asTable && viewOf(viewId)?.isTable !== true ? { role: 'group', tabIndex: 0, 'aria-label': name } : {};
}

/** What is laid out smaller and shown larger: type, strokes and targets grow together. */
function Enlarged({ by, children }: { readonly by: number; readonly children: ReactNode }) {
  if (by === 1) return children;
  return (
    <div className={styles.enlarged} style={{ width: `${100 / by}%`, height: `${100 / by}%`, transform: `scale(${by})` }}>
      {children}
    </div>
  );
}

const laidOut = ({ width, height }: Size, by: number): Size => ({ width: Math.floor(width / by), height: Math.floor(height / by) });

/** The moment to draw: the picture's own, or the one that stands beside it in another future. */
function useMoment(timeline: Timeline, beside: Beside | undefined): { readonly cursor: number; readonly previous: number | null } {
  const { cursor, previous, nowUs } = usePicture();
  const { timeline: lead } = useRun();
  if (beside === undefined || lead === null) return { cursor: Math.min(cursor, timeline.end), previous };
  const there = beside.cursorAt(Math.min(cursor, lead.end), nowUs);
  const before = previous === null ? there : beside.cursorAt(previous, lead.timeAt(previous));
  return { cursor: there, previous: before === there ? null : before };
}

function Drawn({ viewId, lit, size, timeline, beside, differs }: PictureProps & { readonly size: Size; readonly timeline: Timeline }) {
  const picture = usePicture();
  const locale = useStore((state) => state.locale);
  const focus = useStore((state) => state.focus);
  const selection = useStore((state) => state.selection);
  const asTable = useStore((state) => state.asTable);
  const reducedMotion = useReducedMotion();
  const { cursor, previous } = useMoment(timeline, beside);
  // The same objects for the same moment: what they are drawn into stands still while only messages move.
  const { frame, changes } = useMemo(() => ({ frame: timeline.frameAt(cursor), changes: timeline.changesAt(cursor) }), [timeline, cursor]);
  const tp = focusShown(focus, frame);
  const spotlight = useSpotlight(timeline, cursor, frame);
  const copies = useCopies(frame);
  // The words follow the language; the function must be a new one when it changes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const words = useMemo<Words>(() => remembering((key, params) => look('views', key, params)), [locale]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: sentences follow the language, too
  const tell = useMemo(() => (fact: KafkaFact) => narrate(fact, (key, params) => look('facts', key, params)), [locale]);
  const trace = useTrace(timeline, cursor, beside);
  const charts = useCharts(frame, selection);
  const { branch } = useRun();
  const lagGoals = useMemo(() => lagGoalsOf(branch?.scenario.lesson.goals ?? []), [branch]);
  const wishes = useWishes(timeline, cursor);
  const View = viewOf(viewId)?.View;
  if (View === undefined) return null;
  return (
    <View
      frame={frame}
      changes={changes}
      nowUs={picture.nowUs}
      phase={picture.phase}
      previous={previous === null ? null : timeline.frameAt(previous)}
      lost={lostAt(timeline, cursor)}
      lag={timeline.lag}
      lagGoals={lagGoals}
      wishes={wishes}
      timeMarks={timeMarksOf(timeline)}
      untilUs={timeline.endUs}
      focus={tp}
      onFocus={chooseFocus}
      selection={selection}
      onSelect={select}
      spotlight={lit ? NONE : copies.length > 0 ? copies : spotlight}
      onSeekTime={seekTime}
      trace={trace}
      onSeek={beside === undefined ? seekTo : (to) => seekTime(timeline.timeAt(to))}
      differs={differs}
      charts={charts}
      tell={tell}
      width={size.width}
      height={size.height}
      words={words}
      reducedMotion={reducedMotion}
      asTable={asTable}
    />
  );
}

/** The same few hundred sentences come back at every step. */
const REMEMBERED = 4000;

function remembering(say: Words): Words {
  const said = new Map<string, string>();
  return (key, params) => {
    const asked = params === undefined ? key : `${key}\n${Object.values(params).join('\n')}`;
    const known = said.get(asked);
    if (known !== undefined) return known;
    const text = say(key, params);
    if (said.size >= REMEMBERED) said.clear();
    said.set(asked, text);
    return text;
  };
}

const NONE: readonly Selection[] = [];
const NO_WISHES: readonly Wish[] = [];
const chooseFocus = (focus: string): void => patch({ focus });
const select = (selection: Selection | null): void => patch({ selection });

/** What lies behind an open question is not shown before it is answered. A written moment knows no events. */
function useTrace(timeline: Timeline, cursor: number, beside: Beside | undefined): TraceView {
  const own = current().still === null ? gate.limit(cursor, timeline.end) : 0;
  const length = beside === undefined ? own : Math.max(cursor, beside.lengthAt(cursor));
  return useMemo(() => ({ cursor: Math.min(cursor, length), length, events: () => (length === 0 ? [] : eventsOf(timeline)) }), [timeline, cursor, length]);
}

/** Only while the playhead stands at the beat itself: one step on, the stage is lit again. */
function useSpotlight(timeline: Timeline, cursor: number, frame: Frame): readonly Selection[] {
  const playing = useStore((state) => state.playing);
  const beat = beatAt(cursor);
  const target = !playing && beat !== null && beat.cursor === cursor ? beat.focus : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same beat lights the same marks
  return useMemo(() => (target === null ? NONE : selectionsOf(target, frame)), [timeline, cursor, target]);
}

/** Machines of what is selected; a written moment has no engine to ask. */
function useCharts(frame: Frame, selection: Selection | null): readonly StatedChart[] {
  return useMemo(() => (current().still === null ? chartsNow(frame, selection) : []), [frame, selection]);
}

/** What goals ask for and what is not so; the same list as long as it is the same, so that nothing is laid out anew for it. */
function useWishes(timeline: Timeline, cursor: number): readonly Wish[] {
  const shown = useStore((state) => state.ghosts);
  return useKept(useMemo(() => (shown ? wishesAt(timeline, cursor) : NO_WISHES), [shown, timeline, cursor]));
}

/** Every copy of the record that is followed. */
function useCopies(frame: Frame): readonly Selection[] {
  const follow = useStore((state) => state.follow);
  return useMemo(() => {
    if (follow === null) return NONE;
    return frame.partitions.flatMap(({ tp, logs }) =>
      logs.flatMap((log) =>
        recordsBetween(log, log.logStart, log.logEndOffset)
          .filter(({ id }) => id === follow)
          .map(({ offset }): Selection => ({ kind: 'record', tp, broker: log.broker, offset })),
      ),
    );
  }, [frame, follow]);
}

function useSize(room: React.RefObject<HTMLDivElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const element = room.current;
    if (element === null) return;
    const measure = () => {
      const width = Math.floor(element.clientWidth);
      const height = Math.floor(element.clientHeight);
      setSize((before) => (before?.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [room]);
  return size;
}
