/** Every name that a scenario knows: nodes, topics and groups, those included that its timeline creates later. Expressions and focus marks are checked against it. */
import { connectorConfig, connectorFiles, readPropertiesFile } from '#beside/connect/config.ts';
import { sinkGroup } from '#beside/connect/sink.ts';
import { streamsConfig } from '#beside/streams/config.ts';
import { changelogTopic, INPUT, OUTPUT, repartitionTopic } from '#beside/streams/topology.ts';
import { brokerName, CONSUMER_OFFSETS, SHARE_GROUP_STATE, TRANSACTION_STATE, tpOf } from '#kafka/protocol/names.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { quorumNames } from '#scenario/metadata.ts';
import { configOf } from '#scenario/topology.ts';

export interface KnownNames {
  readonly brokers: readonly string[];
  readonly controllers: readonly string[];
  readonly producers: readonly string[];
  /** Processes beside Kafka. */
  readonly services: readonly string[];
  readonly groups: readonly string[];
  /** Members that the timeline brings into being by scaling a group. */
  readonly scaled: readonly string[];
  readonly topics: readonly string[];
  /** Topic-partitions whose number is known from the document. */
  readonly tps: readonly string[];
  /** Topics whose number of partitions the document does not say: created or altered by a command. */
  readonly open: ReadonlySet<string>;
  /** Topics of the document itself. */
  readonly declared: ReadonlySet<string>;
}

const OPTION = /(?:^|\s)--(topic|group|create|alter)(?=[\s=]|$)(?:[\s=]+([A-Za-z0-9._-]+))?/g;

/** Topics and groups that command lines bring into being, read from their `--topic` and `--group` options. */
function namedByCommands(lines: readonly string[]): { topics: string[]; groups: string[] } {
  const topics: string[] = [];
  const groups: string[] = [];
  for (const line of lines) {
    const options = [...line.matchAll(OPTION)];
    const makes = !line.includes('kafka-topics') || options.some(([, option]) => option === 'create' || option === 'alter');
    for (const [, option, value] of options) {
      if (value === undefined) continue;
      if (option === 'topic' && makes) topics.push(value);
      if (option === 'group') groups.push(value);
    }
  }
  return { topics, groups };
}

const SCALE = /\bscale\s+([A-Za-z0-9._-]+)=(\d{1,3})\b/g;

/** `docker compose up --scale billing=3` and `docker compose scale billing=3` start billing-1 to billing-3. */
const scaledBy = (lines: readonly string[]): string[] =>
  lines
    .filter((line) => /^\s*docker[ -]compose\b/.test(line))
    .flatMap((line) => [...line.matchAll(SCALE)].flatMap(([, group, members]) => serviceNames(group, Number(members))));

/** Names of the processes of a service. */
export const serviceNames = (name: string, scale: number | undefined): string[] =>
  scale === undefined ? [name] : Array.from({ length: scale }, (_, i) => `${name}-${i + 1}`);

/** Groups and topics of a Connect worker's connectors. */
function namedByConnectors({ services = {}, files = {} }: ScenarioDocument): { topics: readonly string[]; groups: readonly string[] } {
  const contents = Object.values(services)
    .filter(({ image }) => image === 'connect-standalone')
    .flatMap(({ config }) => connectorFiles(configOf(config)))
    .map((file) => (Object.hasOwn(files, file) ? files[file] : undefined));
  const connectors = contents.flatMap((content) => (typeof content === 'string' ? [connectorConfig(readPropertiesFile(content), {})] : []));
  return {
    topics: connectors.flatMap(({ topics }) => topics),
    groups: connectors.flatMap(({ kind, name }) => (kind === 'sink' ? [sinkGroup(name)] : [])),
  };
}

/** Group and topics of a Kafka Streams application. */
function namedByStreams({ services = {} }: ScenarioDocument): { topics: readonly string[]; groups: readonly string[] } {
  const applications = Object.values(services)
    .filter(({ image }) => image === 'streams-wordcount')
    .map(({ config }) => streamsConfig(configOf(config)).application);
  return { groups: applications, topics: applications.flatMap((one) => [INPUT, OUTPUT, repartitionTopic(one), changelogTopic(one)]) };
}

export function knownNames(document: ScenarioDocument, extraLines: readonly string[] = []): KnownNames {
  const clients = Object.entries(document.clients ?? {});
  const topics = Object.entries(document.topics ?? {});
  const lines = [...(document.timeline ?? []).map(({ run }) => run), ...extraLines];
  const commands = namedByCommands(lines);
  const beside = [commands, namedByConnectors(document), namedByStreams(document)];
  const later = { topics: beside.flatMap(({ topics: named }) => named), groups: beside.flatMap(({ groups }) => groups) };
  const brokers = Array.from({ length: document.cluster.brokers }, (_, i) => brokerName(i + 1));
  const tps = topics.flatMap(([name, topic]) => Array.from({ length: topic['replica-assignment']?.length ?? topic.partitions ?? 1 }, (_, i) => tpOf(name, i)));
  const controllers = quorumNames(document);
  return {
    brokers,
    controllers,
    producers: clients.filter(([, client]) => 'producer' in client).map(([name]) => name),
    services: Object.entries(document.services ?? {}).flatMap(([name, service]) => serviceNames(name, service.scale)),
    groups: [...new Set([...clients.filter(([, client]) => 'consumer' in client || 'share-consumer' in client).map(([name]) => name), ...later.groups])],
    scaled: [...new Set(scaledBy(lines))],
    topics: [...new Set([...topics.map(([name]) => name), ...later.topics, CONSUMER_OFFSETS, SHARE_GROUP_STATE, TRANSACTION_STATE])],
    tps,
    open: new Set([...later.topics, CONSUMER_OFFSETS, SHARE_GROUP_STATE, TRANSACTION_STATE]),
    declared: new Set(topics.map(([name]) => name)),
  };
}

/** A topic-partition that the document has, or may have once its commands have run. */
export function isKnownTp(names: KnownNames, tp: string): boolean {
  const dash = tp.lastIndexOf('-');
  return names.tps.includes(tp) || (dash > 0 && names.open.has(tp.slice(0, dash)) && /^[0-9]{1,4}$/.test(tp.slice(dash + 1)));
}

/** Members (`billing-2`), tools (`tool-1`) and everything else that is a process. */
export function isKnownNode(names: KnownNames, node: string): boolean {
  if (
    names.brokers.includes(node) ||
    names.producers.includes(node) ||
    names.controllers.includes(node) ||
    names.services.includes(node) ||
    /^tool-[0-9]{1,4}$/.test(node)
  )
    return true;
  return names.groups.some((group) => node.startsWith(`${group}-`) && /^[0-9]{1,3}$/.test(node.slice(group.length + 1)));
}

/** Words for near misses. */
export const nodeWords = (names: KnownNames): string[] => [
  ...names.brokers,
  ...names.controllers,
  ...names.producers,
  ...names.services,
  ...names.groups.map((group) => `${group}-1`),
];
