/** Burrow at work: for each group what it thinks, the window of commits that it thinks it by, and the rules in the order in which it asks them. */
import { useMemo } from 'react';
import type { ViewProps } from '../contract.ts';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import { HitLayer } from '../marks/HitLayer.tsx';
import marks from '../marks/marks.module.css';
import { px } from '../marks/motion.ts';
import { fitMiddle, fitText, textWidth } from '../marks/text.ts';
import { monitorHits } from './hits.ts';
import { type BarBox, type GroupBand, monitorLayout, type RowBox } from './layout.ts';
import { type Badge, monitorModel } from './model.ts';
import css from './monitor.module.css';
import { MonitorTable } from './Table.tsx';

export function MonitorView({ frame, selection, spotlight, words, width, onSelect, asTable }: ViewProps) {
  const groups = useMemo(() => monitorModel({ frame, selection, spotlight, words }), [frame, selection, spotlight, words]);
  const layout = useMemo(() => monitorLayout(groups, width), [groups, width]);
  const hits = useMemo(() => monitorHits(layout, onSelect), [layout, onSelect]);
  if (groups.length === 0) return <p className={css.empty}>{words('monitor.empty')}</p>;
  if (asTable) return <MonitorTable groups={groups} words={words} />;
  return (
    <div className={marks.view}>
      <div className={marks.picture} style={{ width: layout.width, height: layout.height }}>
        <svg aria-hidden="true" width={layout.width} height={layout.height} viewBox={`0 0 ${layout.width} ${layout.height}`}>
          {layout.bands.map((band) => (
            <Band key={band.group.group} band={band} wide={layout.wide} width={layout.width} />
          ))}
        </svg>
        <HitLayer label={words('monitor.grid')} hits={hits} />
      </div>
    </div>
  );
}

function Band({ band, wide, width }: { readonly band: GroupBand; readonly wide: boolean; readonly width: number }) {
  const { group, rows, y } = band;
  const badge = badgeWidth(group.badge);
  const totalWidth = textWidth(group.total, 13);
  const room = width - 34 - badge - totalWidth - 40;
  const title = fitText(group.group, Math.max(40, room), 15, true);
  const badgeX = 34 + textWidth(title, 15, true) + 12;
  return (
    <g className={group.lit ? undefined : marks.dim}>
      <g data-fact={group.fact}>
        <Shape className={css.glyph} shape={group.shape} x={18} y={y + 19} size={14} />
        <text className={css.group} x={34} y={y + 24} fontSize="15">
          {title}
        </text>
        <BadgePicture badge={group.badge} x={badgeX} y={y + 8} />
        <text className={css.muted} x={px(badgeX + badge + 12)} y={y + 24} fontSize="13">
          {group.total}
        </text>
      </g>
      {rows.map((row) => (
        <Row key={row.watch.key} row={row} wide={wide} />
      ))}
    </g>
  );
}

const badgeWidth = ({ text }: Badge): number => textWidth(text, 12, true) + 34;

const TONES: Readonly<Record<Badge['tone'], string>> = { good: css.good, slow: css.slow, bad: css.bad };

function BadgePicture({ badge, x, y }: { readonly badge: Badge; readonly x: number; readonly y: number }) {
  return (
    <g className={TONES[badge.tone]}>
      <rect className={css.badge} x={x} y={y} width={badgeWidth(badge)} height="22" rx="11" />
      <Shape className={css.mark} shape={GLYPHS[badge.glyph]} x={x + 14} y={y + 11} size={12} />
      <text className={css.status} x={x + 25} y={y + 15.5} fontSize="12">
        {badge.text}
      </text>
    </g>
  );
}

function Row({ row, wide }: { readonly row: RowBox; readonly wide: boolean }) {
  const { watch } = row;
  return (
    <g className={watch.lit ? undefined : marks.dim}>
      <rect className={watch.selected ? css.selected : css.row} x={row.x} y={row.y} width={row.width} height={row.height} rx="8" />
      <g data-fact={watch.fact}>
        <text className={css.title} x={row.x + 12} y={row.y + 26} fontSize="13">
          {fitMiddle(watch.tp, 140, 13, 3)}
        </text>
        <BadgePicture
          badge={watch.badge}
          x={wide ? row.x + 12 : row.x + 24 + textWidth(fitMiddle(watch.tp, 140, 13, 3), 13, true)}
          y={wide ? row.y + 36 : row.y + 10}
        />
        <text className={css.text} x={row.x + 12} y={wide ? row.y + 78 : row.y + 50} fontSize="12">
          {watch.lag}
        </text>
      </g>
      <text
        className={css.muted}
        x={wide ? row.x + 12 : row.x + row.width - 12}
        y={wide ? row.y + 96 : row.y + 50}
        fontSize="12"
        textAnchor={wide ? 'start' : 'end'}
      >
        {watch.filled}
      </text>
      <Window row={row} />
      <g data-fact={watch.ruleFact}>
        {row.steps.map(({ x, y, text }, i) => (
          <g key={watch.steps[i].rule}>
            <Shape
              className={watch.steps[i].holds ? css.decides : css.passed}
              shape={watch.steps[i].holds ? POINTS : GLYPHS.cross}
              x={x + 5}
              y={y - 4}
              size={watch.steps[i].holds ? 13 : 9}
            />
            <text className={watch.steps[i].holds ? css.strong : css.muted} x={x + 18} y={y} fontSize="12">
              {text}
            </text>
          </g>
        ))}
      </g>
    </g>
  );
}

/** An arrow head: this rule decided. */
const POINTS = 'M3 2 13 8 3 14Z';

function Window({ row }: { readonly row: RowBox }) {
  return (
    <g>
      <path className={css.ground} d={`M${row.left} ${row.ground}H${row.right}`} />
      {row.bars.map((box, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place of the window is what it is by its place
        <BarPicture key={i} box={box} ground={row.ground} />
      ))}
      {row.ends.map(({ x, text, anchor }) => (
        <text key={anchor} className={css.muted} x={x} y={row.ground + 17} fontSize="12" textAnchor={anchor}>
          {text}
        </text>
      ))}
    </g>
  );
}

function BarPicture({ box, ground }: { readonly box: BarBox; readonly ground: number }) {
  const { bar, x, y, width, height, label } = box;
  if (bar === undefined) return <rect className={css.vacant} x={x} y={ground - 8} width={width} height="8" rx="2" />;
  return (
    <g data-fact={bar.fact}>
      <rect className={bar.lag === undefined ? css.late : css.bar} x={x} y={y} width={width} height={height} rx="2" />
      {label !== null && (
        <text className={css.value} x={px(x + width / 2)} y={px(y - 5)} fontSize="12" textAnchor="middle">
          {label}
        </text>
      )}
    </g>
  );
}
