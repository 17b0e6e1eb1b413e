/** A conformance script: command lines in order, given to a real cluster and to the simulated one. What a step with an id prints is compared. */
import type { ClusterSpec, Config } from '#kafka/spec.ts';
import type { Under } from './admin/dialect.ts';

/** Waits are wall time for the real cluster and virtual time for the simulated one. */
export type Step =
  | { readonly wait: number }
  | {
      readonly run: string;
      /** Name of the fixture; a step without one only prepares. */
      readonly id?: string;
      /** Prepares what the simulation has no tool for. */
      readonly realOnly?: true;
      /** Goes on running; ended by Ctrl-C at `stop`. */
      readonly background?: string;
      /** Lines of standard output may come in any order: across partitions Kafka promises none. */
      readonly anyOrder?: true;
    }
  /** Ctrl-C to a background tool, by its name; its output is recorded under that name. */
  | { readonly stop: string; readonly anyOrder?: true; readonly warns?: 'by chance' }
  /** What a tool that the terminal does not have writes: one record in one transaction, which is committed. Only the simulated cluster is given it. */
  | { readonly transaction: Transaction }
  /** A producer that writes one transaction, and is a background tool of its name. */
  | { readonly transactor: Transactor }
  /** A producer without transactions, a background tool of its name, whose end is waited for at `finished`. */
  | { readonly sender: Sender }
  | { readonly finished: string }
  /** A worker of a share group, a background tool of its name; what it has said is recorded at `kill`. */
  | { readonly sharer: Sharer }
  /** From now on the answers to Produce requests vanish, or come through again. */
  | { readonly mute: boolean }
  /** Single requests of a client that keeps to no rules (`raw.ts`), one after the other; a line of output is an answer. */
  | { readonly raw: readonly string[]; readonly id: string }
  /** An instance of WordCountDemo (Kafka Streams), a background tool of its name. */
  | { readonly streams: { readonly name: string; readonly config: Readonly<Record<string, number>> } }
  /** kill -9 to a background tool; what it has printed until then is recorded under its name if it is saved. */
  | { readonly kill: string; readonly isSaved?: true };

export interface Transaction {
  readonly id: string;
  readonly topic: string;
}

export interface Transactor {
  readonly name: string;
  readonly id: string;
  readonly topic: string;
  readonly records: number;
  /** `never`: it stays open. */
  readonly end: 'commit' | 'abort' | 'never';
  /** Before the end. */
  readonly pauseMs?: number;
  /** transaction.timeout.ms */
  readonly timeoutMs?: number;
}

export interface Sender {
  readonly name: string;
  readonly topic: string;
  readonly records: number;
  readonly intervalMs: number;
  readonly config: Config;
}

export interface Sharer {
  readonly name: string;
  readonly group: string;
  readonly topic: string;
  /** With each record; it is accepted afterwards. */
  readonly workMs: number;
  /** Renews the lock so often while it works (KIP-1222). */
  readonly renewMs?: number;
  readonly config?: Config;
}

export interface Script {
  readonly name: string;
  /** The release that it is given to; the newest when absent. */
  readonly under?: Under;
  /** False when no broker is ever asked. */
  readonly cluster: boolean;
  /** Of the simulated cluster, where what is drawn shows: with it placement begins as it did when Kafka was recorded. */
  readonly seed?: number;
  /** Of every broker, real and simulated. */
  readonly config?: Config;
  /** Of the simulated cluster: what the real one was told with kafka-configs.sh of its groups, which the simulated tool does not know. */
  readonly groupConfigs?: ClusterSpec['groupConfigs'];
  readonly steps: readonly Step[];
}

/** What was printed, in the normal form of `normalise.ts`. */
export interface Fixture {
  /** Version of Apache Kafka that printed it. */
  readonly kafka: string;
  readonly command: string;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly exitCode: number;
}
