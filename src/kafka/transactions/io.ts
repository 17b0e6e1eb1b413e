/** What the transaction coordinator needs of the broker it lives in. It never touches logs, the network or the broker's state itself. */
import type { Caller, CoordinatorRecord } from '#kafka/coordinator/io.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, InitProducerIdRequest, Response } from '#kafka/protocol/messages.ts';
import type { NodeName, Offset, Tp } from '#kafka/protocol/names.ts';
import type { EndTxnRequest, TransactionVersion, WriteTxnMarkersRequest } from '#kafka/protocol/transactions.ts';
import type { Env } from '#sim/effect.ts';

export interface TransactionIo {
  readonly env: Env;
  /** The broker's effective configuration; Kafka's defaults where it is missing. */
  readonly config?: Readonly<Record<string, string>>;
  /** The cluster's level of transaction.version. */
  readonly version: TransactionVersion;
  reply(caller: Caller, response: Body<Response>): void;
  /** Appends to partition `partition` of __transaction_state as its leader with acks=all semantics. Durable once the high watermark reaches `lastOffset + 1`. */
  append(partition: number, records: readonly CoordinatorRecord[]): { readonly error: ErrorName; readonly lastOffset: Offset };
  /** Partitions of __transaction_state; 0 while there is no such topic. */
  partitionCount(): number;
  /** Who leads a partition as far as this broker knows: nobody for now, or `gone` with its topic. */
  leaderOf(tp: Tp): NodeName | 'none' | 'gone';
  /** Sends markers to a broker; its answer will carry the returned correlation. */
  sendMarkers(to: NodeName, request: Body<WriteTxnMarkersRequest>): number;
  /** The next producer id of this broker's block; undefined when it must first ask for a block. */
  nextProducerId(): number | undefined;
  /** The request comes again when there are producer ids. */
  park(caller: Caller, request: InitProducerIdRequest | EndTxnRequest): void;
}
