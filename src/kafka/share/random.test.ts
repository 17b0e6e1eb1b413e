/** ShareExclusive and its neighbours, over random lives of a share-partition, judged by a ledger that knows nothing of batches. */
import fc from 'fast-check';
import { test } from 'vitest';
import type { AcknowledgeType, StateBatch } from '#kafka/protocol/share.ts';
import { acknowledge, lapse, releaseMember, settle, stateOf, written } from '#kafka/share/acknowledge.ts';
import { acquire } from '#kafka/share/acquire.ts';
import { logStartMoved } from '#kafka/share/archive.ts';
import type { Stretch } from '#kafka/share/batch.ts';
import { inFlightRecords, loaded, nextFetchOffset, type SharePartition, type ShareSettings } from '#kafka/share/partition.ts';
import { hashValue } from '#sim/hash.ts';

/** `expect` takes a hundred times as long, and this is asked a million times. */
function must(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`Not so: ${what}`);
}

const SETTINGS: ShareSettings = { lockUs: 100, deliveryCountLimit: 3, maxRecordLocks: 12, canRenew: true };
const LONGEST = 4;

interface Holder {
  readonly member: string;
  readonly untilUs: number;
}

interface Write {
  readonly id: number | undefined;
  readonly stateBatches: readonly StateBatch[];
  readonly startOffset: number;
  /** Who had the records before, should they be taken back. */
  readonly before: ReadonlyMap<number, Holder>;
}

const offsetsOf = ({ firstOffset, lastOffset }: Stretch): number[] => Array.from({ length: lastOffset - firstOffset + 1 }, (_, i) => firstOffset + i);

/** A leader, its persister, and what must be true of each offset. */
class Ledger {
  now = 0;
  logStart = 0;
  partition: SharePartition = loaded({ startOffset: 0, stateEpoch: 0, stateBatches: [] }) as SharePartition;
  readonly log: readonly Stretch[];
  readonly holders = new Map<number, Holder>();
  readonly deliveries = new Map<number, number>();
  readonly finished = new Set<number>();
  /** Archived when a lock timed out, which no failed write takes back. */
  readonly lapsed = new Set<number>();
  readonly writes: Write[] = [];
  readonly stored = new Map<number, StateBatch>();
  storedStart = 0;

  constructor(sizes: readonly number[]) {
    let next = 0;
    this.log = sizes.map((size) => {
      next += size;
      return { firstOffset: next - size, lastOffset: next - 1 };
    });
  }

  fetch(member: string, maxRecords: number, isLimited: boolean): void {
    const fetchOffset = Math.max(nextFetchOffset(this.partition), this.logStart);
    const batches = this.log.filter(({ lastOffset }) => lastOffset >= fetchOffset);
    const mode = isLimited ? 'record_limit' : 'batch_optimized';
    const read = { memberId: member, mode, batchSize: 3, maxRecords, fetchOffset, batches, aborted: [] } as const;
    const { partition, acquired, count } = acquire(this.partition, read, SETTINGS, this.now);
    this.partition = partition;
    const offsets = acquired.flatMap((records) => offsetsOf(records).map((offset) => [offset, records.deliveryCount] as const));
    must(offsets.length === count, 'the count is that of the records');
    must(!isLimited || count <= maxRecords, 'record_limit is kept');
    for (const [offset, deliveryCount] of offsets) this.give(member, offset, deliveryCount);
  }

  private give(member: string, offset: number, deliveryCount: number): void {
    must(!this.holders.has(offset), 'a record has one member');
    must(!this.finished.has(offset), 'what is finished is not delivered');
    must(deliveryCount === (this.deliveries.get(offset) ?? 0) + 1, 'every delivery is counted');
    must(deliveryCount <= SETTINGS.deliveryCountLimit, 'the delivery count has a limit');
    this.holders.set(offset, { member, untilUs: this.now + SETTINGS.lockUs });
    this.deliveries.set(offset, deliveryCount);
  }

  private heldBy(member: string): number[] {
    return [...this.holders].filter(([, holder]) => holder.member === member).map(([offset]) => offset);
  }

  private begin(write: number | undefined, stateBatches: readonly StateBatch[]): void {
    const before = new Map<number, Holder>();
    for (const offset of stateBatches.flatMap(offsetsOf)) {
      before.set(offset, this.holders.get(offset) as Holder);
      must(this.holders.delete(offset), 'only what is held is written');
    }
    if (stateBatches.length > 0) this.writes.push({ id: write, stateBatches, startOffset: this.partition.startOffset, before });
  }

