/** The ledger's fold over facts: reads each event once, keeps stamped stories, and tells the ledger at any cursor. */
import { asKafkaFact, type FactOf, type KafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import { NO_LEADER, type Tp } from '#kafka/protocol/names.ts';
import { reordered } from '#scenario/expression/records.ts';
import { countUpTo } from '#session/columns.ts';
import type { Ledger, LedgerEntry, LedgerTotals } from '#session/ledger.ts';
import { isLost, NONE, type Placement, STANDING, type Story, storyUpTo, tell } from '#session/story.ts';
import type { Fact } from '#sim/event.ts';

/** Logs of one partition as the facts tell them. */
interface Logs {
  /** Who led from which cursor on, ascending. A partition without leader keeps its last one here: its log is what there is. */
  leaders: { readonly cursor: number; readonly broker: number }[];
  /** By broker: the record at each offset; undefined for records without a story, such as those of __consumer_offsets. */
  readonly byBroker: Map<number, Log>;
  readonly lost: Set<Story>;
}

type Log = (Placement | undefined)[];

export interface Chronicle {
  readonly stories: Story[];
  /** Cursors at which the stories were sent, ascending. */
  readonly sentAt: number[];
  readonly byId: Map<string, Story>;
  readonly partitions: Map<Tp, Logs>;
  /** By producer and partition: records that nobody will answer for (acks=0) and no leader has appended yet. */
  readonly unasked: Map<string, Story[]>;
  /** Cursor of the last event that lost a record: most lose none, and need not look for them. */
  lostCursor: number;
  last: { readonly cursor: number; readonly ledger: Ledger } | undefined;
}

export function emptyChronicle(frame: Frame): Chronicle {
  const chronicle: Chronicle = { stories: [], sentAt: [], byId: new Map(), partitions: new Map(), unasked: new Map(), lostCursor: -1, last: undefined };
  for (const { tp, leader } of frame.partitions) logsOf(chronicle, tp).leaders.push({ cursor: 0, broker: leader });
  return chronicle;
}

function logsOf(chronicle: Chronicle, tp: Tp): Logs {
  let logs = chronicle.partitions.get(tp);
  if (!logs) {
    logs = { leaders: [], byBroker: new Map(), lost: new Set() };
    chronicle.partitions.set(tp, logs);
  }
  return logs;
}

function logOf(logs: Logs, broker: number): Log {
  let log = logs.byBroker.get(broker);
  if (!log) {
    log = [];
    logs.byBroker.set(broker, log);
  }
  return log;
}

const leaderNow = ({ leaders }: Logs): number => (leaders.length === 0 ? NO_LEADER : leaders[leaders.length - 1].broker);

function leaderAt({ leaders }: Logs, cursor: number): number {
  for (let i = leaders.length - 1; i >= 0; i--) if (leaders[i].cursor <= cursor) return leaders[i].broker;
  return NO_LEADER;
}

function touch(story: Story, cursor: number): void {
  story.changed = cursor;
  story.told = undefined;
}

/** Takes in what happened in the event that led to `cursor`. */
export function chronicleFacts(chronicle: Chronicle, facts: readonly Fact[], cursor: number, timeUs: number): void {
  for (const fact of facts) chronicleFact(chronicle, asKafkaFact(fact), cursor, timeUs);
}

function chronicleFact(chronicle: Chronicle, fact: KafkaFact, cursor: number, timeUs: number): void {
  switch (fact.fact) {
    case 'RecordSent':
      return sent(chronicle, fact, cursor, timeUs);
    case 'RecordsAcknowledged':
      return acknowledgedAll(chronicle, fact, cursor, timeUs);
    case 'SendFailed':
      return failed(chronicle, fact, cursor, timeUs);
    case 'RecordsAppended':
      return appended(chronicle, fact, cursor, timeUs);
    case 'LogTruncated':
      return truncated(chronicle, fact, cursor);
    case 'LogTailLost':
      return perished(chronicle, fact, cursor, timeUs);
    case 'LeaderElected':
      return fact.leader === NO_LEADER ? undefined : led(chronicle, logsOf(chronicle, fact.tp), fact.leader, cursor, timeUs);
    case 'HighWatermarkAdvanced':
      return fact.role === 'leader' ? visible(chronicle, fact, cursor, timeUs) : undefined;
    case 'RecordProcessed':
      return processed(chronicle, fact, cursor, timeUs);
    case 'TransactionMarkerWritten':
      return fact.control === 'ABORT' ? aborted(chronicle, fact, cursor, timeUs) : undefined;
  }
}

function acknowledgedAll(chronicle: Chronicle, { ids, acks }: FactOf<'RecordsAcknowledged'>, cursor: number, timeUs: number): void {
  for (const id of ids) {
    const story = chronicle.byId.get(id);
    if (!story) continue;
    acknowledged(chronicle, story, acks === 0, cursor, timeUs);
    touch(story, cursor);
  }
}

function failed(chronicle: Chronicle, { ids, error }: FactOf<'SendFailed'>, cursor: number, timeUs: number): void {
  for (const id of ids) {
    const story = chronicle.byId.get(id);
    if (!story) continue;
    story.failed ??= { cursor, timeUs, error };
    touch(story, cursor);
  }
}

function aborted(chronicle: Chronicle, { ids }: FactOf<'TransactionMarkerWritten'>, cursor: number, timeUs: number): void {
  for (const id of ids) {
    const story = chronicle.byId.get(id);
    if (!story) continue;
    story.aborted ??= { cursor, timeUs };
    touch(story, cursor);
  }
}

function processed(chronicle: Chronicle, { id, group, node, offset }: FactOf<'RecordProcessed'>, cursor: number, timeUs: number): void {
  const story = chronicle.byId.get(id);
  if (!story) return;
  story.processed = [...story.processed, { cursor, timeUs, group, node, offset }];
  touch(story, cursor);
}

function sent(chronicle: Chronicle, fact: FactOf<'RecordSent'>, cursor: number, timeUs: number): void {
  const story: Story = {
    id: fact.id,
    producer: fact.node,
    tp: fact.tp,
    key: fact.key,
    value: fact.value,
    origin: fact.origin,
    sent: { cursor, timeUs },
    acknowledged: undefined,
    unasked: false,
    failed: undefined,
    placements: NONE,
    visible: undefined,
    aborted: undefined,
    losses: NONE,
    processed: NONE,
    changed: cursor,
    told: undefined,
  };
  chronicle.stories.push(story);
  chronicle.sentAt.push(cursor);
  chronicle.byId.set(fact.id, story);
}

const streamOf = (story: Story): string => `${story.producer}>${story.tp}`;

function acknowledged(chronicle: Chronicle, story: Story, unasked: boolean, cursor: number, timeUs: number): void {
  story.acknowledged ??= { cursor, timeUs };
  if (!unasked || story.placements.length > 0) return;
  story.unasked = true;
  const stream = chronicle.unasked.get(streamOf(story));
  if (stream) stream.push(story);
  else chronicle.unasked.set(streamOf(story), [story]);
}

function mark(chronicle: Chronicle, logs: Logs, story: Story, lost: boolean, cursor: number, timeUs: number): void {
  if (isLost(story) === lost) return;
  story.losses = [...story.losses, { cursor, timeUs, lost }];
  if (lost) {
    logs.lost.add(story);
    chronicle.lostCursor = cursor;
  } else logs.lost.delete(story);
  touch(story, cursor);
}

function appended(chronicle: Chronicle, fact: FactOf<'RecordsAppended'>, cursor: number, timeUs: number): void {
  const logs = logsOf(chronicle, fact.tp);
  const log = logOf(logs, fact.broker);
  if (logs.leaders.length === 0 && fact.role === 'leader') logs.leaders.push({ cursor, broker: fact.broker });
  const isLeader = fact.broker === leaderNow(logs);
  for (let i = 0; i < fact.ids.length; i++) {
    const story = chronicle.byId.get(fact.ids[i]);
    const offset = fact.offsets?.[i] ?? fact.baseOffset + i;
    if (!story) {
      log[offset] = undefined;
      continue;
    }
    const placement: Placement = { story, broker: fact.broker, offset, from: cursor, until: STANDING };
    story.placements = [...story.placements, placement];
    log[offset] = placement;
    if (fact.role !== 'leader') continue;
    touch(story, cursor);
    // A leader that has been replaced and does not know it appends to a log that nobody will keep. A copy that the true leader holds is safe.
    mark(chronicle, logs, story, !isLeader && !holds(logOf(logs, leaderNow(logs)), story), cursor, timeUs);
    overtaken(chronicle, logs, story, cursor, timeUs);
  }
}

/** One connection keeps its order: what acks=0 sent before a record that has arrived, and has not arrived itself, never will. */
function overtaken(chronicle: Chronicle, logs: Logs, story: Story, cursor: number, timeUs: number): void {
  const stream = chronicle.unasked.get(streamOf(story));
  while (stream !== undefined && stream.length > 0 && stream[0].sent.cursor <= story.sent.cursor) {
    const first = stream.shift() as Story;
    if (first.placements.length === 0) mark(chronicle, logs, first, true, cursor, timeUs);
  }
}

function truncated(chronicle: Chronicle, fact: FactOf<'LogTruncated'> | FactOf<'LogTailLost'>, cursor: number): void {
  const logs = logsOf(chronicle, fact.tp);
  const log = logOf(logs, fact.broker);
  const to = Math.min(fact.from, fact.to);
  for (let offset = to; offset < log.length; offset++) {
    const held = log[offset];
    if (!held) continue;
    held.until = cursor;
    touch(held.story, cursor);
  }
  log.length = Math.min(log.length, to);
}

/** A disk lost what its broker had: if that broker leads, the records are lost until another leader has them. */
function perished(chronicle: Chronicle, fact: FactOf<'LogTailLost'>, cursor: number, timeUs: number): void {
  const logs = logsOf(chronicle, fact.tp);
  const gone = logOf(logs, fact.broker).slice(Math.min(fact.from, fact.to));
  truncated(chronicle, fact, cursor);
  if (leaderNow(logs) === fact.broker) for (const held of gone) if (held) mark(chronicle, logs, held.story, true, cursor, timeUs);
}

const holds = (log: Log, story: Story): boolean => story.placements.some(({ offset }) => log[offset]?.story === story);

/** A change of leader: what only the old one held is lost, what the new one holds is found again. */
function led(chronicle: Chronicle, logs: Logs, broker: number, cursor: number, timeUs: number): void {
  const before = leaderNow(logs);
  logs.leaders.push({ cursor, broker });
  if (before === broker) return;
  const old = logOf(logs, before);
  const log = logOf(logs, broker);
  for (let offset = Math.max(old.length, log.length) - 1; offset >= 0; offset--) {
    const [was, is] = [old[offset], log[offset]];
    if (was !== undefined && was.story === is?.story) break; // same record at the same offset: the same before it, too
    if (was && !holds(log, was.story)) mark(chronicle, logs, was.story, true, cursor, timeUs);
    for (const held of [was, is]) if (held) touch(held.story, cursor);
  }
  for (const story of [...logs.lost]) if (holds(log, story)) mark(chronicle, logs, story, false, cursor, timeUs);
}

function visible(chronicle: Chronicle, fact: FactOf<'HighWatermarkAdvanced'>, cursor: number, timeUs: number): void {
  const log = logOf(logsOf(chronicle, fact.tp), fact.broker);
  for (let offset = fact.from; offset < fact.to; offset++) {
    const story = log[offset]?.story;
    if (!story || story.visible) continue;
    story.visible = { cursor, timeUs };
    touch(story, cursor);
  }
}

/** Records that the event at this cursor lost though their producers had been told that they were safe. */
export const lostAt = (chronicle: Chronicle, cursor: number): Story[] => {
  if (chronicle.lostCursor !== cursor) return [];
  const found: Story[] = [];
  for (const { lost } of chronicle.partitions.values())
    for (const story of lost) if (story.losses.at(-1)?.cursor === cursor && story.acknowledged) found.push(story);
  return found;
};

export function ledgerAt(chronicle: Chronicle, cursor: number): Ledger {
  if (chronicle.last?.cursor === cursor) return chronicle.last.ledger;
  const count = countUpTo(chronicle.sentAt, chronicle.sentAt.length, cursor);
  const entries: LedgerEntry[] = [];
  const leaders = new Map<Tp, number>();
  for (let i = 0; i < count; i++) {
    const story = chronicle.stories[i];
    let leader = leaders.get(story.tp);
    if (leader === undefined) {
      leader = leaderAt(logsOf(chronicle, story.tp), cursor);
      leaders.set(story.tp, leader);
    }
    entries.push(tell(story, cursor, leader));
  }
  const ledger = { entries, totals: totalsOf(entries) };
  chronicle.last = { cursor, ledger };
  return ledger;
}

function totalsOf(entries: readonly LedgerEntry[]): LedgerTotals {
  const totals = {
    sent: entries.length,
    acknowledged: 0,
    failed: 0,
    visible: 0,
    aborted: 0,
    lost: 0,
    acknowledgedButLost: 0,
    duplicated: 0,
    reordered: reordered(entries),
  };
  for (const entry of entries) {
    if (entry.acknowledgedAt !== undefined) totals.acknowledged++;
    if (entry.failedAt !== undefined) totals.failed++;
    if (entry.visibleAt !== undefined) totals.visible++;
    if (entry.abortedAt !== undefined) totals.aborted++;
    if (entry.lostAt !== undefined) totals.lost++;
    if (entry.lostAt !== undefined && entry.acknowledgedAt !== undefined) totals.acknowledgedButLost++;
    if (entry.offsets.length > 1) totals.duplicated++;
  }
  return totals;
}

/** The chronicle as it was at a cursor, on which another future can be written. */
export function chronicleUpTo(chronicle: Chronicle, cursor: number): Chronicle {
  const copy: Chronicle = { stories: [], sentAt: [], byId: new Map(), partitions: new Map(), unasked: new Map(), lostCursor: -1, last: undefined };
  for (const [tp, logs] of chronicle.partitions)
    copy.partitions.set(tp, { leaders: logs.leaders.filter((one) => one.cursor <= cursor), byBroker: new Map(), lost: new Set() });
  for (const story of chronicle.stories.slice(0, countUpTo(chronicle.sentAt, chronicle.sentAt.length, cursor))) {
    const kept = storyUpTo(story, cursor);
    const logs = logsOf(copy, kept.tp);
    copy.stories.push(kept);
    copy.sentAt.push(kept.sent.cursor);
    copy.byId.set(kept.id, kept);
    for (const placement of kept.placements) if (placement.until === STANDING) logOf(logs, placement.broker)[placement.offset] = placement;
    if (isLost(kept)) logs.lost.add(kept);
    if (kept.unasked && kept.placements.length === 0 && !isLost(kept)) copy.unasked.set(streamOf(kept), [...(copy.unasked.get(streamOf(kept)) ?? []), kept]);
  }
  return copy;
}
