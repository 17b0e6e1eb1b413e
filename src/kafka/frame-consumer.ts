/** What may be seen of a consumer: its states, and of an application that also writes the calls that its thread waits in. */

/** Of the classic protocol (AbstractCoordinator.MemberState), then those that KIP-848 adds (internals.MemberState). */
export const CONSUMER_STATES = [
  'UNJOINED',
  'PREPARING_REBALANCE',
  'COMPLETING_REBALANCE',
  'STABLE',
  'UNSUBSCRIBED',
  'JOINING',
  'RECONCILING',
  'ACKNOWLEDGING',
  'FENCED',
  'LEAVING',
  'STALE',
  'FATAL',
] as const;

/** Calls of the producer in which the application's thread can be, in the order of a transaction: as a state of the thread, and in Kafka's words. */
export const CALLS = {
  initializing: 'initTransactions()',
  sending: 'send()',
  flushing: 'flush()',
  'sending-offsets': 'sendOffsetsToTransaction()',
  'committing-transaction': 'commitTransaction()',
  'aborting-transaction': 'abortTransaction()',
} as const;
export type Writing = keyof typeof CALLS;

/** The producer of an application that reads, works and writes on. */
export interface WritesFrame {
  readonly topic: string;
  readonly recordsSent: number;
  /** The call of its producer in which the application's thread waits. */
  readonly call: (typeof CALLS)[Writing] | null;
  readonly transaction: { readonly transactionalId: string; readonly state: string } | null;
  readonly lastError: string | null;
}
