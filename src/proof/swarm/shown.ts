/** E10 of the reliability catalogue: what a person is shown is what is there. The Frame against plain reads of the World, which share no code with it. */
import type { Frame, PartitionFrame } from '#kafka/frame.ts';
import { brokerName, type Offset, type Tp } from '#kafka/protocol/names.ts';
import { type Observed, registrationIn, replicaOn } from '#kafka/replication/observe.ts';

interface ObservedCoordinator {
  readonly coordinator?: {
    readonly shards: ReadonlyMap<
      number,
      {
        readonly loading?: unknown;
        readonly groups: ReadonlyMap<string, { readonly data: { readonly offsets: ReadonlyMap<Tp, { readonly offset: Offset }> } }>;
      }
    >;
  };
}

/** What the coordinator has; undefined when nobody coordinates the group now. */
function committedIn(world: Observed, coordinator: number, group: string): ReadonlyMap<Tp, { readonly offset: Offset }> | undefined {
  const state = world.processes[world.index.get(brokerName(coordinator)) ?? -1]?.state as ObservedCoordinator | undefined;
  for (const shard of state?.coordinator?.shards.values() ?? [])
    if (shard.loading === undefined && shard.groups.has(group)) return shard.groups.get(group)?.data.offsets;
  return undefined;
}

/** The first number that differs from what is there, in words. */
export function shownWrong(frame: Frame, world: Observed): string | undefined {
  for (const partition of frame.partitions) {
    const wrong = partitionWrong(partition, world);
    if (wrong !== undefined) return wrong;
  }
  for (const { group, coordinator, offsets } of frame.groups) {
    const committed = committedIn(world, coordinator, group);
    if (committed === undefined) continue;
    for (const { tp, lagRecords } of offsets) {
      const leader = registrationIn(world, tp)?.registration.leader ?? -1;
      const [end, offset] = [replicaOn(world, leader, tp)?.highWatermark, committed.get(tp)?.offset];
      // A leader that has not made its log yet has nothing: it ends where it begins.
      const lag = offset === undefined || leader < 0 ? undefined : (end ?? 0) - offset;
      if (lag !== lagRecords) return `the lag of group ${group} in ${tp} is ${lag}, and ${lagRecords} is shown`;
    }
  }
  return undefined;
}

function partitionWrong({ tp, isr, leader, logs }: PartitionFrame, world: Observed): string | undefined {
  const registration = registrationIn(world, tp)?.registration;
  if (registration !== undefined && (registration.leader !== leader || registration.isr.join() !== isr.join()))
    return `${tp} is led by ${registration.leader} with ISR ${registration.isr}, and leader ${leader} with ISR ${isr} is shown`;
  for (const { broker, highWatermark, logEndOffset, inIsr } of logs) {
    if (inIsr !== isr.includes(broker)) return `${tp} on broker ${broker}: the badge says ${inIsr ? '' : 'not '}in sync, the ISR is ${isr}`;
    const replica = replicaOn(world, broker, tp);
    if (replica !== undefined && (replica.highWatermark !== highWatermark || replica.log.logEnd !== logEndOffset))
      return `${tp} on broker ${broker} has high watermark ${replica.highWatermark} and end ${replica.log.logEnd}, ${highWatermark} and ${logEndOffset} are shown`;
  }
  return undefined;
}
