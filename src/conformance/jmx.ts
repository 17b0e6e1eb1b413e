/**
 * Kafka's own metrics as the processes of a scenario show them: which releases are recorded, what the scenario (`fixtures/jmx.yaml`) is for each of them,
 * and which values are kept.
 */
import { RELEASES_UNDER_RECORD, type Under } from './admin/dialect.ts';

/** By process and then by `mbean attribute`. */
export type Values = Readonly<Record<string, Readonly<Record<string, number | string>>>>;

export interface JmxMoment {
  readonly id: string;
  readonly at: string;
  readonly values: Values;
}

/** Those that the recorder's driver, and its clients, run with. */
export const JMX_RELEASES: readonly Under[] = RELEASES_UNDER_RECORD.filter(({ profile }) => profile === '4.3' || profile === '3.9');

interface Document {
  readonly kafka?: string;
  readonly cluster: { readonly config?: Readonly<Record<string, unknown>> };
  readonly clients?: Readonly<Record<string, { readonly config?: Readonly<Record<string, unknown>> }>>;
}

const without = (config: Readonly<Record<string, unknown>> = {}, key: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));

/** The scenario as a release takes it: the consumer protocol came with 4.0, and with ZooKeeper its server keeps the sessions. */
export function documentFor<D extends Document>(document: D, { profile, metadata }: Under): D {
  if (profile === '4.3') return document;
  const clients = Object.entries(document.clients ?? {}).map(([name, client]) => [name, { ...client, config: without(client.config, 'group.protocol') }]);
  const old = { ...document, kafka: profile, clients: Object.fromEntries(clients) };
  if (metadata === 'kraft') return old;
  const config = without(without(document.cluster.config, 'broker.session.timeout.ms'), 'broker.heartbeat.interval.ms');
  return { ...old, cluster: { brokers: 3, metadata, config: { ...config, 'zookeeper.session.timeout.ms': 6000 } } };
}

/** Values that are kept, as `mbean attribute`. Gauges and totals only: a rate, an average or a percentile is never the same twice. */
const KEPT: readonly RegExp[] = [
  /^kafka\.server:type=KafkaServer,name=BrokerState Value$/,
  /^kafka\.server:type=ReplicaManager,name=(\w+PartitionCount|(Leader|Partition|OfflineReplica)Count|UnderReplicatedPartitions|ReassigningPartitions) Value$/,
  /^kafka\.server:type=ReplicaFetcherManager,name=MaxLag,clientId=Replica Value$/,
  /^kafka\.server:type=broker-metadata-metrics last-applied-record-offset$/,
  /^kafka\.server:type=raft-metrics (current-(state|leader|vote|epoch)|high-watermark|log-end-offset)$/,
  /^kafka\.server:type=group-coordinator-metrics,[^ ]* (consumer-)?group-count$/,
  /^kafka\.controller:type=KafkaController,name=(Active|Fenced|Global|Offline|Preferred)\w+Count Value$/,
  /^kafka\.cluster:type=Partition,name=\w+,topic=(web\.)?orders,partition=0 Value$/,
  /^kafka\.log:type=Log,name=(LogStartOffset|LogEndOffset|NumLogSegments),topic=(web\.)?orders,partition=0 Value$/,
  /^kafka\.coordinator\.group:type=GroupMetadataManager,name=\w+ Value$/,
  /^kafka\.producer:type=producer-metrics,client-id=.* record-(send|retry|error)-total$/,
  /^kafka\.consumer:type=consumer-fetch-manager-metrics,client-id=[^,]+ records-(lag-max|lead-min)$/,
  /^kafka\.consumer:type=consumer-fetch-manager-metrics,client-id=.*,topic=.* records-(lag|lead)$/,
  /^kafka\.consumer:type=consumer-coordinator-metrics,client-id=.* assigned-partitions$/,
];

export const isKept = (name: string): boolean => KEPT.some((pattern) => pattern.test(name));

const sources = KEPT.map(({ source }) => source);

/** What the MBeans themselves look like: a gauge is asked for its value, one of several attributes ends with a space here. */
export const KEPT_BEANS = sources.map((source) => (source.endsWith(' Value$') ? source : `${source.slice(0, source.lastIndexOf(' '))} $`)).join('|');

/** Types of MBeans to ask for: a broker has more than a thousand others. */
export const KEPT_TYPES: readonly string[] = [
  ...new Set(sources.map((source) => `${/^\^([^,]+?:type=[\w-]+)/.exec(source)?.[1].replaceAll('\\', '') ?? ''},*`)),
];
