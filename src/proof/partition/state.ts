/**
 * One partition, three brokers and the metadata log that tells them who leads, as small as they can be and still go wrong: the replicas are the
 * engine's own values, time and the network are replaced by choice.
 */
import { applyRecord, emptyImage, type Image, type PartitionRegistration } from '#kafka/metadata/image.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { become } from '#kafka/replication/become.ts';
import { isLeader, newPartition, type Partition, withRemotes } from '#kafka/replication/partition.ts';
import { type Replica, unknownReplica } from '#kafka/replication/replica.ts';
import type { Env } from '#sim/effect.ts';
import { viewAt } from '#sim/view.ts';

export const BROKERS = [1, 2, 3] as const;
export const TP = 't-0';
export const TOPIC_ID = 'id';

export interface Scope {
  /** Records that the longest log may hold. */
  readonly records: number;
  /** Leader epochs, counted from the first. */
  readonly leaderEpochs: number;
  readonly partitionEpochs: number;
  /** Metadata versions that a broker may be behind. */
  readonly behind: number;
  readonly minInsyncReplicas: number;
  /** Brokers may apply several metadata versions as one delta, and never see those between. */
  readonly deltas: boolean;
}

export interface State {
  /** By broker, in the order of BROKERS. */
  readonly replicas: readonly Partition[];
  /** Metadata versions from the oldest that a broker still believes to the newest. */
  readonly images: readonly Image[];
  /** By broker: which of `images` it has applied. */
  readonly applied: readonly number[];
  /** By broker: its AlterPartition request is on the way. */
  readonly asked: readonly boolean[];
  /** What any leader has ever committed, by offset: the checker's memory, not the protocol's. */
  readonly committed: readonly StoredRecord[];
}

export const nothing: Env = { self: '', nowUs: 0, effects: [], facts: [], random: () => 0 };

export const registrationIn = (image: Image): PartitionRegistration =>
  (image.topics.get('t') as { partitions: readonly PartitionRegistration[] }).partitions[0];

export const newest = ({ images }: State): Image => images[images.length - 1];

/** Only what the follower acknowledged is kept of a leader's picture of it: times and fetch sessions are the search's to choose. */
export const timeless = (replica: Replica): Replica => ({ ...unknownReplica(replica.broker), logEndOffset: replica.logEndOffset });

/** A follower's memory of the time when it led means nothing any more. */
export const timelessPartition = (partition: Partition): Partition =>
  withRemotes(partition, partition.remotes.map(isLeader(partition) ? timeless : ({ broker }) => unknownReplica(broker)));

export function initialState({ minInsyncReplicas }: Scope): State {
  let image: Image = emptyImage;
  for (const broker of BROKERS)
    image = applyRecord(image, { type: 'RegisterBrokerRecord', broker, incarnation: 1, rack: null, fenced: false, brokerEpoch: broker });
  image = applyRecord(image, { type: 'TopicRecord', name: 't', topicId: TOPIC_ID });
  const first = {
    type: 'PartitionRecord',
    topicId: TOPIC_ID,
    partition: 0,
    replicas: BROKERS,
    isr: BROKERS,
    leader: 1,
    leaderEpoch: 0,
    partitionEpoch: 0,
  } as const;
  image = applyRecord(image, first);
  const replicas = BROKERS.map((id) => {
    const empty = newPartition(TP, 't', TOPIC_ID);
    return timelessPartition(become({ ...empty, meta: { ...empty.meta, minInsyncReplicas } }, nothing, id, registrationIn(image)));
  });
  return { replicas, images: [image], applied: BROKERS.map(() => 0), asked: BROKERS.map(() => false), committed: [] };
}

const mask = (ids: readonly number[]): number => ids.reduce((bits, id) => bits | (1 << id), 0);

const numbers = new Map<string, number>();
const imageNumbers = new WeakMap<Image, number>();

/** A small number for each different metadata version. */
function numberOf(image: Image): number {
  const known = imageNumbers.get(image);
  if (known !== undefined) return known;
  const { leader, leaderEpoch, isr, elr, partitionEpoch } = registrationIn(image);
  const text = `${leader},${leaderEpoch},${mask(isr)},${mask(elr)},${partitionEpoch}`;
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  imageNumbers.set(image, number);
  return number;
}

/** Figures of a state are small: eight values each. */
const RADIX = 8;

/** A replica as one number, a figure after the other. Short flat keys make the search fast. */
function figureOf(partition: Partition): number {
  const { meta, log, highWatermark, remotes } = partition;
  const { isr, maximal, asked } = meta.isr.data;
  let figure = isLeader(partition) ? meta.role.data.epochStart : 0;
  figure = figure * RADIX + highWatermark;
  figure = figure * RADIX + mask(isr) / 2;
  figure = figure * RADIX + mask(maximal) / 2;
  figure = figure * RADIX + mask(asked) / 2;
  figure = figure * RADIX + ISR_VALUES.indexOf(meta.isr.value);
  figure = figure * RADIX + meta.role.data.leaderEpoch;
  for (const { logEndOffset } of remotes) figure = figure * RADIX + logEndOffset + 1;
  for (let n = 0; n < log.records.length; n++) figure = figure * RADIX + viewAt(log.records, n).batch.leaderEpoch + 1;
  figure = figure * RADIX;
  for (const { epoch, startOffset } of log.epochs) figure = (figure * 4 + epoch) * 4 + startOffset + 1;
  return figure;
}

const ISR_VALUES: readonly string[] = ['CommittedPartitionState', 'PendingExpandIsr', 'PendingShrinkIsr'];
const UNIT = 0x10000;

export function keyOf({ replicas, applied, asked, images, committed }: State): string {
  const units: number[] = [];
  for (let n = 0; n < replicas.length; n++) {
    const figure = figureOf(replicas[n]);
    units.push(figure % UNIT, Math.floor(figure / UNIT) % UNIT, Math.floor(figure / (UNIT * UNIT)) % UNIT, applied[n] * 2 + (asked[n] ? 1 : 0));
  }
  for (const { batch } of committed) units.push(batch.leaderEpoch);
  for (const image of images) units.push(RADIX + numberOf(image));
  return String.fromCharCode(...units);
}
