/** The lag monitor as tables: what it thinks, its windows, and what each rule found. */
import type { Words } from '../contract.ts';
import { FactTable } from '../marks/FactTable.tsx';
import type { WatchedGroup } from './model.ts';

export function MonitorTable({ groups, words }: { readonly groups: readonly WatchedGroup[]; readonly words: Words }) {
  const t = (key: string) => words(`monitor.table.${key}`);
  const watches = groups.flatMap((group) => group.watches);
  return (
    <>
      <FactTable
        caption={t('groups')}
        columns={[t('group'), t('status'), t('lag')]}
        rows={groups.map(({ group, badge, total, fact }) => ({ key: group, head: group, cells: [[{ text: badge.text, fact }], [{ text: total }]] }))}
      />
      <FactTable
        caption={t('partitions')}
        columns={[t('partition'), t('status'), t('lag'), t('window'), t('why')]}
        rows={watches.map((watch) => ({
          key: watch.key,
          head: `${watch.group} · ${watch.tp}`,
          cells: [
            [{ text: watch.badge.text, fact: watch.fact }],
            [{ text: watch.lag }],
            [{ text: watch.filled }],
            [{ text: watch.steps.map(({ text }) => text).join(' · '), fact: watch.ruleFact }],
          ],
        }))}
      />
      <FactTable
        caption={t('commits')}
        columns={[t('partition'), t('offsets')]}
        rows={watches.map((watch) => ({
          key: watch.key,
          head: `${watch.group} · ${watch.tp}`,
          cells: [watch.bars.flatMap((bar) => (bar ? [{ text: words('monitor.commit', { offset: bar.offset, lag: bar.lag ?? '?' }), fact: bar.fact }] : []))],
        }))}
      />
    </>
  );
}
