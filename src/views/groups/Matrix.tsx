/** A group's head with its phases, and its matrix: a row a member, a column a partition. */
import type { Words } from '../contract.ts';
import { runOf, shows } from '../marks/clock.ts';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import marks from '../marks/marks.module.css';
import { px } from '../marks/motion.ts';
import type { PatternIds } from '../marks/Patterns.tsx';
import { Halo, SelectionRing } from '../marks/RecordCell.tsx';
import { Ring } from '../marks/Ring.tsx';
import { fitFirst, fitMiddle, fitText, textWidth } from '../marks/text.ts';
import css from './groups.module.css';
import { type GroupBox, PHASE_ROW, topicRuns } from './layout.ts';
import type { Cell, GroupModel, MemberRow } from './model.ts';

interface Props {
  readonly model: GroupModel;
  readonly box: GroupBox;
  readonly width: number;
  readonly narrow: boolean;
  /** The time at which to draw the rings. */
  readonly nowUs: number;
  readonly ids: PatternIds;
  readonly words: Words;
}

export function Matrix(props: Props) {
  const { model, box } = props;
  if (model.folded !== null) return <Folded {...props} />;
  return (
    <g className={model.lit ? undefined : marks.dim}>
      <Head {...props} />
      <Columns {...props} />
      {model.members.length === 0 && (
        <text className={css.muted} x={box.left} y={box.columnsY + 70} fontSize="13">
          {props.words('groups.noMembers')}
        </text>
      )}
      {model.members.map((member, i) => (
        <Member key={member.key} member={member} row={box.rows[i]} {...props} />
      ))}
      <Lags {...props} />
    </g>
  );
}

/** One of many groups, closed: its name, its state, how many members and how much lag. */
function Folded({ model, box, width, narrow }: Props) {
  const name = fitText(model.group, narrow ? width * 0.35 : 150, 14, true);
  const stateX = 40 + textWidth(name, 14, true);
  const text = fitText(model.folded?.text ?? '', width - stateX - textWidth(model.state, 12) - 40, 12);
  const wide = textWidth(name, 14, true) + 34;
  return (
    <g className={model.lit ? undefined : marks.dim}>
      {model.halo && <Halo x={4} y={box.y + 3} width={wide} height={24} />}
      <g data-fact={model.fact}>
        <Shape className={css.glyph} shape={model.shape} x={17} y={box.y + 15} size={12} />
        <text className={css.member} x="32" y={box.y + 20} fontSize="14">
          {name}
        </text>
        <text className={model.state === 'Stable' ? css.muted : css.plight} x={narrow ? stateX : 200} y={box.y + 20} fontSize="12">
          {model.state}
        </text>
      </g>
      <g data-fact={model.folded?.fact}>
        <text className={css.muted} x={width - 12} y={box.y + 20} fontSize="12" textAnchor="end">
          {text}
        </text>
      </g>
      <path className={css.line} d={`M8 ${box.y + 30}H${width - 8}`} />
    </g>
  );
}

function Head({ model, box, width, narrow }: Props) {
  const { y } = box;
  const name = fitText(model.group, narrow ? width - 40 : 360, 16, true);
  return (
    <g data-fact={model.fact}>
      {model.halo && <Halo x={4} y={y + 2} width={Math.min(width - 8, textWidth(name, 16, true) + 34)} height={24} />}
      {model.selected && <SelectionRing x={4} y={y + 2} width={Math.min(width - 8, textWidth(name, 16, true) + 34)} height={24} />}
      <Shape className={css.glyph} shape={model.shape} x={17} y={y + 14} size={14} />
      <text className={css.title} x="32" y={y + 19} fontSize="16">
        {name}
      </text>
      <Phases model={model} box={box} width={width} y={y + 43} />
      {!narrow && (
        <text className={css.muted} x={width - 12} y={y + 18} fontSize="13" textAnchor="end">
          {model.detail}
        </text>
      )}
    </g>
  );
}

