/** Client-side assignors by the name under which members list them (ConsumerPartitionAssignor.name), and the rebalance protocols that they support. */
import { assignRange } from '#kafka/groups/range.ts';
import { assignRoundRobin } from '#kafka/groups/roundrobin.ts';
import { assignCooperativeSticky, assignSticky } from '#kafka/groups/sticky/sticky.ts';
import { assignStream } from '#kafka/groups/stream.ts';
import type { Subscriber, Topics } from '#kafka/groups/subscriber.ts';
import type { Tp } from '#kafka/protocol/names.ts';

export type Assignor = (subscribers: readonly Subscriber[], topics: Topics) => Map<string, Tp[]>;

export const assignors: Readonly<Record<string, Assignor>> = {
  range: assignRange,
  roundrobin: assignRoundRobin,
  sticky: assignSticky,
  'cooperative-sticky': assignCooperativeSticky,
  stream: assignStream,
};

/** A consumer works cooperatively only when every assignor that it lists can (ConsumerCoordinator: the highest common RebalanceProtocol). */
export const isCooperative = (names: readonly string[]): boolean =>
  names.length > 0 && names.every((name) => name === 'cooperative-sticky' || name === 'stream');
