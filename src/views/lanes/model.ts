/** What the lanes view says, before geometry: every mark with its words, its fact and its attention. Picture and table read the same model. */
import { type Frame, type MessageFrame, type PartitionFrame, type ReplicaFrame, recordsBetween } from '#kafka/frame.ts';
import type { AbsentRecord, LostRecord, Selection, ViewProps, Words } from '../contract.ts';
import { halosOf, litBy, markOf } from '../marks/attention.ts';
import { brokerClock, caughtUpClock, shows, type ToldClock, toldClock } from '../marks/clock.ts';
import { keyFill, keyLetters, keyText } from '../marks/key.ts';
import { firstCopies } from './copies.ts';
import { messagesOn } from './messages.ts';
import { behindLeader, brokerOf, type Condition, conditionOf, type LaneState, laneState, type Remark, remarkOf, roleText } from './state.ts';
import { type InTransaction, inTransaction, lastStableOf, markerName } from './transactions.ts';
import type { Window } from './window.ts';

export interface CellModel {
  readonly offset: number;
  readonly letters: string;
  readonly fill: string;
  readonly committed: boolean;
  readonly transaction: InTransaction;
  /** A marker of a transaction, and no record. */
  readonly control: 'COMMIT' | 'ABORT' | null;
  /** Without a value, in a compacted log: its key is to be forgotten. */
  readonly tombstone: boolean;
  /** Offset of the first copy of the same record; null when this is the only one so far. */
  readonly copyOf: number | null;
  readonly name: string;
  readonly fact: string;
  readonly lit: boolean;
  readonly halo: boolean;
  /** Not yet in the previous frame. */
  readonly fresh: boolean;
}

export interface LostModel {
  readonly offset: number;
  /** Nothing but a spare copy is gone: nobody was told that the record is safe, or the leader's log holds it. */
  readonly spare: boolean;
  readonly keptAt: number | null;
  readonly letters: string;
  readonly fill: string;
  readonly acknowledged: boolean;
  readonly committed: boolean;
  readonly name: string;
  readonly fact: string;
  readonly halo: boolean;
  /** Still in the log in the previous frame: it falls during this step. */
  readonly falling: boolean;
}

/** Offsets that compaction removed. */
export interface HoleModel {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly name: string;
  readonly fact: string;
}

/** A record that only the other future has here. */
export interface AbsentModel {
  readonly offset: number;
  readonly letters: string;
  readonly name: string;
  readonly fact: string;
}

export interface Folded {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly fact: string;
}

export interface LaneModel {
  readonly broker: number;
  readonly state: LaneState;
  readonly role: string;
  readonly condition: Condition | null;
  readonly remark: Remark | null;
  /** Run against this broker's session, and against its place in the ISR; they show when they are overdue. */
  readonly clocks: readonly ToldClock[];
  /** Those that show at the moment of the frame. */
  readonly due: readonly ToldClock[];
  /** Numbers are shown only while a process can tell them. */
  readonly live: boolean;
  readonly logStart: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  /** Where read_committed consumers stop, if that is below the high watermark. */
  readonly lastStable: number | null;
  readonly from: { readonly highWatermark: number; readonly logEndOffset: number } | null;
  readonly behind: number;
  readonly cells: readonly CellModel[];
  /** Those at offsets that are shown, cut to them. */
  readonly holes: readonly HoleModel[];
  readonly absent: readonly AbsentModel[];
  readonly batches: readonly { readonly from: number; readonly to: number }[];
  readonly epochs: readonly { readonly epoch: number; readonly offset: number; readonly fact: string }[];
  readonly before: Folded | null;
  readonly after: Folded | null;
  /** Cut copies at offsets that are shown. */
  readonly lost: readonly LostModel[];
  readonly lostElsewhere: { readonly count: number; readonly fact: string } | null;
  /** All cut copies, shown or not, and how many of them lost a record for good. */
  readonly cutOff: { readonly all: number; readonly lost: number; readonly committed: number };
  readonly messages: readonly MessageFrame[];
  readonly name: string;
  readonly facts: {
    readonly state: string;
    readonly condition: string | null;
    readonly remark: string | null;
    readonly highWatermark: string | null;
    readonly logEndOffset: string | null;
    readonly logStart: string | null;
    readonly lastStable: string | null;
    readonly message: string | null;
  };
  readonly lit: boolean;
  readonly halo: boolean;
  readonly haloHighWatermark: boolean;
  readonly selected: boolean;
}

