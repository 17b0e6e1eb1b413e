/** What may be seen of clients: producers, group members, tools. Each as it believes itself to be. */
import { fetchMetrics } from '#kafka/clients/consumer/fetchMetrics.ts';
import type { ConsumerNode } from '#kafka/clients/consumer/node.ts';
import type { Batch } from '#kafka/clients/producer/batch.ts';
import { pendingRecords } from '#kafka/clients/producer/core.ts';
import type { ProducerNode } from '#kafka/clients/producer/node.ts';
import { projectShareConsumers } from '#kafka/clients/project-share.ts';
import { INIT_COMMAND } from '#kafka/clients/tool/init.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import type { ConsumerFrame, ProcessFrame, ProducerFrame, ToolFrame } from '#kafka/frame.ts';
import { CALLS, type Writing } from '#kafka/frame.ts';
import { type BrokerId, brokerIdOf, type Offset, type Tp } from '#kafka/protocol/names.ts';
import type { Process, World } from '#sim/world.ts';

export { projectGroups } from '#kafka/clients/project-groups.ts';

interface Kinded {
  readonly kind: string;
}

function nodesOf<S extends Kinded>(world: World<Kinded>, kind: S['kind']): { process: Process<Kinded>; node: S }[] {
  return world.processes.filter(({ state }) => state.kind === kind).map((process) => ({ process, node: process.state as S }));
}

const frameOf = (world: World<Kinded>, { name, status }: Process<Kinded>): ProcessFrame => ({ node: name, status, connected: !world.network.cuts.has(name) });

export function projectProducers<N extends Kinded>(world: World<N>): ProducerFrame[] {
  const any = world as unknown as World<Kinded>;
  return nodesOf<ProducerNode>(any, 'producer').map(({ process, node }) => ({
    ...frameOf(any, process),
    topic: node.spec.topic,
    state: producerState(node),
    config: node.config,
    recordsSent: node.app.sent,
    recordsAcknowledged: node.app.acknowledged,
    recordsFailed: node.app.failed,
    recordsPending: pendingRecords(node.core) + (node.app.blocked ? 1 : 0),
    retries: node.core.retries,
    lastError: node.core.lastError,
    ...transactionOf(node),
    ...oldestBatch(node),
    believedLeaders: believedLeaders(node),
  }));
}

function transactionOf({ core, app }: ProducerNode): Pick<ProducerFrame, 'transaction'> {
  if (core.txn === undefined) return {};
  return { transaction: { transactionalId: core.txn.data.transactionalId, state: core.txn.value, begun: app.transactions?.begun ?? 0 } };
}

/** Batches are numbered in the order in which they were begun. */
function oldestBatch({ core }: ProducerNode): Pick<ProducerFrame, 'batch'> {
  let oldest: Batch | undefined;
  for (const { inFlight, waiting } of core.queues.values()) {
    for (const batch of inFlight) if (oldest === undefined || batch.data.id < oldest.data.id) oldest = batch;
    for (const batch of waiting) if (oldest === undefined || batch.data.id < oldest.data.id) oldest = batch;
  }
  return oldest === undefined ? {} : { batch: { tp: oldest.data.tp, state: oldest.value } };
}

function producerState({ app, core }: ProducerNode): ProducerFrame['state'] {
  if (app.finished) return 'finished';
  let state: ProducerFrame['state'] = app.blocked ? 'waiting' : 'idle';
  for (const { waiting, inFlight } of core.queues.values()) {
    if (waiting.some(({ value }) => value === 'Retrying')) return 'backing-off';
    if (inFlight.length > 0) state = 'sending';
    else if (waiting.length > 0 && state === 'idle') state = 'waiting';
  }
  return state;
}

function believedLeaders({ core, spec }: ProducerNode): Record<Tp, BrokerId> {
  const leaders: Record<Tp, BrokerId> = {};
  for (let p = 0; p < (core.metadata.counts.get(spec.topic) ?? 0); p++) {
    const tp = `${spec.topic}-${p}`;
    leaders[tp] = core.metadata.partitions.get(tp)?.leader ?? -1;
  }
  return leaders;
}

