/** Chooses the partition that is shown full size. Not there when there is nothing to choose. */
import { ChevronsUpDown } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { look } from '#app/i18n/i18n.ts';
import { useReadableCursor } from '#app/play/readable.ts';
import { useRun } from '#app/run/holder.ts';
import styles from '#app/stage/PartitionPicker.module.css';
import { focusShown } from '#app/stage/views.ts';
import { patch, useStore } from '#app/store.ts';
import { Button } from '#app/widgets/Button.tsx';
import { type Item, Menu, type Section } from '#app/widgets/Menu.tsx';
import type { Frame, PartitionFrame } from '#kafka/frame.ts';

const LagSparks = lazy(() => import('#app/stage/LagSparks.tsx').then(({ LagSparks }) => ({ default: LagSparks })));

export function PartitionPicker({ view }: { readonly view: string }) {
  const { t } = useTranslation('app');
  const { timeline } = useRun();
  const cursor = useReadableCursor();
  const chosen = useStore((state) => state.focus);
  if (timeline === null || view !== 'lanes') return null;
  const frame = timeline.frameAt(Math.min(cursor, timeline.end));
  if (frame.partitions.length < 2) return null;
  const focus = focusShown(chosen, frame);
  return (
    <Menu label={t('stage.partition')} sections={() => sectionsOf(frame, focus, new Set(timeline.lag.map(({ tp }) => tp)))} placement="bottom end">
      {(trigger) => (
        <Button {...trigger} look="quiet" className={styles.button} aria-label={t('stage.partitionIs', { tp: focus })}>
          <span className="mono">{focus}</span>
          <ChevronsUpDown size={14} strokeWidth={1.5} aria-hidden="true" />
        </Button>
      )}
    </Menu>
  );
}

/** More partitions than this stand in menus of their topics: a list of hundreds is no choice. */
const MANY = 24;

/** `read`: partitions of which a group has committed an offset. */
function sectionsOf(frame: Frame, focus: string, read: ReadonlySet<string>): Section[] {
  const sections = [
    { id: 'topics', items: itemsOf(frame, focus, read, false) },
    { id: 'internal', title: look('app', 'stage.internal'), items: itemsOf(frame, focus, read, true) },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

function itemsOf({ partitions }: Frame, focus: string, read: ReadonlySet<string>, internal: boolean): Item[] {
  const ours = partitions.filter((one) => one.internal === internal);
  if (ours.length <= MANY) return ours.map((one) => itemOf(one, focus, read));
  return [...new Set(ours.map(({ topic }) => topic))].map((topic) => ({
    id: topic,
    label: topic,
    current: focus.slice(0, focus.lastIndexOf('-')) === topic,
    items: ours.filter((one) => one.topic === topic).map((one) => itemOf(one, focus, read)),
  }));
}

const itemOf = ({ tp, leader }: PartitionFrame, focus: string, read: ReadonlySet<string>): Item => ({
  id: tp,
  label: tp,
  note: leader < 0 ? look('app', 'stage.noLeader') : look('app', 'stage.ledBy', { broker: leader }),
  current: tp === focus,
  aside: read.has(tp) ? (
    <Suspense fallback={null}>
      <LagSparks tp={tp} named />
    </Suspense>
  ) : undefined,
  run: () => patch({ focus: tp }),
});
