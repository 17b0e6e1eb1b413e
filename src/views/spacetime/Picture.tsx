/** The drawing: lifelines with their gaps, messages as slanted lines, what happened as marks, the cones of the event at the playhead, and the playhead. */
import type { ReactNode } from 'react';
import { momentText } from '../events/model.ts';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import { CATEGORY_DASH } from '../marks/MessagePill.tsx';
import { clamp, px } from '../marks/motion.ts';
import { fitText, textWidth } from '../marks/text.ts';
import type { Diagram, DrawnMessage, DrawnMoment } from './diagram.ts';
import { AXIS } from './layout.ts';
import { type Life, messageFact, momentFact } from './model.ts';
import css from './spacetime.module.css';

export function Axis({ diagram }: { readonly diagram: Diagram }) {
  const { layout } = diagram;
  return (
    <g>
      <path className={css.axis} d={`M${layout.left} ${AXIS - 6}H${layout.right}`} />
      {layout.ticks.map(({ x, text }) => (
        <g key={text}>
          <path className={css.grid} d={`M${x} ${AXIS - 10}V${layout.height - 8}`} />
        </g>
      ))}
    </g>
  );
}

/** Ticks keep clear of the playhead's flag. */
export function TickTexts({ diagram, nowUs }: { readonly diagram: Diagram; readonly nowUs: number }) {
  const { layout } = diagram;
  const flag = layout.scaleX(nowUs);
  return (
    <g>
      {layout.ticks.map(({ x, text }) => {
        const width = textWidth(text, 12);
        const at = clamp(x - width / 2, 2, layout.width - width - 2);
        return Math.abs(flag - x) < 62 ? null : (
          <text key={text} className={css.muted} x={px(at)} y="16" fontSize="12">
            {text}
          </text>
        );
      })}
    </g>
  );
}

export function Lifeline({ life, diagram }: { readonly life: Life; readonly diagram: Diagram }) {
  const { layout, stretch } = diagram;
  const y = layout.rows.get(life.node) ?? 0;
  const x = (us: number): number => px(clamp(layout.scaleX(us), layout.left, layout.right));
  const spells = life.spells.filter(({ fromUs, toUs }) => fromUs <= stretch.toUs && (toUs ?? stretch.toUs) >= stretch.fromUs);
  const whole: [number, number][] = [];
  let from = stretch.fromUs;
  for (const spell of spells.filter(({ condition }) => condition !== 'cut')) {
    if (spell.fromUs > from) whole.push([from, spell.fromUs]);
    from = Math.max(from, spell.toUs ?? stretch.toUs);
  }
  if (from < stretch.toUs) whole.push([from, stretch.toUs]);
  return (
    <g data-fact={`life ${life.node}`}>
      <Cone life={life} diagram={diagram} y={y} />
      {whole.map(([a, b]) => (
        <path key={a} className={css.life} d={`M${x(a)} ${y}H${x(b)}`} />
      ))}
      {spells.map((spell) => (
        <path
          key={`${spell.condition}${spell.fromUs}`}
          className={css[spell.condition]}
          d={`M${x(spell.fromUs)} ${y}H${x(spell.toUs ?? stretch.toUs)}`}
          data-fact={`${spell.condition} ${life.node} @${spell.fromUs}`}
        />
      ))}
      <Name life={life} diagram={diagram} y={y} />
    </g>
  );
}

function Name({ life, diagram, y }: { readonly life: Life; readonly diagram: Diagram; readonly y: number }) {
  const { narrow, left } = diagram.layout;
  const [nameX, nameY] = narrow ? [30, y - 11] : [34, y + 5];
  return (
    <g>
      {narrow ? null : <rect className={css.back} x="0" y={y - 14} width={left - 6} height="28" />}
      <Shape className={css.glyph} shape={GLYPHS[life.glyph]} x={narrow ? 18 : 18} y={narrow ? y - 15 : y} size={15} />
      <text className={css.name} x={nameX} y={nameY} fontSize={narrow ? 12 : 14}>
        {fitText(life.node, narrow ? 160 : left - 44, narrow ? 12 : 14, true)}
      </text>
    </g>
  );
}

