/** Short words for a message on the wire, as they stand in its pill: `Fetch @3`, `Produce A×2`, `ack 3–4`, `NOT_LEADER_OR_FOLLOWER`. */
import type { FetchRequest, FetchResponse, ProduceRequest, ProduceResponse, Request, Response } from '#kafka/protocol/messages.ts';
import type { Offset, Tp } from '#kafka/protocol/names.ts';
import type { NewRecord } from '#kafka/protocol/record.ts';
import type { ShareFetchRequest, ShareFetchResponse } from '#kafka/protocol/share.ts';
import type { ZkMessage } from '#kafka/protocol/zookeeper.ts';
import type { Payload } from '#sim/event.ts';

export interface MessageLabel {
  readonly label: string;
  readonly category: 'data' | 'replication' | 'control' | 'error';
  readonly tps: readonly Tp[];
}

const plain = (type: string): string => type.replace(/(Request|Response)$/, '');

/** `3` or `3–4`: offsets from first to last. */
export const offsetRange = (first: Offset, last: Offset): string => (first === last ? `${first}` : `${first}–${last}`);

function keysOf(records: readonly NewRecord[]): string {
  const keys = [...new Set(records.map((record) => record.key ?? '·'))];
  const shown = keys.length > 3 ? '' : ` ${keys.join('')}`;
  return records.length === 1 ? shown : `${shown}×${records.length}`;
}

function produce(message: ProduceRequest): MessageLabel {
  const records = message.batches.flatMap(({ batch }) => batch.records);
  return { label: `Produce${keysOf(records)}`, category: 'data', tps: message.batches.map(({ tp }) => tp) };
}

function produced(message: ProduceResponse): MessageLabel {
  const tps = message.results.map(({ tp }) => tp);
  const failed = message.results.find(({ error }) => error !== 'NONE');
  if (failed) return { label: failed.error, category: 'error', tps };
  const only = message.results.length === 1 ? ` @${message.results[0].baseOffset}` : '';
  return { label: `ack${only}`, category: 'data', tps };
}

function fetch(message: FetchRequest): MessageLabel {
  const tps = message.partitions.map(({ tp }) => tp);
  const only = message.partitions.length === 1 ? ` @${message.partitions[0].fetchOffset}` : '';
  return { label: `Fetch${only}`, category: message.replicaId >= 0 ? 'replication' : 'data', tps };
}

function fetched(message: FetchResponse, toBroker: boolean): MessageLabel {
  const tps = message.partitions.map(({ tp }) => tp);
  const failed = message.partitions.find(({ error }) => error !== 'NONE');
  if (failed) return { label: failed.error, category: 'error', tps };
  const category = toBroker ? 'replication' : 'data';
  const diverging = message.partitions.find(({ divergingEpoch }) => divergingEpoch);
  if (diverging) return { label: `diverged @${diverging.divergingEpoch?.endOffset}`, category, tps };
  const elsewhere = message.partitions.find(({ preferredReadReplica }) => preferredReadReplica !== undefined);
  if (elsewhere) return { label: `read from ${elsewhere.preferredReadReplica}`, category, tps };
  const records = message.partitions.flatMap((partition) => partition.records);
  if (records.length === 0) return { label: message.partitions.length === 1 ? `HW ${message.partitions[0].highWatermark}` : 'nothing new', category, tps };
  return { label: `records${keysOf(records)}`, category, tps };
}

/** What is asked of ZooKeeper, and what it says, with the path that it is about. */
function zookeeperLabel(message: ZkMessage): string | undefined {
  switch (message.type) {
    case 'ZkRequest': {
      const [first] = message.request.op === 'multi' ? message.request.ops.slice(-1) : [message.request];
      return first ? `${message.request.op} ${first.path}` : message.request.op;
    }
    case 'ZkResponse':
      return message.result.error;
    case 'WatcherEvent':
      return `${message.event} ${message.path}`;
    case 'PROPOSAL':
    case 'COMMIT':
    case 'ACK':
    case 'NEWLEADER':
    case 'UPTODATE':
    case 'FOLLOWERINFO':
      return message.type;
    case 'Notification':
      return `vote ${message.vote.leader}`;
    default:
      return undefined;
  }
}

/** `ACCEPT 3–5`, or how many when there are several. */
function outcomesOf(acknowledgements: ShareFetchRequest['acknowledgements']): string {
  const batches = acknowledgements.flatMap((one) => one.batches);
  const [first] = batches;
  if (first === undefined) return '';
  const types = [...new Set(batches.flatMap(({ acknowledgeTypes }) => acknowledgeTypes))];
  const where = batches.length === 1 ? ` ${offsetRange(first.firstOffset, first.lastOffset)}` : `×${batches.length}`;
  return ` ${types.length === 1 ? types[0] : 'mixed'}${where}`;
}

function shareFetch({ acknowledgements, partitions }: ShareFetchRequest): MessageLabel {
  const tps = [...new Set([...partitions, ...acknowledgements.map(({ tp }) => tp)])];
  return { label: `ShareFetch${outcomesOf(acknowledgements)}`, category: 'data', tps };
}

function shareFetched({ error, partitions }: ShareFetchResponse): MessageLabel {
  const tps = partitions.map(({ tp }) => tp);
  const failed = error !== 'NONE' ? error : partitions.find((one) => one.error !== 'NONE')?.error;
  if (failed !== undefined) return { label: failed, category: 'error', tps };
  const records = partitions.flatMap((partition) => partition.records);
  return { label: records.length === 0 ? 'nothing new' : `records${keysOf(records)}`, category: 'data', tps };
}

/** Label, class and partitions of any message. `toBroker` tells a follower's fetch from a consumer's. */
export function labelOf(payload: Payload, toBroker: boolean): MessageLabel {
  const zookeeper = zookeeperLabel(payload as ZkMessage);
  if (zookeeper !== undefined) return { label: zookeeper, category: 'control', tps: [] };
  const message = payload as Request | Response;
  switch (message.type) {
    case 'ProduceRequest':
      return produce(message);
    case 'ProduceResponse':
      return produced(message);
    case 'FetchRequest':
      return fetch(message);
    case 'FetchResponse':
      return fetched(message, toBroker);
    case 'ShareFetchRequest':
      return shareFetch(message);
    case 'ShareFetchResponse':
      return shareFetched(message);
    case 'ShareAcknowledgeRequest':
      return { label: `ack${outcomesOf(message.acknowledgements)}`, category: 'data', tps: message.acknowledgements.map(({ tp }) => tp) };
    default: {
      const error = 'error' in message && typeof message.error === 'string' && message.error !== 'NONE' ? message.error : undefined;
      return { label: error ?? plain(payload.type), category: error ? 'error' : 'control', tps: [] };
    }
  }
}
