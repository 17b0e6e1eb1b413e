/** The state tree: everything there is, by name; what is selected here is selected in the picture. */
import { ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button as AriaButton, type Key, Tree, TreeItem, TreeItemContent } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import styles from '#app/inspector/StateTree.module.css';
import { idOf, type Node, treeOf } from '#app/inspector/tree.ts';
import { patch, useStore } from '#app/store.ts';
import type { Frame } from '#kafka/frame.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function StateTree({ frame }: { readonly frame: Frame }) {
  const { t, i18n } = useTranslation('inspect');
  const selection = useStore((state) => state.selection);
  const [expanded, setExpanded] = useState<Iterable<Key>>(['brokers', 'topics']);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow the language
  const nodes = useMemo(() => treeOf(frame, (key, params) => t(`tree.${key}` as 'tree.brokers', params)), [frame, t, i18n.language]);
  return (
    <section className={styles.section} aria-labelledby="state-tree">
      <h3 className={styles.head} id="state-tree">
        {t('tree.title')}
      </h3>
      <Tree
        aria-labelledby="state-tree"
        className={styles.tree}
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={selection === null ? [] : [idOf(selection)]}
        expandedKeys={expanded}
        onExpandedChange={setExpanded}
        onSelectionChange={(keys) => choose(nodes, keys === 'all' ? undefined : [...keys][0])}
      >
        {nodes.map((node) => item(node))}
      </Tree>
    </section>
  );
}

function choose(nodes: readonly Node[], key: Key | undefined): void {
  const found = key === undefined ? undefined : find(nodes, String(key));
  if (found?.selection) patch({ selection: found.selection });
}

function find(nodes: readonly Node[], id: string): Node | undefined {
  for (const node of nodes) {
    const found = node.id === id ? node : find(node.children, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

function item(node: Node) {
  return (
    <TreeItem key={node.id} id={node.id} textValue={`${node.name} ${node.note}`} className={styles.item}>
      <TreeItemContent>
        {node.children.length > 0 ? (
          <AriaButton slot="chevron" className={styles.chevron}>
            <ChevronRight size={14} strokeWidth={1.75} aria-hidden="true" />
          </AriaButton>
        ) : (
          <span className={styles.chevron} />
        )}
        <span className={node.selection === null ? undefined : 'mono'}>
          <Unbroken text={node.name} />
        </span>
        <span className={styles.note}>
          <Unbroken text={node.note} />
        </span>
      </TreeItemContent>
      {node.children.map((child) => item(child))}
    </TreeItem>
  );
}