/** What can have influenced the event at the playhead, and what it can have influenced. */
function Cone({ life, diagram, y }: { readonly life: Life; readonly diagram: Diagram; readonly y: number }) {
  const { layout, cones } = diagram;
  const x = (us: number): number => px(clamp(layout.scaleX(us), layout.left, layout.right));
  const past = cones.pastUs.get(life.node);
  const future = cones.futureUs.get(life.node);
  return (
    <g>
      {past !== undefined && x(past) > layout.left && (
        <rect className={css.past} x={layout.left} y={y - 9} width={px(x(past) - layout.left)} height="18" rx="2" />
      )}
      {future !== undefined && x(future) < layout.right && (
        <rect className={css.future} x={x(future)} y={y - 9} width={px(layout.right - x(future))} height="18" rx="2" />
      )}
    </g>
  );
}

const tied = (base: string, tie: DrawnMessage['tie'], future: boolean): string =>
  [css[base], tie === 'none' ? (future ? css.later : '') : css[`${base}${tie === 'cause' ? 'Cause' : 'Effect'}`]].filter(Boolean).join(' ');

export function MessageLine({ message }: { readonly message: DrawnMessage }) {
  const { line, fate, weight, tie, future } = message;
  const dash = tie === 'effect' ? '2 4' : weight === 0 ? CATEGORY_DASH.control : undefined;
  return (
    <g data-fact={messageFact(message)}>
      <path
        className={tied(fate === 'lost' ? 'lost' : weight === 0 && tie === 'none' ? 'quiet' : 'message', tie, future)}
        strokeDasharray={dash}
        d={`M${line.x1} ${line.y1}L${line.x2} ${line.y2}`}
      />
      {line.arrives && <End message={message} />}
    </g>
  );
}

function End({ message }: { readonly message: DrawnMessage }): ReactNode {
  const { line, fate, weight, tie, future } = message;
  if (fate === 'lost') return <Shape className={css.cross} shape={GLYPHS.cross} x={line.x2} y={line.y2} size={11} />;
  const length = Math.hypot(line.x2 - line.x1, line.y2 - line.y1) || 1;
  const [ux, uy] = [(line.x2 - line.x1) / length, (line.y2 - line.y1) / length];
  const [bx, by] = [line.x2 - ux * 9, line.y2 - uy * 9];
  const d = `M${px(line.x2)} ${px(line.y2)}L${px(bx - uy * 4)} ${px(by + ux * 4)}L${px(bx + uy * 4)} ${px(by - ux * 4)}Z`;
  return <path className={tied(fate === 'held' ? 'heldHead' : weight === 0 && tie === 'none' ? 'quietHead' : 'head', tie, future)} d={d} />;
}

export function MomentMark({ moment }: { readonly moment: DrawnMoment }) {
  const { x, y, weight, fault, tie, future, here } = moment;
  if (fault !== null)
    return (
      <g data-fact={momentFact(moment)} className={future ? css.later : undefined}>
        <circle className={fault === 'check' ? css.mendDot : css.faultDot} cx={x} cy={y} r="10" />
        <Shape className={fault === 'check' ? css.mend : css.fault} shape={GLYPHS[fault]} x={x} y={y} size={11} />
      </g>
    );
  const radius = weight === 3 ? 6 : weight === 2 ? 4.5 : 3;
  return (
    <g data-fact={momentFact(moment)}>
      {here && <circle className={css.here} cx={x} cy={y} r={radius + 5} />}
      <circle className={tied(weight === 1 ? 'small' : 'dot', tie, future)} cx={x} cy={y} r={radius} />
    </g>
  );
}

export function Playhead({ diagram, nowUs }: { readonly diagram: Diagram; readonly nowUs: number }) {
  const { layout, stretch } = diagram;
  if (nowUs < stretch.fromUs || nowUs > stretch.toUs) return null;
  const x = px(layout.scaleX(nowUs));
  const text = momentText(nowUs);
  const width = textWidth(text, 12, true) + 12;
  const at = clamp(x - width / 2, 2, layout.width - width - 2);
  return (
    <g>
      <path className={css.cursor} d={`M${x} 22V${layout.height - 4}`} />
      <rect className={css.flag} x={px(at)} y="2" width={width} height="20" rx="4" />
      <text className={css.flagText} x={px(at + 6)} y="16" fontSize="12">
        {text}
      </text>
    </g>
  );
}