export function projectConsumers<N extends Kinded>(world: World<N>): ConsumerFrame[] {
  const any = world as unknown as World<Kinded>;
  const own = nodesOf<ConsumerNode>(any, 'consumer').map(({ process, node }) => ({
    ...frameOf(any, process),
    group: node.spec.group,
    memberId: node.core.member.data.memberId,
    state: node.core.settings.isModern ? node.core.modern.value : node.core.member.value,
    config: node.config,
    assignment: [...node.core.partitions.keys()],
    positions: positionsOf(node),
    fetching: fetchingOf(node, world.nowUs + (world.overlays.clocks.get(process.name) ?? 0)),
    ...leadersOf(node),
    ...readReplicasOf(node),
    ...pausedOf(node),
    processing: processingOf(node),
    recordsProcessed: node.app.processed,
    ...(node.spec.handsOff ? { handed: node.app.handed.length } : {}),
    ...writesOf(node),
    ...(node.outlet !== undefined || node.app.lastError === null ? {} : { lastError: node.app.lastError }),
  }));
  return [...own, ...projectShareConsumers(any)];
}

function writesOf({ outlet, spec, app }: ConsumerNode): Pick<ConsumerFrame, 'writes'> {
  if (outlet === undefined || spec.produces === undefined) return {};
  const { txn, lastError } = outlet.core;
  const transaction = txn === undefined ? null : { transactionalId: txn.data.transactionalId, state: txn.value };
  const call = CALLS[app.thread as Writing] ?? null;
  return { writes: { topic: spec.produces.topic, recordsSent: outlet.sent, call, transaction, lastError: app.lastError ?? lastError } };
}

function positionsOf({ core }: ConsumerNode): Record<Tp, Offset> {
  const positions: Record<Tp, Offset> = {};
  for (const [tp, { data }] of core.partitions) positions[tp] = data.position;
  return positions;
}

function fetchingOf({ core }: ConsumerNode, nowUs: number): NonNullable<ConsumerFrame['fetching']> {
  const recordsLag: Record<Tp, number> = {};
  for (const [tp, { data }] of core.partitions) if (data.lag !== undefined) recordsLag[tp] = data.lag;
  return { ...fetchMetrics(core, nowUs), recordsLag };
}

function leadersOf({ core }: ConsumerNode): Pick<ConsumerFrame, 'believedLeaders'> {
  if (core.partitions.size === 0) return {};
  return { believedLeaders: Object.fromEntries([...core.partitions.keys()].map((tp) => [tp, core.metadata.partitions.get(tp)?.leader ?? -1])) };
}

function readReplicasOf({ core }: ConsumerNode): Pick<ConsumerFrame, 'readReplicas'> {
  const readReplicas: Record<Tp, BrokerId> = {};
  for (const [tp, { data }] of core.partitions) if (data.readReplica) readReplicas[tp] = brokerIdOf(data.readReplica.node);
  return Object.keys(readReplicas).length === 0 ? {} : { readReplicas };
}

function pausedOf({ core }: ConsumerNode): Pick<ConsumerFrame, 'paused'> {
  const paused = [...core.partitions.values()].filter(({ data }) => data.paused).map(({ data }) => data.tp);
  return paused.length === 0 ? {} : { paused };
}

function processingOf({ app }: ConsumerNode): ConsumerFrame['processing'] {
  const one = app.thread === 'processing' ? app.batch[app.index] : undefined;
  return one === undefined ? null : { tp: one.tp, offset: one.record.offset, untilUs: app.untilUs };
}

/** The terminal's processes; the one that makes the scenario's topics stays behind the scenes. */
export function projectTools<N extends Kinded>(world: World<N>): ToolFrame[] {
  const any = world as unknown as World<Kinded>;
  return nodesOf<ToolNode>(any, 'tool')
    .filter(({ node }) => node.command !== INIT_COMMAND)
    .map(({ process, node }) => ({
      ...frameOf(any, process),
      command: node.command,
      lines: node.lines,
      exitCode: node.exitCode,
      interactive: node.launch.kind === 'console-producer' && node.launch.stdin === undefined,
      startedStep: node.startedStep,
    }));
}
