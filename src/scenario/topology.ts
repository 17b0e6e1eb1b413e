/** The cluster of a scenario: brokers, network and topics, checked as a real cluster would check them. */

import { featuresOf } from '#kafka/metadata/features.ts';
import type { CreatableTopic } from '#kafka/protocol/messages.ts';
import { brokerName, CLUSTER_METADATA, isInternal } from '#kafka/protocol/names.ts';
import type { ClusterSpec, Config } from '#kafka/spec.ts';
import { brokerConfigErrors, KAFKA, topicConfigErrors } from '#scenario/configs.ts';
import type { ScenarioDocument, TopicDocument } from '#scenario/document.ts';
import { type Path, problem, quoted, type ScenarioError, say } from '#scenario/error.ts';
import { LIMITS } from '#scenario/limits.ts';
import { metadataError, metadataOf, profileOf } from '#scenario/metadata.ts';
import { parsePpm, parseRangeUs } from '#scenario/units.ts';
import { nearest } from '#shell/near.ts';
import { type LinkSettings, type NetworkSettings, quietNetwork } from '#sim/network.ts';

export type Topology = Pick<ClusterSpec, 'profile' | 'metadata' | 'seed' | 'brokers' | 'controllers' | 'config' | 'network' | 'topics' | 'features'>;

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);

/** Config values as Kafka writes them, by name: a run must not depend on the order in which settings were written. */
export function configOf(written: Readonly<Record<string, string | number | boolean>> | undefined): Config {
  return Object.fromEntries(
    Object.entries(written ?? {})
      .sort(byName)
      .map(([key, value]) => [key, String(value)]),
  );
}

export function compileCluster(document: ScenarioDocument, errors: ScenarioError[]): Topology {
  const { cluster } = document;
  const brokers = Array.from({ length: cluster.brokers }, (_, i) => ({
    id: i + 1,
    rack: cluster.racks?.[i] ?? null,
    config: configOf(Object.entries(cluster['broker-config'] ?? {}).find(([name]) => name === brokerName(i + 1))?.[1]),
  }));
  const written = configOf(cluster.config);
  checkBrokers(document, written, errors);
  const unfit = metadataError(document);
  if (unfit) errors.push(unfit);
  const config = configOf({ ...featuresOf(profileOf(document)).defaults, ...written });
  const topics = Object.entries(document.topics ?? {}).map(([name, topic]) => compileTopic(name, topic, document, config, errors));
  checkTotals(topics, errors);
  return {
    profile: profileOf(document),
    metadata: metadataOf(document),
    seed: document.seed ?? 1,
    brokers,
    controllers: cluster.controllers ?? 1,
    config,
    network: compileNetwork(document, errors),
    topics,
    ...(cluster.features ? { features: compileFeatures(cluster.features, errors) } : {}),
  };
}

/** Features that change something here, with their highest level (org.apache.kafka.server.common.Feature). */
const FEATURES: Readonly<Record<string, number>> = { 'eligible.leader.replicas.version': 1, 'transaction.version': 2 };

/** Complains as kafka-storage.sh format does. */
function compileFeatures(levels: Readonly<Record<string, number>>, errors: ScenarioError[]): Readonly<Record<string, number>> {
  for (const [name, level] of Object.entries(levels)) {
    const path = ['cluster', 'features', name];
    const most = Object.hasOwn(FEATURES, name) ? FEATURES[name] : undefined;
    if (most === undefined)
      errors.push(quoted('U15', path, KAFKA, `Unsupported feature: ${shown(name)}. Supported features are: ${Object.keys(FEATURES).join(', ')}`));
    else if (level > most) errors.push(quoted('U15', path, KAFKA, `No feature:${name} with feature level ${level}`));
  }
  return Object.fromEntries(Object.entries(levels).sort(byName));
}

function checkBrokers(document: ScenarioDocument, config: Config, errors: ScenarioError[]): void {
  const { cluster } = document;
  const mode = metadataOf(document);
  const names = Array.from({ length: cluster.brokers }, (_, i) => brokerName(i + 1));
  errors.push(...brokerConfigErrors(config, ['cluster', 'config'], mode));
  if (cluster.racks && cluster.racks.length !== cluster.brokers) {
    errors.push(
      problem(
        'U15',
        ['cluster', 'racks'],
        say('names {{racks}} racks for {{brokers}} brokers: one for each broker, in their order.', { racks: cluster.racks.length, brokers: cluster.brokers }),
      ),
    );
  }
  if (new Set(cluster.racks).size > LIMITS.racks)
    errors.push(
      problem(
        'U14',
        ['cluster', 'racks'],
        say('This scenario has {{racks}} racks; the limit is {{limit}}.', { racks: new Set(cluster.racks).size, limit: LIMITS.racks }),
      ),
    );
  for (const [name, own] of Object.entries(cluster['broker-config'] ?? {})) {
    const path = ['cluster', 'broker-config', name];
    if (!names.includes(name))
      errors.push(problem('U15', path, say('There is no broker called {{name}}.', { name: shown(name) }), { nearest: nearest(name, names) }));
    else errors.push(...brokerConfigErrors(configOf(own), path, mode));
  }
}

const LEGAL_NAME = /^[a-zA-Z0-9._-]+$/;
export const shown = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name);

