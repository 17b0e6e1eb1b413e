/** What may be seen of share groups: members as the coordinator has them, and what is in flight of each partition as its leader has it. */
import type { BrokerShare } from '#kafka/broker/share/state.ts';
import { ledKey } from '#kafka/broker/share/state.ts';
import { sessionsAt } from '#kafka/clients/project-sessions.ts';
import type { ShareConsumerNode } from '#kafka/clients/share/node.ts';
import type { Group } from '#kafka/coordinator/group.ts';
import { emptyShareGroup } from '#kafka/coordinator/share/group.ts';
import { ASSIGNOR } from '#kafka/coordinator/share/heartbeat.ts';
import type { ConsumerFrame, GroupFrame, PartitionFrame, SharePartitionFrame, ShareRecordFrame } from '#kafka/frame.ts';
import { type BrokerId, brokerName, type NodeName, topicOf } from '#kafka/protocol/names.ts';
import { stretchOf } from '#kafka/share/batch.ts';
import type { SharePartition } from '#kafka/share/partition.ts';
import { processOf, type World } from '#sim/world.ts';

interface Kinded {
  readonly kind: string;
}

export const shareConsumersOf = (world: World<Kinded>): { readonly node: NodeName; readonly state: ShareConsumerNode; readonly isUp: boolean }[] =>
  world.processes.flatMap(({ name, state, status }) =>
    state.kind === 'share-consumer' ? [{ node: name, state: state as ShareConsumerNode, isUp: status !== 'down' }] : [],
  );

export function shareGroupFrame(
  { value, data }: Pick<Group, 'value' | 'data'>,
  coordinator: BrokerId,
  world: World<Kinded>,
  partitions: readonly PartitionFrame[],
): GroupFrame {
  const share = data.share ?? emptyShareGroup;
  const consumers = shareConsumersOf(world).filter(({ state }) => state.spec.group === data.group);
  const nodes = new Map([...consumers.map(({ node, state }) => [state.core.member.data.memberId, node] as const)]);
  const sessions = sessionsAt(world, coordinator);
  const topics = new Set([...consumers.flatMap(({ state }) => state.spec.topics), ...[...share.initialized.keys()]]);
  return {
    group: data.group,
    state: value,
    generation: share.epoch,
    protocol: ASSIGNOR,
    targetEpoch: share.targetEpoch,
    coordinator,
    members: [...share.members.values()].map(({ memberId, host, assigned, epoch }) => ({
      memberId,
      node: host,
      leader: false,
      partitions: assigned,
      ...sessions.of(data.group, memberId, 'share'),
      epoch,
      target: share.target.get(memberId) ?? [],
    })),
    offsets: [],
    share: partitions
      .filter(({ tp, internal }) => !internal && topics.has(topicOf(tp)))
      .map((partition) =>
        sharePartitionFrame(world, data.group, partition, new Map([...share.members.values()].map((one) => [one.memberId, one.host])), nodes),
      ),
  };
}

function sharePartitionFrame(
  world: World<Kinded>,
  group: string,
  { tp, leader, logs }: PartitionFrame,
  members: ReadonlyMap<string, NodeName>,
  nodes: ReadonlyMap<string, NodeName>,
): SharePartitionFrame {
  const state = processOf(world, brokerName(leader))?.state as { readonly share?: BrokerShare } | undefined;
  const partition = state?.share?.led.get(ledKey(group, tp))?.partition;
  const highWatermark = logs.find(({ broker }) => broker === leader)?.highWatermark ?? -1;
  if (partition === undefined) return { tp, leader, startOffset: -1, endOffset: -1, records: [], lagRecords: undefined };
  const nodeOf = (memberId: string): NodeName | null => nodes.get(memberId) ?? members.get(memberId) ?? null;
  const { startOffset, endOffset, deliveryCompleteCount } = partition;
  return {
    tp,
    leader,
    startOffset,
    endOffset: partition.batches.length === 0 ? startOffset : endOffset + 1,
    records: recordsOf(partition, nodeOf),
    lagRecords: Math.max(0, highWatermark - startOffset - deliveryCompleteCount),
  };
}

/** Enough to look at. */
const MOST = 500;

function recordsOf(partition: SharePartition, nodeOf: (memberId: string) => NodeName | null): ShareRecordFrame[] {
  const records: ShareRecordFrame[] = [];
  for (const batch of partition.batches) {
    batch.states.forEach((state, i) => {
      const { firstOffset, lastOffset } = stretchOf(batch, i);
      const { value, data } = state;
      for (let offset = Math.max(firstOffset, partition.startOffset); offset <= lastOffset && records.length < MOST; offset++) {
        const node = value === 'ACQUIRED' ? nodeOf(data.memberId) : null;
        records.push({
          offset,
          state: value,
          deliveryCount: data.deliveryCount,
          node,
          untilUs: value === 'ACQUIRED' ? data.lockedUntilUs : null,
          isWritten: data.open === undefined,
        });
      }
    });
  }
  return records;
}

export function projectShareConsumers(world: World<Kinded>): ConsumerFrame[] {
  return world.processes.flatMap(({ name, state, status }): ConsumerFrame[] => {
    if (state.kind !== 'share-consumer') return [];
    const { spec, core, app, config } = state as ShareConsumerNode;
    const one = app.thread === 'processing' ? app.batch[app.index] : undefined;
    return [
      {
        node: name,
        status,
        connected: !world.network.cuts.has(name),
        group: spec.group,
        memberId: core.member.data.memberId,
        state: core.member.value,
        config,
        assignment: core.assignment,
        positions: {},
        processing: one === undefined ? null : { tp: one.tp, offset: one.record.offset, untilUs: app.untilUs },
        recordsProcessed: app.processed,
        held: app.batch.slice(app.index).map(({ tp, record, deliveryCount }) => ({ tp, offset: record.offset, deliveryCount })),
      },
    ];
  });
}
