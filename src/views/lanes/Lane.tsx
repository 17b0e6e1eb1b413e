/** One replica's log: a channel in which committed records stand in water, under the replica's own high watermark. */
import { memo } from 'react';
import type { Words } from '../contract.ts';
import { runOf, shows } from '../marks/clock.ts';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import marks from '../marks/marks.module.css';
import { between, px } from '../marks/motion.ts';
import type { PatternIds } from '../marks/Patterns.tsx';
import { Halo } from '../marks/RecordCell.tsx';
import { Ring } from '../marks/Ring.tsx';
import { textWidth } from '../marks/text.ts';
import { FLAG_HEIGHT, flagBox, HighWatermarkFlag, Water } from '../marks/Waterline.tsx';
import { Cells } from './Cells.tsx';
import { clockPlaces, LaneHeader } from './LaneHeader.tsx';
import { LaneMessage } from './LaneMessage.tsx';
import css from './lanes.module.css';
import { CELL, FREEBOARD, type LaneBox, type LanesLayout, rightOf, xOf } from './layout.ts';
import type { LaneModel } from './model.ts';
import { Tray } from './Tray.tsx';
import { PITCH } from './window.ts';

export interface LaneProps {
  readonly lane: LaneModel;
  readonly box: LaneBox;
  readonly layout: LanesLayout;
  readonly phase: number;
  readonly ids: PatternIds;
  readonly words: Words;
  readonly selectedOffset: number | null;
}

/** The walls of the tank: right of the header, or under it on a phone. */
export function tankOf({ box, layout }: Pick<LaneProps, 'box' | 'layout'>) {
  const { window } = layout;
  const cells = window.foldedBefore ? window.leftX - window.chipCells * PITCH : window.leftX;
  const left = layout.narrow ? 2.5 : cells - 8;
  return { left, right: layout.width - 2, top: layout.narrow ? box.y + 30 : box.y, bottom: box.y + box.height, surface: box.cellsY - FREEBOARD };
}

/** While messages travel only they move: what stands still is drawn once. */
export function Lane({ nowUs, ...props }: LaneProps & { readonly nowUs: number }) {
  const { lane, box } = props;
  return (
    <g className={lane.lit ? undefined : marks.dim} data-fact={lane.facts.state}>
      <Log {...props} />
      <Clocks {...props} nowUs={nowUs} />
      <LaneMessage {...props} nowUs={nowUs} />
      {box.trayY !== null && <Fallen {...props} />}
    </g>
  );
}

/** Rings close while time passes, so they are drawn anew with it. The sign of a trouble stands within. */
function Clocks({ nowUs, ...props }: LaneProps & { readonly nowUs: number }) {
  const { lane } = props;
  const due = lane.clocks.filter((clock) => shows(clock, nowUs));
  if (due.length === 0) return null;
  const places = clockPlaces(props);
  return due.map((clock) => (
    <g key={clock.id} data-fact={clock.fact}>
      <Ring {...places[clock.id]} glyph={clock.id === 'caughtUp' ? 'dot' : (lane.condition?.glyph ?? 'heart')} run={runOf(clock, nowUs)} />
    </g>
  ));
}

const Fallen = memo(Tray);

const Log = memo(function Log(props: LaneProps) {
  const { lane, box, layout, ids } = props;
  const x = 2;
  const width = layout.width - 4;
  const tank = tankOf(props);
  return (
    <>
      <path className={css.headPanel} d={headPanel(props)} />
      <path className={css.tank} d={tankPath(props)} />
      <Channel {...props} />
      {lane.state === 'offline' && <rect className={css.hatch} x={x} y={box.y} width={width} height={box.height} rx="8" fill={`url(#${ids.offline})`} />}
      <rect className={`${css.lane} ${css[lane.state] ?? ''}`} x={x} y={box.y} width={width} height={box.height} rx="8" />
      {!layout.narrow && <path className={css.wall} d={`M${tank.left} ${px(tank.top)}V${px(tank.bottom)}`} />}
      {lane.state === 'leader' && <rect className={css.leaderBar} x={x} y={box.y} width="5" height={box.height} rx="2" />}
      {lane.state === 'electing' && (
        <path className={css.electingBar} d={`M${x + 2} ${px(box.y + 2)}v${box.height - 4}M${x + 7} ${px(box.y + 2)}v${box.height - 4}`} />
      )}
      {lane.state === 'believes' && <path className={css.believesBar} d={`M${x + 2.5} ${px(box.y + 3)}v${box.height - 6}`} />}
      {lane.halo && <Halo x={x + 3} y={box.y + 3} width={width - 6} height={box.height - 6} radius={9} />}
      {lane.selected && <rect className={css.laneSelected} x={x} y={box.y} width={width} height={box.height} rx="8" />}
      {lane.live && <Lines {...props} />}
      <LaneHeader {...props} />
    </>
  );
});

const ROUND = 8;

