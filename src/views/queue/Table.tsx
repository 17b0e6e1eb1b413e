/** Work queues as tables: what is ready, who has what, and how much is gone. */
import type { Words } from '../contract.ts';
import { FactTable, type FactText } from '../marks/FactTable.tsx';
import type { QueueModel, Token } from './model.ts';

const textOf = ({ id, letters, redelivered, fact }: Token): FactText => ({ text: `${letters} ${id}${redelivered ? ' ↺' : ''}`, fact });

export function QueueTable({ queues, words }: { readonly queues: readonly QueueModel[]; readonly words: Words }) {
  const t = (key: string) => words(`queue.table.${key}`);
  return (
    <>
      <FactTable
        caption={t('queues')}
        columns={[t('queue'), t('state'), t('ready'), t('deleted')]}
        rows={queues.map((queue) => ({
          key: queue.node,
          head: queue.title,
          cells: [
            [{ text: `${queue.kind} · ${queue.state} · ${queue.counts}`, fact: queue.fact }],
            queue.ready.map(textOf),
            [{ text: queue.deleted, fact: queue.deletedFact }],
          ],
        }))}
      />
      <FactTable
        caption={t('publishers')}
        columns={[t('publisher'), t('sent')]}
        rows={queues.flatMap(({ publishers }) => publishers.map(({ node, text, fact }) => ({ key: node, head: node, cells: [[{ text, fact }]] })))}
      />
      <FactTable
        caption={t('workers')}
        columns={[t('worker'), t('state'), t('holds')]}
        rows={queues.flatMap(({ workers }) =>
          workers.map((worker) => ({
            key: worker.node,
            head: worker.node,
            cells: [[{ text: `${worker.state} · ${worker.processed}`, fact: worker.fact }], worker.held.map(textOf)],
          })),
        )}
      />
    </>
  );
}
