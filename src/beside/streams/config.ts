/** What a Kafka Streams application is told (StreamsConfig), and what it tells its clients. */
import { name, numberOf, type Settings, textOf, whole, word } from '#beside/settings.ts';
import type { Config } from '#kafka/spec.ts';

export const STREAMS_SETTINGS: Settings = {
  'application.id': name('streams-wordcount'),
  'processing.guarantee': word(['at_least_once', 'exactly_once_v2']),
  /** With exactly_once_v2 it is 100 by itself. */
  'commit.interval.ms': whole(30_000, 0, 86_400_000),
  /** -1 is the broker's own default. */
  'replication.factor': word(['-1', '1', '2', '3', '4', '5']),
  'session.timeout.ms': whole(45_000, 1, 1_800_000),
  'heartbeat.interval.ms': whole(3000, 1, 1_800_000),
  /** How often what was read of the repartition topic is deleted (KIP-810). */
  'repartition.purge.interval.ms': whole(30_000, 0, 86_400_000),
  'linger.ms': whole(100, 0, 60_000),
  'transaction.timeout.ms': whole(10_000, 1, 900_000),
};

export interface StreamsConfig {
  readonly application: string;
  readonly exactlyOnce: boolean;
  readonly commitIntervalMs: number;
  readonly purgeIntervalMs: number;
  readonly replicationFactor: number;
}

export function streamsConfig(written: Config): StreamsConfig {
  const exactlyOnce = textOf(STREAMS_SETTINGS, written, 'processing.guarantee') === 'exactly_once_v2';
  const interval = numberOf(STREAMS_SETTINGS, written, 'commit.interval.ms');
  return {
    application: textOf(STREAMS_SETTINGS, written, 'application.id'),
    exactlyOnce,
    commitIntervalMs: exactlyOnce && written['commit.interval.ms'] === undefined ? 100 : interval,
    purgeIntervalMs: numberOf(STREAMS_SETTINGS, written, 'repartition.purge.interval.ms'),
    replicationFactor: numberOf(STREAMS_SETTINGS, written, 'replication.factor'),
  };
}

/** StreamsConfig.getMainConsumerConfigs. The client id names the process, which every start draws anew. */
export const mainConsumerConfig = (written: Config, processId: string): Config => {
  const { application, exactlyOnce } = streamsConfig(written);
  return {
    'group.id': application,
    'client.id': `${application}-${processId}-StreamThread-1-consumer`,
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': 'false',
    'max.poll.records': '1000',
    'partition.assignment.strategy': 'stream',
    'session.timeout.ms': textOf(STREAMS_SETTINGS, written, 'session.timeout.ms'),
    'heartbeat.interval.ms': textOf(STREAMS_SETTINGS, written, 'heartbeat.interval.ms'),
    ...(exactlyOnce ? { 'isolation.level': 'read_committed' } : {}),
  };
};

/** StreamsConfig.getRestoreConsumerConfigs: no group, no reset. */
export const restoreConsumerConfig = (written: Config, processId: string): Config => {
  const { application, exactlyOnce } = streamsConfig(written);
  return {
    'client.id': `${application}-${processId}-StreamThread-1-restore-consumer`,
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': 'false',
    'max.poll.records': '1000',
    ...(exactlyOnce ? { 'isolation.level': 'read_committed' } : {}),
  };
};

/** StreamsConfig.getProducerConfigs; of exactly_once_v2 one transactional.id a thread (KIP-447). */
export const producerConfig = (written: Config, self: string): Config => {
  const { application, exactlyOnce } = streamsConfig(written);
  const eos = {
    'transactional.id': `${application}-${self}-1`,
    'transaction.timeout.ms': textOf(STREAMS_SETTINGS, written, 'transaction.timeout.ms'),
    'delivery.timeout.ms': '2147483647',
  };
  return {
    'client.id': `${application}-StreamThread-1-producer`,
    'linger.ms': textOf(STREAMS_SETTINGS, written, 'linger.ms'),
    acks: 'all',
    'enable.idempotence': 'true',
    ...(exactlyOnce ? eos : {}),
  };
};
