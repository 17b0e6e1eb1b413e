/** Lag as tables: now and highest, then the value at each tick of the axis, then the events. */
import type { TimeMark, Words } from '../contract.ts';
import { FactTable } from '../marks/FactTable.tsx';
import { markFact, markText } from './Axis.tsx';
import type { LagLayout } from './layout.ts';
import { type Chart, timeText } from './model.ts';
import { lagAt } from './series.ts';

interface Props {
  readonly charts: readonly Chart[];
  readonly layout: LagLayout;
  readonly timeMarks: readonly TimeMark[];
  readonly words: Words;
}

export function LagTable({ charts, layout, timeMarks, words }: Props) {
  const t = (key: string) => words(`lag.table.${key}`);
  const head = (chart: Chart) => (chart.total ? words('lag.total', { group: chart.group }) : `${chart.group} · ${chart.title}`);
  return (
    <>
      <FactTable
        caption={t('now')}
        columns={[t('series'), t('owner'), t('lag'), t('highest')]}
        rows={charts.map((chart) => ({
          key: chart.key,
          head: head(chart),
          cells: [
            [{ text: chart.detail }, ...(chart.goal === null ? [] : [{ text: chart.goal.text, fact: chart.goal.fact }])],
            [{ text: `${chart.now ?? '–'}`, fact: chart.now === undefined ? null : chart.facts.now }],
            [{ text: `${chart.highest}`, fact: chart.facts.highest }],
          ],
        }))}
      />
      <FactTable
        caption={t('overTime')}
        columns={[t('series'), ...layout.ticks.map((tick) => tick.text)]}
        rows={charts.map((chart) => ({
          key: chart.key,
          head: head(chart),
          cells: layout.ticks.map((tick) => [{ text: `${lagAt(chart.points, tick.timeUs) ?? '–'}` }]),
        }))}
      />
      {timeMarks.length > 0 && (
        <FactTable
          caption={t('events')}
          columns={[t('time'), t('event')]}
          rows={timeMarks.map((mark) => ({
            key: markFact(mark),
            head: timeText(mark.timeUs),
            cells: [[{ text: markText(mark, words), fact: markFact(mark) }]],
          }))}
        />
      )}
    </>
  );
}