function headPanel({ box, layout }: LaneProps): string {
  const { left } = tankOf({ box, layout });
  const round = `a${ROUND} ${ROUND} 0 0 `;
  if (layout.narrow)
    return `M2 ${px(box.y + 30)}V${px(box.y + ROUND)}${round}1 ${ROUND} -${ROUND}H${layout.width - 2 - ROUND}${round}1 ${ROUND} ${ROUND}V${px(box.y + 30)}Z`;
  return `M${left} ${box.y}H${2 + ROUND}${round}0 -${ROUND} ${ROUND}V${px(box.y + box.height - ROUND)}${round}0 ${ROUND} ${ROUND}H${left}Z`;
}

function tankPath({ box, layout }: LaneProps): string {
  const { left, right, top, bottom } = tankOf({ box, layout });
  const round = `a${ROUND} ${ROUND} 0 0 `;
  const leftCorner = layout.narrow ? `H${px(left + ROUND)}${round}1 -${ROUND} -${ROUND}` : `H${left}`;
  const rightTop = layout.narrow ? `H${right}` : `H${right - ROUND}${round}1 ${ROUND} ${ROUND}`;
  return `M${left} ${px(top)}${rightTop}V${px(bottom - ROUND)}${round}1 -${ROUND} ${ROUND}${leftCorner}Z`;
}

/** x where a next-offset line stands, kept inside the cells' stretch; null when it is folded away on the left. */
function lineX(layout: LanesLayout, offset: number): number | null {
  if (offset < layout.window.start) return null;
  return Math.min(xOf(layout, offset), xOf(layout, layout.window.end) + (layout.window.foldedAfter ? layout.window.chipCells * PITCH : 0));
}

function linesOf({ lane, layout, phase }: LaneProps) {
  return {
    hwX: lineX(layout, between(lane.from?.highWatermark, lane.highWatermark, phase)),
    leoX: lineX(layout, between(lane.from?.logEndOffset, lane.logEndOffset, phase)),
  };
}

function Channel(props: LaneProps) {
  const { lane, box, layout, ids, words } = props;
  const tank = tankOf(props);
  const { hwX, leoX } = linesOf(props);
  const left = lane.logStart > layout.window.start ? xOf(layout, lane.logStart) : tank.left;
  const dry = hwX !== null && leoX !== null && leoX > hwX;
  return (
    <g>
      <Slots
        layout={layout}
        from={lane.logEndOffset + lane.absent.length}
        after={(leoX ?? layout.window.leftX) + textWidth(words('lanes.leo', { offset: lane.logEndOffset }), 12) + 16}
        y={box.cellsY + CELL.height / 2}
        right={tank.right}
      />
      {lane.live && hwX !== null && hwX > xOf(layout, lane.logStart) && (
        <Water x1={left} x2={hwX} y={tank.surface} bottom={tank.bottom} round={layout.narrow ? ROUND : 0} paint={`url(#${ids.water})`} />
      )}
      {dry && (
        <rect x={hwX} y={box.cellsY - 5} width={px(leoX - hwX)} height={CELL.height + 10} fill={`url(#${ids.uncommitted})`} opacity={lane.live ? 0.85 : 0.4} />
      )}
      <Cells {...props} />
    </g>
  );
}

interface SlotsProps {
  readonly layout: LanesLayout;
  readonly from: number;
  /** Where the log end's label ends. */
  readonly after: number;
  readonly y: number;
  readonly right: number;
}

/** Empty places for the records to come. */
function Slots({ layout, from, after, y, right }: SlotsProps) {
  const ticks: string[] = [];
  for (let offset = Math.max(from + 1, layout.window.start + 1); offset <= layout.window.end; offset++) {
    const x = xOf(layout, offset);
    if (x > after && x < right - 6) ticks.push(`M${x} ${px(y - 3)}v6`);
  }
  return ticks.length > 0 ? <path className={css.slots} d={ticks.join('')} /> : null;
}

/** The next-offset quantities of a replica that can tell them. */
function Lines(props: LaneProps) {
  const { lane, box, layout, words } = props;
  const { hwX, leoX } = linesOf(props);
  const tank = tankOf(props);
  const flag = words('lanes.hw', { offset: lane.highWatermark });
  const flagTop = layout.narrow ? box.y + 27 : box.y - 10;
  return (
    <g>
      <LogEnd {...props} x={leoX} alone={leoX !== hwX} />
      <g data-fact={lane.facts.highWatermark}>
        {hwX === null ? (
          <FoldedLine x={layout.window.leftX} y={box.cellsY - 20} text={flag} />
        ) : (
          <HighWatermarkFlag x={hwX} top={flagTop} bottom={tank.bottom} text={flag} right={rightOf(layout)} />
        )}
        {lane.haloHighWatermark && hwX !== null && <FlagHalo x={hwX} top={flagTop} text={flag} right={rightOf(layout)} />}
      </g>
      {lane.lastStable !== null && <LastStable {...props} offset={lane.lastStable} bottom={tank.bottom} />}
      {lane.facts.logStart && lane.logStart >= layout.window.start && <LogStart {...props} x={xOf(layout, lane.logStart)} />}
    </g>
  );
}

