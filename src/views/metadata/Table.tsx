/** The metadata as tables: nodes with their part in it, and in a ZooKeeper cluster the znodes; folded as the picture is. */
import type { Words } from '../contract.ts';
import { FactTable } from '../marks/FactTable.tsx';
import { FoldAll, type Folding } from '../marks/FoldAll.tsx';
import { foldFact, foldLog, foldNames, foldTitle, type MetadataRow } from './folds.ts';
import type { MetadataModel } from './model.ts';
import { lineFact, type TreeLine } from './tree.ts';

interface Props {
  readonly rows: readonly MetadataRow[];
  readonly tree: MetadataModel['tree'];
  readonly lines: readonly TreeLine[];
  readonly words: Words;
  readonly folding: Folding | null;
}

export function MetadataTable({ rows, tree, lines, words, folding }: Props) {
  const t = (key: string) => words(`metadata.table.${key}`);
  return (
    <>
      {folding && <FoldAll folding={folding} words={words} />}
      <FactTable caption={t('caption')} columns={[t('node'), t('role'), t('epochs'), t('log')]} rows={rows.map((row) => nodeRow(row, words))} />
      {tree === undefined ? null : (
        <FactTable
          caption={words('metadata.znodeCount', { count: tree.znodes.length, node: tree.node })}
          columns={[t('znode'), t('value'), t('owner')]}
          rows={lines.map((line) => lineRow(line, words))}
        />
      )}
    </>
  );
}

function nodeRow(row: MetadataRow, words: Words) {
  if (row.kind === 'fold')
    return {
      key: `fold ${row.of}`,
      head: foldTitle(row, words),
      cells: [[{ text: foldNames(row), fact: foldFact(row) }], [], [{ text: foldLog(row, words) }]],
    };
  const { node, state, epochs, log, fact } = row.row;
  return { key: node, head: node, cells: [[{ text: state, fact }], [{ text: epochs }], [{ text: log }]] };
}

function lineRow(line: TreeLine, words: Words) {
  const fact = lineFact(line);
  if (line.kind === 'rest') return { key: fact, head: `${line.path}/…`, cells: [[{ text: words('metadata.rest', { count: line.count }), fact }], []] };
  const { path, text, ephemeralOwner } = line.znode;
  const said = [
    text === '' ? '–' : text,
    ...(line.folder?.open === false ? [words('metadata.under', { count: line.folder.under })] : []),
    ...(line.changed === undefined ? [] : [words(line.changed === 0 ? 'metadata.changedLast' : 'metadata.changedLately')]),
  ];
  return { key: path, head: path, cells: [[{ text: said.join(' · '), fact }], ephemeralOwner === null ? [] : [{ text: ephemeralOwner }]] };
}
