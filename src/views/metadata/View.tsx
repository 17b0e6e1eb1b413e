/** Metadata: the quorum and its log, how far each node has it, broker epochs; in a ZooKeeper cluster the znodes; and what changed last. */
import { useMemo } from 'react';
import type { ViewProps, Words } from '../contract.ts';
import { momentText } from '../events/model.ts';
import { sameThing } from '../marks/attention.ts';
import { type Hit, HitLayer, target } from '../marks/HitLayer.tsx';
import marks from '../marks/marks.module.css';
import { fitText, textWidth } from '../marks/text.ts';
import { type MetadataLayout, metadataLayout, ROW, type RowBox } from './layout.ts';
import css from './metadata.module.css';
import { latestChanges, type MetadataModel, metadataModel } from './model.ts';
import { MetadataTable } from './Table.tsx';

export function MetadataView(props: ViewProps) {
  const { frame, words, width, asTable, selection, onSelect } = props;
  const model = useMemo(() => metadataModel(frame, words), [frame, words]);
  const layout = useMemo(() => metadataLayout(model.rows, width), [model, width]);
  const hits = useMemo(
    () =>
      layout.rows.map(({ row, y }, index): Hit => {
        const { node, state, log, epochs } = row;
        return {
          key: node,
          name: words('metadata.name', { node, state: [state, epochs].filter((part) => part !== '').join(', '), log: log || '–' }),
          row: index,
          column: 0,
          pressed: selection !== null && sameThing(selection, row.selection),
          ...target(4, y, width - 8, layout.rowHeight),
          onPress: () => onSelect(row.selection),
        };
      }),
    [layout, words, width, selection, onSelect],
  );
  if (asTable) return <MetadataTable model={model} words={words} />;
  return (
    <div className={marks.view}>
      <p className={css.chips}>
        {model.chips.map((chip) => (
          <span key={chip} className={css.chip}>
            {chip}
          </span>
        ))}
      </p>
      <div className={marks.picture} style={{ width, height: layout.height }}>
        <svg aria-hidden="true" width={width} height={layout.height} viewBox={`0 0 ${width} ${layout.height}`}>
          {layout.titles.map(({ kind, y }) => (
            <text key={kind} className={css.title} fontSize={12} x={12} y={y}>
              {words(model.tree !== undefined && kind === 'controller' ? 'metadata.servers' : `metadata.${kind}s`)}
            </text>
          ))}
          {layout.hasLog && !layout.narrow ? <AxisEnds layout={layout} /> : null}
          {layout.rows.map((box) => (
            <NodeLane key={box.row.node} box={box} layout={layout} isSelected={selection !== null && sameThing(selection, box.row.selection)} />
          ))}
        </svg>
        <HitLayer label={words('metadata.grid')} hits={hits} />
      </div>
      {model.tree === undefined ? null : <Tree tree={model.tree} words={words} />}
      <Changes {...props} />
    </div>
  );
}

/** Offsets at both ends of the axis, in line with the first title. */
function AxisEnds({ layout: { first, last, barX, barEnd, titles } }: { readonly layout: MetadataLayout }) {
  const y = titles[0]?.y ?? 0;
  return (
    <>
      <text className={css.title} fontSize={12} x={barX} y={y}>
        {first}
      </text>
      <text className={css.title} fontSize={12} x={barEnd} y={y} textAnchor="end">
        {last}
      </text>
    </>
  );
}

function NodeLane({ box, layout, isSelected }: { readonly box: RowBox; readonly layout: MetadataLayout; readonly isSelected: boolean }) {
  const { row, y } = box;
  const { width, narrow, rowHeight } = layout;
  const room = layout.hasLog ? layout.barX - 40 : width - 40;
  const sub = [row.state, row.epochs].filter((part) => part !== '').join(' · ');
  const nameWidth = textWidth(row.node, 14, true);
  return (
    <g
      className={css.lane}
      data-fact={row.fact}
      data-leads={row.leads || undefined}
      data-down={row.isDown || undefined}
      data-selected={isSelected || undefined}
    >
      <rect className={css.box} x={4} y={y} width={width - 8} height={rowHeight} rx="6" />
      {row.leads ? <path className={css.bar} d={`M6 ${y + 7}V${y + rowHeight - 7}`} /> : null}
      <text className={css.name} fontSize={14} x={18} y={y + (narrow && !layout.hasLog ? 23 : 20)}>
        {row.node}
      </text>
      {narrow ? (
        <text className={css.sub} fontSize={12} x={18 + nameWidth + 10} y={y + (narrow && !layout.hasLog ? 23 : 20)}>
          {fitText(sub, width - nameWidth - 48, 12)}
        </text>
      ) : (
        <text className={css.sub} fontSize={12} x={18} y={y + 38}>
          {fitText(sub, room, 12)}
        </text>
      )}
      {row.end === undefined ? null : <LogBar box={box} layout={layout} />}
    </g>
  );
}

/** Water to what is committed, a dashed stretch to the end, and the offset at the end. */
function LogBar({ box: { row, barY }, layout }: { readonly box: RowBox; readonly layout: MetadataLayout }) {
  const end = row.end ?? 0;
  const [from, committed, to] = [layout.barX, layout.xOf(row.committed ?? end), layout.xOf(end)];
  const text = row.log;
  const textW = textWidth(text, 12);
  const inside = to - from > textW + 16;
  const fits = layout.barEnd - to > textW + 12;
  return (
    <g>
      <path className={css.axis} d={`M${from} ${barY + ROW.bar}H${layout.barEnd}`} />
      <rect className={css.water} x={from} y={barY} width={Math.max(0, committed - from)} height={ROW.bar} />
      {to > committed ? <rect className={css.dry} x={committed} y={barY + 1} width={to - committed} height={ROW.bar - 2} /> : null}
      <path className={css.edge} d={`M${to} ${barY - 3}V${barY + ROW.bar + 3}`} />
      {inside || fits ? (
        <text className={css.log} fontSize={12} x={inside ? to - 8 - textW : to + 8} y={barY + 14}>
          {text}
        </text>
      ) : null}
    </g>
  );
}

/** The tree as paths, each under its parent. */
function Tree({ tree, words }: { readonly tree: NonNullable<MetadataModel['tree']>; readonly words: Words }) {
  const znodes = [...tree.znodes].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return (
    <section className={css.section} aria-label={words('metadata.znodes')}>
      <h3 className={css.head}>{words('metadata.znodeCount', { count: znodes.length, node: tree.node })}</h3>
      <ul className={css.tree}>
        {znodes.map(({ path, text, version, ephemeralOwner }) => (
          <li key={path} className={css.znode} style={{ paddingInlineStart: 8 + 16 * (path.split('/').length - 2) }} data-fact={`znode:${path} v${version}`}>
            <code translate="no">/{path.split('/').at(-1)}</code>
            <span className={css.version}>{words('metadata.version', { version })}</span>
            {ephemeralOwner === null ? null : <span className={css.ephemeral}>{words('metadata.ephemeral', { node: ephemeralOwner })}</span>}
            <code className={css.content} translate="no">
              {text}
            </code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Changes({ trace, words, tell, onSeek }: ViewProps) {
  const changes = useMemo(() => latestChanges(trace), [trace]);
  return (
    <section className={css.section} aria-label={words('metadata.changes')}>
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
