/** What the inspector tells of the selected thing: pairs of a word and a value, read from the Frame alone. */
import type { ConnectTaskFrame, Frame, PartitionFrame, ReplicaFrame, StreamsTaskFrame, WritesFrame } from '#kafka/frame.ts';
import { recordsBetween } from '#kafka/frame.ts';
import type { Selection } from '#views/contract.ts';

export interface Row {
  /** Key of `inspect:rows`. */
  readonly name: string;
  readonly value: string;
  /** Kafka's own spelling: monospace, never translated. */
  readonly code?: boolean;
  /** Leads to another thing. */
  readonly to?: Selection;
}

export interface Inspected {
  /** Key of `inspect:kinds`. */
  readonly kind: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly config: { readonly of: 'broker' | 'topic' | 'producer' | 'consumer'; readonly values: Readonly<Record<string, string>> } | null;
}

const list = (items: readonly (string | number)[]): string => (items.length === 0 ? '–' : items.join(', '));
const code = (name: string, value: string | number, to?: Selection): Row => ({ name, value: String(value), code: true, to });
/** `value` is a key of `inspect:values`. */
const word = (name: string, value: string): Row => ({ name, value });

export function inspect(frame: Frame, selection: Selection): Inspected | null {
  switch (selection.kind) {
    case 'broker':
      return broker(frame, selection.id);
    case 'controller':
      return controller(frame, selection.node);
    case 'partition':
      return partition(frame, selection.tp);
    case 'replica':
      return replica(frame, selection.tp, selection.broker);
    case 'record':
      return record(frame, selection.tp, selection.broker, selection.offset);
    case 'producer':
      return producer(frame, selection.node);
    case 'consumer':
      return consumer(frame, selection.node);
    case 'group':
      return group(frame, selection.group);
    case 'tool':
      return tool(frame, selection.node);
    case 'service':
      return service(frame, selection.node);
    case 'message':
      return message(frame, selection.id);
  }
}

function broker(frame: Frame, id: number): Inspected | null {
  const found = frame.brokers.find((one) => one.id === id);
  if (found === undefined) return null;
  const leads = frame.partitions.filter(({ leader }) => leader === id).map(({ tp }) => tp);
  const holds = frame.partitions.filter(({ replicas }) => replicas.includes(id)).map(({ tp }) => tp);
  return {
    kind: 'broker',
    title: found.node,
    rows: [
      word('process', found.status),
      word('network', found.connected ? 'connected' : 'disconnected'),
      code('state', found.state),
      word('fenced', found.fenced ? 'yes' : 'no'),
      code('brokerEpoch', found.brokerEpoch),
      code('metadataOffset', found.metadataOffset),
      ...(found.rack === null ? [] : [code('rack', found.rack)]),
      code('leads', list(leads)),
      code('replicas', list(holds)),
    ],
    config: { of: 'broker', values: found.config },
  };
}

function controller(frame: Frame, node: string): Inspected | null {
  const found = frame.controllers.find((one) => one.node === node);
  if (found === undefined) return null;
  return {
    kind: 'controller',
    title: node,
    rows: [
      word('process', found.status),
      word('network', found.connected ? 'connected' : 'disconnected'),
      word('active', found.active ? 'yes' : 'no'),
      code('controllerEpoch', found.epoch),
      code('metadataLogEndOffset', found.metadataLogEndOffset),
    ],
    config: null,
  };
}

function partition(frame: Frame, tp: string): Inspected | null {
  const found = frame.partitions.find((one) => one.tp === tp);
  if (found === undefined) return null;
  const leader = leaderLog(found);
  return {
    kind: 'partition',
    title: tp,
    rows: [
      found.leader < 0 ? word('leader', 'none') : code('leader', found.leader, { kind: 'replica', tp, broker: found.leader }),
      code('replicas', list(found.replicas)),
      code('isr', `{${found.isr.join(', ')}}`),
      ...(found.elr.length > 0 ? [code('elr', `{${found.elr.join(', ')}}`)] : []),
      code('minInsync', found.minInsyncReplicas),
      code('leaderEpoch', found.leaderEpoch),
      code('partitionEpoch', found.partitionEpoch),
      ...(leader === undefined ? [] : [code('highWatermark', leader.highWatermark), code('logEndOffset', leader.logEndOffset)]),
    ],
    config: { of: 'topic', values: frame.topics.find(({ name }) => name === found.topic)?.config ?? {} },
  };
}