  acknowledge(member: string, pick: number, type: AcknowledgeType): void {
    const held = this.heldBy(member).filter((offset) => offset >= this.partition.startOffset);
    if (held.length === 0) return;
    const offset = held[pick % held.length];
    const batch = { firstOffset: offset, lastOffset: offset, acknowledgeTypes: [type] };
    const { partition, refusal, write, stateBatches } = acknowledge(this.partition, member, [batch], SETTINGS, this.now);
    must(refusal === undefined, 'its member may acknowledge a record');
    this.partition = partition;
    this.begin(write, stateBatches);
    if (type === 'RENEW') this.holders.set(offset, { member, untilUs: this.now + SETTINGS.lockUs });
  }

  /** A member that has nothing asks to finish what may be another's. */
  steal(offset: number): void {
    const before = this.partition;
    const batch = { firstOffset: offset, lastOffset: offset, acknowledgeTypes: ['ACCEPT' as const] };
    const { partition, stateBatches } = acknowledge(before, 'stranger', [batch], SETTINGS, this.now);
    must(stateBatches.length === 0, 'a stranger has nothing to acknowledge');
    for (const [held] of this.holders) must(hashValue(0, stateOf(partition, held)) === hashValue(0, stateOf(before, held)), 'a stranger changes nothing');
    this.partition = partition;
  }

  leave(member: string): void {
    const { partition, write, stateBatches } = releaseMember(this.partition, member, SETTINGS, this.now);
    this.partition = partition;
    this.begin(write, stateBatches);
    must(this.heldBy(member).length === 0, 'who leaves has nothing');
  }

  wait(us: number): void {
    this.now += us;
    const { partition, stateBatches } = lapse(this.partition, SETTINGS, this.now);
    this.partition = partition;
    this.begin(undefined, stateBatches);
    for (const batch of stateBatches) if (batch.deliveryState !== 'AVAILABLE') for (const offset of offsetsOf(batch)) this.lapsed.add(offset);
    for (const { untilUs } of this.holders.values()) must(untilUs > this.now, 'a lock times out');
  }

  /** The persister answers to the oldest write. */
  answer(isCommitted: boolean): void {
    const write = this.writes.shift();
    if (write === undefined) return;
    if (isCommitted) this.store(write);
    if (write.id === undefined) this.partition = settle(this.partition);
    else {
      if (!isCommitted) this.takeBack(write);
      this.partition = written(this.partition, write.id, isCommitted, SETTINGS, this.now);
    }
  }

  /** A batch that was split up since has forgotten the transition, as Kafka's does (maybeInitializeOffsetStateUpdate): what was released stays so. */
  private takeBack({ id, before }: Write): void {
    for (const [offset, holder] of before) {
      const data = stateOf(this.partition, offset)?.data;
      if (data !== undefined && data.open?.write === id && !data.isGone && holder.untilUs > this.now) this.holders.set(offset, holder);
    }
  }

  private store({ stateBatches, startOffset }: Write): void {
    this.storedStart = Math.max(this.storedStart, startOffset);
    for (const batch of stateBatches) {
      for (const offset of offsetsOf(batch)) {
        this.stored.set(offset, { ...batch, firstOffset: offset, lastOffset: offset });
        if (batch.deliveryState !== 'AVAILABLE') this.finished.add(offset);
      }
    }
  }

  deleteRecords(count: number): void {
    const end = this.log[this.log.length - 1].lastOffset;
    this.logStart = Math.min(end, Math.max(this.logStart, this.partition.startOffset) + count);
    this.partition = logStartMoved(this.partition, this.logStart);
  }

  /** Another broker leads: what was not written is not known, and writes on their way are fenced. */
  failOver(): void {
    this.writes.length = 0;
    this.holders.clear();
    this.deliveries.clear();
    const stateBatches = [...this.stored.values()].filter(({ firstOffset }) => firstOffset >= this.storedStart).sort((a, b) => a.firstOffset - b.firstOffset);
    for (const { firstOffset, deliveryCount } of stateBatches) this.deliveries.set(firstOffset, deliveryCount);
    this.partition = loaded({ startOffset: this.storedStart, stateEpoch: 0, stateBatches }) as SharePartition;
    if (this.logStart > this.partition.startOffset) this.partition = logStartMoved(this.partition, this.logStart);
  }

