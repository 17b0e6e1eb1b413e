/** Groups: members by partitions, the phase of the group, and when nobody read. */
import { useId, useMemo } from 'react';
import type { ViewProps } from '../contract.ts';
import { momentText } from '../events/model.ts';
import { type FactRow, FactTable } from '../marks/FactTable.tsx';
import { type Hit, HitLayer, target } from '../marks/HitLayer.tsx';
import marks from '../marks/marks.module.css';
import { Patterns, patternIds } from '../marks/Patterns.tsx';
import { Flight } from './Flight.tsx';
import css from './groups.module.css';
import { FLIGHT_ROW, type GroupBox, type GroupsLayout, groupsLayout, topicRuns } from './layout.ts';
import { Matrix } from './Matrix.tsx';
import { type GroupModel, groupsModel, pauseFact, rebalanceFact, timesByGroup } from './model.ts';
import { Strip } from './Strip.tsx';

export function GroupsView(props: ViewProps) {
  const { frame, changes, selection, spotlight, words, trace, nowUs, untilUs, width, asTable, onSelect, onFocus, onSeekTime } = props;
  const ids = patternIds(useId());
  const times = useMemo(
    () =>
      timesByGroup(
        trace,
        frame.groups.map(({ group }) => group),
      ),
    [trace, frame.groups],
  );
  const models = useMemo(() => groupsModel({ frame, changes, selection, spotlight, words, times }), [frame, changes, selection, spotlight, words, times]);
  const layout = useMemo(() => groupsLayout(models, untilUs, width), [models, untilUs, width]);
  const hits = useMemo(
    () => groupHits(models, layout, { words, onSelect, onFocus, onSeekTime, untilUs }),
    [models, layout, words, onSelect, onFocus, onSeekTime, untilUs],
  );
  if (models.length === 0) return <p className={css.empty}>{words('groups.empty')}</p>;
  if (asTable) return <GroupsTable models={models} layout={layout} words={words} />;
  return (
    <div className={marks.view}>
      <div className={marks.picture} style={{ width: layout.width, height: layout.height }}>
        <svg aria-hidden="true" width={layout.width} height={layout.height} viewBox={`0 0 ${layout.width} ${layout.height}`}>
          <Patterns ids={ids} />
          {models.map((model, i) => (
            <g key={model.group}>
              <Matrix model={model} box={layout.groups[i]} width={layout.width} narrow={layout.narrow} nowUs={nowUs} ids={ids} words={words} />
              {model.folded === null &&
                (model.flight ? (
                  <Flight rows={model.flight} lit={model.lit} box={layout.groups[i]} width={layout.width} narrow={layout.narrow} words={words} />
                ) : (
                  <Strip model={model} box={layout.groups[i]} layout={layout} nowUs={nowUs} ids={ids} words={words} />
                ))}
            </g>
          ))}
        </svg>
        <HitLayer label={words('groups.grid')} hits={hits} />
      </div>
    </div>
  );
}

type Chosen = Pick<ViewProps, 'words' | 'onSelect' | 'onFocus' | 'onSeekTime' | 'untilUs'>;