const leaderLog = ({ logs, leader }: PartitionFrame): ReplicaFrame | undefined => logs.find(({ broker }) => broker === leader);

function replica(frame: Frame, tp: string, id: number): Inspected | null {
  const found = frame.partitions.find((one) => one.tp === tp);
  const log = found?.logs.find((one) => one.broker === id);
  if (found === undefined || log === undefined) return null;
  const leader = leaderLog(found);
  return {
    kind: 'replica',
    title: `${tp} @ kafka${id}`,
    rows: [
      code('broker', `kafka${id}`, { kind: 'broker', id }),
      word('role', log.role),
      word('inIsr', log.inIsr ? 'yes' : 'no'),
      code('logStart', log.logStart),
      code('highWatermark', log.highWatermark),
      code('logEndOffset', log.logEndOffset),
      ...(leader === undefined || leader === log ? [] : [code('behind', Math.max(0, leader.logEndOffset - log.logEndOffset))]),
      code('epochs', list(log.epochs.map(({ epoch, startOffset }) => `${epoch} → ${startOffset}`))),
    ],
    config: { of: 'broker', values: frame.brokers.find((one) => one.id === id)?.config ?? {} },
  };
}

function record(frame: Frame, tp: string, id: number, offset: number): Inspected | null {
  const found = frame.partitions.find((one) => one.tp === tp);
  const log = found?.logs.find((one) => one.broker === id);
  const stored = log === undefined ? undefined : recordsBetween(log, offset, offset + 1)[0];
  if (found === undefined || log === undefined || stored === undefined) return null;
  const copies = found.logs.filter((one) => recordsBetween(one, offset, offset + 1)[0]?.id === stored.id).map((one) => one.broker);
  const { baseOffset, lastOffset, producer: from, producerId, baseSequence, leaderEpoch } = stored.batch;
  return {
    kind: 'record',
    title: `${tp} @ ${offset}`,
    rows: [
      stored.key === null ? word('key', 'none') : code('key', stored.key),
      stored.value === null ? word('value', 'tombstone') : code('value', stored.value),
      word('committed', offset < log.highWatermark ? 'committed' : 'uncommitted'),
      code('copies', list(copies)),
      code('id', stored.id),
      code('producer', from, frame.producers.some(({ node }) => node === from) ? { kind: 'producer', node: from } : undefined),
      code('batch', baseOffset === lastOffset ? baseOffset : `${baseOffset}–${lastOffset}`),
      ...(producerId < 0 ? [] : [code('producerId', producerId), code('sequence', baseSequence + offset - baseOffset)]),
      code('leaderEpoch', leaderEpoch),
    ],
    config: { of: 'topic', values: frame.topics.find(({ name }) => name === found.topic)?.config ?? {} },
  };
}

function producer(frame: Frame, node: string): Inspected | null {
  const found = frame.producers.find((one) => one.node === node);
  if (found === undefined) return null;
  return {
    kind: 'producer',
    title: node,
    rows: [
      word('process', found.status),
      word('network', found.connected ? 'connected' : 'disconnected'),
      word('state', found.state),
      code('topic', found.topic),
      code('sent', found.recordsSent),
      code('acknowledged', found.recordsAcknowledged),
      code('pending', found.recordsPending),
      code('failed', found.recordsFailed),
      code('retries', found.retries),
      ...(found.lastError === null ? [] : [code('lastError', found.lastError)]),
    ],
    config: { of: 'producer', values: found.config },
  };
}

function consumer(frame: Frame, node: string): Inspected | null {
  const found = frame.consumers.find((one) => one.node === node);
  if (found === undefined) return null;
  return {
    kind: 'consumer',
    title: node,
    rows: [
      word('process', found.status),
      word('network', found.connected ? 'connected' : 'disconnected'),
      code('state', found.state),
      code('group', found.group, { kind: 'group', group: found.group }),
      code('assignment', list(found.assignment)),
      code('positions', list(Object.entries(found.positions).map(([tp, offset]) => `${tp} → ${offset}`))),
      ...(found.readReplicas ? [code('readsFrom', list(Object.entries(found.readReplicas).map(([tp, broker]) => `${tp} ← ${broker}`)))] : []),
      ...(found.paused ? [code('paused', list(found.paused))] : []),
      ...(found.processing === null ? [] : [code('processing', `${found.processing.tp} @ ${found.processing.offset}`)]),
      code('processed', found.recordsProcessed),
      ...(found.handed === undefined ? [] : [code('handed', found.handed)]),
      ...(found.writes === undefined ? [] : writing(found.writes)),
      ...(found.lastError === undefined ? [] : [code('lastError', found.lastError)]),
      code('memberId', found.memberId === '' ? '–' : found.memberId),
    ],
    config: { of: 'consumer', values: found.config },
  };
}

