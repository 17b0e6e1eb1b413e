/**
 * A broker at work on one event: the fields of its state, open to change, with what has to be looked at before the event is done.
 * Opened and closed by `node.ts`; parts that are shared with other versions of the state are replaced, never changed.
 */
import type { BrokerNode } from '#kafka/broker/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import { stamped } from '#kafka/protocol/correlation.ts';
import type { Body, Request, Response } from '#kafka/protocol/messages.ts';
import type { NodeName, Tp } from '#kafka/protocol/names.ts';
import type { Partition } from '#kafka/replication/partition.ts';
import { closeConnection, type Env, send, setTimer } from '#sim/effect.ts';

type Open<T> = { -readonly [K in keyof T]: T[K] };

export interface Work extends Open<BrokerNode> {
  readonly env: Env;
  /** True once `zk` is our own copy. */
  ownsZk: boolean;
  /** True once `partitions` is our own copy. */
  ownsPartitions: boolean;
  /** Partitions appended to, or whose readers must be told of a change: parked fetches look at them. */
  appendedTo: number[];
  /** Partitions whose high watermark or ISR moved: produces, consumers and the coordinator look at them. */
  advanced: number[];
  /** Topic-partitions deleted in this event: whoever waits for them must be told. */
  removed: Tp[];
  /** Request being handled, and whether it has been answered. */
  current: Caller | undefined;
  answered: boolean;
  /** Requests that waited on connections which are free again. */
  unmuted: { readonly from: NodeName; readonly connection: string; readonly request: Request }[];
}

export function open(node: BrokerNode, env: Env): Work {
  return {
    kind: 'broker',
    name: node.name,
    id: node.id,
    rack: node.rack,
    config: node.config,
    settings: node.settings,
    lifecycle: node.lifecycle,
    cleanShutdownEpoch: node.cleanShutdownEpoch,
    starts: node.starts,
    image: node.image,
    partitions: node.partitions,
    index: node.index,
    storage: node.storage,
    correlation: node.correlation,
    alarmUs: node.alarmUs,
    calls: node.calls,
    observer: node.observer,
    sessions: node.sessions,
    fetchers: node.fetchers,
    parked: node.parked,
    produces: node.produces,
    muted: node.muted,
    isrChanges: node.isrChanges,
    alterBackoff: node.alterBackoff,
    quotas: node.quotas,
    producerIds: node.producerIds,
    wantProducerId: node.wantProducerId,
    creating: node.creating,
    coordinator: node.coordinator,
    transactions: node.transactions,
    share: node.share,
    zk: node.zk,
    env,
    ownsZk: false,
    ownsPartitions: false,
    appendedTo: [],
    advanced: [],
    removed: [],
    current: undefined,
    answered: false,
    unmuted: [],
  };
}

export function close(work: Work): BrokerNode {
  return {
    kind: 'broker',
    name: work.name,
    id: work.id,
    rack: work.rack,
    config: work.config,
    settings: work.settings,
    lifecycle: work.lifecycle,
    cleanShutdownEpoch: work.cleanShutdownEpoch,
    starts: work.starts,
    image: work.image,
    partitions: work.partitions,
    index: work.index,
    storage: work.storage,
    correlation: work.correlation,
    alarmUs: work.alarmUs,
    calls: work.calls,
    observer: work.observer,
    sessions: work.sessions,
    fetchers: work.fetchers,
    parked: work.parked,
    produces: work.produces,
    muted: work.muted,
    isrChanges: work.isrChanges,
    alterBackoff: work.alterBackoff,
    quotas: work.quotas,
    producerIds: work.producerIds,
    wantProducerId: work.wantProducerId,
    creating: work.creating,
    coordinator: work.coordinator,
    transactions: work.transactions,
    share: work.share,
    zk: work.zk,
  };
}

export const fact = (work: Work, what: KafkaFact): void => {
  work.env.facts.push(what);
};

export function partitionAt(work: Work, i: number): Partition {
  return work.partitions[i] as Partition;
}

export function partitionOfTp(work: Work, tp: Tp): Partition | undefined {
  const i = work.index.get(tp);
  return i === undefined ? undefined : work.partitions[i];
}

export function putPartition(work: Work, i: number, partition: Partition | undefined): void {
  if (!work.ownsPartitions) work.partitions = work.partitions.slice();
  work.ownsPartitions = true;
  (work.partitions as (Partition | undefined)[])[i] = partition;
}

/** A copy of `list` with one item replaced. */
export function replaced<T>(list: readonly T[], old: T, item: T): readonly T[] {
  const next = list.slice();
  next[list.indexOf(old)] = item;
  return next;
}

export const without = <T>(list: readonly T[], item: T): readonly T[] => list.filter((other) => other !== item);

export function once(list: number[], item: number): void {
  if (!list.includes(item)) list.push(item);
}

const sameCaller = (a: Caller, b: Caller): boolean => a.correlation === b.correlation && a.node === b.node && a.connection === b.connection;

/** Answers a request, now or long after it came, and reads the next one from its connection. */
export function reply(work: Work, caller: Caller, response: Body<Response>): void {
  send(work.env, caller.node, stamped<Response>(response, caller.correlation), caller.connection);
  finished(work, caller);
}

/** The connection that the caller made is closed instead of answered. */
export function refuse(work: Work, caller: Caller): void {
  closeConnection(work.env, caller.node, caller.connection);
  finished(work, caller);
}

export function finished(work: Work, caller: Caller): void {
  if (work.current && sameCaller(work.current, caller)) {
    work.answered = true;
    return;
  }
  const muted = work.muted.find((one) => sameCaller(one.caller, caller));
  if (!muted) return;
  work.muted = without(work.muted, muted);
  work.unmuted.push(...muted.waiting);
}

/** Makes sure that the reaper looks at expired operations at `dueUs` at the latest. It may come early and find nothing. */
export function alarm(work: Work, dueUs: number): void {
  if (work.alarmUs !== undefined && work.alarmUs <= dueUs) return;
  work.alarmUs = dueUs;
  setTimer(work.env, 'reaper', Math.max(0, dueUs - work.env.nowUs), EXPIRED_OPERATION_REAPER);
}

/** Named after Kafka's thread that expires delayed operations. */
export const EXPIRED_OPERATION_REAPER = { type: 'ExpiredOperationReaper' } as const;
