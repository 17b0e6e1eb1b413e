/** The slider: a native range for hands, keys and screen readers; beats, faults and losses are drawn around it. */
import { Zap } from 'lucide-react';
import { type ChangeEvent, memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { gapText, timeText } from '#app/format.ts';
import { sayWhere, seekTo } from '#app/play/transport.ts';
import { useRun } from '#app/run/holder.ts';
import { useStore } from '#app/store.ts';
import { beatAt, useScript } from '#app/story/now.ts';
import { cursorOfStop, type Gap, gapsOf, snapped, type Tick, ticksOf } from '#app/timeline/ruler.ts';
import styles from '#app/timeline/Scrubber.module.css';
import type { Timeline } from '#session/timeline.ts';

/** Part of the width within which a pointer's release means the tick. */
const REACH = 0.006;

export function Scrubber() {
  const { t } = useTranslation('play');
  const { timeline, version } = useRun();
  const cursor = useStore((state) => state.cursor);
  // The timeline object is the same while it grows; `version` tells when it has.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const ticks = useMemo(() => (timeline === null ? [] : ticksOf(timeline)), [timeline, version]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: gaps are worth their cost only once the run is whole
  const gaps = useMemo(() => (timeline?.complete ? gapsOf(timeline) : []), [timeline, timeline?.complete]);
  const stops = Math.max(1, timeline?.stops ?? 1);
  const stop = timeline === null ? 0 : timeline.stopsUpTo(cursor);
  const beats = useScript()?.beats ?? [];

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
      <Marks ticks={ticks} gaps={gaps} beats={beats.map(({ id }) => id)} current={beatAt(cursor)?.id ?? ''} />
      <div className={styles.track} aria-hidden="true">
        <div className={styles.water} />
      </div>
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

function valueText(timeline: Timeline | null, cursor: number, stop: number, t: ReturnType<typeof useTranslation<'play'>>['t']): string {
  if (timeline === null) return '';
  const where = t('valueText', { step: stop, steps: timeline.stops, time: timeText(timeline.timeAt(cursor)) });
  const beat = beatAt(cursor);
  return beat === null ? where : `${where}, ${t('valueBeat', { title: beat.title })}`;
}

interface MarksProps {
  readonly ticks: readonly Tick[];
  readonly gaps: readonly Gap[];
  readonly beats: readonly string[];
  readonly current: string;
}

const SMALL = new Set<Tick['kind']>(['acknowledged', 'landmark', 'lost', 'violation']);

/** Beats by number above the line; faults, questions and what became of records below it. */
const Marks = memo(function Marks({ ticks, gaps, beats, current }: MarksProps) {
  return (
    <div className={styles.marks} aria-hidden="true">
      {gaps.map(({ at, us }) => (
        <span key={`gap ${at}`} className={styles.gap} style={{ '--x': at } as React.CSSProperties} title={gapText(us)}>
          <span className={styles.gapText}>⋯ {gapText(us)}</span>
        </span>
      ))}
      {ticks.map((tick, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: ticks are only ever appended
          key={index}
          className={`${styles.tick} ${styles[tick.kind]}`}
          data-current={(tick.kind === 'beat' && tick.id === current) || undefined}
          style={{ '--x': tick.at } as React.CSSProperties}
        >
          {tick.kind === 'beat' ? beats.indexOf(tick.id) + 1 : null}
          {tick.kind === 'question' ? '?' : null}
          {tick.kind === 'fault' ? <Zap size={12} strokeWidth={1.75} /> : null}
          {SMALL.has(tick.kind) ? null : <span className={styles.stem} />}
        </span>
      ))}
    </div>
  );
});