export type LanesInput = Pick<ViewProps, 'frame' | 'previous' | 'changes' | 'lost' | 'selection' | 'spotlight' | 'words' | 'differs'>;

export function lanesModel(input: LanesInput, partition: PartitionFrame, window: Window): LaneModel[] {
  const halos = halosOf(input.changes);
  return partition.logs.map((replica) => laneModel(input, partition, replica, window, halos));
}

function laneModel(input: LanesInput, partition: PartitionFrame, replica: ReplicaFrame, window: Window, halos: ReadonlySet<string>): LaneModel {
  const { frame, words, selection, spotlight } = input;
  const { tp } = partition;
  const broker = brokerOf(frame, replica.broker);
  const state = laneState(partition, replica, broker);
  const live = state !== 'offline';
  const was = replicaOf(input.previous, tp, replica.broker);
  const condition = conditionOf(broker, words);
  const remark = remarkOf(state, frame, partition, replica, words);
  const role = roleText(state, partition, replica, words);
  const id = `${tp}/${replica.broker}`;
  const clocks = clocksOf(input, partition, replica);
  const due = clocks.filter((clock) => shows(clock, frame.timeUs));
  const records = recordsBetween(replica, window.start, window.end);
  const copies = partition.internal ? NO_COPIES : firstCopies(replica, records);
  const messages = messagesOn(frame.messages, tp, replica.broker);
  return {
    broker: replica.broker,
    state,
    role,
    condition,
    remark,
    clocks,
    due,
    live,
    logStart: replica.logStart,
    highWatermark: replica.highWatermark,
    logEndOffset: replica.logEndOffset,
    lastStable: live ? lastStableOf(replica) : null,
    from: was && live ? { highWatermark: was.highWatermark, logEndOffset: was.logEndOffset } : null,
    behind: state === 'out-of-isr' ? Math.max(0, behindLeader(partition, replica)) : 0,
    cells: records.map((record) => cellModel(record, input, replica, { was, halos, copyOf: copies.get(record.offset) ?? null })),
    holes: holesIn(replica, window, words),
    absent: absentIn(input.differs?.absent ?? NONE_ABSENT, replica, window, words),
    batches: batchesIn(records),
    epochs: replica.epochs
      .filter((one) => one.startOffset >= window.start && one.startOffset < Math.min(window.end, replica.logEndOffset))
      .map((one) => ({ epoch: one.epoch, offset: one.startOffset, fact: `${id} epoch ${one.epoch}@${one.startOffset}` })),
    before: folded(id, replica.logStart, Math.min(window.start, replica.logEndOffset)),
    after: folded(id, window.end, replica.logEndOffset),
    ...lostOf(input, tp, replica, window, was, halos),
    messages,
    name: laneName(state, [role, condition?.long, remark?.long, ...due.map(({ text }) => text)], replica, words),
    facts: {
      state: `${id} state=${state}`,
      condition: condition ? `${id} condition=${condition.id}` : null,
      remark: remark ? `${id} remark=${remark.id}` : null,
      highWatermark: live ? `${id} hw=${replica.highWatermark}` : null,
      logEndOffset: live ? `${id} leo=${replica.logEndOffset}` : null,
      logStart: replica.logStart > 0 && replica.logStart >= window.start ? `${id} logStart=${replica.logStart}` : null,
      lastStable: live && lastStableOf(replica) !== null ? `${id} lastStable=${lastStableOf(replica)}` : null,
      message: messages.length > 0 ? `${id} wire=${messages.map((one) => one.label).join(';')}` : null,
    },
    lit:
      litBy(spotlight, ...holders(tp, replica.broker)) ||
      spotlight.some((one) => one.kind === 'record' && one.tp === tp && (one.broker === -1 || one.broker === replica.broker)),
    halo: halos.has(markOf.replica(tp, replica.broker)) || halos.has(markOf.broker(replica.broker)),
    haloHighWatermark: halos.has(markOf.highWatermark(tp, replica.broker)),
    selected: selection?.kind === 'replica' && selection.tp === tp && selection.broker === replica.broker,
  };
}

