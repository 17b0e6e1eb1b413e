/** The lanes as tables: the same facts, cell for mark. */
import type { Frame, PartitionFrame } from '#kafka/frame.ts';
import type { Words } from '../contract.ts';
import { type FactRow, FactTable } from '../marks/FactTable.tsx';
import { beliefsOf } from './beliefs.ts';
import { ghostList, type LanesGhosts } from './ghosts.ts';
import type { GutterModel } from './groups.ts';
import type { MiniModel } from './minis.tsx';
import type { LaneModel } from './model.ts';
import { partitionFacts } from './PartitionHeader.tsx';
import { problemsOf } from './state.ts';

interface Props {
  readonly frame: Frame;
  readonly partition: PartitionFrame;
  readonly lanes: readonly LaneModel[];
  readonly gutters: readonly GutterModel[];
  readonly minis: readonly MiniModel[];
  readonly ghosts: LanesGhosts;
  readonly words: Words;
}

export function LanesTable({ frame, partition, lanes, gutters, minis, ghosts, words }: Props) {
  const t = (key: string) => words(`lanes.table.${key}`);
  const wished = ghostList(ghosts, partition.tp, words);
  return (
    <>
      <FactTable caption={`${t('partition')} ${partition.tp}`} columns={[t('property'), t('value')]} rows={propertyRows(frame, partition, words)} />
      <FactTable
        caption={t('replicas')}
        columns={[t('replica'), t('role'), t('condition'), t('logStart'), t('highWatermark'), t('logEndOffset'), t('epochs'), t('wire')]}
        rows={lanes.map((lane) => laneRow(lane, words))}
      />
      <FactTable caption={t('records')} columns={[t('replica'), t('records'), t('lost')]} rows={lanes.map((lane) => recordsRow(lane, words))} />
      {gutters.length > 0 && (
        <FactTable
          caption={t('groups')}
          columns={[t('group'), t('state'), t('owner'), t('committed'), t('position'), t('lag'), t('notVisible'), t('processing')]}
          rows={gutters.map(gutterRow)}
        />
      )}
      {minis.length > 0 && (
        <FactTable
          caption={words('lanes.mini.title')}
          columns={[t('partition'), t('leader'), t('numbers'), t('groups'), t('problem')]}
          rows={minis.map((mini) => miniRow(mini, words))}
        />
      )}
      {wished.length > 0 && (
        <FactTable
          caption={words('ghost.table.title')}
          columns={[words('ghost.table.place'), words('ghost.table.goal')]}
          rows={wished.map(({ place, ghost: { what, fact } }) => ({ key: fact, head: place, cells: [[{ text: what, fact }]] }))}
        />
      )}
    </>
  );
}

function propertyRows(frame: Frame, partition: PartitionFrame, words: Words): FactRow[] {
  const facts = partitionFacts(partition);
  const row = (key: string, head: string, text: string, fact: string): FactRow => ({ key, head, cells: [[{ text, fact }]] });
  return [
    row('replicas', words('lanes.chip.replicas'), partition.replicas.join(', '), facts.replicas),
    row('isr', 'ISR', `{${partition.isr.join(', ')}}`, facts.isr),
    row('min', 'min.insync.replicas', `${partition.minInsyncReplicas}`, facts.minIsr),
    row('epoch', words('lanes.chip.epoch'), `${partition.leaderEpoch}`, facts.epoch),
    ...problemsOf(partition, words).map((problem) => row(problem.id, words('lanes.table.problem'), problem.text, `${partition.tp} problem=${problem.id}`)),
    ...beliefsOf(frame, partition, words).map(({ fact, text }) => row(fact, words('lanes.table.belief'), text, fact)),
  ];
}

function laneRow(lane: LaneModel, words: Words): FactRow {
  return {
    key: `${lane.broker}`,
    head: words('broker', { broker: lane.broker }),
    cells: [
      [{ text: lane.role, fact: lane.facts.state }],
      [
        ...(lane.condition ? [{ text: lane.condition.long, fact: lane.facts.condition }] : []),
        ...(lane.remark ? [{ text: lane.remark.long, fact: lane.facts.remark }] : []),
        ...lane.due.map(({ text, fact }) => ({ text, fact })),
      ],
      [{ text: lane.facts.logStart ? `${lane.logStart}` : '0', fact: lane.facts.logStart }],
      [
        { text: lane.live ? `${lane.highWatermark}` : '–', fact: lane.facts.highWatermark },
        ...(lane.lastStable === null ? [] : [{ text: words('lanes.lastStable', { offset: lane.lastStable }), fact: lane.facts.lastStable }]),
      ],
      [{ text: lane.live ? `${lane.logEndOffset}` : '–', fact: lane.facts.logEndOffset }],
      lane.epochs.map(({ epoch, offset, fact }) => ({ text: words('lanes.table.epochAt', { epoch, offset }), fact })),
      [{ text: lane.messages.map((one) => one.label).join(', '), fact: lane.facts.message }],
    ],
  };
}

function recordsRow(lane: LaneModel, words: Words): FactRow {
  const piles = (pile: LaneModel['before']) =>
    pile ? [{ text: `${pile.from}–${pile.to} · ${words('lanes.folded', { count: pile.count })}`, fact: pile.fact }] : [];
  return {
    key: `${lane.broker}`,
    head: words('broker', { broker: lane.broker }),
    cells: [
      [...piles(lane.before), ...cellsAndHoles(lane), ...piles(lane.after), ...lane.absent.map(({ name, fact }) => ({ text: name, fact }))],
      [
        ...lane.lost.map((record) => ({ text: record.name, fact: record.fact })),
        ...(lane.lostElsewhere ? [{ text: words('lanes.lostElsewhere', { count: lane.lostElsewhere.count }), fact: lane.lostElsewhere.fact }] : []),
      ],
    ],
  };
}

/** In the order of their offsets. */
function cellsAndHoles({ cells, holes }: LaneModel) {
  const all = [...cells.map(({ offset, name, fact }) => ({ at: offset, name, fact })), ...holes.map(({ from, name, fact }) => ({ at: from, name, fact }))];
  return all.sort((a, b) => a.at - b.at).map(({ name, fact }) => ({ text: name, fact }));
}

function gutterRow(gutter: GutterModel): FactRow {
  const { facts } = gutter;
  return {
    key: gutter.group,
    head: gutter.group,
    cells: [
      [{ text: gutter.state, fact: facts.state }],
      [{ text: gutter.owner ?? '–', fact: facts.owner }],
      [{ text: gutter.committed < 0 ? '–' : `${gutter.committed}`, fact: facts.committed }],
      [{ text: gutter.position < 0 ? '–' : `${gutter.position}`, fact: gutter.position < 0 ? null : facts.position }],
      [{ text: gutter.lagText, fact: facts.lag }],
      [{ text: `${gutter.logEndOffset - gutter.highWatermark}`, fact: facts.notVisible }],
      [{ text: gutter.processing === null ? '' : `${gutter.processing}`, fact: facts.processing }],
    ],
  };
}

function miniRow(mini: MiniModel, words: Words): FactRow {
  return {
    key: mini.tp,
    head: mini.tp,
    cells: [
      [{ text: mini.leader < 0 ? '–' : `${mini.leader}`, fact: mini.facts.leader }],
      [{ text: words('lanes.name.numbers', { highWatermark: mini.highWatermark, logEndOffset: mini.logEndOffset }), fact: mini.facts.numbers }],
      mini.groups.map((one) => ({ text: one.text, fact: one.fact })),
      [{ text: mini.problem ?? '', fact: mini.facts.problem }],
    ],
  };
}
