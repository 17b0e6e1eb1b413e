/**
 * Which lifelines have a row of their own. Where all of them fit, all have one. In a crowd those stay open that tell something in or just before the
 * stretch, the selected ones and those on the chain of causes; the others of a class share one row. The number of open rows depends on the stage, not
 * on the moment, so that rows stay in their places. Pure.
 */
import type { Words } from '../contract.ts';
import type { Life, LifeClass } from './model.ts';

export interface LifeRow {
  readonly kind: 'life';
  readonly life: Life;
}

export interface FoldRow {
  readonly kind: 'fold';
  readonly of: LifeClass;
  readonly nodes: readonly string[];
  /** None of them tells anything in this stretch. */
  readonly quiet: boolean;
  /** A person has unfolded it: its lifelines follow, each in a row. */
  readonly open: boolean;
}

export type Row = LifeRow | FoldRow;

export const ROW_PX = {
  wide: { roomy: 44, dense: 28, fold: 40 },
  narrow: { roomy: 46, dense: 38, fold: 42 },
} as const;

/** However small the stage is, so many rows are open. */
const LEAST_OPEN = 6;
/** Of these the clients have some, however many brokers there are. */
const CLIENTS = 3;

export interface Folding {
  /** Nodes that tell something. */
  readonly told: ReadonlySet<string>;
  /** Nodes that stay open whatever happens. */
  readonly kept: ReadonlySet<string>;
  readonly unfolded: ReadonlySet<LifeClass>;
  /** Room for rows. */
  readonly spacePx: number;
  readonly narrow: boolean;
}

const CLASSES: readonly LifeClass[] = ['client', 'broker', 'controller'];

export function rowsOf(lives: readonly Life[], folding: Folding): Row[] {
  const { roomy } = folding.narrow ? ROW_PX.narrow : ROW_PX.wide;
  if (lives.length * roomy <= folding.spacePx) return lives.map((life) => ({ kind: 'life', life }));
  const open = openOf(lives, folding);
  return CLASSES.flatMap((of) => classRows(of, lives, open, folding));
}

function classRows(of: LifeClass, lives: readonly Life[], open: ReadonlySet<string>, { told, unfolded }: Folding): Row[] {
  const all = lives.filter(({ kind }) => kind === of);
  const folded = all.filter(({ node }) => !open.has(node));
  const rows = (some: readonly Life[]): Row[] => some.map((life) => ({ kind: 'life', life }));
  // A row for one is no shorter than its own.
  if (folded.length < 2) return rows(all);
  const fold: FoldRow = {
    kind: 'fold',
    of,
    nodes: folded.map(({ node }) => node),
    quiet: folded.every(({ node }) => !told.has(node)),
    open: unfolded.has(of),
  };
  return [...rows(all.filter(({ node }) => open.has(node))), fold, ...(fold.open ? rows(folded) : [])];
}

/** As many as the stage has room for: what is kept, a few clients, then whoever else tells something, brokers and controllers first. */
function openOf(lives: readonly Life[], { told, kept, spacePx, narrow }: Folding): ReadonlySet<string> {
  const { dense, fold } = narrow ? ROW_PX.narrow : ROW_PX.wide;
  const most = Math.max(LEAST_OPEN, Math.floor((spacePx - CLASSES.length * fold) / dense));
  const forced = lives.filter(({ node }) => kept.has(node));
  const telling = lives.filter(({ node }) => told.has(node) && !kept.has(node));
  const clients = telling.filter(({ kind }) => kind === 'client');
  const few = Math.max(0, CLIENTS - forced.filter(({ kind }) => kind === 'client').length);
  const ranked = [...forced, ...clients.slice(0, few), ...telling.filter(({ kind }) => kind !== 'client'), ...clients.slice(few)];
  return new Set(ranked.slice(0, Math.max(most, forced.length)).map(({ node }) => node));
}

/** `9 quiet brokers`, or `42 more clients` when some of them tell something, too. */
export const foldTitle = ({ of, nodes, quiet }: FoldRow, words: Words): string =>
  words(`spacetime.fold.${quiet ? 'quiet' : 'more'}.${of}`, { count: nodes.length });
