/** Where the metadata log stands: one row a node, the last offsets of the log on one axis, so that who is behind by a record is seen to be. */
import type { NodeRow } from './model.ts';

/** `bare`: on a phone, where no log stands under the name. */
export const ROW = { height: 48, narrow: 72, bare: 36, gap: 10, head: 28, bar: 20 } as const;
const LABEL = 250;
const NARROW = 560;
/** Offsets on the axis: the last of them. */
const WINDOW = 40;
const END = 12;

export interface RowBox {
  readonly row: NodeRow;
  readonly y: number;
  readonly barY: number;
}

export interface MetadataLayout {
  readonly width: number;
  readonly height: number;
  readonly narrow: boolean;
  readonly rowHeight: number;
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

export function metadataLayout(rows: readonly NodeRow[], width: number): MetadataLayout {
  const narrow = width < NARROW;
  const ends = rows.flatMap(({ end }) => (end === undefined ? [] : [end]));
  const rowHeight = narrow ? (ends.length > 0 ? ROW.narrow : ROW.bare) : ROW.height;
  const last = Math.max(1, ...ends);
  const first = Math.max(0, last - WINDOW);
  const barX = narrow ? 14 : LABEL;
  const barEnd = width - END;
  const titles: { kind: NodeRow['kind']; y: number }[] = [];
  const boxes: RowBox[] = [];
  let y = 4;
  for (const [i, row] of rows.entries()) {
    if (i === 0 || rows[i - 1].kind !== row.kind) {
      titles.push({ kind: row.kind, y: y + 18 });
      y += ROW.head;
    }
    boxes.push({ row, y, barY: narrow ? y + rowHeight - ROW.bar - 8 : y + (rowHeight - ROW.bar) / 2 });
    y += rowHeight + ROW.gap;
  }
  const xOf = (offset: number): number => Math.round((barX + ((Math.max(first, Math.min(last, offset)) - first) / (last - first)) * (barEnd - barX)) * 10) / 10;
  return { width, height: y, narrow, rowHeight, titles, rows: boxes, barX, barEnd, first, last, xOf, hasLog: ends.length > 0 };
}
