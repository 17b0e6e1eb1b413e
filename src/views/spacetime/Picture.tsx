/** The drawing: lifelines with their gaps, messages as slanted lines, what happened as marks, the cones of the event at the playhead, and the playhead. */
import type { ReactNode } from 'react';
import type { Words } from '../contract.ts';
import { momentText } from '../events/model.ts';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import { CATEGORY_DASH } from '../marks/MessagePill.tsx';
import { clamp, px } from '../marks/motion.ts';
import { fitText, textWidth } from '../marks/text.ts';
import { type Diagram, type DrawnMessage, type DrawnMoment, foldFact, messageFact } from './diagram.ts';
import { type FoldRow, foldTitle } from './folds.ts';
import { AXIS } from './layout.ts';
import { type Life, momentFact } from './model.ts';
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
    </g>
  );
}

/** Over what is drawn on the lifelines: where there is no gutter, messages run below the names. */
export function Name({ life, diagram }: { readonly life: Life; readonly diagram: Diagram }) {
  const { narrow, left, rows } = diagram.layout;
  const y = rows.get(life.node) ?? 0;
  const [nameX, nameY] = narrow ? [30, y - 11] : [34, y + 5];
  return (
    <g>
      {narrow ? null : <rect className={css.back} x="0" y={y - 13} width={left - 6} height="26" />}
      {diagram.chosen === life.node && <rect className={css.chosen} {...chosenBox(life.node, narrow, y)} rx="5" />}
      <Shape className={css.glyph} shape={GLYPHS[life.glyph]} x={narrow ? 18 : 18} y={narrow ? y - 15 : y} size={15} />
      <text className={css.name} x={nameX} y={nameY} fontSize={narrow ? 12 : 14}>
        {fitText(life.node, narrow ? 160 : left - 44, narrow ? 12 : 14, true)}
      </text>
    </g>
  );
}

const chosenBox = (node: string, narrow: boolean, y: number) => ({
  x: 5,
  y: narrow ? y - 26 : y - 12,
  width: Math.min(textWidth(node, narrow ? 12 : 14, true) + (narrow ? 33 : 36), narrow ? 200 : 138),
  height: narrow ? 22 : 24,
});

/** Lifelines without a row of their own: a few thin lines together, how many they are, and who. */
export function Folded({ fold, diagram }: { readonly fold: FoldRow; readonly diagram: Diagram }) {
  const { folds, left, right } = diagram.layout;
  const y = folds.get(fold.of) ?? 0;
  return (
    <g data-fact={foldFact(fold)}>
      {(fold.open ? [0] : [-4, 0, 4]).map((by) => (
        <path key={by} className={fold.open ? css.opened : css.folded} d={`M${left} ${y + by}H${right}`} />
      ))}
    </g>
  );
}

export function FoldName({ fold, diagram, words }: { readonly fold: FoldRow; readonly diagram: Diagram; readonly words: Words }) {
  const { narrow, left, width, folds } = diagram.layout;
  const y = folds.get(fold.of) ?? 0;
  const title = foldTitle(fold, words);
  const names = fold.nodes.join(', ');
  const at = narrow ? { x: 28, y: y - 12, size: 12 } : { x: 30, y: y - 1.5, size: 13 };
  const namesAt = narrow ? { x: at.x + textWidth(title, at.size, true) + 8, y: at.y } : { x: at.x, y: y + 14 };
  const room = (narrow ? width - 8 : left - 8) - namesAt.x;
  return (
    <g>
      {narrow ? null : <rect className={css.back} x="0" y={y - 18} width={left - 6} height="36" />}
      <Shape className={css.glyph} shape={GLYPHS[fold.open ? 'unfolded' : 'folded']} x={narrow ? 16 : 18} y={narrow ? y - 16 : y - 6} size={11} />
      <text className={css.name} x={at.x} y={at.y} fontSize={at.size}>
        {fitText(title, narrow ? 200 : left - 38, at.size, true)}
      </text>
      <text className={css.names} x={namesAt.x} y={namesAt.y} fontSize="12">
        {fitText(names, room, 12)}
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
  const { line, fate, weight, tie, future, count } = message;
  const dash = tie === 'effect' ? '2 4' : weight === 0 ? CATEGORY_DASH.control : undefined;
  return (
    <g data-fact={messageFact(message)}>
      <path
        className={tied(fate === 'lost' ? 'lost' : weight === 0 && tie === 'none' ? 'quiet' : 'message', tie, future)}
        strokeDasharray={dash}
        style={count > 1 ? { strokeWidth: px(Math.min(4.5, 1.5 + Math.log2(count) * 0.7)) } : undefined}
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
