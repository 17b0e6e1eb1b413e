/** What an application calls on its consumer between two polls: pause(), resume(), seek(), seekToBeginning(), seekToEnd() (KafkaConsumer, SubscriptionState). */
import type { Thrown, Turn } from '#kafka/clients/consumer/core.ts';
import { move, type PartitionState, withPosition } from '#kafka/clients/consumer/position.ts';
import { putPosition } from '#kafka/clients/consumer/positions.ts';
import { tell } from '#kafka/facts.ts';
import type { Offset, Tp } from '#kafka/protocol/names.ts';
import type { Payload } from '#sim/event.ts';

export const CONSUMER_CALLS = ['pause', 'resume', 'seek', 'seekToBeginning', 'seekToEnd'] as const;

export interface ConsumerCall {
  readonly call: (typeof CONSUMER_CALLS)[number];
  /** None: the whole assignment, whatever it is when the call is made. */
  readonly partitions: readonly Tp[];
  /** Of seek(). */
  readonly offset: Offset;
}

/** Somebody asks the application to make a call: a message on a queue of its own, and wakeup() where it waits in poll(). */
export interface CallAsked extends Payload, ConsumerCall {
  readonly type: 'CallAsked';
}

export const callAsked = ({ call, partitions, offset }: ConsumerCall): CallAsked => ({ type: 'CallAsked', call, partitions, offset });

/** Makes the calls in their order. Returns what the application logs of the last one that threw; it polls on. */
export function makeCalls(turn: Turn, calls: readonly ConsumerCall[]): string | undefined {
  let logged: string | undefined;
  for (const one of calls) {
    const thrown = makeCall(turn, one);
    if (thrown === undefined) continue;
    const { exception, message } = thrown;
    tell(turn.env, { fact: 'CallThrew', group: turn.core.group, node: turn.env.self, call: one.call, exception, message });
    logged = `${exception}: ${message}`;
  }
  return logged;
}

/** One partition after the other, so that those before the one that throws have been done. */
function makeCall(turn: Turn, { call, partitions, offset }: ConsumerCall): Thrown | undefined {
  const { core } = turn;
  const done: Tp[] = [];
  let thrown: Thrown | undefined;
  for (const tp of partitions.length === 0 ? [...core.partitions.keys()] : partitions) {
    const state = core.partitions.get(tp);
    if (state === undefined) {
      thrown = { exception: 'IllegalStateException', message: `No current assignment for partition ${tp}` };
      break;
    }
    if (call === 'pause' || call === 'resume') putPosition(turn, withPosition(state, { paused: call === 'pause' }));
    else seek(turn, state, call === 'seek' ? offset : call === 'seekToBeginning' ? 'earliest' : 'latest');
    done.push(tp);
  }
  if (done.length > 0 || thrown === undefined) tellDone(turn, call, done);
  return thrown;
}

function tellDone({ core, env }: Turn, call: ConsumerCall['call'], partitions: readonly Tp[]): void {
  if (call === 'pause') tell(env, { fact: 'PartitionsPaused', group: core.group, node: env.self, partitions });
  else if (call === 'resume') tell(env, { fact: 'PartitionsResumed', group: core.group, node: env.self, partitions });
}

/** An offset is the position at once, unvalidated as it has no epoch; a beginning or an end is looked up by the next poll(). Nothing is committed. */
function seek(turn: Turn, state: PartitionState, to: Offset | 'earliest' | 'latest'): void {
  const { core, env } = turn;
  const { tp, position } = state.data;
  const seenEpoch = core.metadata.partitions.get(tp)?.leaderEpoch ?? -1;
  if (typeof to === 'number') putPosition(turn, move(state, { type: 'POSITIONED', offset: to, leaderEpoch: -1, seenEpoch }));
  else putPosition(turn, move(state, { type: 'RESET_REQUESTED', to, sought: true }));
  tell(env, { fact: 'PositionSought', group: core.group, node: env.self, tp, from: position, to });
}
