/** What goals ask for, drawn as ghosts over the lanes: chips, boundaries, a leader's bar. Each says in words what it is. */
import { memo } from 'react';
import type { Ghost } from '../marks/ghost.ts';
import { px } from '../marks/motion.ts';
import { fitText, textWidth } from '../marks/text.ts';
import { GHOST, type GhostLine, type GhostsAt, ghostRows, ghostWidth, type LanesGhosts } from './ghosts.ts';
import css from './lanes.module.css';
import { BAR, CELL, GHOST_LEFT, type GutterBox, type LaneBox, type LanesLayout, rightOf, xOf } from './layout.ts';

interface Props {
  readonly ghosts: LanesGhosts;
  readonly layout: LanesLayout;
}

/** Above the lanes, so that a ghost is seen where its lane is dimmed. */
export const Ghosts = memo(function Ghosts({ ghosts, layout }: Props) {
  return (
    <>
      {layout.lanes.map((box) => (
        <OfLane key={box.broker} at={ghosts.lanes.get(box.broker)} tray={ghosts.trays.get(box.broker)} box={box} layout={layout} />
      ))}
      {layout.gutters.map((box) => (
        <OfGroup key={box.group} at={ghosts.groups.get(box.group)} box={box} layout={layout} />
      ))}
    </>
  );
});

interface LaneProps {
  readonly at: GhostsAt | undefined;
  readonly tray: readonly Ghost[] | undefined;
  readonly box: LaneBox;
  readonly layout: LanesLayout;
}

function OfLane({ at, tray, box, layout }: LaneProps) {
  const leads = at?.chips.some(({ wish }) => wish.kind === 'leader' && wish.yes);
  return (
    <>
      {leads && <path className={css.ghostLine} d={`M3.5 ${px(box.y + 3)}v${box.height - 6}M8.5 ${px(box.y + 3)}v${box.height - 6}`} />}
      {at !== undefined && box.ghostsY !== null && <Rows at={at} y={box.ghostsY} from={box.cellsY - 7} to={box.cellsY + CELL.height + 7} layout={layout} />}
      {tray !== undefined && box.trayY !== null && <Chips chips={tray} x={24} y={box.trayY + box.trayHeight - 12 - GHOST.row} width={layout.width - 48} />}
    </>
  );
}

function OfGroup({ at, box, layout }: { readonly at: GhostsAt | undefined; readonly box: GutterBox; readonly layout: LanesLayout }) {
  if (at === undefined || box.ghostsY === null) return null;
  return <Rows at={at} y={box.ghostsY} from={box.barY - 5} to={box.barY + BAR + 5} layout={layout} />;
}

/** Under a lane or a group: what stands at an offset, then what is true of the whole. */
function Rows({ at, y, from, to, layout }: Omit<LinesProps, 'lines'> & { readonly at: GhostsAt }) {
  return (
    <>
      <Lines lines={at.lines} y={y} from={from} to={to} layout={layout} />
      <Chips chips={at.chips} x={GHOST_LEFT} y={y + at.lines.length * GHOST.row} width={layout.width - 2 * GHOST_LEFT} />
    </>
  );
}

interface LinesProps {
  readonly lines: readonly GhostLine[];
  /** Top of the row of the first label. */
  readonly y: number;
  /** Where the boundary begins, and how far it must reach. */
  readonly from: number;
  readonly to: number;
  readonly layout: LanesLayout;
}

/** Boundaries with their words at the foot, cut short where they would cross the words of the log's end. */
function Lines({ lines, y, from, to, layout }: LinesProps) {
  const { start, end } = layout.window;
  return lines.map(({ offset, logEnd, text, fact }, row) => {
    const top = y + row * GHOST.row;
    if (offset < start || offset > end) return <Beyond key={fact} text={text} fact={fact} later={offset > end} y={top} layout={layout} />;
    const x = xOf(layout, offset);
    const crosses = logEnd !== null && offset > logEnd && x < xOf(layout, logEnd) + textWidth(`LEO ${logEnd}`, GHOST.text) + 14;
    const head = crosses ? to - 5 : from;
    const width = ghostWidth(text);
    const left = Math.max(4, x + width > rightOf(layout) - 4 ? x - width + 2 : x - 2);
    return (
      <g key={fact} data-fact={fact}>
        <path className={css.ghostLine} d={`M${px(x - 2)} ${px(head)}V${px(Math.max(to, top))}M${px(x + 2)} ${px(head)}V${px(Math.max(to, top))}`} />
        <Box x={left} y={top} text={text} />
      </g>
    );
  });
}

interface BeyondProps extends Pick<Ghost, 'text' | 'fact'> {
  readonly later: boolean;
  readonly y: number;
  readonly layout: LanesLayout;
}

/** Outside the window a boundary has no place: its words stand at that end of the lane, with an arrow to where it lies. */
function Beyond({ text, fact, later, y, layout }: BeyondProps) {
  const towards = later ? 1 : -1;
  const edge = later ? rightOf(layout) - 16 : layout.window.leftX + 12;
  return (
    <g data-fact={fact}>
      <Box x={later ? edge - 8 - ghostWidth(text) : edge + 8} y={y} text={text} />
      <path className={css.ghostArrow} d={`M${px(edge)} ${px(y + GHOST.height / 2 - 5)}l${towards * 5} 5l${towards * -5} 5`} />
    </g>
  );
}

function Chips({ chips, x, y, width }: { readonly chips: readonly Ghost[]; readonly x: number; readonly y: number; readonly width: number }) {
  return ghostRows(chips, width).map((row, at) =>
    row.map(({ ghost: { text, fact }, x: dx }) => (
      <g key={fact} data-fact={fact}>
        <Box x={x + dx} y={y + at * GHOST.row} text={fitText(text, width - 2 * GHOST.pad, GHOST.text)} />
      </g>
    )),
  );
}

/** The outline of a ghost: dashed twice. */
function Box({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  const width = ghostWidth(text);
  return (
    <g>
      <rect className={css.ghostBox} x={px(x)} y={px(y)} width={width} height={GHOST.height} rx="5" />
      <rect className={css.ghostBox} x={px(x + 2.5)} y={px(y + 2.5)} width={width - 5} height={GHOST.height - 5} rx="3" />
      <text className={css.ghostText} x={px(x + width / 2)} y={px(y + GHOST.height / 2 + 4.5)} fontSize={GHOST.text} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}
