/** The same stretch of time as tables: processes, messages, moments. */
import type { Words } from '../contract.ts';
import { momentText } from '../events/model.ts';
import { FactTable } from '../marks/FactTable.tsx';
import { FoldAll, type Folding } from '../marks/FoldAll.tsx';
import { type Diagram, foldFact, messageFact, type Tie } from './diagram.ts';
import { foldTitle } from './folds.ts';
import { momentFact } from './model.ts';

interface Props {
  readonly diagram: Diagram;
  readonly words: Words;
  readonly say: (step: number) => string;
  readonly folding: Folding | null;
}

export function SpaceTimeTable({ diagram, words, say, folding }: Props) {
  const t = (key: string) => words(`spacetime.table.${key}`);
  const { stretch, lives, folds, messages, moments } = diagram;
  const tie = (one: Tie) => [{ text: one === 'none' ? '' : words(`spacetime.tie.${one}`) }];
  const within = lives.map((life) => ({
    ...life,
    spells: life.spells.filter(({ fromUs, toUs }) => fromUs <= stretch.toUs && (toUs ?? stretch.toUs) >= stretch.fromUs),
  }));
  return (
    <>
      {folding && <FoldAll folding={folding} words={words} />}
      <FactTable
        caption={words('spacetime.table.lives', { from: momentText(stretch.fromUs), to: momentText(stretch.toUs) })}
        columns={[t('process'), t('state')]}
        rows={[
          ...folds.map((fold) => ({
            key: `fold ${fold.of}`,
            head: foldTitle(fold, words),
            cells: [[{ text: fold.nodes.join(', '), fact: foldFact(fold) }]],
          })),
          ...within.map(({ node, spells }) => ({
            key: node,
            head: node,
            cells: [
              [
                { text: words('spacetime.up'), fact: `life ${node}` },
                ...spells.map(({ condition, fromUs, toUs }) => ({
                  text: words(toUs === undefined ? 'spacetime.since' : 'spacetime.between', {
                    condition: words(`spacetime.condition.${condition}`),
                    from: momentText(fromUs),
                    to: toUs === undefined ? '' : momentText(toUs),
                  }),
                  fact: `${condition} ${node} @${fromUs}`,
                })),
              ],
            ],
          })),
        ]}
      />
      <FactTable
        caption={t('messages')}
        columns={[t('message'), t('way'), t('sent'), t('arrives'), t('fate'), t('tie')]}
        rows={messages.map((message) => ({
          key: `${message.step}`,
          head: message.count > 1 ? `${message.names.join(', ')} ×${message.count}` : message.name,
          cells: [
            [{ text: `${message.froms.join(', ')} → ${message.tos.join(', ')}`, fact: messageFact(message) }],
            [{ text: momentText(message.sentUs) }],
            [{ text: momentText(message.arrivesUs) }],
            [{ text: words(`spacetime.fate.${message.fate}`) }],
            tie(message.tie),
          ],
        }))}
      />
      <FactTable
        caption={t('moments')}
        columns={[t('time'), t('process'), t('what'), t('tie')]}
        rows={moments.map((moment) => ({
          key: `${moment.step} ${moment.node}`,
          head: momentText(moment.timeUs),
          cells: [[{ text: moment.node }], [{ text: say(moment.step), fact: momentFact(moment) }], tie(moment.tie)],
        }))}
      />
    </>
  );
}
