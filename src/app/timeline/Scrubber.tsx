/** The slider: a native range for hands, keys and screen readers; beats, faults and losses are drawn around it. */
import { Zap } from 'lucide-react';
import { type ChangeEvent, memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bookmarksOf, useBookmarks } from '#app/bookmarks/bookmarks.ts';
import { gapText, timeText } from '#app/format.ts';
import { sayWhere, seekTo } from '#app/play/transport.ts';
import { useRun } from '#app/run/holder.ts';
import { useStore } from '#app/store.ts';
import { beatAt, chapterAt, chapters, leftAt, useScript } from '#app/story/now.ts';
import type { ScriptBeat } from '#app/story/script.ts';
import {
  clearPixels,
  cursorOfStop,
  type Gap,
  gapLabels,
  gapsOf,
  labelsOf,
  pixelsOf,
  type Sign,
  signsOf,
  snapped,
  type Tick,
  ticksOf,
  toldTicks,
} from '#app/timeline/ruler.ts';
import styles from '#app/timeline/Scrubber.module.css';
import type { Timeline } from '#session/timeline.ts';
import { textWidth } from '#views/marks/text.ts';

/** Part of the width within which a pointer's release means the tick. */
const REACH = 0.006;

export function Scrubber() {
  const { t } = useTranslation('play');
  const run = useRun();
  const { timeline, version } = run;
  const left = leftAt(run);
  const cursor = useStore((state) => state.cursor);
  // The timeline object is the same while it grows; `version` tells when it has.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const ticks = useMemo(() => (timeline === null ? [] : toldTicks(ticksOf(timeline), left)), [timeline, version, left]);
  const gaps = useMemo(() => (timeline?.complete ? gapsOf(timeline) : []), [timeline, timeline?.complete]);
  const stops = Math.max(1, timeline?.stops ?? 1);
  const stop = timeline === null ? 0 : timeline.stopsUpTo(cursor);
  const script = useScript();
  const beats = useMemo(() => script?.beats ?? [], [script]);

  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    if (timeline === null) return;
    const value = Number(event.target.value);
    const jumped = Math.abs(value - stop) > 1;
    const tick = jumped ? snapped(ticks, value / stops, REACH) : null;
    seekTo(tick?.cursor ?? cursorOfStop(timeline, value), true);
    sayWhere();
  };

  return (
    <div className={styles.scrubber} style={{ '--at': stop / stops } as React.CSSProperties}>
      <Marks ticks={ticks} gaps={gaps} beats={beats} current={beatAt(cursor)?.id ?? ''} />
      <div className={styles.track} aria-hidden="true">
        <div className={styles.water} />
      </div>
      <Kept />
      <input
        className={styles.range}
        type="range"
        min={0}
        max={stops}
        step={1}
        value={stop}
        aria-label={t('slider')}
        aria-valuetext={valueText(timeline, cursor, stop, t)}
        onChange={onChange}
      />
    </div>
  );
}

/** Bookmarks: diamonds on the line. */
function Kept() {
  const { branch, timeline } = useRun();
  const list = useBookmarks((bookmarks) => bookmarks.list);
  if (branch === null || timeline === null) return null;
  return (
    <div className={styles.marks} aria-hidden="true">
      {bookmarksOf(list, branch.id).map(({ cursor }) => (
        <span key={cursor} className={styles.kept} style={{ '--x': timeline.stopsUpTo(cursor) / Math.max(1, timeline.stops) } as Css} />
      ))}
    </div>
  );
}

function valueText(timeline: Timeline | null, cursor: number, stop: number, t: ReturnType<typeof useTranslation<'play'>>['t']): string {
  if (timeline === null) return '';
  const where = t('valueText', { step: stop, steps: timeline.stops, time: timeText(timeline.timeAt(cursor)) });
  const beat = beatAt(cursor);
  const chapter = chapterAt(cursor);
  const within = chapter === null ? null : t('valueChapter', { chapter: chapter.index + 1, chapters: chapters().length, title: chapter.title });
  return [where, within, beat === null ? null : t('valueBeat', { title: beat.title })].filter((part) => part !== null).join(', ');
}

interface MarksProps {
  readonly ticks: readonly Tick[];
  readonly gaps: readonly Gap[];
  readonly beats: readonly ScriptBeat[];
  readonly current: string;
}

type Css = React.CSSProperties;

/** Beats and questions above the line; faults, losses and what became of records below it. */
const Marks = memo(function Marks({ ticks, gaps, beats, current }: MarksProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  return (
    <div ref={box} className={styles.marks} aria-hidden="true">
      {gapLabels(gaps, width, ticks).map(({ at, us, told }) => (
        <span key={`gap ${at}`} className={styles.gap} style={{ '--x': at } as Css}>
          {told ? <span className={styles.gapText}>⋯ {gapText(us)}</span> : null}
        </span>
      ))}
      {labelsOf(ticks, width).map(({ tick: { kind, id, cursor }, x, toMoment, room }) => (
        <span
          key={`${kind} ${id} ${cursor}`}
          className={`${styles.label} ${styles[kind]}`}
          data-current={(kind === 'beat' && id === current) || undefined}
          data-chapter={(kind === 'beat' && chapterOf(beats, id) !== null) || undefined}
          style={{ left: x, '--to': `${toMoment}px` } as Css}
        >
          {kind === 'beat' ? beats.findIndex((beat) => beat.id === id) + 1 : '?'}
          {kind === 'beat' ? <ChapterTitle title={chapterOf(beats, id)} room={room} /> : null}
        </span>
      ))}
      <svg aria-hidden="true" className={styles.fine} width={width} height={11}>
        <path
          className={styles.acknowledged}
          d={pixelsOf(ticks, 'acknowledged', width)
            .map((x) => `M${x} 1h0`)
            .join('')}
        />
        <path
          className={styles.command}
          d={clearPixels(ticks, 'command', width)
            .map((x) => `M${x + 0.5} 3v8`)
            .join('')}
        />
      </svg>
      {signsOf(ticks, width).map((sign) => (
        <Below key={sign.x} {...sign} />
      ))}
    </div>
  );
});

const chapterOf = (beats: readonly ScriptBeat[], id: string): string | null => beats.find((beat) => beat.id === id)?.chapter ?? null;

/** Beside the tick of its first beat, where it fits before the next one. */
function ChapterTitle({ title, room }: { readonly title: string | null; readonly room: number }) {
  return title === null || textWidth(title, 12, true) > room ? null : <span className={styles.chapter}>{title}</span>;
}

function Below({ x, faults, grave }: Sign) {
  return (
    <span className={styles.sign} style={{ left: x }}>
      {faults > 0 ? <Zap size={12} strokeWidth={1.75} /> : null}
      {faults > 1 ? <span>{faults}</span> : null}
      {grave === null ? null : <span className={styles.grave} />}
      {faults === 0 && grave === null ? <span className={styles.landmark} /> : null}
    </span>
  );
}

function useWidth(box: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(600);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
