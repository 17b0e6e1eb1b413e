/** A group under the leader's lane: committed offset (filled), reading position (hollow), work at risk (hatched), lag (the bar). */

import { memo } from 'react';
import type { Words } from '../contract.ts';
import { GROUP_SHAPES, Shape } from '../marks/glyphs.tsx';
import marks from '../marks/marks.module.css';
import { between, px } from '../marks/motion.ts';
import type { PatternIds } from '../marks/Patterns.tsx';
import { Halo } from '../marks/RecordCell.tsx';
import { fitFirst, fitText, textWidth } from '../marks/text.ts';
import type { GutterModel } from './groups.ts';
import css from './lanes.module.css';
import { BAR, type GutterBox, type LanesLayout, rightOf, xOf } from './layout.ts';
import { cellsLeft } from './window.ts';

interface Props {
  readonly gutter: GutterModel;
  readonly box: GutterBox;
  readonly layout: LanesLayout;
  readonly phase: number;
  readonly ids: PatternIds;
  readonly words: Words;
}

export const Gutter = memo(function Gutter(props: Props) {
  const { gutter, box, layout } = props;
  return (
    <g className={gutter.lit ? undefined : marks.dim}>
      {gutter.selected && <rect className={css.laneSelected} x="2" y={box.y} width={layout.width - 4} height={box.height - 2} rx="8" />}
      <Caption {...props} />
      <LagBar {...props} />
      {gutter.halo && <Halo x={8} y={box.y + 4} width={layout.narrow ? layout.width - 20 : 160} height={layout.narrow ? 20 : 36} />}
    </g>
  );
});

function Caption({ gutter, box, layout }: Props) {
  const y = layout.narrow ? box.y + 16 : box.y + 22;
  const name = fitText(gutter.group, 120, 13, true);
  const captionX = layout.narrow ? 36 + textWidth(name, 13, true) + 8 : 36;
  return (
    <g data-fact={gutter.facts.state}>
      <Shape className={css.groupGlyph} shape={gutter.shape} x={22} y={y - 4} size={14} />
      <text className={css.title} x="36" y={px(y)} fontSize="13">
        {name}
      </text>
      <text className={css.muted} x={px(captionX)} y={px(layout.narrow ? y : y + 16)} fontSize="12" data-fact={gutter.facts.owner}>
        {fitFirst(gutter.captions, layout.narrow ? 160 : 136, 12)}
      </text>
    </g>
  );
}

/** An offset's boundary, kept within what is shown. */
function boundary(layout: LanesLayout, offset: number): { readonly x: number; readonly inside: boolean } {
  const { start, end, leftX } = layout.window;
  if (offset < start) return { x: leftX, inside: false };
  return offset > end ? { x: xOf(layout, end), inside: false } : { x: xOf(layout, offset), inside: true };
}

function LagBar({ gutter, box, layout, phase, ids, words }: Props) {
  const begin = gutter.committed < 0 ? gutter.wouldBegin : between(gutter.from?.committed, gutter.committed, phase);
  const read = gutter.position < 0 ? begin : between(gutter.from?.position, gutter.position, phase);
  const from = boundary(layout, begin);
  const to = boundary(layout, gutter.highWatermark);
  const at = boundary(layout, read);
  const end = boundary(layout, gutter.logEndOffset);
  const mid = box.barY + BAR / 2;
  const labelX = Math.max(to.x, end.x, at.x) + 14;
  const label = gutter.committed < 0 ? words('lanes.group.wouldBegin', { policy: gutter.policy }) : gutter.lagText;
  return (
    <g>
      {to.inside && <path className={css.hwGuide} d={`M${to.x} ${px(layout.narrow ? box.y + 22 : box.y)}V${px(box.y + box.height - 2)}`} />}
      <line className={css.guide} x1={px(cellsLeft(layout.width))} x2={px(rightOf(layout) - 8)} y1={mid} y2={mid} />
      {end.x > to.x && <path className={css.notVisible} data-fact={gutter.facts.notVisible} d={`M${to.x} ${px(mid)}H${end.x}M${end.x} ${px(mid - 5)}v10`} />}
      {to.x > from.x && <rect className={css.lagBar} x={from.x} y={box.barY} width={px(to.x - from.x)} height={BAR} rx="2" data-fact={gutter.facts.lag} />}
      {at.x > from.x && <rect x={from.x} y={box.barY} width={px(at.x - from.x)} height={BAR} fill={`url(#${ids.work})`} />}
      {gutter.processing !== null && (
        <path className={css.processing} data-fact={gutter.facts.processing} d={`M${px(xOf(layout, gutter.processing) + 3)} ${px(box.barY - 3)}h26`} />
      )}
      {gutter.position >= 0 && <Position gutter={gutter} x={at.x} barY={box.barY} />}
      <Committed gutter={gutter} x={from.x} y={mid} inside={from.inside} />
      <LagLabel x={labelX} y={mid + 4} text={label} right={rightOf(layout)} fact={to.x > from.x ? undefined : gutter.facts.lag} />
    </g>
  );
}

function Committed({ gutter, x, y, inside }: { readonly gutter: GutterModel; readonly x: number; readonly y: number; readonly inside: boolean }) {
  return (
    <g data-fact={gutter.facts.committed}>
      {gutter.committed < 0 ? (
        <>
          <circle className={css.unknown} cx={x} cy={px(y)} r="9" />
          <text className={css.title} x={x} y={px(y + 4.5)} fontSize="12" textAnchor="middle">
            ?
          </text>
        </>
      ) : (
        <Shape className={css.committed} shape={gutter.shape} x={x} y={y} size={15} />
      )}
      {!inside && <path className={css.foldArrow} d={`M${px(x - 10)} ${px(y - 4)}l-4 4 4 4`} />}
      {gutter.haloCommitted && <Halo x={x - 8} y={y - 8} width={16} height={16} radius={9} />}
    </g>
  );
}

/** The reading head: it touches the log, and carries its member's number. */
function Position({ gutter, x, barY }: { readonly gutter: GutterModel; readonly x: number; readonly barY: number }) {
  const y = barY - 13;
  const triangle = gutter.shape === GROUP_SHAPES[0];
  return (
    <g data-fact={gutter.facts.position}>
      <path className={css.stem} d={`M${x} ${px(y + 9)}V${px(barY + BAR)}`} />
      <Shape className={css.position} shape={gutter.shape} x={x} y={y - (triangle ? 3 : 0)} size={triangle ? 28 : 23} />
      <text className={css.memberNumber} x={x} y={px(y + (triangle ? 5.5 : 4.5))} fontSize="12">
        {gutter.member}
      </text>
      {gutter.haloPosition && <Halo x={x - 10} y={y - 10} width={20} height={20} radius={12} />}
    </g>
  );
}

function LagLabel({
  x,
  y,
  text,
  right,
  fact,
}: {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly right: number;
  readonly fact: string | undefined;
}) {
  const width = textWidth(text, 12, true);
  const at = Math.min(x, right - width - 6);
  return (
    <g data-fact={fact}>
      <rect className={css.labelBack} x={px(at - 3)} y={px(y - 12)} width={width + 6} height="16" rx="3" />
      <text className={css.strong} x={px(at)} y={px(y)} fontSize="12">
        {text}
      </text>
    </g>
  );
}
