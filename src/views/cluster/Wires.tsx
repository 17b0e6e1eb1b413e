/** Wires and what travels on them. A wire that nobody uses is a hairline; a message draws its own in the style of its class. */
import { memo } from 'react';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import { CATEGORY_DASH, MessagePill } from '../marks/MessagePill.tsx';
import { px } from '../marks/motion.ts';
import css from './cluster.module.css';
import { type Flight, type Heartbeats, pathBetween, pathD } from './flights.ts';
import type { ClusterLayout } from './layout.ts';
import type { ClusterModel } from './model.ts';

export const Links = memo(function Links({ links, layout }: { readonly links: ClusterModel['links']; readonly layout: ClusterLayout }) {
  return (
    <g>
      {links.map(({ from, to, fact }) => {
        const path = pathBetween(layout, from, to);
        return path && <path key={fact} className={css.link} d={pathD(path)} data-fact={fact} />;
      })}
    </g>
  );
});

export function Wires({ flights }: { readonly flights: readonly Flight[] }) {
  const drawn = new Map(flights.map((flight) => [`${flight.message.from}>${flight.message.to}${flight.message.category}`, flight]));
  return (
    <g>
      {[...drawn.values()].map((flight) => {
        const { category, lost } = flight.message;
        return (
          <g key={flight.key}>
            <path
              className={`${css.wire} ${category === 'error' ? css.wireError : lost ? css.wireLost : ''}`}
              d={pathD(flight.path)}
              strokeDasharray={CATEGORY_DASH[category]}
            />
            {category === 'error' && <path className={css.wireInner} d={pathD(flight.path)} />}
          </g>
        );
      })}
    </g>
  );
}

export function Pills({ flights, compact }: { readonly flights: readonly Flight[]; readonly compact: boolean }) {
  return (
    <g className={css.flying}>{flights.map((flight) => (compact ? <Dot key={flight.key} flight={flight} /> : <Pill key={flight.key} flight={flight} />))}</g>
  );
}

function Pill({ flight }: { readonly flight: Flight }) {
  const { message, label, fact, x, y, width, height, towards } = flight;
  return <MessagePill x={x} y={y} width={width} height={height} label={label} category={message.category} lost={message.lost} towards={towards} fact={fact} />;
}

const DOT: Readonly<Record<Flight['message']['category'], string>> = {
  data: 'M4 3h8v10H4zM6 6h4M6 9h4',
  replication: 'M3 3h7v7H3zM6 10v3h7V6h-3',
  control: GLYPHS.controller,
  error: GLYPHS.warn,
};

/** On a phone the aisles are narrow: the class as an icon, its words in the list below. */
function Dot({ flight }: { readonly flight: Flight }) {
  const { message, x, y, width, count, fact } = flight;
  const mid = { x: x + width / 2, y: y + width / 2 };
  return (
    <g data-fact={fact}>
      <circle
        className={`${css.dot} ${message.category === 'error' || message.lost ? css.dotError : ''}`}
        cx={px(mid.x)}
        cy={px(mid.y)}
        r={width / 2}
        strokeDasharray={CATEGORY_DASH[message.category]}
      />
      {count > 1 ? (
        <text className={css.dotCount} x={px(mid.x)} y={px(mid.y + 4.5)} fontSize="12" textAnchor="middle">
          {count}
        </text>
      ) : (
        <Shape className={message.lost ? css.dotLost : css.dotMark} shape={message.lost ? GLYPHS.cross : DOT[message.category]} x={mid.x} y={mid.y} size={13} />
      )}
    </g>
  );
}

export function HeartbeatCounts({ heartbeats }: { readonly heartbeats: readonly Heartbeats[] }) {
  return (
    <g>
      {heartbeats.map((one) => (
        <g key={one.key} data-fact={one.fact}>
          <path className={css.beatWire} d={pathD(one.path)} />
          <rect className={css.beatBack} x={px(one.x - 20)} y={px(one.y - 9)} width="40" height="18" rx="9" />
          <Shape className={css.beat} shape={GLYPHS.heart} x={one.x - 8} y={one.y} size={12} />
          <text className={css.beatText} x={px(one.x + 1)} y={px(one.y + 4)} fontSize="12">
            {`×${one.count}`}
          </text>
        </g>
      ))}
    </g>
  );
}
