/** The tree as lines, each under its parent; a branch folds and unfolds where its name stands. */
import type { Words } from '../contract.ts';
import { InlineGlyph } from '../marks/glyphs.tsx';
import { useRegionName } from '../marks/place.ts';
import css from './metadata.module.css';
import { lineFact, type RestLine, restOf, type TreeLine, type ZnodeLine } from './tree.ts';

interface Props {
  readonly node: string;
  readonly count: number;
  readonly lines: readonly TreeLine[];
  readonly words: Words;
  readonly onToggle: (path: string) => void;
  /** A small tree has nothing to fold. */
  readonly large: boolean;
}

export function Tree({ node, count, lines, words, onToggle, large }: Props) {
  return (
    <section className={css.section} aria-label={useRegionName(words('metadata.znodes'))}>
      <h3 className={css.head}>{words('metadata.znodeCount', { count, node })}</h3>
      <ul className={css.tree}>
        {lines.map((line) =>
          line.kind === 'rest' ? (
            <Rest key={restOf(line.path)} line={line} words={words} onToggle={onToggle} />
          ) : (
            <Znode key={line.znode.path} line={line} words={words} onToggle={large ? onToggle : null} />
          ),
        )}
      </ul>
    </section>
  );
}

const indent = (depth: number) => ({ paddingInlineStart: 8 + 16 * depth });

interface ZnodeProps {
  readonly line: ZnodeLine;
  readonly words: Words;
  readonly onToggle: ((path: string) => void) | null;
}

function Znode({ line, words, onToggle }: ZnodeProps) {
  const { znode, depth, folder, changed } = line;
  const { path, text, version, ephemeralOwner } = znode;
  const at = path.lastIndexOf('/');
  // The eye sees the parents by the indentation; whoever hears the line is told them.
  const name = (
    <code translate="no">
      <span className="vh">{path}</span>
      <span aria-hidden="true">{path.slice(at)}</span>
    </code>
  );
  return (
    <li className={css.znode} style={indent(depth)} data-fact={lineFact(line)} data-changed={changed}>
      {folder === null || onToggle === null ? (
        name
      ) : (
        <button type="button" className={css.folder} aria-expanded={folder.open} onClick={() => onToggle(path)}>
          <InlineGlyph name={folder.open ? 'unfolded' : 'folded'} />
          {name}
          {folder.open ? null : <span>{words('metadata.under', { count: folder.under })}</span>}
        </button>
      )}
      <span className={css.version}>{words('metadata.version', { version })}</span>
      {changed === undefined ? null : <span className={css.changed}>{words(changed === 0 ? 'metadata.changedLast' : 'metadata.changedLately')}</span>}
      {ephemeralOwner === null ? null : <span className={css.ephemeral}>{words('metadata.ephemeral', { node: ephemeralOwner })}</span>}
      <code className={css.content} translate="no">
        {text}
      </code>
    </li>
  );
}

function Rest({ line, words, onToggle }: { readonly line: RestLine; readonly words: Words; readonly onToggle: (path: string) => void }) {
  return (
    <li className={css.znode} style={indent(line.depth)} data-fact={lineFact(line)}>
      <button type="button" className={css.folder} aria-expanded={line.open} onClick={() => onToggle(restOf(line.path))}>
        <InlineGlyph name={line.open ? 'unfolded' : 'folded'} />
        <span>{words('metadata.rest', { count: line.count })}</span>
      </button>
    </li>
  );
}