/** The way round: where it is now is solid. */
function Phases({ model, box, width, y }: { readonly model: GroupModel; readonly box: GroupBox; readonly width: number; readonly y: number }) {
  const last = box.phases.at(-1);
  const after = last === undefined ? 12 : last.x + last.width + 14;
  return (
    <g>
      {box.phases.map(({ phase, x, width, row }, i) => {
        const now = phase === model.state;
        const middle = y + PHASE_ROW * row;
        return (
          <g key={phase}>
            {i > 0 && <path className={css.arrow} d={`M${x - 15} ${middle}h11m-4 -3.5l4 3.5l-4 3.5`} />}
            <rect className={now ? (phase === 'Stable' ? css.phaseNow : css.phaseBusy) : css.phase} x={x} y={middle - 11} width={width} height="22" rx="11" />
            <text className={now ? css.phaseNowText : css.muted} x={x + width / 2} y={middle + 4} fontSize="12" textAnchor="middle">
              {phase}
            </text>
          </g>
        );
      })}
      {model.gathered !== '' && (
        <text className={css.plight} x={after} y={y + PHASE_ROW * (last?.row ?? 0) + 4} fontSize="12">
          {fitFirst([model.gathered, ''], width - after - 8, 12)}
        </text>
      )}
    </g>
  );
}

