/** Hatches of one picture. Each picture carries its own, because a reference into a hidden picture paints nothing. */

export interface PatternIds {
  readonly uncommitted: string;
  readonly offline: string;
  readonly work: string;
  readonly wall: string;
  readonly water: string;
  readonly transaction: string;
}

export function patternIds(id: string): PatternIds {
  const name = id.replace(/[^A-Za-z0-9_-]/g, '');
  return { uncommitted: `hw${name}u`, offline: `hw${name}o`, work: `hw${name}w`, wall: `hw${name}l`, water: `hw${name}g`, transaction: `hw${name}t` };
}

function Hatch({
  id,
  size,
  angle,
  stroke,
  width,
}: {
  readonly id: string;
  readonly size: number;
  readonly angle: number;
  readonly stroke: string;
  readonly width: number;
}) {
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform={`rotate(${angle})`}>
      <line x1="0" y1="0" x2="0" y2={size} stroke={stroke} strokeWidth={width} />
    </pattern>
  );
}

export function Patterns({ ids }: { readonly ids: PatternIds }) {
  return (
    <defs>
      <Hatch id={ids.uncommitted} size={6} angle={45} stroke="var(--line)" width={1.2} />
      <Hatch id={ids.offline} size={9} angle={-45} stroke="var(--off)" width={1.4} />
      <Hatch id={ids.work} size={5} angle={45} stroke="var(--ink)" width={1.4} />
      <Hatch id={ids.wall} size={6} angle={45} stroke="var(--err)" width={2.6} />
      <Hatch id={ids.transaction} size={4} angle={0} stroke="var(--txn-hatch)" width={1.2} />
      <linearGradient id={ids.water} x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stopColor="var(--water-top)" />
        <stop offset="1" stopColor="var(--water-deep)" />
      </linearGradient>
    </defs>
  );
}
