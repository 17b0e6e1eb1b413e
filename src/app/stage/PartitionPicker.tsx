/** Chooses the partition that is shown full size. Not there when there is nothing to choose. */
import { ChevronsUpDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRun } from '#app/run/holder.ts';
import styles from '#app/stage/PartitionPicker.module.css';
import { focusShown } from '#app/stage/views.ts';
import { patch, useStore } from '#app/store.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Menu } from '#app/widgets/Menu.tsx';
import type { PartitionFrame } from '#kafka/frame.ts';

export function PartitionPicker({ view }: { readonly view: string }) {
  const { t } = useTranslation('app');
  const { timeline } = useRun();
  const cursor = useStore((state) => state.cursor);
  const chosen = useStore((state) => state.focus);
  if (timeline === null || view !== 'lanes') return null;
  const frame = timeline.frameAt(Math.min(cursor, timeline.end));
  if (frame.partitions.length < 2) return null;
  const focus = focusShown(chosen, frame);
  const item = ({ tp, leader }: PartitionFrame) => ({
    id: tp,
    label: tp,
    note: leader < 0 ? t('stage.noLeader') : t('stage.ledBy', { broker: leader }),
    current: tp === focus,
    run: () => patch({ focus: tp }),
  });
  const sections = [
    { id: 'topics', items: frame.partitions.filter(({ internal }) => !internal).map(item) },
    { id: 'internal', title: t('stage.internal'), items: frame.partitions.filter(({ internal }) => internal).map(item) },
  ].filter(({ items }) => items.length > 0);
  return (
    <Menu label={t('stage.partition')} sections={sections} placement="bottom end">
      {(trigger) => (
        <Button {...trigger} look="quiet" className={styles.button} aria-label={t('stage.partitionIs', { tp: focus })}>
          <span className="mono">{focus}</span>
          <ChevronsUpDown size={14} strokeWidth={1.5} aria-hidden="true" />
        </Button>
      )}
    </Menu>
  );
}