type Stored = ReturnType<typeof recordsBetween>[number];

const NO_COPIES: ReadonlyMap<number, number> = new Map();
const NONE_ABSENT: readonly AbsentRecord[] = [];

interface Around {
  readonly was: ReplicaFrame | undefined;
  readonly halos: ReadonlySet<string>;
  readonly copyOf: number | null;
}

function cellModel(record: Stored, { words, spotlight }: LanesInput, replica: ReplicaFrame, { was, halos, copyOf }: Around): CellModel {
  const { tp, broker } = replica;
  const { offset, key } = record;
  const tombstone = replica.files?.tombstones.includes(offset) ?? false;
  const committed = offset < replica.highWatermark;
  const transaction = inTransaction(record, replica);
  const control = record.batch.control ?? null;
  const what = tombstone ? words('lanes.name.tombstone', { key: keyText(key ?? '') }) : keyName(key, words);
  const written = words(committed ? 'lanes.name.committed' : 'lanes.name.appended', { broker, offset, key: what });
  const copied = copyOf === null ? [] : [words('lanes.name.duplicate', { offset: copyOf })];
  return {
    offset,
    letters: keyLetters(key),
    fill: keyFill(key),
    committed,
    transaction,
    control,
    tombstone,
    copyOf,
    name: control === null ? [written, ...copied, ...transactionWords(transaction, words)].join(', ') : markerName(record, replica, words),
    fact: cellFact(record, replica, [committed ? 'committed' : 'appended', transaction, tombstone && 'tombstone', copyOf !== null && `copyOf=${copyOf}`]),
    lit: litBy(spotlight, { kind: 'record', tp, broker, offset }, ...holders(tp, broker)),
    halo: halos.has(markOf.record(tp, broker, offset)),
    fresh: was !== undefined && offset >= was.logEndOffset,
  };
}

const cellFact = ({ offset, key }: Stored, { tp, broker }: ReplicaFrame, is: readonly (string | false | null)[]): string =>
  [`${tp}/${broker}@${offset} key=${key ?? ''}`, ...is.filter((one) => one)].join(' ');

function holesIn({ tp, broker, files }: ReplicaFrame, window: Window, words: Words): HoleModel[] {
  return (files?.holes ?? [])
    .filter(({ from, to }) => to > window.start && from < window.end)
    .map((hole) => {
      const [from, to] = [Math.max(hole.from, window.start), Math.min(hole.to, window.end) - 1];
      const name = words(from === to ? 'lanes.name.hole' : 'lanes.name.holes', { broker, from, to });
      return { from, to, name, fact: `${tp}/${broker} hole=${from}..${to}` };
    });
}

function absentIn(all: readonly AbsentRecord[], { tp, broker }: ReplicaFrame, window: Window, words: Words): AbsentModel[] {
  return all
    .filter((one) => one.tp === tp && one.broker === broker && one.offset >= window.start && one.offset < window.end)
    .map(({ offset, key }) => ({
      offset,
      letters: keyLetters(key),
      name: words('lanes.name.absent', { broker, offset, key: keyName(key, words) }),
      fact: `${tp}/${broker}@${offset} absent key=${key ?? ''}`,
    }));
}

function transactionWords(transaction: InTransaction, words: Words): string[] {
  if (transaction === null) return [];
  return [words(transaction === 'open' ? 'lanes.name.inTransaction' : 'lanes.name.aborted')];
}

export const keyName = (key: string | null, words: Words): string =>
  key === null ? words('lanes.name.noKey') : words('lanes.name.key', { key: keyText(key) });

const holders = (tp: string, broker: number): Selection[] => [
  { kind: 'replica', tp, broker },
  { kind: 'partition', tp },
  { kind: 'broker', id: broker },
];

export function replicaOf(frame: Frame | null, tp: string, broker: number): ReplicaFrame | undefined {
  return frame?.partitions.find((one) => one.tp === tp)?.logs.find((log) => log.broker === broker);
}

function folded(id: string, from: number, to: number): Folded | null {
  return to > from ? { from, to: to - 1, count: to - from, fact: `${id} folded=${from}..${to - 1}` } : null;
}

