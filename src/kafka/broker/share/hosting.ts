/** Hosting the share coordinator: it lives on the leaders of __share_group_state, and all that it does to the world goes through this desk. */
import { appendToLeader } from '#kafka/broker/append.ts';
import { batchOf } from '#kafka/broker/coordinate.ts';
import { partitionAt, reply, type Work } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import {
  handlePersisterRequest,
  type PersisterIo,
  type PersisterState,
  type PersisterTimer,
  persisterTimer,
  shareStateAdvanced,
  shareStateElected,
  shareStateResigned,
} from '#kafka/coordinator/persister/persister.ts';
import { partitionOf, SHARE_GROUP_STATE, tpOf } from '#kafka/protocol/names.ts';
import type { PersisterRequest } from '#kafka/protocol/share.ts';
import type { Partition } from '#kafka/replication/partition.ts';
import { viewSlice } from '#sim/view.ts';

function ioOf(work: Work): PersisterIo {
  return {
    env: work.env,
    config: work.config,
    reply: (caller, response) => reply(work, caller, response),
    append: (partition, records) => {
      const i = work.index.get(tpOf(SHARE_GROUP_STATE, partition));
      const { error, lastOffset } = appendToLeader(work, i, batchOf(work, i, records), -1, work.name);
      return { error, lastOffset };
    },
    partitionCount: () => work.image.topics.get(SHARE_GROUP_STATE)?.partitions.length ?? 0,
    exists: ({ topicId, partition }) => (work.image.topics.get(work.image.names.get(topicId) ?? '')?.partitions.length ?? 0) > partition,
  };
}

function coordinate(work: Work, step: (state: PersisterState, io: PersisterIo) => PersisterState): void {
  const coordinator = step(work.share.coordinator, ioOf(work));
  if (coordinator !== work.share.coordinator) work.share = { ...work.share, coordinator };
}

export const handlePersister = (work: Work, caller: Caller, request: PersisterRequest): void =>
  coordinate(work, (state, io) => handlePersisterRequest(state, io, caller, request));

export const persisterTimeout = (work: Work, timer: PersisterTimer): void => coordinate(work, (state, io) => persisterTimer(state, io, timer));

/** We lead this partition of __share_group_state in a new epoch: what its log holds is loaded. */
export function persisterElected(work: Work, i: number): void {
  const { tp, log } = partitionAt(work, i);
  const records = viewSlice(log.records, 0, log.records.length);
  coordinate(work, (state, io) => shareStateElected(state, io, partitionOf(tp), records));
}

export const persisterResigned = (work: Work, { tp }: Partition): void => coordinate(work, (state, io) => shareStateResigned(state, io, partitionOf(tp)));

export const persisterCommitted = (work: Work, { tp, highWatermark }: Partition): void =>
  coordinate(work, (state, io) => shareStateAdvanced(state, io, partitionOf(tp), highWatermark));
