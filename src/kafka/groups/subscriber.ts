/** What the leader of a classic group knows of each member (ConsumerPartitionAssignor.Subscription), and of the topics (Cluster). */
import { hashCode, javaOrder } from '#kafka/groups/javaorder.ts';
import type { Tp } from '#kafka/protocol/names.ts';

/** What a sticky assignor of a member remembers by itself (Subscription.userData). `cooperative-sticky` keeps the generation only. */
export interface Remembered {
  readonly partitions: readonly Tp[];
  readonly generation: number;
}

export interface Subscriber {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly topics: readonly string[];
  /** Partitions that the member still holds; -1 or none when it lost its generation. */
  readonly owned?: readonly Tp[];
  readonly generation?: number;
  /** client.rack; empty: none. */
  readonly rack?: string;
  readonly remembered?: Remembered;
}

export interface Topics {
  /** Number of partitions; undefined without metadata. */
  count(topic: string): number | undefined;
  /** Racks of a partition's replicas, as far as brokers have racks. */
  racks?(topic: string, partition: number): readonly string[];
}

/** Java's String.compareTo: by UTF-16 code units. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** AbstractPartitionAssignor.MemberInfo.compareTo: static members before dynamic ones. */
export function compareMembers(a: Pick<Subscriber, 'memberId' | 'instanceId'>, b: Pick<Subscriber, 'memberId' | 'instanceId'>): number {
  if ((a.instanceId === null) !== (b.instanceId === null)) return a.instanceId === null ? 1 : -1;
  return a.instanceId !== null && b.instanceId !== null ? compareTexts(a.instanceId, b.instanceId) : compareTexts(a.memberId, b.memberId);
}

/** As the leader's map of subscriptions yields them. */
export const inMapOrder = (subscribers: readonly Subscriber[]): Subscriber[] => javaOrder(subscribers, ({ memberId }) => hashCode(memberId));

/** Subscribed topics with metadata, as the map of partitions by topic yields them. Topics without metadata are skipped. */
export function knownTopics(subscribers: readonly Subscriber[], topics: Topics): string[] {
  const all = [...new Set(inMapOrder(subscribers).flatMap((one) => one.topics))];
  const known = javaOrder(all, hashCode).filter((topic) => (topics.count(topic) ?? 0) > 0);
  return javaOrder(known, hashCode);
}
