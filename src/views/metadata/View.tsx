/** Metadata: the quorum and its log, how far each node has it, broker epochs; in a ZooKeeper cluster the znodes; and what changed last. */
import { useCallback, useMemo, useState } from 'react';
import type { TraceView, ViewProps } from '../contract.ts';
import { momentText } from '../events/model.ts';
import { halosOf, litBy, markOf, sameThing } from '../marks/attention.ts';
import { FoldAll } from '../marks/FoldAll.tsx';
import { type Hit, HitLayer, target } from '../marks/HitLayer.tsx';
import marks from '../marks/marks.module.css';
import { useRegionName } from '../marks/place.ts';
import { foldLog, foldNames, foldTitle, type MetadataRow, metadataRows } from './folds.ts';
import { isChosen, Lanes } from './Lanes.tsx';
import { type MetadataLayout, metadataLayout, type RowBox } from './layout.ts';
import css from './metadata.module.css';
import { changedZnodes, latestChanges, type MetadataModel, metadataModel, type NodeRow } from './model.ts';
import { MetadataTable } from './Table.tsx';
import { Tree } from './Tree.tsx';
import { isLarge, type TreeLine, treeLines } from './tree.ts';

const NONE: ReadonlySet<string> = new Set();

export function MetadataView(props: ViewProps) {
  const { frame, words, width, asTable, selection } = props;
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(NONE);
  const toggle = useCallback((one: string) => setUnfolded((now) => toggled(now, one)), []);
  const model = useMemo(() => metadataModel(frame, words), [frame, words]);
  const rows = useRows(model, unfolded, props);
  const layout = useMemo(() => metadataLayout(rows, width), [rows, width]);
  const hits = useHits(layout, toggle, props);
  const { tree } = model;
  const all = unfolded.has(ALL);
  const lines = useLines(tree, unfolded, props.trace);
  const large = tree !== undefined && isLarge(tree.znodes);
  const folding = rows.some(({ kind }) => kind === 'fold') || large ? { open: all, onToggle: () => setUnfolded(new Set(all ? [] : [ALL, ...KINDS])) } : null;
  if (asTable) return <MetadataTable rows={rows} tree={tree} lines={lines} words={words} folding={folding} />;
  return (
    <div className={marks.view}>
      <div className={css.top}>
        <p className={css.chips}>
          {model.chips.map((chip) => (
            <span key={chip} className={css.chip}>
              {chip}
            </span>
          ))}
        </p>
        {folding && <FoldAll folding={folding} words={words} />}
      </div>
      <div className={marks.picture} style={{ width, height: layout.height }}>
        <Lanes layout={layout} selection={selection} words={words} />
        <HitLayer label={words('metadata.grid')} hits={hits} />
      </div>
      {tree === undefined ? null : <Tree node={tree.node} count={tree.znodes.length} lines={lines} words={words} onToggle={toggle} large={large} />}
      <Changes {...props} />
    </div>
  );
}

/** Whoever is selected, in the light or changed in the last step has a row of its own. */
function useRows({ rows }: MetadataModel, unfolded: ReadonlySet<string>, { changes, selection, spotlight }: ViewProps): readonly MetadataRow[] {
  return useMemo(() => {
    const halos = halosOf(changes);
    const isKept = ({ node, selection: thing }: NodeRow): boolean =>
      halos.has(thing.kind === 'broker' ? markOf.broker(thing.id) : markOf.node(node)) ||
      (selection !== null && sameThing(selection, thing)) ||
      (spotlight.length > 0 && litBy(spotlight, thing));
    return metadataRows(rows, isKept, new Set(KINDS.filter((of) => unfolded.has(of))));
  }, [rows, unfolded, changes, selection, spotlight]);
}

function useLines(tree: MetadataModel['tree'], toggles: ReadonlySet<string>, trace: TraceView): readonly TreeLine[] {
  return useMemo(
    () => (tree === undefined ? [] : treeLines(tree.znodes, { changed: changedZnodes(trace), toggled: toggles, all: toggles.has(ALL) })),
    [tree, toggles, trace],
  );
}

function useHits(layout: MetadataLayout, onToggle: (of: string) => void, { words, width, selection, onSelect }: ViewProps): readonly Hit[] {
  return useMemo(
    () => layout.rows.map((box, index) => hitOf(box, index, { words, width, selection, onSelect, onToggle })),
    [layout, words, width, selection, onSelect, onToggle],
  );
}

const KINDS: readonly NodeRow['kind'][] = ['controller', 'broker'];
/** Stands among the paths and kinds that are unfolded: every branch of the tree is. */
const ALL = '*';

function toggled(unfolded: ReadonlySet<string>, one: string): ReadonlySet<string> {
  const next = new Set(unfolded);
  if (!next.delete(one)) next.add(one);
  return next;
}

type Chosen = Pick<ViewProps, 'words' | 'width' | 'selection' | 'onSelect'> & { readonly onToggle: (of: string) => void };

function hitOf({ row, y, height }: RowBox, index: number, { words, width, selection, onSelect, onToggle }: Chosen): Hit {
  const place = { row: index, column: 0, ...target(4, y, width - 8, height) };
  if (row.kind === 'fold') {
    const params = { what: foldTitle(row, words), log: foldLog(row, words) || '–', nodes: foldNames(row) };
    return { key: `fold ${row.of}`, name: words(row.open ? 'metadata.fold.close' : 'metadata.fold.open', params), ...place, onPress: () => onToggle(row.of) };
  }
  const { node, state, log, epochs } = row.row;
  return {
    key: node,
    name: words(log === '' ? 'metadata.nameBare' : 'metadata.name', { node, state: [state, epochs].filter((part) => part !== '').join(', '), log }),
    pressed: isChosen(selection, row.row),
    ...place,
    onPress: () => onSelect(row.row.selection),
  };
}

function Changes({ trace, words, tell, onSeek }: ViewProps) {
  const changes = useMemo(() => latestChanges(trace), [trace]);
  return (
    <section className={css.section} aria-label={useRegionName(words('metadata.changes'))}>
      <h3 className={css.head}>{words('metadata.changes')}</h3>
      {changes.length === 0 ? <p className={css.none}>{words('metadata.none')}</p> : null}
      <ol className={css.changes}>
        {changes.map(({ cursor, timeUs, fact }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one event may tell the same twice
          <li key={`${cursor} ${index}`}>
            <button type="button" className={css.change} onClick={() => onSeek(cursor)}>
              <span className={css.time}>{momentText(timeUs)}</span>
              <span>{tell(fact)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
