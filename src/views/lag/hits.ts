/** What can be pressed in the lag view: an event's mark, and any moment of a chart. Arrows on a chart go from change to change. */
import type { ViewProps } from '../contract.ts';
import { type Hit, target } from '../marks/HitLayer.tsx';
import { MARKS_Y, markText } from './Axis.tsx';
import { type LagLayout, timeAt } from './layout.ts';
import { type Chart, timeText } from './model.ts';
import { changeBeside } from './series.ts';

type Chosen = Pick<ViewProps, 'nowUs' | 'untilUs' | 'onSeekTime' | 'words'>;

export function lagHits(charts: readonly Chart[], layout: LagLayout, { nowUs, untilUs, onSeekTime, words }: Chosen): Hit[] {
  const hits: Hit[] = [];
  for (const { mark, x, icon } of layout.marks) {
    if (!icon) continue;
    const name = words('lag.name.mark', { event: markText(mark, words), time: timeText(mark.timeUs) });
    hits.push({
      key: `mark:${mark.timeUs}:${mark.label}`,
      name,
      row: 0,
      column: x,
      ...target(x - 12, MARKS_Y - 12, 24, 24),
      onPress: () => onSeekTime(mark.timeUs),
    });
  }
  charts.forEach((chart, i) => {
    const box = layout.boxes[i];
    hits.push({
      key: `chart:${chart.key}`,
      name: chart.name,
      row: i + 1,
      column: 0,
      x: Math.round(layout.left),
      y: Math.round(box.top - 4),
      width: Math.round(layout.right - layout.left),
      height: Math.round(box.bottom - box.top + 8),
      onPress: (at) => at && onSeekTime(timeAt(layout, layout.left + at.x, untilUs)),
      onArrow: (by) => onSeekTime(changeBeside(chart.points, nowUs, by)),
    });
  });
  return hits;
}
