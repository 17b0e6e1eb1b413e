/** The focused partition in chips: replicas, ISR as a set, min.insync.replicas, leader epoch, and what is wrong. */
import { memo } from 'react';
import type { PartitionFrame } from '#kafka/frame.ts';
import type { ViewProps } from '../contract.ts';
import { halosOf, markOf } from '../marks/attention.ts';
import type { Ghost } from '../marks/ghost.ts';
import { InlineGlyph } from '../marks/glyphs.tsx';
import { beliefsOf } from './beliefs.ts';
import css from './lanes.module.css';
import { problemsOf } from './state.ts';

export const partitionFacts = (partition: PartitionFrame) => ({
  replicas: `${partition.tp} replicas=${partition.replicas.join(',')}`,
  isr: `${partition.tp} isr={${partition.isr.join(',')}}`,
  minIsr: `${partition.tp} min.insync=${partition.minInsyncReplicas}`,
  epoch: `${partition.tp} leaderEpoch=${partition.leaderEpoch}`,
});

interface HeaderProps extends Pick<ViewProps, 'frame' | 'words' | 'changes' | 'previous'> {
  readonly partition: PartitionFrame;
  readonly ghosts: readonly Ghost[];
}

export const PartitionHeader = memo(function PartitionHeader({ frame, partition, ghosts, words, changes, previous }: HeaderProps) {
  const facts = partitionFacts(partition);
  const halos = halosOf(changes);
  const was = previous?.partitions.find((one) => one.tp === partition.tp);
  const removed = removedFromIsr(partition, was, changes);
  return (
    <div className={css.header}>
      <h3 className={css.heading}>{partition.tp}</h3>
      <span className={css.tag} data-fact={facts.replicas}>
        {words('lanes.chip.replicas')} {partition.replicas.join(', ')}
      </span>
      <span className={`${css.tag} ${halos.has(markOf.isr(partition.tp)) ? css.tagHalo : ''}`} data-fact={facts.isr}>
        {/* One run of text: the chip spaces its parts apart. */}
        <span>
          {`ISR {${partition.isr.join(', ')}`}
          {removed.map((broker, i) => (
            <span key={broker} aria-hidden="true">
              {partition.isr.length + i > 0 ? ', ' : ''}
              <del className={css.removed}>{broker}</del>
            </span>
          ))}
          {'}'}
        </span>
      </span>
      <span className={css.tag} data-fact={facts.minIsr}>
        min.insync {partition.minInsyncReplicas}
      </span>
      <span className={`${css.tag} ${halos.has(markOf.partition(partition.tp)) ? css.tagHalo : ''}`} data-fact={facts.epoch}>
        {words('lanes.chip.epoch')} {partition.leaderEpoch}
      </span>
      {problemsOf(partition, words).map((problem) => (
        <span key={problem.id} className={css.problem} data-fact={`${partition.tp} problem=${problem.id}`}>
          <InlineGlyph name="warn" />
          {problem.text}
        </span>
      ))}
      {beliefsOf(frame, partition, words).map(({ fact, text }) => (
        <span key={fact} className={css.belief} data-fact={fact}>
          {text}
        </span>
      ))}
      {ghosts.map(({ fact, text }) => (
        <span key={fact} className={css.ghostChip} data-fact={fact}>
          {text}
        </span>
      ))}
    </div>
  );
});

/** A broker that the last step took out of the ISR stays struck through until the next. */
function removedFromIsr(partition: PartitionFrame, was: PartitionFrame | undefined, changes: ViewProps['changes']): number[] {
  const gone = new Set(was?.isr ?? []);
  for (const change of changes) if (change.fact === 'IsrShrunk' && change.tp === partition.tp) for (const broker of change.removed) gone.add(broker);
  return [...gone].filter((broker) => !partition.isr.includes(broker));
}
