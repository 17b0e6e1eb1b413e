/** The lane's words: who it is, what it does, and what is wrong with it. Left of the cells, or above them on a phone. */
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
  const titleEnd = x + textWidth(title, 14, true) + 8;
  const room = layout.width - titleEnd - 12;
  const roleY = layout.narrow ? box.y + 21 : box.y + 39;
  return (
    <g>
      {starred && <Shape className={lane.state === 'leader' ? css.star : css.starHollow} shape={GLYPHS.star} x={LEFT + 6} y={box.y + 16} size={16} />}
      <text className={css.title} x={x} y={px(box.y + 21)} fontSize="14">
        {title}
      </text>
      {lane.preferred && !layout.narrow && <Preferred x={titleEnd} y={box.y + 21} text={words('lanes.preferred')} />}
      {layout.narrow ? (
        <NarrowRole {...props} x={titleEnd} y={roleY} room={room} />
      ) : (
        <>
          <Role lane={lane} x={LEFT} y={roleY} text={lane.role} />
          {lane.condition && <ConditionLine lane={lane} x={LEFT} y={box.y + 57} text={lane.condition.text} room={cellsLeft(layout.width) - LEFT - 10} />}
        </>
      )}
      {lane.behind > 0 && lane.live && <Ruler layout={layout} lane={lane} y={box.cellsY + CELL.height + 17} text={words('lanes.behind', { count: lane.behind })} />}
    </g>
  );
}

function Preferred({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  const width = textWidth(text, 12) + 10;
  return (
    <g>
      <rect className={css.preferred} x={px(x)} y={px(y - 13)} width={width} height="17" rx="3" />
      <text className={css.muted} x={px(x + 5)} y={px(y)} fontSize="12">
        {text}
      </text>
    </g>
  );
}

function Role({ lane, x, y, text }: { readonly lane: LaneProps['lane']; readonly x: number; readonly y: number; readonly text: string }) {
  const mark = lane.state === 'in-sync' ? GLYPHS.inSync : lane.state === 'out-of-isr' ? GLYPHS.warn : null;
  return (
    <g>
      <text className={lane.state === 'out-of-isr' ? css.warnText : css.muted} x={x} y={px(y)} fontSize="13">
        {text}
      </text>
      {mark && <Shape className={lane.state === 'in-sync' ? css.syncMark : css.warnMark} shape={mark} x={x + textWidth(text, 13) + 11} y={y - 4} size={13} />}
    </g>
  );
}

function ConditionLine({ lane, x, y, text, room }: { readonly lane: LaneProps['lane']; readonly x: number; readonly y: number; readonly text: string; readonly room: number }) {
  const glyph = lane.condition?.glyph ?? null;
  const dx = glyph ? 19 : 0;
  const lines = twoLines(text, room - dx);
  return (
    <g data-fact={lane.facts.condition}>
      {glyph && <Shape className={css.conditionMark} shape={GLYPHS[glyph]} x={x + 7} y={y - 4} size={14} />}
      {lines.map((line, i) => (
        <text key={line} className={css.condition} x={x + dx} y={px(y + i * 16)} fontSize="13">
          {line}
        </text>
      ))}
    </g>
  );
}

/** Breaks at a space; a second line that is still too long ends in an ellipsis (its button says it whole). */
function twoLines(text: string, room: number): string[] {
  if (textWidth(text, 13, true) <= room) return [text];
  const wordsOf = text.split(' ');
  let first = '';
  while (wordsOf.length > 0 && textWidth(`${first} ${wordsOf[0]}`, 13, true) <= room) first = `${first} ${wordsOf.shift()}`.trim();
  return first === '' ? [fitText(text, room, 13, true)] : [first, fitText(wordsOf.join(' '), room, 13, true)];
}

/** One line on a phone: the role, or what is wrong when something is. */
function NarrowRole({ lane, x, y, room }: LaneProps & { readonly x: number; readonly y: number; readonly room: number }) {
  const role = fitText(lane.role, room - 16, 13);
  const after = x + textWidth(role, 13) + 24;
  const left = room - (after - x);
  const condition = lane.condition;
  if (!condition) return <Role lane={lane} x={x} y={y} text={role} />;
  if (left > textWidth(condition.text, 13, true) + 20) {
    return (
      <>
        <Role lane={lane} x={x} y={y} text={role} />
        <ConditionLine lane={lane} x={after} y={y} text={condition.text} room={left} />
      </>
    );
  }
  return <ConditionLine lane={lane} x={x} y={y} text={fitText(`${condition.text} · ${lane.role}`, room - 20, 13, true)} room={room + 40} />;
}