const writing = ({ topic, recordsSent, call, transaction, lastError }: WritesFrame): Row[] => [
  code('writesTo', topic),
  code('sent', recordsSent),
  ...(transaction === null ? [] : [code('transactionalId', transaction.transactionalId), code('transaction', transaction.state)]),
  ...(call === null ? [] : [code('waitsIn', call)]),
  ...(lastError === null ? [] : [code('lastError', lastError)]),
];

function group(frame: Frame, name: string): Inspected | null {
  const found = frame.groups.find((one) => one.group === name);
  if (found === undefined) return null;
  return {
    kind: 'group',
    title: name,
    rows: [
      code('state', found.state),
      code('generation', found.generation),
      ...(found.coordinator < 0 ? [] : [code('coordinator', `kafka${found.coordinator}`, { kind: 'broker', id: found.coordinator })]),
      code('protocol', found.protocol === '' ? '–' : found.protocol),
      code('members', list(found.members.map(({ node }) => node))),
      ...found.offsets.map(({ tp, committed, lagRecords }) =>
        code(tp, `${committed < 0 ? '–' : committed}${lagRecords === undefined ? '' : ` (lag ${lagRecords})`}`, { kind: 'partition', tp }),
      ),
    ],
    config: null,
  };
}

function tool(frame: Frame, node: string): Inspected | null {
  const found = frame.tools.find((one) => one.node === node);
  if (found === undefined) return null;
  return {
    kind: 'tool',
    title: node,
    rows: [word('process', found.status), code('command', found.command), code('exitCode', found.exitCode ?? '–')],
    config: null,
  };
}

function service(frame: Frame, node: string): Inspected | null {
  const found = frame.services?.find((one) => one.node === node);
  if (found === undefined) return null;
  return {
    kind: 'service',
    title: node,
    rows: [
      word('process', found.status),
      word('network', found.connected ? 'connected' : 'disconnected'),
      code('image', found.service),
      ...(found.tasks ?? []).flatMap(streamsRows),
      ...(found.connect ?? []).flatMap(taskRows),
      ...Object.entries(found.files ?? {}).map(([name, content]) => code(name, shortened(content))),
    ],
    config: null,
  };
}

const streamsRows = ({ id, tp, state, store }: StreamsTaskFrame): Row[] => [
  code(`task-${id.replace('_', '-')}`, `${state} ${tp}`, { kind: 'partition', tp }),
  ...(store === undefined ? [] : [code('store', list(Object.entries(store).map(([word, count]) => `${word} ${count}`)))]),
];

const taskRows = ({ id, state, error, kind, file, topics, ...task }: ConnectTaskFrame): Row[] => [
  code(id, `${state} ${kind === 'source' ? `${file} → ${list(topics)}` : `${list(topics)} → ${file}`}`),
  ...(error === undefined ? [] : [code('lastError', error)]),
  ...(kind === 'source'
    ? [code('filePosition', task.position ?? '–'), code('storedPosition', task.stored ?? '–'), code('pending', task.unacknowledged ?? 0)]
    : [code('linesWritten', task.written ?? 0), code('assignment', list(task.assignment ?? []))]),
];

/** The end of a file, its lines side by side. */
const shortened = (content: string): string => {
  const lines = content.replace(/\n$/, '').split('\n');
  return `${lines.length > LAST_LINES ? '… ⏎ ' : ''}${lines.slice(-LAST_LINES).join(' ⏎ ')}`;
};
const LAST_LINES = 8;

function message(frame: Frame, id: number): Inspected | null {
  const found = frame.messages.find((one) => one.id === id);
  if (found === undefined) return null;
  return {
    kind: 'message',
    title: found.label,
    rows: [
      code('type', found.type),
      code('from', found.from),
      code('to', found.to),
      code('sent', `${found.sentUs / 1000} ms`),
      ...(found.lost ? [word('arrives', 'lost')] : [code('arrives', `${found.arrivesUs / 1000} ms`)]),
      code('partitions', list(found.tps)),
    ],
    config: null,
  };
}
