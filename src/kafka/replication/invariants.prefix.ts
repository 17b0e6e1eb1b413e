/** What a crash leaves of a log (S20): a prefix of what it was, that ends nowhere before what had been flushed, unless the disk itself took something. */
import type { FactName } from '#kafka/facts.ts';
import { type BrokerId, type Offset, type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { sameEntry } from '#kafka/replication/ghost.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import { type Observed, type ObservedReplica, observedBroker, replicaOn } from '#kafka/replication/observe.ts';
import type { Invariant } from '#sim/invariant.ts';
import { type View, viewAt } from '#sim/view.ts';

/** A replica that has been written to, as it was then: its records are a value that nobody changes. */
interface Written {
  readonly topicId: string;
  readonly records: View<StoredRecord>;
  readonly logEnd: Offset;
  /** Flushed for certain; what is flushed later only makes it more. */
  readonly flushedTo: Offset;
}

/** One broker's replicas. `spoilt`: with a batch that is damaged on disk, which ends the log whenever a start reads that far. */
interface Disk {
  readonly logs: Map<Tp, Written>;
  readonly spoilt: Set<Tp>;
}

type Memory = Map<BrokerId, Disk>;

function diskOf(memory: Memory, broker: BrokerId): Disk {
  const known = memory.get(broker);
  if (known) return known;
  const fresh: Disk = { logs: new Map(), spoilt: new Set() };
  memory.set(broker, fresh);
  return fresh;
}

interface WithDisk extends ObservedReplica {
  readonly disk: { readonly flushedTo: Offset };
}

const FACTS = [
  'RecordsAppended',
  'LogTruncated',
  'LogCleaned',
  'LogTailLost',
  'BatchCorrupted',
  'TailTorn',
  'TopicDeleted',
  'LogDeletionScheduled',
  'LogsLoaded',
] as const satisfies readonly FactName[];

function note(memory: Memory, world: Observed, broker: BrokerId, tp: Tp): void {
  const replica = replicaOn(world, broker, tp) as WithDisk | undefined;
  if (!replica) return;
  const { log, meta, disk } = replica;
  diskOf(memory, broker).logs.set(tp, { topicId: meta.topicId, records: log.records, logEnd: log.logEnd, flushedTo: disk.flushedTo });
}

/** The last record at or before an offset: they ascend, with holes where the cleaner was. */
function entryIn(records: View<StoredRecord>, offset: Offset): StoredRecord | undefined {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (viewAt(records, middle).offset <= offset) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : viewAt(records, low - 1);
}

function difference({ tp, log, meta }: ObservedReplica, broker: BrokerId, was: Written, isSpoilt: boolean): string | undefined {
  if (meta.topicId !== was.topicId) return undefined;
  const where = `${tp} on broker ${broker}`;
  if (log.logEnd < was.flushedTo && !isSpoilt) return `${where} ends at ${log.logEnd} after its start, but was flushed up to ${was.flushedTo}`;
  const last = log.records.length === 0 ? undefined : viewAt(log.records, log.records.length - 1);
  if (last && last.offset >= was.logEnd) return `${where} ended at ${was.logEnd}, and has ${last.id} at ${last.offset} after its start`;
  const before = last && entryIn(was.records, last.offset);
  // What lies below the log start that it had may be back.
  if (!last || !before || was.records.length === 0 || last.offset < viewAt(was.records, 0).offset) return undefined;
  return sameEntry(before, last) ? undefined : `${where} has ${last.id} at ${last.offset} after its start, where it had ${before.id}`;
}

/** A broker has opened its logs. */
function loaded(memory: Memory, broker: BrokerId, world: Observed): string | undefined {
  const { logs, spoilt } = diskOf(memory, broker);
  let wrong: string | undefined;
  for (const replica of observedBroker(world, broker)?.partitions ?? []) {
    if (!replica) continue;
    const was = logs.get(replica.tp);
    if (was) wrong ??= difference(replica, broker, was, spoilt.has(replica.tp));
    note(memory, world, broker, replica.tp);
  }
  return wrong;
}

function forget({ logs, spoilt }: Disk, tp: Tp): void {
  logs.delete(tp);
  spoilt.delete(tp);
}

export const logPrefix: Invariant<unknown> = () => {
  const memory: Memory = new Map();
  return onFacts('S20', 'After a crash a log is a prefix of what it was, at least as far as it had been flushed', FACTS, (fact, world) => {
    switch (fact.fact) {
      case 'TopicDeleted':
        for (const disk of memory.values()) for (const tp of [...disk.logs.keys()]) if (topicOf(tp) === fact.topic) forget(disk, tp);
        return undefined;
      case 'LogDeletionScheduled':
        forget(diskOf(memory, fact.broker), fact.tp);
        return undefined;
      case 'BatchCorrupted':
      case 'TailTorn':
        diskOf(memory, fact.broker).spoilt.add(fact.tp);
        return undefined;
      case 'LogTailLost':
        if (fact.cause === 'wiped') forget(diskOf(memory, fact.broker), fact.tp);
        return undefined;
      case 'LogsLoaded':
        return loaded(memory, fact.broker, world);
      default:
        note(memory, world, fact.broker, fact.tp);
        return undefined;
    }
  });
};
