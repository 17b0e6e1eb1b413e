/**
 * A change of one setting before the run: of a client (`p1`), a group (`billing`), a topic (`topic:orders`), a broker (`kafka2`) or all brokers (`cluster`).
 * `cluster.seed` is the run's luck.
 */
import type { ScenarioDocument } from '#scenario/document.ts';
import { fail, type Path, problem, type Result, type ScenarioError, say, succeed } from '#scenario/error.ts';
import { nearest } from '#shell/near.ts';

export interface Change {
  readonly target: string;
  /** One of Kafka's config keys, or a field of the client: rate, keys, members, processing, commit. */
  readonly key: string;
  readonly value: string;
}

/** Fields of a client or topic that are not Kafka's configuration but can be changed too. */
const FIELDS = ['rate', 'count', 'start', 'members', 'processing', 'commit', 'partitions', 'replication-factor'] as const;
const WHOLE = ['count', 'members', 'partitions', 'replication-factor'];

/** A seed is 32 bits (document.ts). */
const MOST_SEED = 0xffffffff;

export const isSeed = ({ target, key }: Change): boolean => target === 'cluster' && key === 'seed';

/** `p1.acks`, `topic:orders.min.insync.replicas`: how limits name a setting. */
export const settingOf = ({ target, key }: Change): string => `${target}.${key}`;

type Loose = Record<string, unknown>;

const own = (object: unknown, key: string): Loose | undefined =>
  typeof object === 'object' && object !== null && Object.hasOwn(object, key) ? ((object as Loose)[key] as Loose) : undefined;

/** Path to the mapping that a target means, or undefined. */
function pathOf(document: ScenarioDocument, target: string): Path | undefined {
  if (target === 'cluster') return ['cluster'];
  if (target.startsWith('topic:')) return own(document.topics, target.slice(6)) ? ['topics', target.slice(6)] : undefined;
  const broker = /^kafka([0-9]{1,2})$/.exec(target);
  if (broker) return Number(broker[1]) >= 1 && Number(broker[1]) <= document.cluster.brokers ? ['cluster', 'broker-config', target] : undefined;
  return own(document.clients, target) ? ['clients', target] : undefined;
}

const copyOf = (object: unknown): Loose => Object.assign(Object.create(null) as Loose, typeof object === 'object' ? object : undefined);

/** A copy of the document in which the value at the path is another. */
function withValue(object: unknown, [first, ...rest]: Path, value: unknown): Loose {
  const copy = copyOf(object);
  copy[first] = rest.length === 0 ? value : withValue(copy[first], rest, value);
  return copy;
}

/** The document with its settings changed, in the order given. What the settings mean is checked when it is compiled. */
export function changed(document: ScenarioDocument, changes: readonly Change[]): Result<ScenarioDocument, ScenarioError[]> {
  let current: ScenarioDocument = document;
  for (const change of changes) {
    if (isSeed(change)) {
      const seed = Number(change.value);
      if (!/^[0-9]{1,10}$/.test(change.value) || seed > MOST_SEED) return fail([problem('U13', ['seed'], `A seed is a whole number from 0 to ${MOST_SEED}.`)]);
      current = withValue(current, ['seed'], seed) as unknown as ScenarioDocument;
      continue;
    }
    const path = pathOf(current, change.target);
    if (!path) {
      const targets = ['cluster', ...Object.keys(document.clients ?? {}), ...Object.keys(document.topics ?? {}).map((name) => `topic:${name}`)];
      return fail([
        problem('U15', [], say('There is nothing called {{target}} to change.', { target: change.target.slice(0, 60) }), {
          nearest: nearest(change.target, targets),
        }),
      ]);
    }
    const isField = path[1] !== 'broker-config' && path[0] !== 'cluster' && FIELDS.some((field) => field === change.key);
    const inside = isField || path[1] === 'broker-config' ? [change.key] : ['config', change.key];
    const value = isField && WHOLE.includes(change.key) ? Number(change.value) : change.value;
    current = withValue(current, [...path, ...inside], value) as unknown as ScenarioDocument;
  }
  return succeed(current);
}
