/** Names of things on the wire and in the scenario: nodes, topic-partitions, offsets. */

/** A topic-partition in Kafka's own spelling, such as `orders-0`. */
export type Tp = string;
export type Offset = number;
export type BrokerId = number;
export type LeaderEpoch = number;
/** Name of a simulated process: kafka1, controller1, p1, billing-2, and the tools that the terminal starts. */
export type NodeName = string;

export const NO_LEADER: BrokerId = -1;

const tps = new Map<string, Tp[]>();
const MOST_TOPICS = 1_024;

/** The same string each time: a fresh one would have to be hashed again wherever it is looked up, and that is several times an event. */
export function tpOf(topic: string, partition: number): Tp {
  const known = tps.get(topic);
  if (known === undefined && tps.size < MOST_TOPICS) tps.set(topic, []);
  if (known === undefined || partition < 0) return `${topic}-${partition}`;
  known[partition] ??= `${topic}-${partition}`;
  return known[partition];
}

export const topicOf = (tp: Tp): string => tp.slice(0, tp.lastIndexOf('-'));
export const partitionOf = (tp: Tp): number => Number(tp.slice(tp.lastIndexOf('-') + 1));

const brokerNames = new Map<BrokerId, NodeName>();

export function brokerName(id: BrokerId): NodeName {
  const known = brokerNames.get(id);
  if (known !== undefined) return known;
  brokerNames.set(id, `kafka${id}`);
  return `kafka${id}`;
}

export const brokerIdOf = (name: NodeName): BrokerId => (name.startsWith('kafka') ? Number(name.slice(5)) : NO_LEADER);
export const controllerName = (n: number): NodeName => `controller${n}`;
/** node.id of controller n (process.roles=controller), as in Kafka's own examples: 3001, 3002, … */
export const controllerId = (n: number): number => 3000 + n;

export const CONSUMER_OFFSETS = '__consumer_offsets';
export const TRANSACTION_STATE = '__transaction_state';
export const SHARE_GROUP_STATE = '__share_group_state';
/** Topics that clients do not write to (Topic.isInternal). */
export const isInternal = (topic: string): boolean => topic === CONSUMER_OFFSETS || topic === TRANSACTION_STATE || topic === SHARE_GROUP_STATE;
export const CLUSTER_METADATA = '__cluster_metadata';

/** Wall clock of the simulation at its time zero, in milliseconds since 1970: what record timestamps and log lines show. */
export const EPOCH_MS = 1_700_000_000_000;
/** Wall clock at a virtual time. */
export const wallClockMs = (nowUs: number): number => EPOCH_MS + Math.floor(nowUs / 1000);
/** What a node's own wall clock says, right or wrong: for timestamps and retention. Timers and deadlines go by another clock, which cannot be set. */
export const ownClockMs = (env: { readonly nowUs: number; readonly wallUs?: number }): number => wallClockMs(env.wallUs ?? env.nowUs);
