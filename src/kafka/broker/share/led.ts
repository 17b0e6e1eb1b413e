/** Share-partitions of partitions that this broker leads (SharePartitionCache, SharePartition's lifecycle): read from the persister, kept, and dropped. */

import { shareSettingsOf } from '#kafka/broker/share/settings.ts';
import { type LedShare, ledKey } from '#kafka/broker/share/state.ts';
import { fact, partitionOfTp, type Work } from '#kafka/broker/work.ts';
import { firstAtOrAfter } from '#kafka/log/read.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { type Offset, partitionOf, type Tp } from '#kafka/protocol/names.ts';
import { type ReadShareGroupStateResponse, type StateBatch, UNINITIALIZED_START_OFFSET } from '#kafka/protocol/share.ts';
import { isLeader, leaderEpochOf, type Partition } from '#kafka/replication/partition.ts';
import { loaded, nextLapseUs, type SharePartition, type ShareSettings } from '#kafka/share/partition.ts';
import { copied } from '#sim/copy.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';

export interface AcquisitionLocksDue {
  readonly type: 'AcquisitionLocksDue';
  readonly group: string;
  readonly tp: Tp;
}

export const ledOf = (work: Work, group: string, tp: Tp): LedShare | undefined => work.share.led.get(ledKey(group, tp));

function put(work: Work, led: LedShare): void {
  work.share = { ...work.share, led: copied(work.share.led).set(ledKey(led.group, led.tp), led) };
}

/** The share-partition, new and still to be read if need be; or why there is none here. */
export function ledOrNew(work: Work, group: string, tp: Tp): { readonly led: LedShare; readonly isNew: boolean } | ErrorName {
  const known = ledOf(work, group, tp);
  if (known !== undefined) return { led: known, isNew: false };
  const partition = partitionOfTp(work, tp);
  if (partition === undefined || !isLeader(partition)) return 'NOT_LEADER_OR_FOLLOWER';
  const key = { group, topicId: partition.meta.topicId, partition: partitionOf(tp) };
  const led: LedShare = { group, tp, key, leaderEpoch: leaderEpochOf(partition), partition: undefined, armedUs: undefined };
  put(work, led);
  return { led, isNew: true };
}

/** Takes the next value of a share-partition: its locks are watched, and what moved is told. */
export function change(work: Work, led: LedShare, partition: SharePartition): LedShare {
  const before = led.partition?.startOffset;
  if (before !== undefined && partition.startOffset > before)
    fact(work, { fact: 'ShareStartOffsetAdvanced', group: led.group, tp: led.tp, broker: work.id, from: before, to: partition.startOffset });
  const armedUs = nextLapseUs(partition);
  const name = `share:locks:${ledKey(led.group, led.tp)}`;
  if (armedUs !== led.armedUs) {
    const due: AcquisitionLocksDue = { type: 'AcquisitionLocksDue', group: led.group, tp: led.tp };
    if (armedUs === undefined) cancelTimer(work.env, name);
    else setTimer(work.env, name, Math.max(0, armedUs - work.env.nowUs), due);
  }
  const { group, tp, key, leaderEpoch } = led;
  const next: LedShare = { group, tp, key, leaderEpoch, partition, armedUs };
  put(work, next);
  return next;
}

/** Tells of records that left ACQUIRED. */
export function noteStates(
  work: Work,
  { group, tp }: LedShare,
  stateBatches: readonly StateBatch[],
  why: 'acknowledged' | 'session-ended' | 'lock-timeout',
): void {
  let run: StateBatch | undefined;
  const flush = (): void => {
    if (run === undefined) return;
    const { firstOffset, lastOffset, deliveryState, deliveryCount } = run;
    fact(work, { fact: 'DeliveryStateChanged', group, tp, broker: work.id, firstOffset, lastOffset, state: deliveryState, deliveryCount, why });
  };
  for (const batch of stateBatches) {
    const isNext = run !== undefined && run.lastOffset + 1 === batch.firstOffset;
    if (run !== undefined && isNext && run.deliveryState === batch.deliveryState && run.deliveryCount === batch.deliveryCount) {
      run = { ...run, lastOffset: batch.lastOffset };
      continue;
    }
    flush();
    run = batch;
  }
  flush();
}

/** startOffsetDuringInitialization: what the persister knows, or where share.auto.offset.reset says. */
function startOffsetOf(work: Work, { group }: LedShare, { log, highWatermark }: Partition, known: Offset): Offset {
  if (known !== UNINITIALIZED_START_OFFSET) return known;
  const { reset } = shareSettingsOf(work, group);
  if (reset === 'earliest') return log.logStart;
  if (reset === 'latest') return highWatermark;
  return firstAtOrAfter(log, Math.max(0, reset.sinceMs))?.offset ?? highWatermark;
}

/** The persister's answer: from now on records may be acquired. False: it remembers what cannot be, or we lead no more. */
export function initialize(work: Work, led: LedShare, { startOffset, stateEpoch, stateBatches }: ReadShareGroupStateResponse): boolean {
  const leader = partitionOfTp(work, led.tp);
  if (leader === undefined) return false;
  const from = startOffsetOf(work, led, leader, startOffset);
  const partition = loaded({ startOffset: from, stateEpoch, stateBatches });
  if (partition === undefined) return false;
  const inFlight = stateBatches.reduce((sum, { firstOffset, lastOffset }) => sum + lastOffset - firstOffset + 1, 0);
  fact(work, { fact: 'SharePartitionLoaded', group: led.group, tp: led.tp, broker: work.id, startOffset: partition.startOffset, inFlight });
  change(work, led, partition);
  return true;
}

export function drop(work: Work, { group, tp, armedUs }: LedShare): void {
  if (armedUs !== undefined) cancelTimer(work.env, `share:locks:${ledKey(group, tp)}`);
  const led = new Map(work.share.led);
  led.delete(ledKey(group, tp));
  work.share = { ...work.share, led };
}

/** SharePartitionListener: the partition is another broker's, or gone. Whatever was acquired and not written is forgotten. */
export function dropPartition(work: Work, tp: Tp): void {
  for (const led of work.share.led.values()) if (led.tp === tp) drop(work, led);
}

/** onGroupEmpty: the last member with a session here is gone. */
export function dropGroup(work: Work, group: string): void {
  for (const led of work.share.led.values()) if (led.group === group) drop(work, led);
}

export const settingsFor = (work: Work, { group }: LedShare): ShareSettings => shareSettingsOf(work, group);
