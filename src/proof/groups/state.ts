/**
 * One consumer group, two members, two partitions and a coordinator that may move: the coordinator, the members' state machines and the assignors are the
 * engine's own, time and the network are replaced by choice. Every timer that is set may fire at any time.
 */
import { type Membership, newMembership } from '#kafka/clients/consumer/membership.ts';
import { type ModernMembership, newModern, withModern } from '#kafka/clients/consumer/modern.ts';
import type { CoordinatorState, CoordinatorTimer } from '#kafka/coordinator/coordinator.ts';
import { emptyCoordinator } from '#kafka/coordinator/coordinator.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { Body, GroupRequest } from '#kafka/protocol/messages.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';

export const GROUP = 'g';
export const TOPIC = 't';
export const PARTITIONS: readonly Tp[] = ['t-0', 't-1'];
export const MEMBERS = ['A', 'B'] as const;

export interface Scope {
  /** How members share: everything is given back before a rebalance, only what moves is (KIP-429), or the coordinator says what (KIP-848). */
  readonly protocol: 'eager' | 'cooperative' | 'consumer';
  /** Members that leave, or die without a word, and come no more. */
  readonly departures: number;
  /** Sessions of living members that end all the same. */
  readonly expiries: number;
  /** How often the coordinator moves; what was not replicated yet survives, or does not. */
  readonly failovers: number;
  /** Requests and answers that are given up as lost, and may yet arrive at any time. */
  readonly late: number;
  /** Processes of static members (KIP-345, classic groups) that are put out and started again at once; without it members are dynamic. */
  readonly bounces?: number;
  /** Members that read what is not theirs any more, and have no way to know it, are judged like any other. */
  readonly judgesLost?: boolean;
}

/** Who somebody was to the coordinator, once. */
export interface Identity {
  readonly memberId: string;
  readonly generation: number;
}

export interface Consumer {
  readonly name: string;
  readonly life: 'alive' | 'gone';
  readonly classic: Membership;
  readonly modern: ModernMembership;
  /** What it reads. */
  readonly owned: readonly Tp[];
  /** What it reads is left from a membership that it lost, or from a target that the coordinator has taken back. */
  readonly lost: boolean;
  /** It told the coordinator what it holds while it had a target to take on (KIP-848): the answer may change that target. */
  readonly overtaken: boolean;
  /** Correlation of the request whose answer it awaits; 0: none. */
  readonly asked: number;
  /** The checker's memory: all that it has been. */
  readonly been: readonly Identity[];
}

export interface Late {
  readonly caller: Caller;
  readonly request: Body<GroupRequest>;
  /** What it says, as keys of states number it. */
  readonly number: number;
}

export interface State {
  readonly coordinator: CoordinatorState;
  /** Records of __consumer_offsets: the newest of each key that is durable, and what is not durable yet. */
  readonly durable: ReadonlyMap<string, StoredRecord>;
  readonly tail: readonly StoredRecord[];
  readonly end: number;
  readonly timers: ReadonlyMap<string, CoordinatorTimer>;
  readonly consumers: readonly Consumer[];
  readonly network: readonly Late[];
  readonly correlation: number;
  /** Random draws so far: member ids are made of them. */
  readonly draws: number;
  readonly departures: number;
  readonly expiries: number;
  readonly failovers: number;
  readonly late: number;
  readonly bounces: number;
  /** Nobody can do anything, and somebody waits. */
  readonly stuck: boolean;
}

export type Visit = (move: string, next: State) => void;

export const initialState = (): State => ({
  coordinator: emptyCoordinator,
  durable: new Map(),
  tail: [],
  end: 0,
  timers: new Map(),
  consumers: MEMBERS.map((name) => started(name, [])),
  network: [],
  correlation: 0,
  draws: 0,
  departures: 0,
  expiries: 0,
  failovers: 0,
  late: 0,
  bounces: 0,
  stuck: false,
});

/** A process that has just begun, and knows of no group. */
export const started = (name: string, been: Consumer['been']): Consumer => ({
  name,
  life: 'alive',
  classic: newMembership,
  modern: withModern(newModern, { memberId: `${name}0` }),
  owned: [],
  lost: false,
  overtaken: false,
  asked: 0,
  been,
});

/** group.instance.id of a member that has one. */
export const instanceOf = (scope: Scope, name: string): string | undefined => (scope.bounces === undefined ? undefined : `static-${name}`);

export const withConsumer = (state: State, one: Consumer): State =>
  withState(
    state,
    state.consumers.map((other) => (other.name === one.name ? one : other)),
    state.coordinator,
    state.timers,
  );

/** Written out field by field: hundreds of thousands of states are made this way, and Node 20 is slow at copies with a change in them. */
export const withState = (state: State, consumers: State['consumers'], coordinator: CoordinatorState, timers: State['timers']): State => ({
  coordinator,
  durable: state.durable,
  tail: state.tail,
  end: state.end,
  timers,
  consumers,
  network: state.network,
  correlation: state.correlation,
  draws: state.draws,
  departures: state.departures,
  expiries: state.expiries,
  failovers: state.failovers,
  late: state.late,
  bounces: state.bounces,
  stuck: state.stuck,
});

/** It is somebody to the coordinator now. */
export function known(one: Consumer, identity: Identity): Consumer {
  const isKnown = one.been.some(({ memberId, generation }) => memberId === identity.memberId && generation === identity.generation);
  return isKnown ? one : { ...one, been: [...one.been, identity] };
}
