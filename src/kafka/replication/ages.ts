/** What the release under test is known to do wrong: losses that came of a bug of its own, mended by a later KIP, break no promise of ours. */
import type { Features } from '#kafka/metadata/features.ts';
import type { Observed } from '#kafka/replication/observe.ts';

interface ObservedRelease {
  readonly kind: string;
  /** Only brokers of a ZooKeeper cluster have one: KRaft came after all that is asked here. */
  readonly zk?: { readonly features: Features } | undefined;
}

function featuresSeen(world: Observed): Features | undefined {
  for (const { state } of world.processes) {
    const node = state as ObservedRelease;
    if (node.kind === 'broker') return node.zk?.features;
  }
  return undefined;
}

/** Until 3.7 the high watermark moved on while the ISR was below min.insync.replicas (KAFKA-15583). */
export const freezesBelowMinIsr = (world: Observed): boolean => featuresSeen(world)?.highWatermarkFrozenBelowMinIsr ?? true;

/** In 0.10 a follower cuts its log at its own high watermark, which lags behind: committed records are lost (KIP-101 mended it). */
export const truncatesToHighWatermark = (world: Observed): boolean => featuresSeen(world)?.truncation === 'to-high-watermark';

/** In 0.11 a follower that was unclean-elected past asks for an epoch that its leader never had, and keeps what differs (KIP-279 mended it). */
export const keepsUncleanDivergence = (world: Observed): boolean => featuresSeen(world)?.truncation === 'kip-101';

/** Until 2.2 a new leader told its high watermark as the latest offset, however far that was behind the last leader's (KAFKA-2334, KIP-207 mended it). */
export const latestOffsetWaits = (world: Observed): boolean => featuresSeen(world)?.latestOffsetWaits ?? true;

/** Until 2.2 a controller that had been replaced could go on writing (KAFKA-6082). */
export const fencesControllers = (world: Observed): boolean => featuresSeen(world)?.controllerWritesFenced ?? true;
