/** All that a KRaft controller holds, as plain data, and the desk on which one event is worked. */

import type { QuorumState } from '#kafka/controller/kraft/quorum.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Image } from '#kafka/metadata/image.ts';
import type { Body, Response } from '#kafka/protocol/messages.ts';
import type { MetadataEntry } from '#kafka/protocol/metadata.ts';
import type { BrokerId, NodeName, Offset } from '#kafka/protocol/names.ts';
import type { Config } from '#kafka/spec.ts';
import { type Env, send } from '#sim/effect.ts';
import type { View } from '#sim/view.ts';

export interface ControllerSettings {
  readonly sessionTimeoutUs: number;
  readonly appendLingerUs: number;
  readonly maxIdleIntervalUs: number;
  readonly autoRebalance: boolean;
  readonly imbalanceCheckUs: number;
  readonly uncleanElectionUs: number;
}

/** Soft state about one broker (BrokerHeartbeatManager): never in the log, so a new controller starts the clocks anew. */
export interface HeartbeatState {
  readonly broker: BrokerId;
  readonly brokerEpoch: number;
  readonly lastContactUs: number;
  readonly metadataOffset: Offset;
  /** Last record of its controlled shutdown; -1 when it is in none. */
  readonly controlledShutdownOffset: Offset;
}

/** An answer that waits until the metadata log is committed up to `offset` (ControllerPurgatory). */
export interface Deferred {
  readonly offset: Offset;
  readonly caller: Caller;
  readonly response: Body<Response>;
}

/** A broker's fetch of the metadata log that waits for something new. */
export interface ParkedObserver {
  readonly caller: Caller;
  readonly fetchOffset: Offset;
  readonly deadlineUs: number;
}

export interface ControllerNode {
  readonly kind: 'controller';
  readonly name: NodeName;
  readonly id: number;
  /** One voter: the others of a larger cluster would be standbys, which are not simulated. */
  readonly isVoter: boolean;
  readonly config: Config;
  readonly settings: ControllerSettings;
  readonly quorum: QuorumState;
  /** The metadata log on disk. Voters flush before a position counts, so what is committed survives anything. */
  readonly log: View<MetadataEntry>;
  /** Everything below it is committed. */
  readonly highWatermark: Offset;
  /** What the log says up to the high watermark, and up to its end. */
  readonly committed: Image;
  readonly image: Image;

  // In memory
  readonly lingering: boolean;
  readonly deferred: readonly Deferred[];
  readonly observers: readonly ParkedObserver[];
  readonly heartbeats: readonly HeartbeatState[];
  readonly alarmUs: number | undefined;
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** A controller at work on one event. */
export interface Desk extends Open<ControllerNode> {
  readonly env: Env;
}

export const open = (node: ControllerNode, env: Env): Desk => ({ ...node, env });

export function close(desk: Desk): ControllerNode {
  const { env: _, ...node } = desk;
  return node;
}

export const fact = (desk: Desk, what: KafkaFact): void => {
  desk.env.facts.push(what);
};

export function reply(desk: Desk, caller: Caller, response: Body<Response>): void {
  send(desk.env, caller.node, { ...response, correlation: caller.correlation } as Response, caller.connection);
}