/** Only batches of two or more wear a bracket: a batch of one is its record. */
function batchesIn(records: ReturnType<typeof recordsBetween>): { from: number; to: number }[] {
  const batches: { from: number; to: number }[] = [];
  for (const { offset, batch } of records) {
    const last = batches[batches.length - 1];
    if (batch.lastOffset === batch.baseOffset) continue;
    if (last && last.to === offset - 1 && last.from >= batch.baseOffset) last.to = offset;
    else batches.push({ from: offset, to: offset });
  }
  return batches;
}

function clocksOf({ frame, words }: LanesInput, partition: PartitionFrame, replica: ReplicaFrame): ToldClock[] {
  const broker = brokerOf(frame, replica.broker);
  const clocks = [broker === undefined ? null : brokerClock(broker), caughtUpClock(frame, partition, replica)];
  return clocks.filter((clock) => clock !== null).map((clock) => toldClock(clock, `${partition.tp}/${replica.broker}`, frame.timeUs, words));
}

function laneName(state: LaneState, told: readonly (string | undefined)[], replica: ReplicaFrame, words: Words): string {
  const parts = [words('broker', { broker: replica.broker }), ...told.filter((one) => one !== undefined)];
  if (state !== 'offline') parts.push(words('lanes.name.numbers', { highWatermark: replica.highWatermark, logEndOffset: replica.logEndOffset }));
  return parts.join(', ');
}

/** One cell an offset: when an offset was lost twice, the later record is shown. */
function lostOf(
  input: LanesInput,
  tp: string,
  replica: ReplicaFrame,
  window: Window,
  was: ReplicaFrame | undefined,
  halos: ReadonlySet<string>,
): Pick<LaneModel, 'lost' | 'lostElsewhere' | 'cutOff'> {
  const latest = new Map<number, LostRecord>();
  for (const record of input.lost) if (record.tp === tp && record.broker === replica.broker) latest.set(record.offset, record);
  const all = [...latest.values()].sort((a, b) => a.offset - b.offset);
  const shown = all.filter((record) => record.offset >= window.start && record.offset < window.end);
  const hidden = all.length - shown.length;
  return {
    lost: shown.map((record) => lostModel(record, was, halos, input.words)),
    lostElsewhere: hidden > 0 ? { count: hidden, fact: `${tp}/${replica.broker} lost elsewhere=${hidden}` } : null,
    cutOff: { all: all.length, lost: all.filter((record) => !isSpare(record)).length, committed: all.filter((record) => record.committed).length },
  };
}

const isSpare = (record: LostRecord): boolean => !record.acknowledged && !record.committed;

function lostModel(record: LostRecord, was: ReplicaFrame | undefined, halos: ReadonlySet<string>, words: Words): LostModel {
  const halo = halos.has(`lost:${record.tp}/${record.broker}/${record.offset}`);
  return {
    offset: record.offset,
    spare: isSpare(record),
    keptAt: record.keptAt,
    letters: keyLetters(record.key),
    fill: keyFill(record.key),
    acknowledged: record.acknowledged,
    committed: record.committed,
    name: lostName(record, words),
    fact: lostFact(record),
    halo,
    falling: halo && was !== undefined && was.logEndOffset > record.offset,
  };
}

function lostFact(record: LostRecord): string {
  const { tp, broker, offset, acknowledged, committed, keptAt } = record;
  const fate = isSpare(record)
    ? `cut${keptAt === null ? '' : ` kept@${keptAt}`}`
    : `lost${acknowledged ? ' acknowledged' : ''}${committed ? ' committed' : ''}`;
  return `${tp}/${broker}@${offset} ${fate}`;
}

function lostName(record: LostRecord, words: Words): string {
  const spare = isSpare(record);
  const name = words(spare ? 'lanes.name.cutOff' : 'lanes.name.lost', { offset: record.offset, key: keyName(record.key, words) });
  const was = [
    record.acknowledged && words('lanes.name.wasAcknowledged'),
    record.committed && words('lanes.name.wasCommitted'),
    spare && record.keptAt !== null && words('lanes.name.keptAt', { offset: record.keptAt }),
  ].filter((one) => one !== false);
  return [name, ...was].join(', ');
}
