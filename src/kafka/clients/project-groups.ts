/** What may be seen of groups: as their coordinator has them, or, while there is none, as __consumer_offsets would bring them back. */

import type { ConsumerCore } from '#kafka/clients/consumer/core.ts';
import type { ConsumerNode } from '#kafka/clients/consumer/node.ts';
import { type Sessions, sessionsAt } from '#kafka/clients/project-sessions.ts';
import { shareConsumersOf, shareGroupFrame } from '#kafka/clients/project-share.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import type { ConsumerGroupData } from '#kafka/coordinator/consumer/group.ts';
import { preferredAssignor } from '#kafka/coordinator/consumer/target.ts';
import { type Group, newGroup } from '#kafka/coordinator/group.ts';
import { coordinatorPartition } from '#kafka/coordinator/hashcode.ts';
import { replay } from '#kafka/coordinator/log.ts';
import type { CoordinatorState, Shard } from '#kafka/coordinator/shard.ts';
import { type GroupFrame, type GroupMemberFrame, type GroupOffsetFrame, type PartitionFrame, recordIndex } from '#kafka/frame.ts';
import type { GroupStateName } from '#kafka/protocol/messages.ts';
import { type BrokerId, brokerName, CONSUMER_OFFSETS, NO_LEADER, type NodeName, type Offset, type Tp, tpOf } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { planted } from '#sim/planted.ts';
import { type View, viewSlice } from '#sim/view.ts';
import { processOf, type World } from '#sim/world.ts';

interface Kinded {
  readonly kind: string;
}

/** A consumer of the scenario or of the terminal. */
interface Reader {
  readonly node: NodeName;
  readonly group: string;
  readonly topics: readonly string[];
  readonly core: ConsumerCore;
  readonly isScenario: boolean;
  readonly isUp: boolean;
}

export function projectGroups<N extends Kinded>(world: World<N>, partitions: readonly PartitionFrame[]): GroupFrame[] {
  const any = world as unknown as World<Kinded>;
  const readers = readersOf(any);
  const offsets = partitions.filter(({ topic }) => topic === CONSUMER_OFFSETS);
  const found = new Map<string, { group: Group; coordinator: BrokerId; loadedUs?: number }>();
  for (const partition of offsets) {
    const since = loadedOf(any, partition);
    for (const [name, group] of groupsOf(any, partition)) found.set(name, { group, coordinator: coordinatorOf(any, partition), ...since });
  }
  const shared = new Set(shareConsumersOf(any).map(({ state }) => state.spec.group));
  for (const group of [...readers.map((one) => one.group), ...shared]) {
    if (found.has(group)) continue;
    const home = offsets.find((one) => one.partition === coordinatorPartition(group, offsets.length));
    found.set(group, { group: newGroup(group), coordinator: home ? coordinatorOf(any, home) : NO_LEADER });
  }
  const order = [...new Set([...readers.filter(({ isScenario }) => isScenario).map(({ group }) => group), ...shared, ...[...found.keys()].sort()])];
  return order.flatMap((name) => {
    const one = found.get(name);
    const own = readers.filter(({ group }) => group === name);
    const isShare = one !== undefined && (one.group.data.share !== undefined || (shared.has(name) && own.length === 0));
    if (isShare) return [shareGroupFrame(one.group, one.coordinator, any, partitions)];
    if (one === undefined || isForgotten(one.group, own)) return [];
    const frame = frameOf(one.group, one.coordinator, { readers: own, partitions, sessions: sessionsAt(any, one.coordinator) });
    return [one.loadedUs === undefined ? frame : { ...frame, loadedUs: one.loadedUs }];
  });
}

/** An empty group that committed nothing and that nobody uses any more: Kafka deletes it soon. */
const isForgotten = ({ value, data }: Group, readers: readonly Reader[]): boolean =>
  (value === 'Empty' || value === 'Dead') && data.offsets.size === 0 && !readers.some(({ isScenario, isUp }) => isScenario || isUp);

function readersOf(world: World<Kinded>): Reader[] {
  const readers: Reader[] = [];
  for (const { name, state, status } of world.processes) {
    if (state.kind === 'consumer') {
      const { spec, core } = state as ConsumerNode;
      readers.push({ node: name, group: spec.group, topics: spec.topics, core, isScenario: true, isUp: status !== 'down' });
    } else if (state.kind === 'tool') {
      const { process } = state as ToolNode;
      if (process?.kind === 'console-consumer' && process.core.subscription) {
        readers.push({
          node: name,
          group: process.core.group,
          topics: process.core.subscription,
          core: process.core,
          isScenario: false,
          isUp: status !== 'down',
        });
      }
    }
  }
  return readers;
}

function shardOf(world: World<Kinded>, { leader, partition }: PartitionFrame): Shard | undefined {
  const state = processOf(world, brokerName(leader))?.state as { coordinator?: CoordinatorState } | undefined;
  return state?.coordinator?.shards.get(partition);
}

/** The broker that coordinates the groups of this partition now: its leader, if its process lives and knows of it. */
const coordinatorOf = (world: World<Kinded>, partition: PartitionFrame): BrokerId => (shardOf(world, partition) === undefined ? NO_LEADER : partition.leader);

