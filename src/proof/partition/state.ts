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
  /** Brokers, each at most once, that may die and register again with a new broker epoch: with their logs, or after a power loss without. */
  readonly crashes: number;
  /** How a follower finds where its log parts from the leader's: with each fetch, or by a lookup in each new epoch before it fetches (2.1 to 2.6). */
  readonly truncation: 'on-fetch' | 'fenced';
}

export interface State {
  /** By broker, in the order of BROKERS. */
  readonly replicas: readonly Partition[];
  /** Metadata versions from the oldest that a broker still believes to the newest. */
  readonly images: readonly Image[];
  /** By broker: which of `images` it has applied. */
  readonly applied: readonly number[];
  /** By broker: the broker epochs in its AlterPartition request that is on the way, as `requests` numbers them; 0: there is none. */
  readonly asked: readonly number[];
  /** By broker: it has yet to look up where its log parts from its leader's. */
  readonly truncating: readonly boolean[];
  /** What any leader has ever committed, by offset: the checker's memory, not the protocol's. */
  readonly committed: readonly StoredRecord[];
  /** By broker: its replica as a number, so that a key is made of what has changed. */
  readonly figures: readonly number[];
}

/** Broker epochs: of whoever has been there from the beginning, and of whoever has registered again. */
export const FIRST_LIFE = 1;
export const SECOND_LIFE = 2;

export const nothing: Env = { self: '', nowUs: 0, effects: [], facts: [], random: () => 0 };

export const registrationIn = (image: Image): PartitionRegistration =>
  (image.topics.get('t') as { partitions: readonly PartitionRegistration[] }).partitions[0];

export const newest = ({ images }: State): Image => images[images.length - 1];

/** Only what the follower acknowledged, and in which life, is kept of a leader's picture of it: times and fetch sessions are the search's to choose. */
export const timeless = ({ broker, logEndOffset, brokerEpoch }: Replica): Replica => ({ ...unknownReplica(broker), logEndOffset, brokerEpoch });

/** A follower's memory of the time when it led means nothing any more. */
export const timelessPartition = (partition: Partition): Partition =>
  withRemotes(partition, partition.remotes.map(isLeader(partition) ? timeless : ({ broker }) => unknownReplica(broker)));

export function initialState({ minInsyncReplicas, crashes }: Scope): State {
  let image: Image = emptyImage;
  // Where nobody registers again, broker epochs would only tell apart what is the same.
  const brokerEpoch = crashes > 0 ? FIRST_LIFE : -1;
  for (const broker of BROKERS) image = applyRecord(image, { type: 'RegisterBrokerRecord', broker, incarnation: 1, rack: null, fenced: false, brokerEpoch });
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
  return {
    replicas,
    images: [sameImage(image)],
    applied: [0, 0, 0],
    asked: [0, 0, 0],
    truncating: [false, false, false],
    committed: [],
    figures: replicas.map(figureOf),
  };
}

const mask = (ids: readonly number[]): number => ids.reduce((bits, id) => bits | (1 << id), 0);

const numbers = new Map<string, { readonly number: number; readonly image: Image }>();
const imageNumbers = new WeakMap<Image, number>();

/** A small number for each different metadata version. */
function numberOf(image: Image): number {
  const known = imageNumbers.get(image);
  if (known !== undefined) return known;
  const { leader, leaderEpoch, isr, elr, lastKnownElr, partitionEpoch } = registrationIn(image);
  const lives = BROKERS.map((id) => image.brokers.get(id)?.epoch).join('');
  // As long as somebody is eligible nobody asks who led last.
  const text = `${leader},${leaderEpoch},${mask(isr)},${mask(elr)},${elr.length > 0 ? '' : lastKnownElr},${partitionEpoch},${lives}`;
  const one = numbers.get(text) ?? { number: numbers.size, image };
  numbers.set(text, one);
  imageNumbers.set(image, one.number);
  images[one.number] = one.image;
  return one.number;
}

const images: Image[] = [];

/** One value for all metadata versions that say the same. */
export const sameImage = (image: Image): Image => images[numberOf(image)];

/** Figures of a state are small: eight values each. */
const RADIX = 8;

/** A replica as one number, a figure after the other. Short flat keys make the search fast. */
export function figureOf(partition: Partition): number {
  const { meta, log, highWatermark, remotes } = partition;
  const { isr, maximal, asked } = meta.isr.data;
  let figure = isLeader(partition) ? meta.role.data.epochStart : 0;
  figure = figure * RADIX + highWatermark;
  figure = figure * RADIX + mask(isr) / 2;
  figure = figure * RADIX + mask(maximal) / 2;
  figure = figure * RADIX + mask(asked) / 2;
  figure = figure * RADIX + ISR_VALUES.indexOf(meta.isr.value);
  figure = figure * RADIX + meta.role.data.leaderEpoch;
  for (const { logEndOffset, brokerEpoch } of remotes) figure = figure * RADIX + logEndOffset + 1 + (brokerEpoch === SECOND_LIFE ? RADIX / 2 : 0);
  for (let n = 0; n < log.records.length; n++) figure = figure * RADIX + viewAt(log.records, n).batch.leaderEpoch + 1;
  figure = figure * RADIX;
  for (const { epoch, startOffset } of log.epochs) figure = (figure * 4 + epoch) * 4 + startOffset + 1;
  return figure;
}

const ISR_VALUES: readonly string[] = ['CommittedPartitionState', 'PendingExpandIsr', 'PendingShrinkIsr'];
const UNIT = 0x10000;

export function keyOf({ figures, applied, asked, truncating, images, committed }: State): string {
  const units: number[] = [];
  for (let n = 0; n < figures.length; n++) {
    const figure = figures[n];
    units.push(
      figure % UNIT,
      Math.floor(figure / UNIT) % UNIT,
      Math.floor(figure / (UNIT * UNIT)) % UNIT,
      (applied[n] * 2 + (truncating[n] ? 1 : 0)) * UNIT_OF_REQUESTS + asked[n],
    );
  }
  for (const { batch } of committed) units.push(batch.leaderEpoch);
  for (const image of images) units.push(RADIX + numberOf(image));
  return String.fromCharCode(...units);
}

/** More than there are ways to name at most three members in one of three lives. */
const UNIT_OF_REQUESTS = 256;

export type Member = { readonly broker: number; readonly brokerEpoch: number };

const requests: (readonly Member[])[] = [[]];
const requestNumbers = new Map<string, number>();

/** The number of an AlterPartition request that names these members: from 1. */
export function requestOf(members: readonly Member[]): number {
  const text = members.map(({ broker, brokerEpoch }) => `${broker}:${brokerEpoch}`).join();
  const known = requestNumbers.get(text);
  if (known !== undefined) return known;
  requestNumbers.set(text, requests.length);
  return requests.push(members) - 1;
}

export const membersIn = (request: number): readonly Member[] => requests[request];