  check(startBefore: number): void {
    const { startOffset, endOffset, batches, deliveryCompleteCount } = this.partition;
    must(startOffset >= startBefore || startBefore <= this.logStart, 'the start offset goes back only before the log');
    for (let offset = Math.max(startBefore, this.logStart); offset < startOffset; offset++) {
      must(this.finished.has(offset) || this.lapsed.has(offset), 'the start offset moves over what is finished and written');
    }
    must(inFlightRecords(this.partition) <= SETTINGS.maxRecordLocks + LONGEST - 1, 'the window has a limit');
    for (let i = 1; i < batches.length; i++) must(batches[i].firstOffset > batches[i - 1].lastOffset, 'batches follow each other');
    let complete = 0;
    for (let offset = startOffset; offset <= endOffset; offset++) {
      const state = stateOf(this.partition, offset);
      if (state?.value === 'ACKNOWLEDGED' || state?.value === 'ARCHIVED') complete += 1;
      must((state?.value === 'ACQUIRED' ? state.data.memberId : undefined) === this.holders.get(offset)?.member, 'ACQUIRED is what a member has');
    }
    must(deliveryCompleteCount === complete, 'finished records are counted');
  }

  private get isDone(): boolean {
    const end = this.log[this.log.length - 1].lastOffset;
    for (let offset = this.partition.startOffset; offset <= end; offset++) {
      const value = stateOf(this.partition, offset)?.value;
      if (value !== 'ACKNOWLEDGED' && value !== 'ARCHIVED') return false;
    }
    return true;
  }

  /** One member that does its work, and a persister that answers, finish everything. */
  drain(): void {
    for (let round = 0; round < 100 && !this.isDone; round++) {
      while (this.writes.length > 0) this.answer(true);
      this.wait(SETTINGS.lockUs);
      while (this.writes.length > 0) this.answer(true);
      this.fetch('worker', 5, false);
      for (let left = this.heldBy('worker').length; left > 0; left--) this.acknowledge('worker', 0, 'ACCEPT');
    }
    while (this.writes.length > 0) this.answer(true);
    must(this.isDone, 'work gets done');
    this.check(this.partition.startOffset);
  }
}

test('a failed write of a batch that was split up since takes nothing back', () => {
  const ledger = new Ledger([1, 1, 1]);
  live(ledger, [(l) => l.fetch('m1', 2, false), (l) => l.leave('m1'), (l) => l.deleteRecords(1), (l) => l.answer(false)]);
  must(stateOf(ledger.partition, 1)?.value === 'AVAILABLE', 'what was released stays so');
  ledger.drain();
});

const member = fc.constantFrom('m1', 'm2', 'm3');
const operation = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(member, fc.integer({ min: 1, max: 6 }), fc.boolean()).map(
      ([m, max, limited]) =>
        (l: Ledger) =>
          l.fetch(m, max, limited),
    ),
  },
  {
    weight: 9,
    arbitrary: fc.tuple(member, fc.nat(20), fc.constantFrom<AcknowledgeType>('ACCEPT', 'ACCEPT', 'RELEASE', 'REJECT', 'RENEW', 'GAP')).map(
      ([m, pick, type]) =>
        (l: Ledger) =>
          l.acknowledge(m, pick, type),
    ),
  },
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 7 }).map((kind) => (l: Ledger) => l.answer(kind > 0)) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 120 }).map((us) => (l: Ledger) => l.wait(us)) },
  { weight: 1, arbitrary: member.map((m) => (l: Ledger) => l.leave(m)) },
  { weight: 1, arbitrary: fc.nat(30).map((offset) => (l: Ledger) => l.steal(offset)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }).map((count) => (l: Ledger) => l.deleteRecords(count)) },
);
const sizes = fc.array(fc.integer({ min: 1, max: LONGEST }), { minLength: 3, maxLength: 12 });

function live(ledger: Ledger, operations: readonly ((ledger: Ledger) => void)[]): void {
  for (const operate of operations) {
    const { startOffset } = ledger.partition;
    operate(ledger);
    ledger.check(startOffset);
  }
}

test('a record has one member at a time, a finished one is never delivered again, every delivery is counted, and work gets done', () => {
  fc.assert(
    fc.property(sizes, fc.array(operation, { maxLength: 80 }), (log, operations) => {
      const ledger = new Ledger(log);
      live(ledger, operations);
      ledger.drain();
    }),
    { numRuns: 300 },
  );
});

test('all that stays true when the leader is lost: what was written is known, and the rest is delivered again', () => {
  fc.assert(
    fc.property(sizes, fc.array(fc.array(operation, { maxLength: 30 }), { minLength: 2, maxLength: 4 }), (log, lives) => {
      const ledger = new Ledger(log);
      for (const operations of lives) {
        live(ledger, operations);
        ledger.failOver();
        ledger.check(0);
      }
      ledger.drain();
    }),
    { numRuns: 300 },
  );
});
