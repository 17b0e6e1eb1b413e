/** Many other partitions: a tank each, filled up to its high watermark on the scale of its topic, with its number above and a sign when something is wrong. */
import type { Words } from '../contract.ts';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import { px } from '../marks/motion.ts';
import { fitMiddle } from '../marks/text.ts';
import css from './lanes.module.css';
import type { LanesLayout } from './layout.ts';
import type { MiniModel } from './minis.tsx';
import { type MiniBox, TILE } from './tiles.ts';

interface Props {
  readonly minis: readonly MiniModel[];
  readonly layout: LanesLayout;
  readonly words: Words;
  readonly water: string;
}

export function Tiles({ minis, layout, words, water }: Props) {
  const { boxes, topics } = layout.minis;
  const fullest = fullestByTopic(minis);
  return (
    <g>
      <text className={css.minisTitle} x="16" y={layout.minisTitleY} fontSize="12">
        {words('lanes.mini.title')}
      </text>
      {topics.map(({ topic, partitions, y }) => (
        <g key={topic}>
          <text className={css.strong} x={layout.narrow ? 10 : 16} y={y + 12} fontSize="13">
            {fitMiddle(topic, layout.narrow ? layout.width - 110 : 148, 13, 4)}
          </text>
          <text
            className={css.muted}
            x={layout.narrow ? layout.width - 10 : 16}
            y={layout.narrow ? y + 12 : y + 28}
            fontSize="12"
            textAnchor={layout.narrow ? 'end' : undefined}
          >
            {words('lanes.mini.partitions', { count: partitions })}
          </text>
        </g>
      ))}
      {minis.map((mini, i) => (
        <Tile key={mini.tp} mini={mini} box={boxes[i]} most={fullest.get(topicOf(mini.tp)) ?? 1} water={water} />
      ))}
    </g>
  );
}

const topicOf = (tp: string): string => tp.slice(0, tp.lastIndexOf('-'));

/** The furthest log end of each topic: its tanks share one scale, and the fullest is full. */
function fullestByTopic(minis: readonly MiniModel[]): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  for (const { tp, logEndOffset } of minis) most.set(topicOf(tp), Math.max(most.get(topicOf(tp)) ?? 1, logEndOffset));
  return most;
}

function Tile({ mini, box, most, water }: { readonly mini: MiniModel; readonly box: MiniBox; readonly most: number; readonly water: string }) {
  const top = box.y + TILE.tankY;
  const floor = top + TILE.tankHeight;
  const at = (offset: number): number => px(floor - (TILE.tankHeight - 2) * (offset / most));
  const surface = at(mini.highWatermark);
  return (
    <g>
      <text className={css.tileNumber} x={box.x + TILE.width / 2} y={box.y + TILE.numberY} fontSize="12" textAnchor="middle">
        {mini.tp.slice(mini.tp.lastIndexOf('-') + 1)}
      </text>
      <g data-fact={mini.facts.numbers}>
        <rect fill={water} x={box.x} y={surface} width={TILE.width} height={px(floor - surface)} />
        <path className={css.tileWall} d={`M${box.x} ${top}V${floor}h${TILE.width}V${top}`} data-ill={mini.problem === null ? undefined : ''} />
        {mini.logEndOffset > mini.highWatermark && <path className={css.miniDry} d={`M${box.x + 2} ${at(mini.logEndOffset)}h${TILE.width - 4}`} />}
        {mini.highWatermark > 0 && <path className={css.tileHw} d={`M${box.x} ${surface}h${TILE.width}`} />}
      </g>
      {mini.problem !== null && (
        <g data-fact={mini.facts.problem}>
          <Shape className={css.warnMark} shape={GLYPHS.warn} x={box.x + TILE.width / 2} y={top + 9} size={14} />
        </g>
      )}
    </g>
  );
}