/** org.apache.kafka.common.internals.Topic.validate */
function topicNameError(name: string): string | undefined {
  if (name === '') return `Topic name is invalid: the empty string is not allowed`;
  if (name === '.' || name === '..') return `Topic name is invalid: '${name}' is not allowed`;
  if (!LEGAL_NAME.test(name)) return `Topic name is invalid: '${shown(name)}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  if (isInternal(name) || name === CLUSTER_METADATA) return `Topic name is invalid: '${name}' is an internal topic`;
  return undefined;
}

function compileTopic(name: string, topic: TopicDocument, document: ScenarioDocument, clusterConfig: Config, errors: ScenarioError[]): CreatableTopic {
  const path = ['topics', name];
  const brokers = document.cluster.brokers;
  const illegal = topicNameError(name);
  if (illegal !== undefined) errors.push(quoted('U16', path, KAFKA, illegal));
  if (name.length > LIMITS.nameChars)
    errors.push(
      problem('U20', path, say("A topic's name may have {{limit}} characters here, not {{chars}}.", { limit: LIMITS.nameChars, chars: name.length })),
    );
  const config = configOf(topic.config);
  errors.push(...topicConfigErrors(config, [...path, 'config']));
  const assignment = topic['replica-assignment'];
  const replicationFactor = assignment ? assignment[0].length : (topic['replication-factor'] ?? Number(clusterConfig['default.replication.factor'] ?? 1));
  if (replicationFactor > brokers) {
    const where = topic['replication-factor'] === undefined ? path : [...path, 'replication-factor'];
    errors.push(quoted('U15', where, KAFKA, `Replication factor: ${replicationFactor} larger than available brokers: ${brokers}.`));
  }
  const minIsr = Number(config['min.insync.replicas'] ?? 1);
  if (minIsr > replicationFactor) {
    errors.push(
      problem(
        'U15',
        [...path, 'config', 'min.insync.replicas'],
        say('min.insync.replicas is {{min}} but there are only {{replicas}} replicas: nothing could be written with acks=all.', {
          min: minIsr,
          replicas: replicationFactor,
        }),
      ),
    );
  }
  if (assignment) checkAssignment(assignment, topic, brokers, path, errors);
  const partitions = assignment?.length ?? topic.partitions ?? Number(clusterConfig['num.partitions'] ?? 1);
  return { name, partitions, replicationFactor, ...(assignment ? { assignment } : {}), config };
}

function checkAssignment(assignment: readonly (readonly number[])[], topic: TopicDocument, brokers: number, path: Path, errors: ScenarioError[]): void {
  const where = [...path, 'replica-assignment'];
  if (topic.partitions !== undefined || topic['replication-factor'] !== undefined)
    errors.push(problem('U16', where, 'Use either replica-assignment or partitions and replication-factor, not both.'));
  assignment.forEach((replicas, i) => {
    const missing = replicas.find((id) => id > brokers);
    if (missing !== undefined) errors.push(problem('U15', [...where, i], say('refers to broker {{missing}}, which does not exist.', { missing })));
    if (new Set(replicas).size < replicas.length)
      errors.push(
        quoted(
          'U16',
          [...where, i],
          KAFKA,
          `The manual partition assignment includes the broker ${replicas.find((id, n) => replicas.indexOf(id) < n)} more than once.`,
        ),
      );
    if (replicas.length !== assignment[0].length)
      errors.push(
        quoted(
          'U16',
          [...where, i],
          KAFKA,
          `The manual partition assignment includes a partition with ${replicas.length} replica(s), but this is not consistent with previous partitions, which have ${assignment[0].length} replica(s).`,
        ),
      );
  });
}

function checkTotals(topics: readonly CreatableTopic[], errors: ScenarioError[]): void {
  if (topics.length > LIMITS.topics)
    errors.push(
      problem('U14', ['topics'], say('This scenario has {{topics}} topics; the limit is {{limit}}.', { topics: topics.length, limit: LIMITS.topics })),
    );
  const replicas = topics.reduce((sum, topic) => sum + topic.partitions * topic.replicationFactor, 0);
  if (replicas > LIMITS.replicas)
    errors.push(problem('U14', ['topics'], say('This scenario has {{replicas}} replicas; the limit is {{limit}}.', { replicas, limit: LIMITS.replicas })));
}

interface LinkDocument {
  readonly latency?: string;
  readonly loss?: string;
  readonly duplicate?: string;
}

function compileLink(link: LinkDocument, path: Path, errors: ScenarioError[]): Partial<LinkSettings> {
  const range = link.latency === undefined ? undefined : parseRangeUs(link.latency);
  if (link.latency !== undefined && !range)
    errors.push(problem('U13', [...path, 'latency'], say('{{latency}} is not a range of whole microseconds, the smaller first.', { latency: link.latency })));
  const shares: { lossPpm?: number; duplicatePpm?: number } = {};
  for (const [key, field] of [
    ['loss', 'lossPpm'],
    ['duplicate', 'duplicatePpm'],
  ] as const) {
    const text = link[key];
    if (text === undefined) continue;
    shares[field] = parsePpm(text);
    if (shares[field] === undefined) errors.push(problem('U13', [...path, key], 'must be a share from 0% to 100%.'));
  }
  return { ...(range ? { latencyMinUs: range.minUs, latencyMaxUs: range.maxUs } : {}), ...shares };
}

function compileNetwork(document: ScenarioDocument, errors: ScenarioError[]): NetworkSettings {
  const network = document.network;
  if (!network) return quietNetwork;
  const links: Record<string, Partial<LinkSettings>> = {};
  for (const [direction, link] of Object.entries(network.links ?? {}).sort(byName)) {
    const path = ['network', 'links', direction];
    if (!/^[A-Za-z0-9._-]+>[A-Za-z0-9._-]+$/.test(direction)) errors.push(problem('U12', path, 'must be a direction such as kafka1>kafka2.'));
    else links[direction] = compileLink(link, path, errors);
  }
  return { ...quietNetwork, ...compileLink(network, ['network'], errors), links };
}
