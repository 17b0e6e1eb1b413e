/** Log lanes: one partition full size, a lane a replica, its groups beneath the leader, and the other partitions small. */
import { useId, useMemo, useState } from 'react';
import type { PartitionFrame } from '#kafka/frame.ts';
import type { ViewProps, Wish } from '../contract.ts';
import { HitLayer } from '../marks/HitLayer.tsx';
import marks from '../marks/marks.module.css';
import { Patterns, patternIds } from '../marks/Patterns.tsx';
import { scaled } from '../marks/scale.ts';
import { Ghosts } from './Ghosts.tsx';
import { Gutter } from './Gutter.tsx';
import { type LanesGhosts, lanesGhosts } from './ghosts.ts';
import { guttersModel } from './groups.ts';
import { laneHits, miniHits } from './hits.ts';
import { Lane } from './Lane.tsx';
import css from './lanes.module.css';
import { type LanesLayout, lanesLayout, lanesScale, onTheWay } from './layout.ts';
import { Minis, minisModel } from './minis.tsx';
import { lanesModel } from './model.ts';
import { PartitionHeader } from './PartitionHeader.tsx';
import { LanesTable } from './Table.tsx';
import { extentOf, wantedOffset, windowOf } from './window.ts';

export function LanesView(props: ViewProps) {
  const { frame, focus, words } = props;
  const partition = frame.partitions.find((one) => one.tp === focus) ?? frame.partitions[0];
  if (!partition) return <p className={css.empty}>{words('lanes.empty')}</p>;
  return <PartitionLanes key={partition.tp} partition={partition} props={props} />;
}

const NONE: readonly Wish[] = [];

/** The page of records that a person turned to; it ends when the log's end is back in sight. */
function useLayouts(partition: PartitionFrame, props: ViewProps, ghosts: LanesGhosts, scale: number) {
  const { frame, previous, lost, selection, spotlight, differs } = props;
  const width = Math.floor(props.width / scale);
  const [pan, setPan] = useState<number | null>(null);
  return useMemo(() => {
    const here = lost.filter((record) => record.tp === partition.tp);
    const beside = [...here, ...(differs?.absent ?? []).filter((record) => record.tp === partition.tp)];
    const wanted = wantedOffset(partition.tp, selection, spotlight);
    const layoutOf = (of: PartitionFrame, inFrame: typeof frame) => {
      const { first, end } = extentOf(of, beside);
      return lanesLayout(inFrame, of, here, windowOf(first, end, width, pan, wanted), width, ghosts);
    };
    const was = previous?.partitions.find((one) => one.tp === partition.tp);
    const layout = layoutOf(partition, frame);
    const from: LanesLayout | null = was && previous ? layoutOf(was, previous) : null;
    const onTurn = (start: number) => setPan(start + layout.window.end - layout.window.start >= extentOf(partition, beside).end ? null : start);
    return { layout, from, onTurn };
  }, [frame, previous, lost, differs, ghosts, width, selection, spotlight, partition, pan]);
}

function PartitionLanes({ partition, props }: { readonly partition: PartitionFrame; readonly props: ViewProps }) {
  const { frame, previous, changes, lost, selection, spotlight, words, differs, phase, onSelect, onFocus, asTable } = props;
  const id = useId();
  const ids = useMemo(() => patternIds(id), [id]);
  const scale = lanesScale(frame, partition, props.width, props.height);
  const ghosts = useMemo(() => lanesGhosts(props.wishes ?? NONE, frame, partition, lost, words), [props.wishes, frame, partition, lost, words]);
  const { layout, from, onTurn } = useLayouts(partition, props, ghosts, scale);
  const models = useMemo(() => {
    const input = { frame, previous, changes, lost, selection, spotlight, words, differs };
    return {
      lanes: lanesModel(input, partition, layout.window),
      gutters: guttersModel(input, partition, layout.window),
      minis: minisModel(frame, partition.tp, words),
    };
  }, [frame, previous, changes, lost, selection, spotlight, words, differs, partition, layout]);
  const hits = useMemo(() => {
    const chosen = { selection, onSelect, words, tp: partition.tp, ghosts, onTurn };
    return { lanes: scaled(laneHits(models.lanes, models.gutters, layout, chosen), scale), minis: scaled(miniHits(models.minis, layout, onFocus), scale) };
  }, [models, layout, scale, selection, onSelect, words, partition.tp, ghosts, onTurn, onFocus]);
  if (asTable) return <LanesTable frame={frame} partition={partition} {...models} ghosts={ghosts} words={words} />;
  const size = { width: Math.round(layout.width * scale), height: Math.round(layout.height * scale) };
  const moving = onTheWay(from, layout, phase);
  const selectedOn = (broker: number) =>
    selection?.kind === 'record' && selection.tp === partition.tp && selection.broker === broker ? selection.offset : null;
  return (
    <div className={marks.view}>
      <PartitionHeader frame={frame} partition={partition} ghosts={ghosts.partition} words={words} changes={changes} previous={previous} />
      <div className={marks.picture} style={size}>
        <svg aria-hidden="true" {...size} viewBox={`0 0 ${layout.width} ${layout.height}`}>
          <Patterns ids={ids} />
          {models.lanes.map((lane, i) => (
            <Lane
              key={lane.broker}
              lane={lane}
              box={moving.lanes[i]}
              layout={moving}
              phase={phase}
              ids={ids}
              words={words}
              selectedOffset={selectedOn(lane.broker)}
              nowUs={props.nowUs}
            />
          ))}
          {models.gutters.map((gutter, i) => (
            <Gutter key={gutter.group} gutter={gutter} box={moving.gutters[i]} layout={moving} phase={phase} ids={ids} words={words} />
          ))}
          <Ghosts ghosts={ghosts} layout={moving} />
          <Minis minis={models.minis} layout={layout} words={words} water={`url(#${ids.water})`} />
        </svg>
        <HitLayer label={words('lanes.grid', { tp: partition.tp })} hits={hits.lanes} differs={differs} />
        {hits.minis.length > 0 && <HitLayer label={words('lanes.mini.title')} hits={hits.minis} />}
      </div>
    </div>
  );
}
