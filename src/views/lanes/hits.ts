/** What can be pressed in the lanes: lane headers, records, folded piles, groups; then the other partitions. */
import type { ViewProps } from '../contract.ts';
import { markOf } from '../marks/attention.ts';
import { type Hit, target } from '../marks/HitLayer.tsx';
import { groupGhostText, type LanesGhosts, laneGhostText } from './ghosts.ts';
import type { GutterModel } from './groups.ts';
import { BAR, CELL, type LaneBox, type LanesLayout, trayCellsTop, xOf } from './layout.ts';
import type { MiniModel } from './minis.tsx';
import type { LaneModel } from './model.ts';
import { cellsLeft, PITCH, turned } from './window.ts';

type Chosen = Pick<ViewProps, 'selection' | 'onSelect' | 'words'> & {
  readonly tp: string;
  readonly ghosts: LanesGhosts;
  readonly onTurn: (start: number) => void;
};

/** A name, and what a goal wants of it. */
const wished = (name: string, ghost: string | null): string => (ghost === null ? name : `${name}, ${ghost}`);

export function laneHits(lanes: readonly LaneModel[], gutters: readonly GutterModel[], layout: LanesLayout, chosen: Chosen): Hit[] {
  const rows: { readonly y: number; readonly hits: (row: number) => Hit[] }[] = [];
  layout.lanes.forEach((box, i) => {
    const lane = lanes[i];
    rows.push({
      y: box.y,
      hits: (row) => [
        headerHit(lane, box, layout, chosen, row),
        ...pileHits(lane, box, layout, chosen, row),
        ...cellHits(lane, box, layout, chosen, row),
        ...missingHits(lane, box, layout, chosen, row),
      ],
    });
    if (box.trayY !== null) rows.push({ y: box.trayY, hits: (row) => lostHits(lane, box.trayY ?? 0, layout, chosen, row) });
  });
  layout.gutters.forEach((box, i) => {
    const gutter = gutters[i];
    const { group } = gutter;
    rows.push({
      y: box.y,
      hits: (row) => [
        {
          key: `group:${group}`,
          mark: markOf.group(group),
          name: wished(gutter.name, groupGhostText(chosen.ghosts, group, chosen.words)),
          row,
          column: -2,
          pressed: gutter.selected,
          ...target(8, box.barY - 24, layout.width - 16, BAR + 28),
          onPress: () => chosen.onSelect({ kind: 'group', group }),
        },
      ],
    });
  });
  return rows.sort((a, b) => a.y - b.y).flatMap(({ hits }, row) => hits(row));
}

function headerHit(lane: LaneModel, box: LaneBox, layout: LanesLayout, { tp, onSelect, ghosts, words }: Chosen, row: number): Hit {
  const size = layout.narrow ? { width: layout.width - 8, height: 28 } : { width: cellsLeft(layout.width) - 12, height: box.height };
  return {
    key: `lane:${lane.broker}`,
    mark: markOf.replica(tp, lane.broker),
    name: wished(lane.name, laneGhostText(ghosts, lane.broker, words)),
    row,
    column: -2,
    pressed: lane.selected,
    ...target(4, box.y, size.width, size.height),
    onPress: () => onSelect({ kind: 'replica', tp, broker: lane.broker }),
  };
}

function cellHits(lane: LaneModel, box: LaneBox, layout: LanesLayout, { tp, selection, onSelect }: Chosen, row: number): Hit[] {
  return lane.cells.map((cell) => ({
    key: `cell:${lane.broker}:${cell.offset}`,
    mark: markOf.record(tp, lane.broker, cell.offset),
    name: cell.name,
    row,
    column: cell.offset,
    pressed: selection?.kind === 'record' && selection.tp === tp && selection.broker === lane.broker && selection.offset === cell.offset,
    ...target(xOf(layout, cell.offset) + CELL.inset, box.cellsY, CELL.width, CELL.height),
    onPress: () => onSelect({ kind: 'record', tp, broker: lane.broker, offset: cell.offset }),
  }));
}

/** Empty places say why they are empty; what can be inspected is the replica. */
function missingHits(lane: LaneModel, box: LaneBox, layout: LanesLayout, { tp, onSelect }: Chosen, row: number): Hit[] {
  const places = [...lane.holes, ...lane.absent.map(({ offset, name }) => ({ from: offset, to: offset, name }))];
  return places.map(({ from, to, name }) => ({
    key: `missing:${lane.broker}:${from}`,
    name,
    row,
    column: from,
    ...target(xOf(layout, from) + CELL.inset, box.cellsY, (to - from) * PITCH + CELL.width, CELL.height),
    onPress: () => onSelect({ kind: 'replica', tp, broker: lane.broker }),
  }));
}

function pileHits(lane: LaneModel, box: LaneBox, layout: LanesLayout, { words, onTurn }: Chosen, row: number): Hit[] {
  const width = layout.window.chipCells * PITCH - 6;
  const hits: Hit[] = [];
  const { before, after } = lane;
  if (before) {
    const name = words('lanes.name.earlier', { from: before.from, to: before.to, count: before.count });
    hits.push({
      key: `before:${lane.broker}`,
      name,
      row,
      column: -1,
      ...target(layout.window.leftX - layout.window.chipCells * PITCH, box.cellsY, width, CELL.height),
      onPress: () => onTurn(turned(layout.window, -1)),
    });
  }
  if (after) {
    const name = words('lanes.name.later', { from: after.from, to: after.to, count: after.count });
    hits.push({
      key: `after:${lane.broker}`,
      name,
      row,
      column: layout.window.end,
      ...target(xOf(layout, layout.window.end), box.cellsY, width, CELL.height),
      onPress: () => onTurn(turned(layout.window, 1)),
    });
  }
  return hits;
}

/** A lost record can still be inspected: the replica it fell from tells the story. */
function lostHits(lane: LaneModel, trayY: number, layout: LanesLayout, { tp, onSelect }: Chosen, row: number): Hit[] {
  return lane.lost.map((record) => ({
    key: `lost:${lane.broker}:${record.offset}`,
    name: record.name,
    row,
    column: record.offset,
    ...target(xOf(layout, record.offset) + CELL.inset, trayY + trayCellsTop(layout), CELL.width, CELL.height),
    onPress: () => onSelect({ kind: 'record', tp, broker: lane.broker, offset: record.offset }),
  }));
}

export function miniHits(minis: readonly MiniModel[], layout: LanesLayout, onFocus: ViewProps['onFocus']): Hit[] {
  return minis.map((mini, i) => {
    const { x, y, width, height, row, column } = layout.minis.boxes[i];
    return { key: mini.tp, name: mini.name, row, column, ...target(x, y, width, height), onPress: () => onFocus(mini.tp) };
  });
}
