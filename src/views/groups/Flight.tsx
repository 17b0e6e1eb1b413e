/** Beneath the matrix of a share group: the records that it has in flight, partition by partition. Solid: a member has it. Dashed: anybody may. Struck: never again. */
import type { Words } from '../contract.ts';
import marks from '../marks/marks.module.css';
import { fitText, textWidth } from '../marks/text.ts';
import type { FlightCell, FlightRow } from './flight.ts';
import css from './groups.module.css';
import { FLIGHT_ROW, type GroupBox } from './layout.ts';

interface Props {
  readonly rows: readonly FlightRow[];
  readonly lit: boolean;
  readonly box: GroupBox;
  readonly width: number;
  readonly narrow: boolean;
  readonly words: Words;
}

const CELL = 30;

export function Flight({ rows, lit, box, width, narrow, words }: Props) {
  const left = narrow ? 12 : box.left;
  const room = Math.max(1, Math.floor((width - left - 40) / CELL));
  return (
    <g className={lit ? undefined : marks.dim}>
      <text className={css.stripTitle} x={12} y={box.strip.y + 12} fontSize="13">
        {words('groups.flight.title')}
      </text>
      {rows.slice(0, box.strip.rows.length).map((row, i) => (
        <Row key={row.tp} row={row} y={box.strip.axisY + i * FLIGHT_ROW} left={left} room={room} width={width} />
      ))}
    </g>
  );
}

function Row({
  row,
  y,
  left,
  room,
  width,
}: {
  readonly row: FlightRow;
  readonly y: number;
  readonly left: number;
  readonly room: number;
  readonly width: number;
}) {
  const hidden = row.cells.length - room;
  const name = `${row.tp} `;
  return (
    <g data-fact={row.fact}>
      <text className={css.partition} x={12} y={y + 13} fontSize="12">
        {row.tp}
      </text>
      <text className={css.muted} x={16 + textWidth(name, 12, true)} y={y + 13} fontSize="12">
        {fitText(row.summary, width - 24 - textWidth(name, 12, true), 12)}
      </text>
      {row.cells.slice(0, room).map((cell, at) => (
        <InFlight key={cell.offset} cell={cell} x={left + at * CELL} y={y + 20} />
      ))}
      {hidden > 0 && (
        <text className={css.muted} x={left + room * CELL + 4} y={y + 34} fontSize="12">
          +{hidden}
        </text>
      )}
    </g>
  );
}

function InFlight({ cell, x, y }: { readonly cell: FlightCell; readonly x: number; readonly y: number }) {
  return (
    <g data-fact={cell.fact}>
      <rect className={css[cell.state]} x={x + 1} y={y} width={CELL - 3} height="20" rx="5" />
      <text
        className={cell.state === 'ACKNOWLEDGED' || cell.state === 'ARCHIVED' ? css.muted : css.lag}
        x={x + CELL / 2}
        y={y + 14}
        fontSize="12"
        textAnchor="middle"
      >
        {cell.offset}
      </text>
      {cell.state === 'ARCHIVED' && <path className={css.struck} d={`M${x + 4} ${y + 10}h${CELL - 9}`} />}
      {cell.deliveryCount > 1 && (
        <text className={css.plight} x={x + CELL / 2} y={y + 33} fontSize="12" textAnchor="middle">
          ×{cell.deliveryCount}
        </text>
      )}
    </g>
  );
}
