/** What a cluster is made of before it starts: the compiled, validated form of a scenario's cluster, topics and clients. */

import type { CreatableTopic } from '#kafka/protocol/messages.ts';
import type { BrokerId, NodeName } from '#kafka/protocol/names.ts';
import type { NetworkSettings } from '#sim/network.ts';

export const PROFILES = ['4.3', '3.9', '2.8', '2.1', '2.0', '0.11', '0.10'] as const;
/** Behaviour profile: a Kafka release whose rules and defaults hold. */
export type Profile = (typeof PROFILES)[number];

export const METADATA_MODES = ['kraft', 'zookeeper'] as const;
/** Where a cluster keeps its metadata: a Raft quorum of controllers, or a ZooKeeper ensemble (to 3.9). */
export type MetadataMode = (typeof METADATA_MODES)[number];

/** Config keys are Kafka's own names, values as Kafka writes them. */
export type Config = Readonly<Record<string, string>>;

export interface ClusterSpec {
  readonly profile: Profile;
  readonly metadata: MetadataMode;
  readonly seed: number;
  readonly brokers: readonly { readonly id: BrokerId; readonly rack: string | null; readonly config: Config }[];
  /** Voters of the KRaft quorum, or servers of the ZooKeeper ensemble. */
  readonly controllers: number;
  /** For every broker; a broker's own config wins. */
  readonly config: Config;
  readonly network: NetworkSettings;
  readonly topics: readonly CreatableTopic[];
  readonly producers: readonly ProducerSpec[];
  readonly groups: readonly GroupSpec[];
  /** Absent where there are none. */
  readonly shareGroups?: readonly ShareGroupSpec[];
  /** Processes beside Kafka; absent where there are none. */
  readonly services?: readonly ServiceSpec[];
  /** Feature levels other than the profile's own (kafka-storage.sh format --feature name=level). */
  readonly features?: Readonly<Record<string, number>>;
  /** Configurations of groups (share.auto.offset.reset and its kin), by name, as kafka-configs.sh --entity-type groups would have set them before. */
  readonly groupConfigs?: Readonly<Record<string, Config>>;
  /** Files that the terminal's tools may read, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface ProducerSpec {
  readonly name: NodeName;
  readonly topic: string;
  /** Time between two calls of send(); the application sends the first at `startUs`. */
  readonly intervalUs: number;
  /** Keys in turn; null is a record without key. */
  readonly keys: readonly (string | null)[];
  /** Stops after so many records; undefined goes on for ever. */
  readonly count: number | undefined;
  readonly startUs: number;
  readonly config: Config;
  /** With a transactional.id: how the application uses transactions. */
  readonly transaction?: TransactionSpec;
}

export interface TransactionSpec {
  /** Records in each transaction. */
  readonly records: number;
  /** From the last record of a transaction to its end. */
  readonly pauseUs: number;
  /** Every so many transactions are aborted; undefined: none. */
  readonly abortEvery: number | undefined;
}

export const COMMIT_MODES = ['auto', 'before-processing', 'after-processing', 'async', 'in-transaction', 'none'] as const;

export interface GroupSpec {
  /** group.id; members are processes `<group>-1`, `<group>-2`, … */
  readonly group: string;
  readonly topics: readonly string[];
  readonly members: number;
  /** Application work per record. */
  readonly processingUs: number;
  /**
   * `auto` is enable.auto.commit=true; the others are commitSync() of each polled batch, before or after its records are processed, commitAsync() after,
   * or its offsets sent in the transaction that also holds what was made of them (KIP-447).
   */
  readonly commit: (typeof COMMIT_MODES)[number];
  readonly startUs: number;
  readonly config: Config;
  /** What poll() returns goes to a thread of its own, and poll() is called again at once: positions run ahead of the work. */
  readonly handsOff?: true;
  /** The application writes one record on for every record that it has processed. */
  readonly produces?: { readonly topic: string; readonly config: Config };
}

export const SHARE_COMMITS = ['with-poll', 'sync'] as const;

/** A share group (KIP-932); members are processes `<group>-1`, `<group>-2`, … */
export interface ShareGroupSpec {
  readonly group: string;
  readonly topics: readonly string[];
  readonly members: number;
  /** Application work per record. */
  readonly processingUs: number;
  /** Acknowledgements go with the next poll(), or by commitSync() after each batch. */
  readonly commit: (typeof SHARE_COMMITS)[number];
  /** Keys of records that it releases, and rejects, instead of accepting them; with share.acknowledgement.mode=explicit. */
  readonly release: readonly string[];
  readonly reject: readonly string[];
  /** Renews the lock of the record that it works on so often; undefined: never. */
  readonly renewUs: number | undefined;
  readonly startUs: number;
  readonly config: Config;
}

/** A process beside Kafka, such as a lag monitor. */
export interface ServiceSpec {
  readonly name: NodeName;
  /** Which: a name of the catalogue of services. */
  readonly service: string;
  /** In the keys of its own configuration file. */
  readonly config: Config;
}
