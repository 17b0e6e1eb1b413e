/** `docker exec kafka2 kafka-dump-log.sh …`: reads the files of a broker's log directory as they are at this instant (DumpLogSegments). Asks no broker. */
import { containerId } from '#faults/docker.ts';
import { roleOf } from '#faults/role.ts';
import type { BrokerNode } from '#kafka/broker/state.ts';
import { offsetsDecoder } from '#kafka/clients/tool/decoders.ts';
import { type DumpOptions, dumpLog, type Index, type IndexEntry, indexOfSegment } from '#kafka/clients/tool/dump.ts';
import { toolNode } from '#kafka/clients/tool/node.ts';
import type { Line } from '#kafka/clients/tool/program.ts';
import { transactionDecoder } from '#kafka/clients/tool/transactionDecoder.ts';
import type { Command, KafkaWorld } from '#kafka/cluster.ts';
import { isOffsetCommit } from '#kafka/coordinator/log.ts';
import { tell } from '#kafka/facts.ts';
import { transactionVersionOf } from '#kafka/metadata/features.ts';
import { CONSUMER_OFFSETS, tpOf } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { Partition } from '#kafka/replication/partition.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import type { Payload } from '#sim/event.ts';
import { spawn } from '#sim/process.ts';
import { processOf } from '#sim/world.ts';

export interface DumpPayload extends Payload {
  readonly type: 'DumpLog';
  readonly command: string;
  readonly node: string;
  readonly container: string;
  readonly files: readonly string[];
  readonly options: Omit<DumpOptions, 'decode' | 'isNumbered' | 'isNew'>;
  /** Whose records the key and payload are read as. */
  readonly decoder: 'offsets' | 'transactions' | undefined;
  /** The tool and the records of 4.x: offset commits carry topic ids, and coordinators number their records. */
  readonly isNew: boolean;
  /** Entries of indexes are checked and not shown. */
  readonly verifiesOnly: boolean;
  readonly checksSanity: boolean;
  readonly spec: ClusterSpec;
}

interface Printed {
  readonly lines: readonly Line[];
  readonly exit: number;
}

export const dumpLogOf: Command = (_model, world, payload, facts) => {
  const { command, node, spec } = payload as DumpPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  const { lines, exit } = printed(world, payload as DumpPayload);
  spawn(world, node, toolNode(spec, command, { kind: 'admin', program: 'print', args: { lines, exit }, bootstrap: [], config: {} }, world.step));
};

const out = (text: string): Line => ({ stream: 'stdout', text });
const err = (text: string): Line => ({ stream: 'stderr', text });

function printed(world: KafkaWorld, payload: DumpPayload): Printed {
  const { container, files } = payload;
  const process = processOf(world, container);
  if (!process || roleOf(world, container) === undefined) return daemon(`No such container: ${container}`);
  if (process.status === 'down') return daemon(`container ${containerId(container)} is not running`);
  if (process.status === 'paused') return daemon(`container ${containerId(container)} is paused, unpause the container before exec`);
  const broker = process.state.kind === 'broker' ? process.state : undefined;
  const lines: Line[] = [];
  for (const file of files) {
    lines.push(out(`Dumping ${file}`));
    const found = dumped(broker, file, payload);
    lines.push(...found.lines);
    if (found.exit !== 0) return { lines, exit: found.exit };
  }
  // What does not fit together is told after all files.
  const stderr = lines.filter(({ stream }) => stream === 'stderr');
  return { lines: [...lines.filter(({ stream }) => stream === 'stdout'), ...stderr], exit: 0 };
}

const daemon = (text: string): Printed => ({ lines: [err(`Error response from daemon: ${text}`)], exit: 1 });

/** Where Kafka's own image and its example files keep logs. */
const PATH = /^\/(?:tmp|var\/lib)\/(?:kraft-combined-logs|kafka-logs|kafka\/data)\/(.+)-(\d+)\/(\d{20})(\.[a-z]+)$/;

