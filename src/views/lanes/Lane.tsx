/** One replica's log: a channel in which committed records stand in water, under the replica's own high watermark. */
import type { Words } from '../contract.ts';
import { Shape, GLYPHS } from '../marks/glyphs.tsx';
import { between, px } from '../marks/motion.ts';
import type { PatternIds } from '../marks/Patterns.tsx';
import { Halo } from '../marks/RecordCell.tsx';
import { HighWatermarkFlag, Water } from '../marks/Waterline.tsx';
import { Cells } from './Cells.tsx';
import { LaneHeader } from './LaneHeader.tsx';
import css from './lanes.module.css';
import { CELL, type LaneBox, type LanesLayout, rightOf, xOf } from './layout.ts';
import type { LaneModel } from './model.ts';
import { Tray } from './Tray.tsx';
import { CHIP_CELLS, PITCH } from './window.ts';

export interface LaneProps {
  readonly lane: LaneModel;
  readonly box: LaneBox;
  readonly layout: LanesLayout;
  readonly phase: number;
  readonly ids: PatternIds;
  readonly words: Words;
  readonly selectedOffset: number | null;
}

const CHANNEL_PAD = 6;

export function Lane(props: LaneProps) {
  const { lane, box, layout, ids } = props;
  const x = 2;
  const width = layout.width - 4;
  return (
    <g className={lane.lit ? undefined : css.dim} data-fact={lane.facts.state}>
      <rect className={`${css.lane} ${css[lane.state] ?? ''}`} x={x} y={box.y} width={width} height={box.height} rx="8" />
      {lane.state === 'leader' && <rect className={css.leaderBar} x={x} y={box.y} width="5" height={box.height} rx="2" />}
      {lane.state === 'electing' && <path className={css.electingBar} d={`M${x + 2} ${px(box.y + 2)}v${box.height - 4}M${x + 7} ${px(box.y + 2)}v${box.height - 4}`} />}
      {lane.state === 'believes' && <path className={css.believesBar} d={`M${x + 2.5} ${px(box.y + 3)}v${box.height - 6}`} />}
      {lane.state === 'offline' && <rect className={css.hatch} x={x} y={box.y} width={width} height={box.height} rx="8" fill={`url(#${ids.offline})`} />}
      <Channel {...props} />
      <LaneHeader {...props} />
      {lane.halo && <Halo x={x + 3} y={box.y + 3} width={width - 6} height={box.height - 6} radius={9} />}
      {lane.selected && <rect className={css.laneSelected} x={x} y={box.y} width={width} height={box.height} rx="8" />}
      {box.trayY !== null && <Tray {...props} />}
    </g>
  );
}

/** x where a next-offset line stands, kept inside the cells' stretch; null when it is folded away on the left. */
function lineX(layout: LanesLayout, offset: number): number | null {
  if (offset < layout.window.start) return null;
  return Math.min(xOf(layout, offset), xOf(layout, layout.window.end) + (layout.window.foldedAfter ? CHIP_CELLS * PITCH : 0));
}

function Channel(props: LaneProps) {
  const { lane, box, layout, phase, ids } = props;
  const { window } = layout;
  const left = window.foldedBefore ? window.leftX - CHIP_CELLS * PITCH : window.leftX;
  const right = rightOf(layout) - 8;
  const y = box.cellsY - CHANNEL_PAD;
  const height = CELL.height + 2 * CHANNEL_PAD;
  const highWatermark = between(lane.from?.highWatermark, lane.highWatermark, phase);
  const logEndOffset = between(lane.from?.logEndOffset, lane.logEndOffset, phase);
  const hwX = lineX(layout, highWatermark);
  const leoX = lineX(layout, logEndOffset);
  const waterLeft = Math.max(left, lane.logStart > window.start ? xOf(layout, lane.logStart) : left) - 3;
  return (
    <g>
      <rect className={css.channel} x={px(left - 4)} y={y} width={px(right - left + 4)} height={height} rx="5" />
      <Slots layout={layout} from={lane.logEndOffset} y={y} height={height} right={right} />
      {lane.live && hwX !== null && <Water x1={waterLeft} x2={hwX} y={y} height={height} paint={`url(#${ids.water})`} />}
      {hwX !== null && leoX !== null && leoX > hwX && <rect x={hwX} y={y} width={px(leoX - hwX)} height={height} fill={`url(#${ids.uncommitted})`} opacity={lane.live ? 0.8 : 0.4} />}
      <Cells {...props} />
      {lane.live && <Boundaries {...props} hwX={hwX} leoX={leoX} />}
    </g>
  );
}

