/** Which nodes have a row of their own. A few all have one; in a crowd those that keep up share one, and who leads, lags, is down, fenced, selected or just changed stands alone. Pure. */
import type { Words } from '../contract.ts';
import type { NodeRow } from './model.ts';

export interface FoldRow {
  readonly kind: 'fold';
  readonly of: NodeRow['kind'];
  readonly nodes: readonly NodeRow[];
  /** A person has unfolded it: its rows follow, each small. */
  readonly open: boolean;
}

export interface OpenRow {
  readonly kind: 'node';
  readonly row: NodeRow;
  /** One of those that a person has unfolded. */
  readonly small: boolean;
}

export type MetadataRow = FoldRow | OpenRow;

/** So many nodes all have their row. */
const FEW = 8;

const KINDS: readonly NodeRow['kind'][] = ['controller', 'broker'];

export function metadataRows(rows: readonly NodeRow[], isKept: (row: NodeRow) => boolean, unfolded: ReadonlySet<NodeRow['kind']>): MetadataRow[] {
  const open = (some: readonly NodeRow[], small: boolean): OpenRow[] => some.map((row) => ({ kind: 'node', row, small }));
  if (rows.length <= FEW) return open(rows, false);
  return KINDS.flatMap((of) => {
    const all = rows.filter(({ kind }) => kind === of);
    const folded = all.filter((row) => row.keepsUp && !isKept(row));
    if (folded.length < 2) return open(all, false);
    const fold: FoldRow = { kind: 'fold', of, nodes: folded, open: unfolded.has(of) };
    return [
      ...open(
        all.filter((row) => !folded.includes(row)),
        false,
      ),
      fold,
      ...(fold.open ? open(folded, true) : []),
    ];
  });
}

/** `13 brokers keep up`. Servers of ZooKeeper stand where voters do, and have no such log. */
export function foldTitle(fold: FoldRow, words: Words): string {
  const kind = fold.of === 'controller' && reachOf(fold) === null ? 'server' : fold.of;
  return words(`metadata.keepUp.${kind}`, { count: fold.nodes.length });
}

export const foldNames = ({ nodes }: FoldRow): string => nodes.map(({ node }) => node).join(', ');

/** What all of them have, and the one that has most. */
export function reachOf({ nodes }: FoldRow): { readonly least: number; readonly most: number } | null {
  const ends = nodes.flatMap(({ end }) => (end === undefined ? [] : [end]));
  return ends.length === 0 ? null : { least: Math.min(...ends), most: Math.max(...ends) };
}

/** `end 4218`, or `applied to 4210 – 4216`. */
export function foldLog(fold: FoldRow, words: Words): string {
  const reach = reachOf(fold);
  if (reach === null) return '';
  const offset = reach.least === reach.most ? `${reach.least}` : `${reach.least} – ${reach.most}`;
  return words(fold.of === 'controller' ? 'metadata.end' : 'metadata.applied', { offset });
}

export const foldFact = (fold: FoldRow): string => `metadata fold ${fold.of}${fold.open ? ' open' : ''} ${fold.nodes.map(({ fact }) => fact).join('; ')}`;