function dumped(broker: BrokerNode | undefined, file: string, payload: DumpPayload): Printed {
  const suffix = file.slice(file.lastIndexOf('.'));
  if (!['.log', '.index', '.timeindex', '.snapshot', '.txnindex'].includes(suffix)) return { lines: [err(`Ignoring unknown file ${file}`)], exit: 0 };
  const path = PATH.exec(file);
  const tp = path ? tpOf(path[1], Number(path[2])) : '';
  const partition = broker?.partitions.find((one) => one?.tp === tp);
  if (!path || !broker || !partition) return missing(file, suffix);
  const base = Number(path[3]);
  return suffix === '.log' ? logLines(broker, partition, base, file, payload) : indexLines(partition, base, file, suffix, payload);
}

const uncaught = (text: string): Line[] => [err(`Exception in thread "main" ${text}`), err('\tat ...')];

const missing = (file: string, suffix: string): Printed => ({
  lines: [
    ...(suffix === '.log' ? [out(`Log starting offset: ${Number(/(\d+)\.[a-z]+$/.exec(file)?.[1] ?? 0)}`)] : []),
    ...uncaught(`java.nio.file.NoSuchFileException: ${file.replace(/\.[a-z]+$/, '.log')}`),
  ],
  exit: 1,
});

function logLines({ image }: BrokerNode, { log, meta }: Partition, base: number, file: string, payload: DumpPayload): Printed {
  const { options, decoder, isNew, spec } = payload;
  const offsets = offsetsDecoder({ topicId: isNew ? (topic) => image.topics.get(topic)?.id ?? '' : undefined });
  const transactions = transactionDecoder({ isNew, isFlexible: transactionVersionOf(spec) > 0 });
  const decode = decoder && { offsets, transactions }[decoder];
  const isNumbered = (record: StoredRecord): boolean => meta.topic === CONSUMER_OFFSETS && (isNew || isOffsetCommit(record));
  const found = dumpLog(log, base, meta.logConfig, { ...options, decode, isNew, isNumbered });
  if (!found) return missing(file, '.log');
  const thrown = found.thrown === undefined ? [] : uncaught(`java.lang.RuntimeException: ${found.thrown}`);
  return { lines: [...found.lines.map(out), ...thrown], exit: thrown.length > 0 ? 1 : 0 };
}

function indexLines({ log, meta }: Partition, base: number, file: string, suffix: string, payload: DumpPayload): Printed {
  const index = indexOfSegment(log, base, meta.logConfig);
  if (!index) return missing(file, suffix);
  if (suffix === '.snapshot' || suffix === '.txnindex') return { lines: [], exit: 0 };
  if (payload.checksSanity) return { lines: [out(`${file} passed sanity check.`)], exit: 0 };
  if (index.entries.length === 0 && !index.isActive && suffix === '.index') return { lines: [out(`${file} is empty.`)], exit: 0 };
  const shown = payload.verifiesOnly ? [] : index.entries.map((entry) => out(entryLine(entry, suffix)));
  return { lines: [...shown, ...(index.entries.length === 0 && index.isActive ? zeros(index, file, suffix, payload) : [])], exit: 0 };
}

const entryLine = ({ offset, position, timestampMs }: IndexEntry, suffix: string): string =>
  suffix === '.index' ? `offset: ${offset} position: ${position}` : `timestamp: ${timestampMs} offset: ${offset}`;

/** An index that nothing was written to yet: its zeros read as one entry, which fits no batch but one of a single record. */
function zeros({ firstBatchEnd }: Index, file: string, suffix: string, { verifiesOnly, isNew }: DumpPayload): Line[] {
  if (firstBatchEnd === undefined) return [];
  const shown = verifiesOnly ? [] : [out(suffix === '.index' ? 'offset: 0 position: 0' : 'timestamp: 0 offset: 0')];
  if (firstBatchEnd === 0) return shown;
  return suffix === '.index'
    ? [...shown, err(`Mismatches in :${file}`), err(`  Index offset: 0, log offset: ${firstBatchEnd}`)]
    : [
        ...shown,
        err(`The following indexed offsets are not found in ${isNew ? `:${file}` : 'the log.'}`),
        err(`Indexed offset: 0, found log offset: ${firstBatchEnd}`),
      ];
}
