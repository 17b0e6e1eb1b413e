/** The lane's words: who it is, what it does, and what is wrong with it. Left of the cells, or above them on a phone. */
import type { Clock } from '../marks/clock.ts';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import { px } from '../marks/motion.ts';
import { fitText, textWidth } from '../marks/text.ts';
import { type LaneProps, Ruler } from './Lane.tsx';
import css from './lanes.module.css';
import { CELL } from './layout.ts';
import { cellsLeft } from './window.ts';

const LEFT = 16;

export function LaneHeader(props: LaneProps) {
  const { lane, box, layout, words } = props;
  const starred = lane.state === 'leader' || lane.state === 'electing';
  const x = LEFT + (starred ? 19 : 0);
  const title = words('broker', { broker: lane.broker });
  const titleEnd = x + textWidth(title, 14, true);
  const conditionEnd = titleEnd + conditionWidth(lane);
  return (
    <g>
      {starred && <Shape className={lane.state === 'leader' ? css.star : css.starHollow} shape={GLYPHS.star} x={LEFT + 6} y={box.y + 17} size={16} />}
      <text className={css.title} x={x} y={px(box.y + 22)} fontSize="14">
        {title}
      </text>
      {layout.narrow ? <NarrowWords {...props} x={conditionEnd + 10} /> : <WideWords {...props} />}
      {lane.condition && <ConditionMark lane={lane} x={titleEnd + 9} y={box.y + 22} />}
      {lane.behind > 0 && lane.live && lane.absent.length === 0 && (
        <Ruler layout={layout} lane={lane} y={box.cellsY + CELL.height + 15} text={words('lanes.behind', { count: lane.behind })} />
      )}
    </g>
  );
}

const RING = 24;

const sessionOf = ({ due }: LaneProps['lane']) => due.find(({ id }) => id === 'session');

/** A ring that closes around the process's trouble needs a little more room than the sign alone. */
function conditionWidth(lane: LaneProps['lane']): number {
  const { condition } = lane;
  const sign = sessionOf(lane) === undefined ? (condition?.glyph ? 17 : 0) : RING;
  if (condition === null) return sign === 0 ? 0 : 9 + sign;
  return 9 + sign + textWidth(condition.text, 12, true);
}

/** Where the clocks of a lane stand: the session's after the broker's name, that of the ISR in place of the sign for in sync. */
export function clockPlaces({ lane, box, layout, words }: LaneProps): Readonly<Record<Clock['id'], { readonly x: number; readonly y: number }>> {
  const starred = lane.state === 'leader' || lane.state === 'electing';
  const titleEnd = LEFT + (starred ? 19 : 0) + textWidth(words('broker', { broker: lane.broker }), 14, true);
  const role = layout.narrow
    ? { x: titleEnd + conditionWidth(lane) + 10, y: box.y + 22, room: layout.width - titleEnd - conditionWidth(lane) - 24 }
    : { x: LEFT, y: box.y + 41, room: roleRoom(layout) };
  const text = fitText(lane.role, role.room - 18, 13);
  return { session: { x: titleEnd + 9 + 8, y: box.y + 17 }, caughtUp: { x: role.x + textWidth(text, 13) + 16, y: role.y - 4.5 } };
}

const roleRoom = (layout: LaneProps['layout']): number => cellsLeft(layout.width) - 8 - LEFT - 6;

/** Paused, cut off, fenced: beside the name, because it is the process that is so. */
function ConditionMark({ lane, x, y }: { readonly lane: LaneProps['lane']; readonly x: number; readonly y: number }) {
  if (!lane.condition) return null;
  const { glyph, text } = lane.condition;
  const ringed = sessionOf(lane) !== undefined;
  const after = ringed ? RING : glyph ? 17 : 0;
  return (
    <g data-fact={lane.facts.condition}>
      {glyph && !ringed && <Shape className={css.conditionMark} shape={GLYPHS[glyph]} x={x + 6} y={y - 5} size={13} />}
      <text className={css.condition} x={px(x + after)} y={px(y)} fontSize="12">
        {text}
      </text>
    </g>
  );
}

function WideWords({ lane, box, layout }: LaneProps) {
  const room = roleRoom(layout);
  return (
    <>
      <Role lane={lane} x={LEFT} y={box.y + 41} room={room} />
      {lane.remark && (
        <text className={lane.remark.id === 'preferred' ? css.muted : css.remark} data-fact={lane.facts.remark} x={LEFT} y={px(box.y + 59)} fontSize="12">
          {fitText(lane.remark.text, room, 12, true)}
        </text>
      )}
    </>
  );
}

/** What a phone draws or says elsewhere in the lane: the ruler how far a follower is behind, the sign beside its name that it is paused or cut off. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(['behind', 'fetch-paused', 'preferred']);

/** On a phone the remark stands at the foot of the tank. */
function NarrowWords({ lane, box, layout, x }: LaneProps & { readonly x: number }) {
  const width = lane.remark ? textWidth(lane.remark.text, 12, true) : 0;
  const y = box.y + box.height - 9;
  const isSaid = lane.remark !== null && (SAID_ELSEWHERE.has(lane.remark.id) || (lane.remark.id === 'out-of-reach' && lane.condition?.id === 'cut'));
  return (
    <>
      <Role lane={lane} x={x} y={box.y + 22} room={layout.width - x - 14} />
      {lane.remark && isSaid && <g data-fact={lane.facts.remark} />}
      {lane.remark && !isSaid && (
        <g data-fact={lane.facts.remark}>
          <rect className={css.labelBack} x={layout.width - width - 18} y={px(y - 12)} width={width + 8} height="16" />
          <text className={css.remark} x={layout.width - 14} y={px(y)} fontSize="12" textAnchor="end">
            {lane.remark.text}
          </text>
        </g>
      )}
    </>
  );
}

function Role({ lane, x, y, room }: { readonly lane: LaneProps['lane']; readonly x: number; readonly y: number; readonly room: number }) {
  const clocked = lane.due.some(({ id }) => id === 'caughtUp');
  const mark = clocked ? null : lane.state === 'in-sync' ? GLYPHS.inSync : lane.state === 'out-of-isr' ? GLYPHS.warn : null;
  const text = fitText(lane.role, room - (mark || clocked ? 18 : 0), 13);
  return (
    <g>
      <text className={lane.state === 'out-of-isr' || lane.state === 'believes' ? css.warnText : css.muted} x={px(x)} y={px(y)} fontSize="13">
        {text}
      </text>
      {mark && <Shape className={lane.state === 'in-sync' ? css.syncMark : css.warnMark} shape={mark} x={x + textWidth(text, 13) + 11} y={y - 4.5} size={13} />}
    </g>
  );
}
