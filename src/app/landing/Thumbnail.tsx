/** A small picture of a run: the lanes of one partition with their waterlines, as the build computed them. */
import { type LaneShape, THUMBNAIL } from '#app/landing/lanes.ts';
import { usePrepared } from '#app/landing/prepared.ts';
import styles from '#app/landing/Thumbnail.module.css';

export function Thumbnail({ slug }: { readonly slug: string }) {
  const lanes = usePrepared()?.thumbnails[slug] ?? [];
  return (
    <svg className={styles.thumbnail} viewBox={`0 0 ${THUMBNAIL.width} ${THUMBNAIL.height}`} preserveAspectRatio="xMidYMid slice" aria-hidden="true">
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
