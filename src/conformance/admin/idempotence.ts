/** What a leader makes of sequences of its producers, and what is in the log of producers whose answers were lost. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const TRANSACTIONS = 'kafka-transactions.sh --bootstrap-server kafka1:9092';
const dump = (id: string, topic: string, broker = 1): Step => ({
  id,
  run: `docker exec kafka${broker} kafka-dump-log.sh --files /tmp/kraft-combined-logs/${topic}-0/00000000000000000000.log --print-data-log`,
});
const made = (topics: string, topic: string): Step => ({ run: `${topics} --create --topic ${topic} --replica-assignment 1:2:3` });

/** Of producer `id` in `epoch`: so many records from that sequence on. */
const batch = (id: number, epoch: number, sequence: number, records = 1, more = ''): string =>
  `Produce orders-0 producerId=${id} producerEpoch=${epoch} baseSequence=${sequence} records=${records}${more}`;

/** The last sequence that there is; 0 follows. */
const LAST = 2 ** 31 - 1;

const duplicates: readonly Step[] = [
  { id: 'first', raw: [batch(7, 0, 0, 3)] },
  { id: 'same', raw: [batch(7, 0, 0, 3)] },
  { id: 'part-of-it', raw: [batch(7, 0, 0, 2), batch(7, 0, 1, 2), batch(7, 0, 2, 2)] },
  { id: 'five-more', raw: [3, 4, 5, 6, 7].map((sequence) => batch(7, 0, sequence)) },
  { id: 'last-five-again', raw: [3, 4, 5, 6, 7].map((sequence) => batch(7, 0, sequence)) },
  { id: 'sixth-last-again', raw: [batch(7, 0, 0, 3)] },
  { id: 'gap', raw: [batch(7, 0, 9)] },
  { id: 'after-the-gap', raw: [batch(7, 0, 8)] },
];

const epochs: readonly Step[] = [
  { id: 'newer-epoch-within', raw: [batch(7, 1, 9)] },
  { id: 'newer-epoch', raw: [batch(7, 1, 0)] },
  { id: 'older-epoch', raw: [batch(7, 0, 9), batch(7, 0, 8)] },
  { id: 'newer-epoch-again', raw: [batch(7, 1, 0), batch(7, 1, 1)] },
];

const beginnings: readonly Step[] = [
  { id: 'unknown-within', raw: [batch(8, 0, 5), batch(8, 0, 6), batch(8, 0, 0)] },
  { id: 'unknown-epoch', raw: [batch(9, 4, 11, 2), batch(9, 4, 13)] },
  { id: 'wraps', raw: [batch(10, 0, LAST - 1, 3), batch(10, 0, 0), batch(10, 0, 1), batch(10, 0, LAST - 1, 3)] },
  { id: 'no-producer', raw: [batch(-1, -1, -1), batch(-1, -1, -1)] },
  { id: 'acks-1', raw: [batch(11, 0, 0, 1, ' acks=1'), batch(11, 0, 0, 1, ' acks=1'), batch(11, 0, 2, 1, ' acks=1')] },
];

/** The first replica leads again. */
const back: readonly Step[] = [
  { run: 'docker start kafka1' },
  { wait: 20_000 },
  { run: 'kafka-leader-election.sh --bootstrap-server kafka2:9092 --election-type preferred --topic orders --partition 0' },
  { wait: 2000 },
];

/** Followers know producers from the log that they copied; a restarted broker from a snapshot, which has the last batch of each. */
const elsewhere: readonly Step[] = [
  { run: 'docker kill kafka1' },
  { wait: 14_000 },
  { id: 'next-leader', raw: [batch(7, 1, 1, 1, ' to=kafka2'), batch(7, 1, 3, 1, ' to=kafka2'), batch(7, 1, 2, 1, ' to=kafka2')] },
  ...back,
  { id: 'restarted-leader', raw: [batch(7, 1, 0), batch(7, 1, 1), batch(7, 1, 2), batch(7, 1, 4), batch(7, 1, 3)] },
  { id: 'restarted-last', raw: [batch(8, 0, 5), batch(8, 0, 6), batch(9, 4, 11, 2), batch(9, 4, 13), batch(10, 0, LAST - 1, 3), batch(10, 0, 1)] },
  { run: 'docker stop kafka1' },
  { wait: 8000 },
  ...back,
  { id: 'stopped-leader', raw: [batch(7, 1, 1), batch(7, 1, 2), batch(7, 1, 3), batch(7, 1, 4)] },
];
/** What is deleted from the log's beginning is not forgotten of its producers. */
const deleted: readonly Step[] = [
  { run: `echo '{"partitions":[{"topic":"orders","partition":0,"offset":-1}],"version":1}' > all.json` },
  { run: 'kafka-delete-records.sh --bootstrap-server kafka1:9092 --offset-json-file all.json' },
  { id: 'deleted', raw: [batch(7, 1, 4), batch(7, 1, 6), batch(7, 1, 5), batch(8, 0, 6), batch(8, 0, 7)] },
];

