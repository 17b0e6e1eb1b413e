/** How far the groups that read a partition are behind, and were up to the playhead: a line each in the room of a word, said in words, too. */
import { useMemo } from 'react';
import { look } from '#app/i18n/i18n.ts';
import { useReadableCursor } from '#app/play/readable.ts';
import { useRun } from '#app/run/holder.ts';
import styles from '#app/stage/LagSparks.module.css';
import { useStore } from '#app/store.ts';
import { SPARK, type Spark, sparksOf } from '#views/lag/spark.ts';
import { Shape } from '#views/marks/glyphs.tsx';

interface Props {
  readonly tp: string;
  /** The number says that it is a lag: nothing above it does. */
  readonly named?: boolean;
}

export function LagSparks({ tp, named = false }: Props) {
  const { timeline } = useRun();
  const cursor = useReadableCursor();
  useStore((state) => state.locale);
  const sparks = useMemo(() => {
    if (timeline === null) return [];
    const at = Math.min(cursor, timeline.end);
    const groups = timeline.frameAt(at).groups.map(({ group }) => group);
    return sparksOf(timeline.lag, groups, tp, timeline.timeAt(at));
  }, [timeline, cursor, tp]);
  if (sparks.length === 0) return null;
  return (
    <span className={styles.sparks}>
      {sparks.map((spark) => (
        <Line key={spark.group} spark={spark} alone={sparks.length === 1} named={named} />
      ))}
    </span>
  );
}

function Line({ spark, alone, named }: { readonly spark: Spark; readonly alone: boolean; readonly named: boolean }) {
  const { group, shape, now, highest, path } = spark;
  const { width, height } = SPARK;
  return (
    <span className={styles.spark}>
      <span className="vh">{look('views', 'lag.spark', { group, lag: now, highest })}</span>
      {alone ? null : (
        <svg aria-hidden="true" width={12} height={12}>
          <Shape className={styles.group} shape={shape} x={6} y={6} size={11} />
        </svg>
      )}
      <svg aria-hidden="true" className={styles.curve} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        <path d={path} />
      </svg>
      <span aria-hidden="true" className={`${styles.now} nums`} data-named={named || undefined}>
        {named ? look('views', 'lag.sparkNow', { lag: now }) : now}
      </span>
    </span>
  );
}
