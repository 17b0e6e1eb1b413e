/** Lag and waiting of both futures, each on one chart: A drawn through, B dotted, each with its letter and its last value at the end of its line. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import pane from '#app/compare/ComparePane.module.css';
import type { Futures } from '#app/compare/futures.ts';
import styles from '#app/compare/PairCharts.module.css';
import { type Axes, labelYs, lagPairs, type Pair, stepLine, waitPairs, xOf, yOf } from '#app/compare/pair.ts';
import { countText, timeText } from '#app/format.ts';
import { usePicture } from '#app/play/picture.ts';
import { useStore } from '#app/store.ts';
import { SIDES, type Side } from '#session/compare/differences.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

const WIDTH = 288;
const HEIGHT = 96;
const LABEL = 16;

export function LagPairs({ futures }: { readonly futures: Futures }) {
  const { a, b } = futures;
  const locale = useStore((state) => state.locale);
  const pairs = useMemo(() => lagPairs(a.timeline.lag, b.timeline.lag), [a, b]);
  return <Charts futures={futures} of="lag" pairs={pairs} text={(records) => countText(records, locale)} />;
}

export function WaitPairs({ futures }: { readonly futures: Futures }) {
  const { a, b } = futures;
  const pairs = useMemo(() => waitPairs(a.timeline.ledgerAt(a.timeline.end).entries, b.timeline.ledgerAt(b.timeline.end).entries), [a, b]);
  return <Charts futures={futures} of="wait" pairs={pairs} text={timeText} />;
}

interface ChartsProps {
  readonly futures: Futures;
  readonly of: 'lag' | 'wait';
  readonly pairs: readonly Pair[];
  readonly text: (value: number) => string;
}

function Charts({ futures: { a, b }, of, pairs, text }: ChartsProps) {
  const { t } = useTranslation('compare');
  const untilUs = Math.max(a.timeline.endUs, b.timeline.endUs);
  if (pairs.length === 0) return null;
  return (
    <section className={pane.section} aria-label={t(`${of}.title`)}>
      <h3 className={pane.head}>{t(`${of}.title`)}</h3>
      {pairs.map((pair) => (
        <Chart key={pair.name} of={of} pair={pair} untilUs={untilUs} text={text} />
      ))}
    </section>
  );
}

interface ChartProps extends Pick<ChartsProps, 'of' | 'text'> {
  readonly pair: Pair;
  readonly untilUs: number;
}

function Chart({ of, pair: { name, lines, highest, last }, untilUs, text }: ChartProps) {
  const { t } = useTranslation('compare');
  const { nowUs } = usePicture();
  const axes: Axes = { left: 1, right: WIDTH - 72, top: 8, bottom: HEIGHT - 6, untilUs, most: Math.max(highest.a, highest.b) };
  const labels = labelYs(yOf(axes, last.a), yOf(axes, last.b), axes, LABEL);
  const now = xOf(axes, nowUs);
  const said = (side: Side, value: number): string => (lines[side].length === 0 ? t('outcome.nothing') : text(value));
  return (
    <figure className={styles.figure}>
      <svg aria-hidden="true" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.chart}>
        <path className={styles.ground} d={`M${axes.left} ${axes.bottom}H${axes.right}`} />
        <path className={styles.now} d={`M${now} ${axes.top}V${axes.bottom}`} />
        {SIDES.map((side) => (
          <path key={side} className={styles.line} data-side={side} d={stepLine(lines[side], axes)} />
        ))}
        {SIDES.map((side) => (
          <text key={side} className={styles.label} x={axes.right + 6} y={labels[side] + 4}>
            {side.toUpperCase()} {said(side, last[side])}
          </text>
        ))}
      </svg>
      <figcaption className={styles.note}>
        <Unbroken text={t(`${of}.said`, { name, a: said('a', last.a), b: said('b', last.b), mostA: said('a', highest.a), mostB: said('b', highest.b) })} />
      </figcaption>
    </figure>
  );
}
