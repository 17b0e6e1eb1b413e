/** The metadata as tables: nodes with their part in it, and in a ZooKeeper cluster the znodes. */
import type { Words } from '../contract.ts';
import { FactTable } from '../marks/FactTable.tsx';
import type { MetadataModel } from './model.ts';

export function MetadataTable({ model, words }: { readonly model: MetadataModel; readonly words: Words }) {
  const t = (key: string) => words(`metadata.table.${key}`);
  return (
    <>
      <FactTable
        caption={t('caption')}
        columns={[t('node'), t('role'), t('epochs'), t('log')]}
        rows={model.rows.map(({ node, state, epochs, log, fact }) => ({
          key: node,
          head: node,
          cells: [[{ text: state, fact }], [{ text: epochs }], [{ text: log }]],
        }))}
      />
      {model.tree === undefined ? null : (
        <FactTable
          caption={words('metadata.znodeCount', { count: model.tree.znodes.length, node: model.tree.node })}
          columns={[t('znode'), t('value'), t('owner')]}
          rows={model.tree.znodes.map(({ path, text, version, ephemeralOwner }) => ({
            key: path,
            head: path,
            cells: [[{ text: text === '' ? '–' : text, fact: `znode:${path} v${version}` }], ephemeralOwner === null ? [] : [{ text: ephemeralOwner }]],
          }))}
        />
      )}
    </>
  );
}
