/** Where the metadata log stands: one row a node, the last offsets of the log on one axis, so that who is behind by a record is seen to be. */
import { clamp } from '../marks/motion.ts';
import { type MetadataRow, reachOf } from './folds.ts';
import type { NodeRow } from './model.ts';

/** `bare`: on a phone, where no log stands under the name. */
export const ROW = { height: 48, narrow: 72, bare: 36, small: 30, smallNarrow: 54, gap: 10, smallGap: 4, head: 28, bar: 20, smallBar: 12 } as const;
const LABEL = 250;
const NARROW = 560;
/** Offsets on the axis: the last of them, and as many more as who is up is behind. */
const WINDOW = { least: 40, most: 400 } as const;
const END = 12;

export interface RowBox {
  readonly row: MetadataRow;
  readonly y: number;
  readonly height: number;
  readonly barY: number;
  readonly barHeight: number;
}

export interface MetadataLayout {
  readonly width: number;
  readonly height: number;
  readonly narrow: boolean;
  /** Titles above the controllers and above the brokers. */
  readonly titles: readonly { readonly kind: NodeRow['kind']; readonly y: number }[];
  readonly rows: readonly RowBox[];
  readonly barX: number;
  readonly barEnd: number;
  readonly first: number;
  readonly last: number;
  readonly xOf: (offset: number) => number;
  readonly hasLog: boolean;
}

const kindOf = (row: MetadataRow): NodeRow['kind'] => (row.kind === 'fold' ? row.of : row.row.kind);

export function metadataLayout(rows: readonly MetadataRow[], width: number): MetadataLayout {
  const narrow = width < NARROW;
  const reaches = rows.flatMap((row) => (row.kind === 'fold' ? [reachOf(row)] : row.row.end === undefined ? [] : [{ least: row.row.end, most: row.row.end }]));
  const ends = reaches.flatMap((reach) => (reach === null ? [] : [reach.most]));
  const last = Math.max(1, ...ends);
  const up = rows.flatMap((row) => (row.kind === 'node' && !row.row.isDown && row.row.end !== undefined ? [row.row.end] : []));
  const first = Math.max(0, last - clamp(last - Math.min(last, ...up) + 8, WINDOW.least, WINDOW.most));
  const barX = narrow ? 14 : LABEL;
  const barEnd = width - END;
  const titles: { kind: NodeRow['kind']; y: number }[] = [];
  const boxes: RowBox[] = [];
  let y = 4;
  for (const [i, row] of rows.entries()) {
    if (i === 0 || kindOf(rows[i - 1]) !== kindOf(row)) {
      titles.push({ kind: kindOf(row), y: y + 18 });
      y += ROW.head;
    }
    const box = boxOf(row, y, narrow, ends.length > 0);
    boxes.push(box);
    y += box.height + (row.kind === 'node' && row.small ? ROW.smallGap : ROW.gap);
  }
  const xOf = (offset: number): number => Math.round((barX + ((Math.max(first, Math.min(last, offset)) - first) / (last - first)) * (barEnd - barX)) * 10) / 10;
  return { width, height: y, narrow, titles, rows: boxes, barX, barEnd, first, last, xOf, hasLog: ends.length > 0 };
}

function boxOf(row: MetadataRow, y: number, narrow: boolean, hasLog: boolean): RowBox {
  const small = row.kind === 'node' && row.small;
  const height = narrow ? narrowHeight(row, small, hasLog) : small ? ROW.small : ROW.height;
  const barHeight = small ? ROW.smallBar : ROW.bar;
  return { row, y, height, barHeight, barY: narrow ? y + height - barHeight - 8 : y + (height - barHeight) / 2 };
}

/** A fold names who is in it below its title, log or not. */
function narrowHeight(row: MetadataRow, small: boolean, hasLog: boolean): number {
  if (!hasLog) return row.kind === 'fold' ? ROW.height : ROW.bare;
  return small ? ROW.smallNarrow : ROW.narrow;
}
