/** A stream thread at one event: the clients that it has, and the tasks that it works on. */
import type { StreamsConfig } from '#beside/streams/config.ts';
import type { Sent } from '#beside/streams/topology.ts';
import type { AdminCore, AdminTurn } from '#kafka/clients/admin/client.ts';
import type { ConsumerCore, Turn as ConsumerTurn } from '#kafka/clients/consumer/core.ts';
import type { Polled } from '#kafka/clients/consumer/fetcher.ts';
import type { OutletTurn } from '#kafka/clients/outlet.ts';
import type { ScopedEnv } from '#kafka/clients/scope.ts';
import type { Offset, Tp } from '#kafka/protocol/names.ts';
import type { Env } from '#sim/effect.ts';

/** The state store of a task: the count of each word. */
export interface Store {
  readonly counts: ReadonlyMap<string, number>;
  /** The changelog was read to its end, and records may be processed. */
  readonly restored: boolean;
  /** Records that were read from the changelog. */
  readonly read: number;
}

export type Call = 'none' | 'initializing' | 'flushing' | 'committing' | 'sending-offsets' | 'committing-transaction' | 'aborting-transaction';

/** Everything that a crash takes. */
export interface Memory {
  readonly stage: 'describes-input' | 'creates-topics' | 'runs';
  readonly admin: AdminCore;
  readonly consumer: ConsumerCore;
  readonly restore: ConsumerCore;
  /** By the partition that the task reads. */
  readonly stores: ReadonlyMap<Tp, Store>;
  /** Polled and not processed. */
  readonly pending: readonly Polled[];
  readonly toSend: readonly Sent[];
  /** Where each partition goes on after what was processed since the last commit. */
  readonly done: ReadonlyMap<Tp, { readonly offset: Offset; readonly leaderEpoch: number }>;
  /** What was committed of each partition since it was assigned: what lies before it in the repartition topic may go. */
  readonly committed: ReadonlyMap<Tp, Offset>;
  readonly call: Call;
  readonly nextCommitUs: number;
  readonly stopping: boolean;
}

/** One handling of an event. */
export interface ThreadTurn {
  readonly env: Env;
  readonly config: StreamsConfig;
  readonly memory: { -readonly [K in keyof Memory]: Memory[K] };
  readonly admin: AdminTurn & { readonly env: ScopedEnv };
  readonly consumer: ConsumerTurn & { readonly env: ScopedEnv };
  readonly restore: ConsumerTurn & { readonly env: ScopedEnv };
  readonly outlet: OutletTurn;
  ended: boolean;
}