/** Empty places for the records to come. */
function Slots({ layout, from, y, height, right }: { readonly layout: LanesLayout; readonly from: number; readonly y: number; readonly height: number; readonly right: number }) {
  const ticks: string[] = [];
  for (let offset = Math.max(from + 1, layout.window.start + 1); offset <= layout.window.end; offset++) {
    const x = xOf(layout, offset);
    if (x < right - 4) ticks.push(`M${x} ${px(y + height / 2 - 3)}v6`);
  }
  return ticks.length > 0 ? <path className={css.slots} d={ticks.join('')} /> : null;
}

function Boundaries({ lane, box, layout, words, hwX, leoX }: LaneProps & { readonly hwX: number | null; readonly leoX: number | null }) {
  const top = box.cellsY - CHANNEL_PAD;
  const bottom = box.cellsY + CELL.height + CHANNEL_PAD;
  const flagTop = layout.narrow ? box.cellsY - 26 : box.y - 8;
  const flag = words('lanes.hw', { offset: lane.highWatermark });
  const end = words('lanes.leo', { offset: lane.logEndOffset });
  const same = lane.highWatermark === lane.logEndOffset && lane.state === 'leader';
  return (
    <g>
      <g data-fact={lane.facts.highWatermark}>
        {hwX === null ? <FoldedLine x={layout.window.leftX} y={flagTop} text={flag} /> : <HighWatermarkFlag x={hwX} top={flagTop} bottom={bottom} text={flag} right={rightOf(layout)} />}
        {lane.haloHighWatermark && hwX !== null && <Halo x={hwX - 2} y={top} width={4} height={bottom - top} />}
      </g>
      {leoX !== null && (
        <g data-fact={lane.facts.logEndOffset}>
          <line className={css.leo} x1={leoX} x2={leoX} y1={px(top - 3)} y2={px(bottom + 3)} />
          <text x={px(leoX + 7)} y={px(box.cellsY + (same ? 14 : 20))} fontSize="12">
            {end}
          </text>
          {same && (
            <text className={css.muted} x={px(leoX + 7)} y={px(box.cellsY + 28)} fontSize="12">
              {words('lanes.equalsHw')}
            </text>
          )}
        </g>
      )}
      {leoX === null && (
        <g data-fact={lane.facts.logEndOffset}>
          <FoldedLine x={layout.window.leftX} y={box.cellsY + 6} text={end} />
        </g>
      )}
      {lane.facts.logStart && lane.logStart >= layout.window.start && (
        <g data-fact={lane.facts.logStart}>
          <path className={css.logStart} d={`M${px(xOf(layout, lane.logStart) + 4)} ${px(top - 2)}h-5v${bottom - top + 4}h5`} />
          <text className={css.muted} x={px(xOf(layout, lane.logStart) - 6)} y={px(box.cellsY + 20)} fontSize="12" textAnchor="end">
            {words('lanes.logStart', { offset: lane.logStart })}
          </text>
        </g>
      )}
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
      <rect className={css.rulerBack} x={px((from + to) / 2 - text.length * 3.6)} y={px(y - 8)} width={px(text.length * 7.2)} height="16" />
      <text className={css.rulerText} x={px((from + to) / 2)} y={px(y + 4)} fontSize="12" textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

export const WarnMark = ({ x, y }: { readonly x: number; readonly y: number }) => <Shape className={css.warnMark} shape={GLYPHS.warn} x={x} y={y} size={14} />;
