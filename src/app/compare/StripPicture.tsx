/** The strip over two futures: one line that parts in two, and on each what only that future has. Its marks are buttons that lead there. */
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo } from '#app/compare/act.ts';
import { type Compared, type Futures, useCompared } from '#app/compare/futures.ts';
import styles from '#app/compare/StripPicture.module.css';
import { type Cluster, LINE_Y, MARK_PX, STRIP_HEIGHT, type StripLayout, stripLayout } from '#app/compare/stripLayout.ts';
import { useTellDifference } from '#app/compare/tell.ts';
import { timeText } from '#app/format.ts';
import { usePicture } from '#app/play/picture.ts';
import { type DifferenceKind, SIDES } from '#session/compare/differences.ts';
import { GLYPHS, Shape } from '#views/marks/glyphs.tsx';
import { type Hit, HitLayer, target } from '#views/marks/HitLayer.tsx';
import { textWidth } from '#views/marks/text.ts';

/** A bolt, as on the slider. */
const BOLT = 'M9 1.2 3 9.2h4.4L7 14.8l6-8H8.6Z';
const SHAPES: Readonly<Record<DifferenceKind, string>> = {
  lost: GLYPHS.cross,
  cut: 'M3 4h10M5 8h6M7 12h2',
  leader: GLYPHS.star,
  isr: GLYPHS.inSync,
  error: 'M8 3v6M8 12.4v.01',
  fault: BOLT,
  command: GLYPHS.tool,
  group: GLYPHS.rebalance,
  other: 'M8 5.6A2.4 2.4 0 1 1 8 10.4 2.4 2.4 0 1 1 8 5.6Z',
};
const FILLED: ReadonlySet<DifferenceKind> = new Set<DifferenceKind>(['leader', 'fault', 'other']);

export function StripPicture({ futures }: { readonly futures: Futures }) {
  const { t } = useTranslation('compare');
  const compared = useCompared(futures);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  return (
    <div ref={box} className={styles.strip}>
      {compared === null ? <p className={styles.note}>{t('computing')}</p> : width > 0 ? <Drawn futures={futures} compared={compared} width={width} /> : null}
    </div>
  );
}

function Drawn({ futures, compared, width }: { readonly futures: Futures; readonly compared: Compared; readonly width: number }) {
  const { t } = useTranslation('compare');
  const { nowUs } = usePicture();
  const tell = useTellDifference();
  const { strip } = compared;
  const layout = useMemo(() => stripLayout(strip, width), [strip, width]);
  const nowX = layout.xOf(nowUs);
  const hits = useMemo(
    () =>
      layout.clusters.map((cluster): Hit => {
        const [first] = cluster.marks;
        const gravest = cluster.marks.flatMap(({ differences }) => differences).find(({ kind }) => kind === cluster.kind) ?? first.differences[0];
        const rest = cluster.marks.reduce((sum, { differences }) => sum + differences.length, -1);
        const name = t('differences.at', { side: cluster.side.toUpperCase(), time: timeText(gravest.timeUs), text: tell(gravest) });
        return {
          key: `${cluster.side} ${first.timeUs}`,
          name: rest > 0 ? `${name} (${t('differences.and', { count: rest })})` : name,
          row: SIDES.indexOf(cluster.side),
          column: cluster.x,
          ...target(cluster.x - MARK_PX / 2, LINE_Y[cluster.side] - MARK_PX / 2, MARK_PX, MARK_PX),
          onPress: () => goTo(futures, cluster.side, gravest.cursor, gravest.timeUs),
        };
      }),
    [layout, futures, tell, t],
  );
  return (
    <>
      <svg aria-hidden="true" width={width} height={STRIP_HEIGHT} viewBox={`0 0 ${width} ${STRIP_HEIGHT}`}>
        <path className={styles.delta} d={layout.delta(nowX)} />
        <Lines layout={layout} />
        <PartLabel layout={layout} partUs={strip.partUs} />
        <path className={styles.now} d={`M${nowX} 4V${STRIP_HEIGHT - 4}`} />
        {layout.clusters.map((cluster) => (
          <Mark key={`${cluster.side} ${cluster.marks[0].timeUs}`} cluster={cluster} />
        ))}
        {layout.partX === undefined ? null : SIDES.map((side) => <End key={side} side={side} x={layout.endX + 14} />)}
      </svg>
      {hits.length > 0 ? <HitLayer label={t('differences.strip')} hits={hits} /> : null}
    </>
  );
}

function Lines({ layout: { shared, lines } }: { readonly layout: StripLayout }) {
  return (
    <>
      <path className={styles.line} d={shared} />
      <path className={styles.line} d={lines.a} />
      <path className={styles.line} d={lines.b} />
    </>
  );
}

/** Over the shared line where there is room, else after the fork between the lines. */
function PartLabel({ layout: { partX, endX }, partUs }: { readonly layout: StripLayout; readonly partUs: number | undefined }) {
  const { t } = useTranslation('compare');
  if (partX === undefined || partUs === undefined) return <Label x={14} y={LINE_Y.shared - 8} text={t('same')} />;
  const time = timeText(partUs);
  const before = t('parting.label', { time });
  if (partX - 14 > textWidth(before, 12)) return <Label x={partX} y={LINE_Y.shared - 8} text={before} anchor="end" />;
  const after = t('parting.after', { time });
  return endX - partX < textWidth(after, 12) + 60 ? null : <Label x={partX + 44} y={LINE_Y.shared + 4} text={after} />;
}

const Label = ({ x, y, text, anchor }: { readonly x: number; readonly y: number; readonly text: string; readonly anchor?: 'end' }) => (
  <text className={styles.text} x={x} y={y} textAnchor={anchor}>
    {text}
  </text>
);

function Mark({ cluster: { side, x, kind, marks } }: { readonly cluster: Cluster }) {
  const y = LINE_Y[side];
  const count = marks.reduce((sum, { differences }) => sum + differences.length, 0);
  if (kind === 'other') return <circle className={styles.dot} cx={x} cy={y} r={count > 1 ? 4.5 : 3.5} />;
  return (
    <g className={styles.mark} data-kind={kind}>
      <circle className={styles.seat} cx={x} cy={y} r={10} />
      <Shape x={x} y={y} size={12} shape={SHAPES[kind]} className={FILLED.has(kind) ? styles.filled : styles.stroked} />
    </g>
  );
}

function End({ side, x }: { readonly side: 'a' | 'b'; readonly x: number }) {
  const y = LINE_Y[side];
  return (
    <g className={styles.end} data-side={side}>
      <circle cx={x} cy={y} r={9.25} />
      <text x={x} y={y + 4} textAnchor="middle">
        {side.toUpperCase()}
      </text>
    </g>
  );
}

function useWidth(box: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setWidth(Math.floor(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
