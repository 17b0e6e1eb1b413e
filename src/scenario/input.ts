/** An input: all that comes from outside, as a command line with a time, a predicate or a protocol point. */
export type Input =
  | { readonly atUs: number; readonly run: string }
  /** A predicate over Frame, Trace and ledger; runs once, when it first becomes true. */
  | { readonly when: string; readonly run: string }
  /** `append(orders-0@3) before ack`: strikes between a transition and its effects. */
  | { readonly after: string; readonly run: string }
  /** After exactly so many events: what a learner does at the playhead. Messages that were seen leaving have left. */
  | { readonly atStep: number; readonly run: string };
