/** The cluster: controllers and brokers in the middle, producers left, groups right, and every message where it is. */
import { useId, useMemo } from 'react';
import type { ViewProps } from '../contract.ts';
import { HitLayer } from '../marks/HitLayer.tsx';
import { useKept } from '../marks/kept.ts';
import marks from '../marks/marks.module.css';
import { Patterns, patternIds } from '../marks/Patterns.tsx';
import { scaled } from '../marks/scale.ts';
import { Unbroken } from '../marks/Unbroken.tsx';
import { GroupFrameBox, ProcessCard, RackFrame } from './Cards.tsx';
import { Clocks } from './Clocks.tsx';
import css from './cluster.module.css';
import { flightsOf } from './flights.ts';
import { flightHits, inRows, messageName, processHits } from './hits.ts';
import { clusterLayout, clusterScale } from './layout.ts';
import { type ClusterModel, cardsOf, clusterModel } from './model.ts';
import { ClusterTable } from './Table.tsx';
import { HeartbeatCounts, Links, Pills, Wires } from './Wires.tsx';

export function ClusterView(props: ViewProps) {
  const { frame, changes, selection, spotlight, words, width, height, onSelect, asTable, nowUs, reducedMotion } = props;
  const id = useId();
  const ids = useMemo(() => patternIds(id), [id]);
  const model = useKept(useMemo(() => clusterModel({ frame, changes, selection, spotlight, words }), [frame, changes, selection, spotlight, words]));
  const scale = clusterScale(model, width, height);
  const layout = useKept(useMemo(() => clusterLayout(model, Math.floor(width / scale)), [model, width, scale]));
  const { flights, heartbeats } = useMemo(() => flightsOf({ frame, nowUs, reducedMotion }, layout), [frame, nowUs, reducedMotion, layout]);
  const still = useMemo(() => processHits(model, layout, onSelect), [model, layout, onSelect]);
  const hits = useMemo(
    () => scaled(inRows([...still, ...flightHits(flights, { selection, onSelect, words, nowUs })]), scale),
    [still, scale, flights, selection, onSelect, words, nowUs],
  );
  if (asTable) return <ClusterTable model={model} flights={flights} heartbeats={heartbeats} words={words} nowUs={nowUs} />;
  const { columns } = layout;
  const size = { width: Math.round(layout.width * scale), height: Math.round(layout.height * scale) };
  return (
    <div className={marks.view}>
      <div className={marks.picture} style={size}>
        <svg aria-hidden="true" {...size} viewBox={`0 0 ${layout.width} ${layout.height}`}>
          <Patterns ids={ids} />
          {headings(model, layout.compact).map(({ column, key }) => (
            <Heading key={column} x={(columns[column] + columns[`${column}End`]) / 2} text={words(`cluster.${key}`)} />
          ))}
          {layout.besides.map(({ x, y }) => (
            <Heading key={x} x={x} y={y} text={words('cluster.beside')} />
          ))}
          {model.groups.map((group) => (
            <GroupFrameBox key={group.group} group={group} layout={layout} />
          ))}
          {layout.racks.map((box) => (
            <RackFrame key={box.rack} box={box} />
          ))}
          <Links links={model.links} layout={layout} />
          <Wires flights={flights} />
          <HeartbeatCounts heartbeats={heartbeats} />
          {cardsOf(model).map((card) => (
            <ProcessCard key={card.node} card={card} layout={layout} ids={ids} />
          ))}
          <Clocks cards={cardsOf(model)} layout={layout} nowUs={nowUs} />
          <Pills flights={flights} compact={layout.compact} />
        </svg>
        <HitLayer label={words('cluster.grid')} hits={hits} differs={props.differs} />
      </div>
      {layout.compact && flights.length > 0 && (
        <ul className={css.wireList} aria-label={words('cluster.onTheWire')}>
          {flights.map((flight) => (
            <li key={flight.key}>
              <Unbroken text={messageName(flight, words, nowUs)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What the columns are called; a column without anybody has no name. */
function headings({ producers, tools, groups, beside }: ClusterModel, compact: boolean) {
  const left = producers.length > 0 ? 'producers' : tools.length > 0 ? 'tools' : beside.left.length > 0 ? 'beside' : null;
  const right = groups.length > 0 ? (compact ? 'groupsShort' : 'groups') : beside.right.length > 0 ? 'beside' : null;
  return (
    [
      ['left', left],
      ['centre', 'title'],
      ['right', right],
    ] as const
  ).flatMap(([column, key]) => (key === null ? [] : [{ column, key }]));
}

function Heading({ x, y = 14, text }: { readonly x: number; readonly y?: number; readonly text: string }) {
  return (
    <text className={css.heading} x={Math.round(x)} y={y} fontSize="12">
      {text}
    </text>
  );
}
