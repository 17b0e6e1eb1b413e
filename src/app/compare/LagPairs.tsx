/** Lag of both futures on one chart: A drawn through, B dotted, each with its letter and its last value at the end of its line. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Futures } from '#app/compare/futures.ts';
import styles from '#app/compare/LagPairs.module.css';
import { type Axes, type LagPair, labelYs, lagPairs, stepLine, xOf, yOf } from '#app/compare/lagPair.ts';
import { usePicture } from '#app/play/picture.ts';
import { SIDES } from '#session/compare/differences.ts';

const WIDTH = 288;
const HEIGHT = 96;
const LABEL = 16;

export function LagPairs({ futures: { a, b } }: { readonly futures: Futures }) {
  const { t } = useTranslation('compare');
  const pairs = useMemo(() => lagPairs(a.timeline.lag, b.timeline.lag), [a, b]);
  const untilUs = Math.max(a.timeline.endUs, b.timeline.endUs);
  if (pairs.length === 0) return null;
  return (
    <section className={styles.section} aria-label={t('lag.title')}>
      <h3 className={styles.head}>{t('lag.title')}</h3>
      {pairs.map((pair) => (
        <Chart key={pair.group} pair={pair} untilUs={untilUs} />
      ))}
    </section>
  );
}

function Chart({ pair: { group, lines, highest, last }, untilUs }: { readonly pair: LagPair; readonly untilUs: number }) {
  const { t } = useTranslation('compare');
  const { nowUs } = usePicture();
  const axes: Axes = { left: 1, right: WIDTH - 64, top: 8, bottom: HEIGHT - 6, untilUs, most: Math.max(highest.a, highest.b) };
  const labels = labelYs(yOf(axes, last.a), yOf(axes, last.b), axes, LABEL);
  const now = xOf(axes, nowUs);
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
            {side.toUpperCase()} {last[side]}
          </text>
        ))}
      </svg>
      <figcaption className={styles.note}>{t('lag.said', { group, a: last.a, b: last.b, mostA: highest.a, mostB: highest.b })}</figcaption>
    </figure>
  );
}
