/** The cluster: controllers and brokers in the middle, producers left, groups right, and every message where it is. */
import { useId, useMemo } from 'react';
import type { ViewProps } from '../contract.ts';
import { HitLayer } from '../marks/HitLayer.tsx';
import marks from '../marks/marks.module.css';
import { Patterns, patternIds } from '../marks/Patterns.tsx';
import { scaled } from '../marks/scale.ts';
import { Unbroken } from '../marks/Unbroken.tsx';
import { GroupFrameBox, ProcessCard, RackFrame } from './Cards.tsx';
import css from './cluster.module.css';
import { flightsOf } from './flights.ts';
import { clusterHits, messageName } from './hits.ts';
import { clusterLayout, clusterScale } from './layout.ts';
import { clusterModel } from './model.ts';
import { ClusterTable } from './Table.tsx';
import { HeartbeatCounts, Links, Pills, Wires } from './Wires.tsx';

export function ClusterView(props: ViewProps) {
  const { frame, changes, selection, spotlight, words, width, height, onSelect, asTable, nowUs, reducedMotion } = props;
  const ids = patternIds(useId());
  const model = useMemo(() => clusterModel({ frame, changes, selection, spotlight, words }), [frame, changes, selection, spotlight, words]);
  const scale = clusterScale(model, width, height);
  const layout = useMemo(() => clusterLayout(model, Math.floor(width / scale)), [model, width, scale]);
  const { flights, heartbeats } = useMemo(() => flightsOf({ frame, nowUs, reducedMotion }, layout), [frame, nowUs, reducedMotion, layout]);
  const hits = useMemo(
    () => scaled(clusterHits(model, layout, flights, { selection, onSelect, words, nowUs }), scale),
    [model, layout, scale, flights, selection, onSelect, words, nowUs],
  );
  if (asTable) return <ClusterTable model={model} flights={flights} heartbeats={heartbeats} words={words} nowUs={nowUs} />;
  const cards = [...model.controllers, ...model.brokers, ...model.producers, ...model.tools, ...model.groups.flatMap((group) => group.members)];
  const { columns } = layout;
  const size = { width: Math.round(layout.width * scale), height: Math.round(layout.height * scale) };
  return (
    <div className={marks.view}>
      <div className={marks.picture} style={size}>
        <svg aria-hidden="true" {...size} viewBox={`0 0 ${layout.width} ${layout.height}`}>
          <Patterns ids={ids} />
          {model.producers.length + model.tools.length > 0 && (
            <Heading x={(columns.left + columns.leftEnd) / 2} text={words(model.producers.length > 0 ? 'cluster.producers' : 'cluster.tools')} />
          )}
          <Heading x={(columns.centre + columns.centreEnd) / 2} text={words('cluster.title')} />
          {model.groups.length > 0 && (
            <Heading x={(columns.right + columns.rightEnd) / 2} text={words(layout.compact ? 'cluster.groupsShort' : 'cluster.groups')} />
          )}
          {model.groups.map((group) => (
            <GroupFrameBox key={group.group} group={group} layout={layout} />
          ))}
          {layout.racks.map((box) => (
            <RackFrame key={box.rack} box={box} />
          ))}
          <Links links={model.links} layout={layout} />
          <Wires flights={flights} />
          <HeartbeatCounts heartbeats={heartbeats} />
          {cards.map((card) => (
            <ProcessCard key={card.node} card={card} layout={layout} ids={ids} />
          ))}
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

function Heading({ x, text }: { readonly x: number; readonly text: string }) {
  return (
    <text className={css.heading} x={Math.round(x)} y="14" fontSize="12">
      {text}
    </text>
  );
}