function LogEnd({ lane, box, layout, words, x, alone }: LaneProps & { readonly x: number | null; readonly alone: boolean }) {
  const text = words('lanes.leo', { offset: lane.logEndOffset });
  const same = lane.highWatermark === lane.logEndOffset && lane.state === 'leader';
  if (x === null) {
    return (
      <g data-fact={lane.facts.logEndOffset}>
        <FoldedLine x={layout.window.leftX} y={box.cellsY + 6} text={text} />
      </g>
    );
  }
  return (
    <g data-fact={lane.facts.logEndOffset}>
      {alone && <path className={css.leo} d={`M${x} ${px(box.cellsY - 9)}V${px(box.cellsY + CELL.height + 9)}`} />}
      {lane.absent.length > 0 ? (
        <LogEndBelow x={x} y={box.cellsY + CELL.height + 18} text={same ? `${text} ${words('lanes.equalsHw')}` : text} />
      ) : (
        <LogEndBeside same={same} x={x} y={box.cellsY} text={text} words={words} />
      )}
    </g>
  );
}

/** Records of another future stand where the label would. */
function LogEndBelow({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  return (
    <text x={px(x + 8)} y={px(y)} fontSize="12">
      {text}
    </text>
  );
}

interface LogEndProps extends Pick<LaneProps, 'words'> {
  readonly same: boolean;
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

function LogEndBeside({ same, x, y, text, words }: LogEndProps) {
  return (
    <>
      <text x={px(x + 8)} y={px(y + (same ? 14 : 21))} fontSize="12">
        {text}
      </text>
      {same && (
        <text className={css.muted} x={px(x + 8)} y={px(y + 29)} fontSize="12">
          {words('lanes.equalsHw')}
        </text>
      )}
    </>
  );
}

/** How much of the flag lies on its lane: not so much that it would hide offsets. */
const HANGS = 6;

/** Below it nothing is undecided: read_committed consumers stop here. Its flag hangs from the lane as the high watermark's stands on it. */
function LastStable({ lane, box, layout, words, offset, bottom }: LaneProps & { readonly offset: number; readonly bottom: number }) {
  const text = words('lanes.lastStable', { offset });
  const x = lineX(layout, offset);
  if (x === null)
    return (
      <g data-fact={lane.facts.lastStable}>
        <FoldedLine x={layout.window.leftX} y={box.cellsY + 32} text={text} />
      </g>
    );
  const flag = flagBox(x, text, rightOf(layout));
  return (
    <g data-fact={lane.facts.lastStable}>
      <path className={css.lastStable} d={`M${px(x)} ${px(box.cellsY - 9)}V${px(bottom)}`} />
      <rect className={css.lastStableFlag} x={px(flag.x)} y={px(bottom - HANGS)} width={flag.width} height={FLAG_HEIGHT} rx="2" />
      <text className={css.lastStableText} x={px(flag.x + flag.width / 2)} y={px(bottom - HANGS + 13)} fontSize="12" textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

function FlagHalo({ x, top, text, right }: { readonly x: number; readonly top: number; readonly text: string; readonly right: number }) {
  const flag = flagBox(x, text, right);
  return <Halo x={flag.x} y={top} width={flag.width} height={FLAG_HEIGHT} radius={5} />;
}

function LogStart({ lane, box, words, x }: LaneProps & { readonly x: number }) {
  return (
    <g data-fact={lane.facts.logStart}>
      <path className={css.logStart} d={`M${px(x + 5)} ${px(box.cellsY - 8)}h-5v${CELL.height + 16}h5`} />
      <text className={css.muted} x={px(x - 6)} y={px(box.cellsY + 20)} fontSize="12" textAnchor="end">
        {words('lanes.logStart', { offset: lane.logStart })}
      </text>
    </g>
  );
}

/** A boundary left of what is shown: its name, and an arrow towards it. */
function FoldedLine({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  return (
    <g>
      <path className={css.foldArrow} d={`M${px(x + 8)} ${px(y + 4)}l-5 5 5 5`} />
      <text x={px(x + 13)} y={px(y + 13)} fontSize="12" className={css.strong}>
        {text}
      </text>
    </g>
  );
}

/** Offsets that this replica has yet to copy, measured against the leader's log end. */
export function Ruler({ layout, lane, y, text }: { readonly layout: LanesLayout; readonly lane: LaneModel; readonly y: number; readonly text: string }) {
  const from = lineX(layout, lane.logEndOffset) ?? layout.window.leftX;
  const to = Math.min(xOf(layout, lane.logEndOffset + lane.behind), rightOf(layout) - 10);
  if (to - from < PITCH) return null;
  return (
    <g>
      <path className={css.ruler} d={`M${px(from)} ${px(y - 4)}v8M${px(from)} ${y}H${px(to)}M${px(to)} ${px(y - 4)}v8`} />
      <rect className={css.rulerBack} x={px((from + to - textWidth(text, 12, true)) / 2 - 4)} y={px(y - 8)} width={textWidth(text, 12, true) + 8} height="16" />
      <text className={css.rulerText} x={px((from + to) / 2)} y={px(y + 4)} fontSize="12" textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

export const WarnMark = ({ x, y }: { readonly x: number; readonly y: number }) => <Shape className={css.warnMark} shape={GLYPHS.warn} x={x} y={y} size={14} />;
