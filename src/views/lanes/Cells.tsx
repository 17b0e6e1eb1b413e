/** The records of one lane, their offsets, batches and leader epochs, and the chips into which older and newer ones fold. */
import { easeCubicOut } from 'd3';
import { MarkerCell } from '../marks/MarkerCell.tsx';
import marks from '../marks/marks.module.css';
import { px, stage } from '../marks/motion.ts';
import { Halo, MissingCell, RecordCell, SelectionRing } from '../marks/RecordCell.tsx';
import { fitText, textWidth } from '../marks/text.ts';
import type { LaneProps } from './Lane.tsx';
import css from './lanes.module.css';
import { CELL, xOf } from './layout.ts';
import type { CellModel, Folded } from './model.ts';
import { PITCH } from './window.ts';

export function Cells({ lane, box, layout, phase, ids, words, selectedOffset }: LaneProps) {
  const { window } = layout;
  return (
    <g>
      {lane.before && (
        <Chip
          cells={window.chipCells}
          x={window.leftX - window.chipCells * PITCH}
          y={box.cellsY}
          folded={lane.before}
          label={words('lanes.folded', { count: lane.before.count })}
        />
      )}
      {lane.after && (
        <Chip
          cells={window.chipCells}
          x={xOf(layout, window.end)}
          y={box.cellsY}
          folded={lane.after}
          label={words('lanes.folded', { count: lane.after.count })}
        />
      )}
      {lane.epochs.map(({ epoch, offset, fact }) => (
        <g key={epoch} data-fact={fact}>
          {offset > lane.logStart && <path className={css.epoch} d={`M${xOf(layout, offset)} ${px(box.cellsY - 23)}V${px(box.cellsY + CELL.height + 5)}`} />}
          <text className={css.muted} x={px(xOf(layout, offset) + 4)} y={px(box.cellsY - 12)} fontSize="12">
            {words('lanes.epoch', { epoch })}
          </text>
        </g>
      ))}
      {lane.batches.map(({ from, to }) => {
        const x1 = px(xOf(layout, from) + 4);
        const x2 = px(xOf(layout, to + 1) - 4);
        return <path key={from} className={css.batch} d={`M${x1} ${px(box.cellsY + 36)}v3H${x2}v-3`} />;
      })}
      {lane.holes.map((hole) => (
        <g key={hole.from} data-fact={hole.fact}>
          <Missing offsets={range(hole.from, hole.to)} layout={layout} y={box.cellsY} />
        </g>
      ))}
      {lane.absent.map(({ offset, letters, fact }) => (
        <g key={offset} data-fact={fact}>
          <MissingCell x={xOf(layout, offset) + CELL.inset} y={box.cellsY} letters={letters} />
        </g>
      ))}
      <CopyLink lane={lane} layout={layout} y={box.cellsY} selectedOffset={selectedOffset} />
      {lane.cells.map((cell) => (
        <Cell
          key={cell.offset}
          cell={cell}
          words={words}
          x={xOf(layout, cell.offset) + CELL.inset}
          y={box.cellsY}
          live={lane.live}
          hatch={`url(#${ids.transaction})`}
          phase={phase}
          selected={cell.offset === selectedOffset}
          dim={lane.lit && !cell.lit}
          numbered={cell.offset % window.numberEvery === 0}
        />
      ))}
    </g>
  );
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Offsets stay when compaction takes the records: their places are empty, and their numbers remain. */
function Missing({ offsets, layout, y }: { readonly offsets: readonly number[]; readonly layout: LaneProps['layout']; readonly y: number }) {
  return offsets.map((offset) => {
    const x = xOf(layout, offset) + CELL.inset;
    return (
      <g key={offset}>
        <MissingCell x={x} y={y} />
        {offset % layout.window.numberEvery === 0 && <OffsetNumber x={x} y={y} offset={offset} />}
      </g>
    );
  });
}

/** From a selected duplicate over the lane to its first copy, while that is in sight. */
function CopyLink({ lane, layout, y, selectedOffset }: Pick<LaneProps, 'lane' | 'layout' | 'selectedOffset'> & { readonly y: number }) {
  const first = lane.cells.find(({ offset }) => offset === selectedOffset)?.copyOf ?? null;
  if (first === null || selectedOffset === null || first < layout.window.start) return null;
  const [from, to] = [first, selectedOffset].map((offset) => px(xOf(layout, offset) + CELL.inset + CELL.width / 2));
  return <path className={marks.copyLink} d={`M${from} ${px(y)}v-5H${to}v5`} />;
}

function OffsetNumber({ x, y, offset }: { readonly x: number; readonly y: number; readonly offset: number }) {
  return (
    <text className={css.offset} x={px(x + CELL.width / 2)} y={px(y + CELL.height + 18)} fontSize="12">
      {offset}
    </text>
  );
}

interface CellProps extends Pick<LaneProps, 'words'> {
  readonly cell: CellModel;
  readonly x: number;
  readonly y: number;
  readonly live: boolean;
  /** Paint over records of an open transaction. */
  readonly hatch: string;
  readonly phase: number;
  readonly selected: boolean;
  readonly dim: boolean;
  readonly numbered: boolean;
}

/** A fresh record drops in from above; nothing else moves. */
function Cell({ cell, words, x, y, live, hatch, phase, selected, dim, numbered }: CellProps) {
  const arrival = cell.fresh ? easeCubicOut(stage(phase, 0.1, 0.6)) : 1;
  const kind = !live ? 'outline' : cell.committed ? 'committed' : 'appended';
  return (
    <g data-fact={cell.fact} className={dim ? marks.dim : undefined}>
      {cell.control === null ? (
        <RecordCell
          x={x}
          y={y - (1 - arrival) * 18}
          letters={cell.letters}
          fill={cell.fill}
          kind={kind}
          transaction={cell.transaction}
          hatch={hatch}
          tombstone={cell.tombstone}
          tab={cell.copyOf === null ? undefined : words('lanes.duplicate')}
          opacity={arrival}
        />
      ) : (
        <MarkerCell x={x} y={y - (1 - arrival) * 18} control={cell.control} committed={cell.committed} opacity={arrival} />
      )}
      {numbered && <OffsetNumber x={x} y={y} offset={cell.offset} />}
      {cell.halo && <Halo x={x} y={y} width={CELL.width} height={CELL.height} />}
      {selected && <SelectionRing x={x} y={y} width={CELL.width} height={CELL.height} />}
    </g>
  );
}

interface ChipProps {
  readonly x: number;
  readonly y: number;
  readonly cells: number;
  readonly folded: Folded;
  readonly label: string;
}

/** A pile of records: which offsets, and how many. */
function Chip({ x, y, cells, folded, label }: ChipProps) {
  const width = cells * PITCH - 6;
  const range = `${folded.from}–${folded.to}`;
  return (
    <g data-fact={folded.fact}>
      <path className={css.chipEdge} d={`M${px(x + 4)} ${px(y - 3)}h${width - 8}`} />
      <rect className={css.chip} x={px(x)} y={px(y)} width={width} height={CELL.height} rx="5" />
      <text className={css.chipText} x={px(x + width / 2)} y={px(y + 14)} fontSize="12">
        {textWidth(range, 12, true) > width - 6 ? `…–${folded.to}` : range}
      </text>
      <text className={css.chipSub} x={px(x + width / 2)} y={px(y + 27)} fontSize="12">
        {fitText(label, width - 4, 12)}
      </text>
    </g>
  );
}
