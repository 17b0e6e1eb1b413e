/** What must have come to its end when nothing happens any more: transactions (L05), and reading (L07). Judged from the Frame, like the rest of L01 to L09. */
import type { Frame, GroupFrame, PartitionFrame } from '#kafka/frame.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import { brokerName, CONSUMER_OFFSETS, SHARE_GROUP_STATE, type Tp, TRANSACTION_STATE } from '#kafka/protocol/names.ts';
import type { Profile } from '#kafka/spec.ts';
import type { Outside } from '#proof/swarm/core.ts';
import { reasonOf, type Stuck, wrong } from '#proof/swarm/whole.ts';

const isHeld = ({ partitions }: Frame, topic: string, outside: Outside): boolean =>
  partitions.some((one) => one.topic === topic && (one.leader < 0 || reasonOf(one, outside) !== undefined));

/** Before verification (KIP-890 part 1) a record that came late opened a transaction that nobody ends: a bug of its time. */
const mayHang = ({ profile }: Frame): boolean => !featuresOf(profile as Profile).verifiesTransactions;

/** L05: every transaction ends, by its producer or by transaction.timeout.ms; and then nothing holds the last stable offset back. */
export function transactions(frame: Frame, outside: Outside): Stuck | undefined {
  if (isHeld(frame, TRANSACTION_STATE, outside)) return undefined;
  // A coordinator that is cut off for good goes on believing in what another one has ended long since.
  const known = (frame.transactions ?? []).filter(({ coordinator }) => !outside.has(brokerName(coordinator)));
  const waits = ({ partitions }: (typeof known)[number]): boolean =>
    partitions.some((tp) => frame.partitions.some((one) => one.tp === tp && (one.leader < 0 || reasonOf(one, outside) !== undefined)));
  for (const one of known)
    if ((one.state === 'Ongoing' || one.state.startsWith('Prepare')) && !waits(one))
      return wrong('L05', `transaction ${one.transactionalId} stays ${one.state}`);
  if (mayHang(frame)) return undefined;
  for (const partition of frame.partitions) {
    const hanging = reasonOf(partition, outside) === undefined ? hangingIn(partition, known) : undefined;
    if (hanging !== undefined) return wrong('L05', `${partition.tp} has an open transaction of producer ${hanging}, which nobody will end`);
  }
  return undefined;
}

function hangingIn({ leader, logs, tp }: PartitionFrame, known: NonNullable<Frame['transactions']>): number | undefined {
  const open = logs.find(({ broker }) => broker === leader)?.stability?.open ?? [];
  return open.find(({ producerId }) => !known.some((one) => one.producerId === producerId && one.partitions.includes(tp)))?.producerId;
}

/** L07: who reads has read everything that there is. */
export function reading(frame: Frame, outside: Outside): Stuck | undefined {
  if (isHeld(frame, CONSUMER_OFFSETS, outside)) return undefined;
  for (const group of frame.groups) {
    const behind = group.state === 'Stable' ? (group.share === undefined ? behindIn(group, frame, outside) : undone(group, frame, outside)) : undefined;
    if (behind) return behind;
  }
  return undefined;
}

/** A share group is done with every record, unless its progress cannot be written down. */
function undone({ group, share = [], members }: GroupFrame, frame: Frame, outside: Outside): Stuck | undefined {
  const mine = frame.consumers.filter((one) => one.group === group);
  if (members.length === 0 || mine.some(({ node, status }) => status !== 'up' || outside.has(node)) || isHeld(frame, SHARE_GROUP_STATE, outside))
    return undefined;
  const given = new Set<Tp>(members.flatMap(({ partitions }) => partitions));
  for (const { tp, startOffset } of share) {
    const partition = frame.partitions.find((one) => one.tp === tp);
    if (partition === undefined || !given.has(tp) || partition.leader < 0 || reasonOf(partition, outside) !== undefined) continue;
    const end = partition.logs.find(({ broker }) => broker === partition.leader)?.highWatermark ?? 0;
    const isPolling = mine.some(({ processing }) => processing !== null);
    if (startOffset < end) return { ...wrong('L07', `share group ${group} is done with ${tp} up to ${startOffset}, and it ends at ${end}`), isPolling };
  }
  return undefined;
}

/** Who reads what is committed waits at the last stable offset; whether that stands still is L05's question. */
function endFor({ logs, leader }: PartitionFrame, readers: Frame['consumers']): number {
  const led = logs.find(({ broker }) => broker === leader);
  const isCommitted = readers.some(({ config }) => config['isolation.level'] === 'read_committed');
  return (isCommitted ? led?.stability?.lastStableOffset : undefined) ?? led?.highWatermark ?? 0;
}

function behindIn({ group, members, offsets }: GroupFrame, frame: Frame, outside: Outside): Stuck | undefined {
  const given = new Set<Tp>(members.flatMap(({ partitions }) => partitions));
  const mine = frame.consumers.filter((one) => one.group === group);
  // A member that is not ours, or is gone for good, keeps what it was given until its session ends.
  if (members.length === 0 || mine.some(({ node, status }) => status !== 'up' || outside.has(node))) return undefined;
  for (const { tp, position, owner } of offsets) {
    const partition = frame.partitions.find((one) => one.tp === tp);
    if (partition === undefined || !given.has(tp) || partition.leader < 0 || reasonOf(partition, outside) !== undefined) continue;
    const end = endFor(partition, mine);
    const isPolling = mine.some(({ processing }) => processing !== null);
    if (owner === null) return { ...wrong('L07', `${tp} is given to a member of group ${group}, and nobody reads it`), isPolling };
    if (position < end) return { ...wrong('L07', `${owner} of group ${group} has read ${tp} up to ${position}, and it ends at ${end}`), isPolling };
  }
  return undefined;
}