function groupHits(models: readonly GroupModel[], layout: GroupsLayout, { words, onSelect, onFocus, onSeekTime, untilUs }: Chosen): Hit[] {
  let row = 0;
  return models.flatMap((model, at): Hit[] => {
    const box = layout.groups[at];
    const head: Hit = {
      key: `group ${model.group}`,
      name: model.name,
      row: row++,
      column: 0,
      ...target(6, box.y, model.folded === null ? Math.min(240, layout.width - 12) : layout.width - 12, 28),
      pressed: model.selected,
      onPress: () => onSelect(model.selected ? null : { kind: 'group', group: model.group }),
    };
    if (model.folded !== null) return [head];
    const choose = (tp: string) => {
      onFocus(tp);
      onSelect({ kind: 'partition', tp });
    };
    const columns = box.fine ? topicHits(model, box, row, words, choose) : columnHits(model, box, layout, row, words, choose);
    row++;
    const members = model.members.map(
      (member, i): Hit => ({
        key: `member ${model.group} ${member.key}`,
        name: member.name,
        row: row++,
        column: 0,
        ...target(6, box.rows[i].y, (layout.narrow ? layout.width : box.left) - 12, layout.narrow ? 24 : box.rows[i].height),
        pressed: member.selected,
        onPress: () => onSelect({ kind: 'consumer', node: member.node }),
      }),
    );
    const [from, to] = layout.scaleX.range();
    const strip: Hit = {
      key: `strip ${model.group}`,
      name: words('groups.name.strip', { group: model.group, count: model.pauses.length }),
      row: row++,
      column: 0,
      ...target(from, box.strip.axisY, to - from, box.strip.bottom - box.strip.axisY),
      onPress: (where) => where && onSeekTime(Math.round(Math.max(0, Math.min(untilUs, layout.scaleX.invert(from + where.x))))),
    };
    return model.flight
      ? [head, ...columns, ...members, ...flightHits(model, box, layout.width, row++, { words, onFocus, onSelect })]
      : [head, ...columns, ...members, strip];
  });
}

type Choose = (tp: string) => void;

function columnHits(model: GroupModel, box: GroupBox, layout: GroupsLayout, row: number, words: Chosen['words'], choose: Choose): Hit[] {
  return model.columns.map(({ tp, lag, owned, selected }, i) => ({
    key: `column ${model.group} ${tp}`,
    name: words(owned ? 'groups.name.partition' : 'groups.name.orphan', { tp, lag }),
    row,
    column: box.left + i * box.cellPx,
    ...target(box.left + i * box.cellPx, box.columnsY + 18, Math.min(box.cellPx, layout.width - box.left - i * box.cellPx), 24),
    pressed: selected,
    onPress: () => choose(tp),
  }));
}

/** Columns too narrow to be pressed: a topic is one target, and a pointer chooses the partition under it. */
function topicHits(model: GroupModel, box: GroupBox, row: number, words: Chosen['words'], choose: Choose): Hit[] {
  return topicRuns(model).map(({ topic, from, count }) => {
    const x = box.left + from * box.cellPx;
    const ours = model.columns.slice(from, from + count);
    const lag = ours.reduce((sum, { lagRecords }) => sum + (lagRecords ?? 0), 0);
    const at = target(x, box.columnsY + 18, count * box.cellPx, 24);
    return {
      key: `topic ${model.group} ${topic} ${from}`,
      name: words('groups.name.topic', { topic, count, lag, orphans: ours.filter(({ owned }) => !owned).length }),
      row,
      column: x,
      ...at,
      onPress: (where) => choose(ours[Math.max(0, Math.min(count - 1, where === null ? 0 : Math.floor((at.x + where.x - x) / box.cellPx)))].tp),
    };
  });
}

function flightHits(
  model: GroupModel,
  box: GroupsLayout['groups'][number],
  width: number,
  row: number,
  { words, onFocus, onSelect }: Pick<Chosen, 'words' | 'onFocus' | 'onSelect'>,
): Hit[] {
  return (model.flight ?? []).slice(0, box.strip.rows.length).map(({ tp, summary }, i) => ({
    key: `flight ${model.group} ${tp}`,
    name: words('groups.flight.name', { tp, summary }),
    row: row + i,
    column: 0,
    ...target(6, box.strip.axisY + i * FLIGHT_ROW, width - 12, 20),
    onPress: () => {
      onFocus(tp);
      onSelect({ kind: 'partition', tp });
    },
  }));
}

interface TableProps {
  readonly models: readonly GroupModel[];
  readonly layout: GroupsLayout;
  readonly words: ViewProps['words'];
}