export const sequenceSteps = ({ topics }: Dialect): Step[] => [
  made(topics, 'orders'),
  { wait: 2000 },
  ...duplicates,
  ...epochs,
  ...beginnings,
  dump('log', 'orders'),
  { id: 'producers', run: `${TRANSACTIONS} describe-producers --topic orders --partition 0` },
  ...elsewhere,
  dump('log-after', 'orders'),
  { id: 'producers-after', run: `${TRANSACTIONS} describe-producers --topic orders --partition 0` },
  ...deleted,
];

const PATIENT = { 'request.timeout.ms': '12000', 'linger.ms': '0' };
const PLAIN = { ...PATIENT, 'enable.idempotence': 'false' };

/** The leader appends three batches, and nobody hears of it. */
const threeUnheard = (topics: string, topic: string, config: Readonly<Record<string, string>>): Step[] => [
  made(topics, topic),
  { wait: 2000 },
  { mute: true },
  { sender: { name: topic, topic, records: 3, intervalMs: 2000, config } },
  { wait: 7000 },
];

/** They are sent again to the leader that has them. */
const unheard = (topics: string, topic: string, config: Readonly<Record<string, string>>): Step[] => [
  ...threeUnheard(topics, topic, config),
  { mute: false },
  { finished: topic },
  dump(`${topic}-log`, topic),
];

/** They are sent again to the leader that comes next. */
const unheardOfTheDead = (topics: string, topic: string, config: Readonly<Record<string, string>>): Step[] => [
  ...threeUnheard(topics, topic, config),
  { run: 'docker kill kafka1' },
  { mute: false },
  { finished: topic },
  dump(`${topic}-log`, topic, 2),
  { run: 'docker start kafka1' },
  { wait: 20_000 },
  { run: 'kafka-leader-election.sh --bootstrap-server kafka2:9092 --election-type preferred --all-topic-partitions' },
  { wait: 2000 },
];

/** The leader is the same as before, but it has read its producers from a snapshot, which has the last batch only. */
const unheardOfTheRestarted = (topics: string, topic: string, config: Readonly<Record<string, string>>): Step[] => [
  { run: `${topics} --create --topic ${topic} --replica-assignment 1` },
  { wait: 2000 },
  { mute: true },
  { sender: { name: topic, topic, records: 3, intervalMs: 2000, config } },
  { wait: 7000 },
  { run: 'docker kill kafka1' },
  { mute: false },
  { run: 'docker start kafka1' },
  { finished: topic },
  dump(`${topic}-log`, topic),
  { id: `${topic}-producers`, run: `${TRANSACTIONS} describe-producers --topic ${topic} --partition 0` },
];

export const retrySteps = ({ topics }: Dialect): Step[] => [
  ...unheard(topics, 'sure', PATIENT),
  ...unheard(topics, 'plain', PLAIN),
  ...unheard(topics, 'single', { ...PLAIN, 'max.in.flight.requests.per.connection': '1' }),
  ...unheard(topics, 'impatient', { ...PLAIN, retries: '0' }),
  ...unheardOfTheDead(topics, 'heirs', { ...PATIENT, 'request.timeout.ms': '60000' }),
  ...unheardOfTheDead(topics, 'plainheirs', { ...PLAIN, 'request.timeout.ms': '60000' }),
  ...unheardOfTheRestarted(topics, 'again', { ...PATIENT, 'request.timeout.ms': '60000' }),
  // Its fate is not known when its time is up: the epoch is bumped before another is sent (KIP-360).
  made(topics, 'late'),
  { wait: 2000 },
  { mute: true },
  {
    sender: {
      name: 'late',
      topic: 'late',
      records: 2,
      intervalMs: 20_000,
      config: { ...PATIENT, 'request.timeout.ms': '8000', 'delivery.timeout.ms': '12000' },
    },
  },
  { wait: 14_000 },
  { mute: false },
  { finished: 'late' },
  dump('late-log', 'late'),
  { id: 'late-producers', run: `${TRANSACTIONS} describe-producers --topic late --partition 0` },
];