function loadedOf(world: World<Kinded>, partition: PartitionFrame): Pick<GroupFrame, 'loadedUs'> {
  const shard = shardOf(world, partition);
  return shard === undefined || shard.loading !== undefined ? {} : { loadedUs: shard.sinceUs };
}

function groupsOf(world: World<Kinded>, partition: PartitionFrame): ReadonlyMap<string, Group> {
  const shard = shardOf(world, partition);
  if (shard !== undefined && shard.loading === undefined) return shard.groups;
  const replica = partition.logs.reduce((best, log) => (log.highWatermark > best.highWatermark ? log : best), partition.logs[0]);
  return replica === undefined || replica.highWatermark === 0 ? new Map() : durable(replica.records, recordIndex(replica, replica.highWatermark));
}

const replayed = new WeakMap<View<StoredRecord>, { readonly length: number; readonly groups: ReadonlyMap<string, Group> }>();

/** What a new coordinator would read, as far as it is committed. */
function durable(records: View<StoredRecord>, length: number): ReadonlyMap<string, Group> {
  const known = replayed.get(records);
  if (known?.length === length) return known.groups;
  const groups = replay(viewSlice(records, 0, length));
  replayed.set(records, { length, groups });
  return groups;
}

interface Around {
  readonly readers: readonly Reader[];
  readonly partitions: readonly PartitionFrame[];
  readonly sessions: Sessions;
}

function frameOf({ value, data }: Group, coordinator: BrokerId, around: Around): GroupFrame {
  const { consumer } = data;
  if (consumer) return consumerFrame(value, data, consumer, coordinator, around);
  const members = [...data.members.values()].map(
    ({ memberId, instanceId, host, assignment, awaitingJoin, awaitingSync, sessionTimeoutMs }): GroupMemberFrame => ({
      memberId,
      node: host,
      ...(instanceId === null ? {} : { instanceId }),
      ...phaseOf(value, awaitingJoin !== undefined, awaitingSync !== undefined),
      leader: memberId === data.leader,
      partitions: value === 'Stable' ? assignment : [],
      ...around.sessions.of(data.group, memberId, sessionTimeoutMs),
    }),
  );
  return {
    group: data.group,
    state: value,
    generation: data.generation,
    protocol: data.protocol,
    coordinator,
    members,
    offsets: offsetsOf(data.offsets, around.readers, around.partitions),
  };
}

function phaseOf(state: GroupStateName, awaitsJoin: boolean, awaitsSync: boolean): Pick<GroupMemberFrame, 'phase'> {
  if (state === 'PreparingRebalance') return { phase: awaitsJoin ? 'awaiting-join' : 'joining' };
  return state === 'CompletingRebalance' ? { phase: awaitsSync ? 'awaiting-sync' : 'syncing' } : {};
}

function consumerFrame(
  state: GroupStateName,
  data: Group['data'],
  consumer: ConsumerGroupData,
  coordinator: BrokerId,
  { readers, partitions, sessions }: Around,
): GroupFrame {
  return {
    group: data.group,
    state,
    generation: consumer.epoch,
    protocol: preferredAssignor(consumer.members.values()),
    targetEpoch: consumer.targetEpoch,
    coordinator,
    members: [...consumer.members.values()].map((member) => ({
      memberId: member.memberId,
      node: member.host,
      ...(member.instanceId === null ? {} : { instanceId: member.instanceId }),
      leader: false,
      partitions: member.assigned,
      ...sessions.of(data.group, member.memberId, 'consumer'),
      epoch: member.epoch,
      state: member.state,
      target: consumer.target.get(member.memberId) ?? [],
      pendingRevocation: member.pendingRevocation,
    })),
    offsets: offsetsOf(data.offsets, readers, partitions),
  };
}

function offsetsOf(committed: Group['data']['offsets'], readers: readonly Reader[], partitions: readonly PartitionFrame[]): GroupOffsetFrame[] {
  const topics = new Set(readers.flatMap((reader) => reader.topics));
  const frames: GroupOffsetFrame[] = [];
  for (const one of partitions) {
    const offset = committed.get(one.tp)?.offset;
    if (offset === undefined && !topics.has(one.topic)) continue;
    const owner = ownerOf(readers, one.tp);
    const highWatermark = highWatermarkOf(one);
    const lagRecords = offset === undefined || highWatermark === undefined ? undefined : highWatermark - offset + (planted.M54 ? 1 : 0);
    frames.push({
      tp: tpOf(one.topic, one.partition),
      committed: offset ?? -1,
      position: owner?.core.partitions.get(one.tp)?.data.position ?? -1,
      owner: owner?.node ?? null,
      lagRecords,
    });
  }
  return frames;
}

/** Of two that believe they own it, the one with the newer generation. */
function ownerOf(readers: readonly Reader[], tp: Tp): Reader | undefined {
  let owner: Reader | undefined;
  for (const reader of readers) {
    if (!reader.core.partitions.has(tp)) continue;
    if (owner === undefined || reader.core.member.data.generation > owner.core.member.data.generation) owner = reader;
  }
  return owner;
}

/** Undefined while there is no leader that could tell: a broker that is dead and not fenced yet is still listed as one. */
function highWatermarkOf({ leader, logs }: PartitionFrame): Offset | undefined {
  const log = logs.find(({ broker }) => broker === leader);
  return log === undefined || log.role === 'offline' ? undefined : log.highWatermark;
}
