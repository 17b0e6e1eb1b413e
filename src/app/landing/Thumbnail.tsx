/** A small picture of a run: the lanes of one partition with their waterlines, computed when the card comes into sight. */
import { useEffect, useRef, useState } from 'react';
import { type LaneShape, laneShapes } from '#app/landing/lanes.ts';
import styles from '#app/landing/Thumbnail.module.css';
import { query } from '#app/query.ts';
import { loadEngine } from '#app/run/load.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

interface ThumbnailProps {
  readonly document: ScenarioDocument;
  /** Part of the run at which the picture is taken. */
  readonly at: number;
}

const WIDTH = 320;
const HEIGHT = 128;
const kept = new Map<ScenarioDocument, readonly LaneShape[]>();

/** One run at a time, a few milliseconds each, when nothing else happens. */
async function compute(document: ScenarioDocument, part: number, cancelled: () => boolean): Promise<readonly LaneShape[]> {
  const session = (await loadEngine()).openSession(document, undefined, { invariants: false });
  if (!session.ok) return [];
  const { timeline } = session.value.branches[0];
  const until = session.value.scenario.untilUs * part;
  while (!timeline.complete && timeline.endUs < until && !cancelled()) {
    const slice = performance.now() + 6;
    while (performance.now() < slice && timeline.extend({ steps: 48, untilUs: until }));
    if (timeline.endUs >= until || !timeline.extend({ steps: 1, untilUs: until })) break;
    await new Promise((resolve) => setTimeout(resolve, 24));
  }
  return laneShapes(timeline.frameAt(timeline.end), WIDTH, HEIGHT);
}

export function Thumbnail({ document, at }: ThumbnailProps) {
  const box = useRef<SVGSVGElement>(null);
  const [lanes, setLanes] = useState<readonly LaneShape[]>(kept.get(document) ?? []);
  useEffect(() => {
    if (box.current === null || kept.has(document)) return;
    let gone = false;
    const draw = async () => {
      if (gone) return;
      const shapes = await compute(document, at, () => gone);
      if (gone) return;
      kept.set(document, shapes);
      setLanes(shapes);
    };
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      setTimeout(() => void draw(), query.test ? 0 : 600);
    });
    watch.observe(box.current);
    return () => {
      gone = true;
      watch.disconnect();
    };
  }, [document, at]);
  return (
    <svg ref={box} className={styles.thumbnail} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      {lanes.map((lane) => (
        <Lane key={lane.id} lane={lane} />
      ))}
    </svg>
  );
}

function Lane({ lane }: { readonly lane: LaneShape }) {
  const { x, y, width, height, water, cells, leader, inIsr, online } = lane;
  return (
    <g opacity={online ? 1 : 0.4}>
      <rect className={styles.lane} data-isr={inIsr || undefined} x={x} y={y} width={width} height={height} rx={4} />
      <rect className={styles.water} x={x} y={y} width={Math.max(0, water - x)} height={height} rx={4} />
      {leader ? <rect className={styles.leader} x={x} y={y} width={3} height={height} rx={1.5} /> : null}
      {cells.map((cell) => (
        <rect
          key={cell.x}
          className={styles.cell}
          data-dry={cell.dry || undefined}
          x={cell.x}
          y={y + 6}
          width={cell.size}
          height={height - 12}
          rx={2.5}
          style={{ fill: cell.fill }}
        />
      ))}
      <path className={styles.line} d={`M${water} ${y - 2}V${y + height + 2}`} />
    </g>
  );
}
