/** A conformance case: a scenario that a real cluster and the simulated one both run, and what the real one showed at its beats. */

export interface CaseCluster {
  readonly brokers: number;
  readonly metadata?: 'kraft' | 'zookeeper';
  readonly controllers?: number;
  readonly racks?: readonly string[];
  readonly config?: Readonly<Record<string, string | number | boolean>>;
  readonly 'broker-config'?: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
}

export interface CaseTopic {
  readonly partitions?: number;
  readonly 'replication-factor'?: number;
  readonly 'replica-assignment'?: readonly (readonly number[])[];
  readonly config?: Readonly<Record<string, string | number | boolean>>;
}

/** What the recorder reads of a scenario document: times only, since a real cluster knows no predicates. */
export interface CaseDocument {
  readonly kafka?: string;
  readonly title?: string;
  readonly cluster: CaseCluster;
  readonly topics?: Readonly<Record<string, CaseTopic>>;
  readonly timeline?: readonly { readonly at: string; readonly run: string }[];
  /** Beats are the quiet points at which the cluster is looked at. */
  readonly lesson: { readonly beats: readonly { readonly id: string; readonly at: string }[] };
}

export interface ObservedCommand {
  readonly at: string;
  readonly run: string;
  readonly exitCode: number;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

export interface ObservedLog {
  /** Log end offset. */
  readonly end: number;
  /** The leader-epoch cache: `epoch startOffset`. */
  readonly epochs: readonly string[];
  /** `offset@leaderEpoch key=value`. */
  readonly records: readonly string[];
  /** Base offsets. */
  readonly segments?: readonly number[];
}

export interface ObservedPartition {
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
  readonly leader: number;
  /** LeaderRecoveryState RECOVERING, after an unclean election. */
  readonly recovering: boolean;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  /** As ListOffsets answers: an offset, or the class of an error; absent while no leader can answer. */
  readonly earliest?: number | string;
  readonly latest?: number | string;
  /** By broker, as far as it has a log. */
  readonly logs: Readonly<Record<string, ObservedLog>>;
}

export interface Moment {
  readonly id: string;
  readonly at: string;
  /** What the controller believes, by id. With ZooKeeper: whether the ephemeral znode is there. */
  readonly brokers: Readonly<Record<string, 'unfenced' | 'fenced' | 'shutting down' | 'gone'>>;
  /** The active controller and its epoch. */
  readonly controller: { readonly id: number; readonly epoch: number };
  readonly partitions: Readonly<Record<string, ObservedPartition>>;
}

export interface Observed {
  /** Version of Apache Kafka that was observed. */
  readonly kafka: string;
  readonly commands: readonly ObservedCommand[];
  readonly moments: readonly Moment[];
}