function GroupsTable({ models, layout, words }: TableProps) {
  const folded = models.filter((model) => model.folded !== null);
  return (
    <>
      {models.map((model, i) =>
        model.folded === null ? <GroupTable key={model.group} model={model} strips={layout.groups[i].strip.rows} words={words} /> : null,
      )}
      {folded.length > 0 && <FoldedTable models={folded} words={words} />}
    </>
  );
}

function FoldedTable({ models, words }: Pick<TableProps, 'models' | 'words'>) {
  const t = (key: string) => words(`groups.table.heading.${key}`);
  const rows = models.map(({ group, state, detail, fact, folded }) => ({
    key: group,
    head: group,
    cells: [[{ text: `${state} · ${detail}`, fact }], [{ text: folded?.text ?? '', fact: folded?.fact ?? null }]],
  }));
  return <FactTable caption={words('groups.table.others')} columns={[t('group'), t('state'), words('groups.lag')]} rows={rows} />;
}

function GroupTable({ model, strips, words }: { readonly model: GroupModel; readonly strips: readonly string[]; readonly words: ViewProps['words'] }) {
  const t = (key: string) => words(`groups.table.heading.${key}`);
  const span = ({ fromUs, toUs }: { readonly fromUs: number; readonly toUs: number | undefined }) =>
    `${momentText(fromUs)} – ${toUs === undefined ? '' : momentText(toUs)}`;
  const rows: FactRow[] = [
    ...model.members.map((member) => ({
      key: member.key,
      head: member.node,
      cells: [
        [
          { text: [member.state, ...member.notes].join(' · '), fact: member.fact },
          ...(member.late && member.clock !== null ? [{ text: member.clock.text, fact: member.clock.fact }] : []),
        ],
        ...member.cells.map((cell) => [{ text: cell.holds === 'none' ? '–' : words(`groups.holds.${cell.holds}`), fact: cell.fact }]),
      ],
    })),
    {
      key: 'lag',
      head: words('groups.lag'),
      cells: [[], ...model.columns.map((column) => [{ text: column.owned ? column.lag : `${column.lag} · ${words('groups.orphan')}`, fact: column.fact }])],
    },
  ];
  return (
    <>
      <FactTable
        caption={words('groups.table.group', { group: model.group })}
        columns={[t('name'), t('state')]}
        rows={[{ key: 'group', head: model.group, cells: [[{ text: `${model.state} · ${model.detail}`, fact: model.fact }]] }]}
      />
      <FactTable
        caption={words('groups.table.members', { group: model.group })}
        columns={[t('member'), t('state'), ...model.columns.map(({ tp }) => tp)]}
        rows={rows}
      />
      {model.flight && (
        <FactTable
          caption={words('groups.flight.table', { group: model.group })}
          columns={[words('groups.flight.offset'), t('state'), words('groups.flight.deliveries'), t('member')]}
          rows={model.flight.flatMap(({ tp, cells }) =>
            cells.map(({ offset, state, deliveryCount, node, fact }) => ({
              key: `${tp}@${offset}`,
              head: `${tp}@${offset}`,
              cells: [[{ text: words(`groups.flight.states.${state}`), fact }], [{ text: `${deliveryCount}`, fact }], [{ text: node ?? '–', fact }]],
            })),
          )}
        />
      )}
      {model.rebalances.length + model.pauses.length > 0 && (
        <FactTable
          caption={words('groups.table.times', { group: model.group })}
          columns={[t('what'), t('when')]}
          rows={[
            ...model.rebalances.map((one) => ({
              key: `${one.state}${one.fromUs}`,
              head: one.state,
              cells: [[{ text: span(one), fact: rebalanceFact(model.group, one) }]],
            })),
            ...model.pauses
              .filter(({ tp }) => strips.includes(tp))
              .map((one) => ({
                key: `${one.tp}${one.fromUs}`,
                head: `${one.tp}: ${words(`groups.why.${one.why}`)}`,
                cells: [[{ text: span(one), fact: pauseFact(model.group, one) }]],
              })),
          ]}
        />
      )}
    </>
  );
}
