/** What can happen to a node: its process starts, a message or timer or signal arrives, a connection closes. */

/** Anything that travels: discriminated by `type`, in Kafka's own API names or as a past fact. */
export interface Payload {
  readonly type: string;
}

/** Something that became true and that a person, a goal or a checker may want to know. Names are past tense. */
export interface Fact {
  readonly fact: string;
}

export type NodeEvent =
  | { readonly kind: 'start' }
  | MessageEvent
  | { readonly kind: 'timer'; readonly timer: string; readonly payload: Payload }
  /** The connection to `peer` was closed or refused: every request in flight on it has failed. */
  | { readonly kind: 'closed'; readonly peer: string; readonly connection: string; readonly incarnation: number }
  /** From outside the network: SIGTERM, a line on standard input, a debugger's hand. */
  | { readonly kind: 'signal'; readonly payload: Payload }
  /** From outside the simulation: a command that a person, lesson or fuzzer gave. */
  | { readonly kind: 'input'; readonly payload: Payload };

export interface MessageEvent {
  readonly kind: 'message';
  readonly id: number;
  readonly from: string;
  readonly to: string;
  /** The connection's name as the receiver knows it: its own name if it opened it, else the accepted name, on which to answer. */
  readonly connection: string;
  readonly payload: Payload;
  readonly sentUs: number;
  /** Receiver's incarnation at the time of sending; a restarted process does not get its predecessor's bytes. */
  readonly incarnation: number;
  /** The sender's link and its opening, for the notice that goes back if nobody is there. */
  readonly link?: string;
  readonly epoch?: number;
  /** Why this message will not be handled, if so: it ran into a cut or a lossy link. */
  readonly lost?: 'cut' | 'loss';
}
