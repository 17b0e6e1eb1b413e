/** Client-side assignors by the name under which members list them (ConsumerPartitionAssignor.name). */
import { assignRange, type Subscriber } from '#kafka/groups/range.ts';
import { assignRoundRobin } from '#kafka/groups/roundrobin.ts';
import type { Tp } from '#kafka/protocol/names.ts';

export type Assignor = (subscribers: readonly Subscriber[], partitionCount: (topic: string) => number | undefined) => Map<string, Tp[]>;

export const assignors: Readonly<Record<string, Assignor>> = { range: assignRange, roundrobin: assignRoundRobin };
