/** Consumer lag over time: how many committed records wait for each group. Press anywhere to go to that time. */
import { useId, useMemo } from 'react';
import type { ViewProps } from '../contract.ts';
import { HitLayer } from '../marks/HitLayer.tsx';
import marks from '../marks/marks.module.css';
import { Patterns, patternIds } from '../marks/Patterns.tsx';
import { Axis, Cursor, Rules } from './Axis.tsx';
import { ChartPicture } from './Chart.tsx';
import { lagHits } from './hits.ts';
import css from './lag.module.css';
import { areaPath, lagLayout, stepPath } from './layout.ts';
import { chartOf, seriesOf } from './model.ts';
import { LagTable } from './Table.tsx';

export function LagView(props: ViewProps) {
  const { frame, lag, nowUs, selection, spotlight, words, width, height, timeMarks, untilUs, onSeekTime, asTable, lagGoals } = props;
  const ids = patternIds(useId());
  const groups = frame.groups.map((one) => one.group).join('\n');
  // A run that is still being computed makes its series longer in place.
  const grown = lag.map((one) => one.points.length).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `grown` stands for what `lag` holds
  const series = useMemo(() => seriesOf(lag, groups.split('\n').filter(Boolean), lagGoals), [lag, grown, groups, lagGoals]);
  const layout = useMemo(() => lagLayout(series, timeMarks, untilUs, width, height), [series, timeMarks, timeMarks.length, untilUs, width, height]);
  const paths = useMemo(
    () =>
      series.map((one, i) => ({ line: stepPath(one.points, untilUs, layout, layout.boxes[i]), area: areaPath(one.points, untilUs, layout, layout.boxes[i]) })),
    [series, layout, untilUs],
  );
  const charts = useMemo(
    () => series.map((one) => chartOf({ frame, nowUs, selection, spotlight, words, lagGoals }, one)),
    [series, frame, nowUs, selection, spotlight, words, lagGoals],
  );
  const hits = useMemo(() => lagHits(charts, layout, { nowUs, untilUs, onSeekTime, words }), [charts, layout, nowUs, untilUs, onSeekTime, words]);
  if (charts.length === 0) return <p className={css.empty}>{words('lag.empty')}</p>;
  if (asTable) return <LagTable charts={charts} layout={layout} timeMarks={timeMarks} words={words} />;
  return (
    <div className={marks.view}>
      <div className={marks.picture} style={{ width: layout.width, height: layout.height }}>
        <svg aria-hidden="true" width={layout.width} height={layout.height} viewBox={`0 0 ${layout.width} ${layout.height}`}>
          <Patterns ids={ids} />
          {charts.map((chart, i) => (
            <ChartPicture key={chart.key} chart={chart} box={layout.boxes[i]} layout={layout} nowUs={nowUs} paths={paths[i]} ids={ids} words={words} />
          ))}
          <Rules layout={layout} />
          <Axis layout={layout} nowUs={nowUs} />
          <Cursor layout={layout} nowUs={nowUs} />
        </svg>
        <HitLayer label={words('lag.grid')} hits={hits} />
      </div>
    </div>
  );
}