function Columns({ model, box }: Props) {
  return (
    <g>
      {topicRuns(model).map(({ topic, from, count }) => {
        const x = box.left + from * box.cellPx;
        const room = Math.max(0, count * box.cellPx - 6);
        return (
          <g key={`${topic}${from}`}>
            {room > 20 && (
              <text className={css.topic} x={x + 2} y={box.columnsY + 13} fontSize="12">
                {fitText(topic, room, 12, true)}
              </text>
            )}
            <path className={css.rule} d={`M${x + 1} ${box.columnsY + 19}h${room}`} />
          </g>
        );
      })}
      {model.columns.map((column, i) => {
        const middle = box.left + (i + 0.5) * box.cellPx;
        return (
          <g key={column.tp} data-fact={column.fact}>
            {column.selected && <SelectionRing x={middle - 11} y={box.columnsY + 22} width={22} height={16} />}
            {(!box.fine || (Number(column.partition) % box.numberEvery === 0 && middle + 10 < box.left + model.columns.length * box.cellPx)) && (
              <text className={column.owned ? css.partition : css.orphan} x={middle} y={box.columnsY + 35} fontSize="13" textAnchor="middle">
                {column.partition}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

function Member({ member, row, model, box, width, narrow, nowUs, ids }: Props & { readonly member: MemberRow; readonly row: GroupBox['rows'][number] }) {
  // Notes that have no room are left out whole; the button says all of them.
  const told = member.notes.map((_, n) => [member.state, ...member.notes.slice(0, member.notes.length - n)].join(' · '));
  const clock = member.clock !== null && shows(member.clock, nowUs) ? member.clock : null;
  const ring = clock === null ? 0 : 26;
  const nameRoom = (narrow ? Math.min(180, width * 0.5) : box.left - 22) - ring;
  const name = fitMiddle(member.node, nameRoom, 14, 3);
  const stateX = narrow ? 30 + textWidth(name, 14, true) + ring : 12;
  const right = box.left + model.columns.length * box.cellPx;
  return (
    <g>
      <path className={css.line} d={`M${narrow ? box.left : 8} ${row.y}H${Math.max(right, box.left + 20)}`} />
      <g data-fact={member.fact}>
        {member.halo && <Halo x={8} y={row.y + 5} width={textWidth(name, 14, true) + 8} height={narrow ? 15 : 18} />}
        {member.selected && <SelectionRing x={8} y={row.y + 5} width={textWidth(name, 14, true) + 8} height={narrow ? 15 : 18} />}
        <text className={css.member} x="12" y={row.y + (narrow ? 17 : 19)} fontSize="14">
          {name}
        </text>
        <text className={member.well ? css.muted : css.plight} x={stateX} y={row.y + (narrow ? 17 : 36)} fontSize="12">
          {fitFirst([...told, member.state], narrow ? width - stateX - 8 : box.left - 20, 12)}
        </text>
      </g>
      {clock !== null && (
        <g data-fact={clock.fact}>
          <Ring x={28 + textWidth(name, 14, true)} y={row.y + (narrow ? 12 : 14)} glyph="heart" run={runOf(clock, nowUs)} />
        </g>
      )}
      {member.cells.map((cell, i) => (
        <Holding
          key={cell.tp}
          cell={cell}
          x={box.left + i * box.cellPx}
          y={row.cellY}
          size={box.cellPx}
          well={member.well}
          shape={model.shape}
          ids={ids}
          fine={box.fine}
        />
      ))}
    </g>
  );
}

interface HoldingProps {
  readonly cell: Cell;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly well: boolean;
  readonly shape: string;
  readonly ids: PatternIds;
  readonly fine: boolean;
}

/** Solid: reads it. Hatched: gives it up. Dashed outline: is to get it. */
function Holding(props: HoldingProps) {
  const { cell, x, y, size, well, shape, ids } = props;
  if (props.fine) return <Stroke {...props} />;
  const middle = x + size / 2;
  if (cell.holds === 'none') return <circle className={css.none} cx={middle} cy={y + 15} r="1.5" />;
  return (
    <g data-fact={cell.fact ?? undefined}>
      <rect className={css[well || cell.holds !== 'owns' ? cell.holds : 'stranded']} x={x + 2} y={y} width={size - 4} height="30" rx="6" />
      {cell.holds === 'revoking' && <rect x={x + 2} y={y} width={size - 4} height="30" rx="6" fill={`url(#${ids.work})`} opacity="0.35" />}
      <Shape className={cell.holds === 'pending' ? css.pendingGlyph : css.glyph} shape={shape} x={middle} y={y + 15} size={12} />
    </g>
  );
}

/** One partition of many: a stroke of the member's ribbon. What it gives up is hatched by height, what it is to get stands half high. */
function Stroke({ cell, x, y, size, well }: HoldingProps) {
  if (cell.holds === 'none') return null;
  const gap = size > 5 ? 1 : 0;
  const half = cell.holds === 'pending';
  return (
    <rect
      className={css[`fine-${well || cell.holds !== 'owns' ? cell.holds : 'stranded'}`]}
      x={px(x)}
      y={half ? y + 15 : y}
      width={px(size - gap)}
      height={half ? 15 : 30}
      data-fact={cell.fact ?? undefined}
    />
  );
}

/** Lag of many partitions: bars on one scale; a sign where nobody reads. */
function LagBars({ model, box }: Props) {
  const most = Math.max(1, ...model.columns.map(({ lagRecords }) => lagRecords ?? 0));
  return model.columns.map(({ tp, lagRecords, owned }, i) => {
    const height = lagRecords === null || lagRecords === 0 ? 0 : Math.max(2, (18 * lagRecords) / most);
    const x = px(box.left + i * box.cellPx);
    const width = px(Math.max(0.5, box.cellPx - 1));
    return (
      <g key={tp}>
        <rect className={css.lagBar} x={x} y={px(box.lagTextY + 5 - height)} width={width} height={px(height)} />
        {owned ? null : <rect className={css.orphanBar} x={x} y={box.lagTextY + 6} width={width} height="2" />}
      </g>
    );
  });
}

function Lags(props: Props) {
  const { model, box, narrow, words } = props;
  if (model.columns.length === 0) return null;
  return (
    <g>
      <path className={css.line} d={`M${narrow ? box.left : 8} ${box.lagY}H${box.left + model.columns.length * box.cellPx}`} />
      <text className={css.muted} x="12" y={box.lagY + 17} fontSize="12">
        {words('groups.lag')}
      </text>
      {box.fine ? <LagBars {...props} /> : <LagNumbers {...props} />}
    </g>
  );
}

/** A column with room for a number and a sign. */
const BESIDE = 44;

function LagNumbers({ model, box }: Props) {
  return (
    <g>
      {model.columns.map((column, i) => (
        <text key={column.tp} className={css.lag} x={box.left + (i + 0.5) * box.cellPx} y={box.lagTextY} fontSize="12" textAnchor="middle">
          {fitText(column.lag, box.cellPx - 4, 12)}
        </text>
      ))}
      {model.columns.map(({ owned, tp, partition }, i) => {
        // Beside its number; in a narrow column there is no room but under it.
        const beside = box.cellPx >= BESIDE;
        const x = box.left + (i + 0.5) * box.cellPx - (beside ? textWidth(partition, 13, true) / 2 + 9 : 0);
        return owned ? null : <Shape key={tp} className={css.warn} shape={GLYPHS.warn} x={px(x)} y={box.columnsY + (beside ? 31 : 52)} size={11} />;
      })}
    </g>
  );
}
