/** What `kafka-topics.sh --create` asks for (TopicCommand.CommandTopicPartition), or the exception that its arguments raise before any call. */
import type { Line } from '#kafka/clients/tool/program.ts';
import { topicConfigError } from '#kafka/metadata/config.ts';
import type { CreatableTopic } from '#kafka/protocol/messages.ts';
import type { TopicsArgs } from '#shell/tools/topics-program.ts';
import { out } from '#shell/turns.ts';

export type Creation =
  | { readonly ok: true; readonly topic: CreatableTopic; readonly warnings: readonly Line[] }
  | { readonly ok: false; readonly exception: string; readonly message: string; readonly cause: readonly string[] };

const failed = (exception: string, message: string, cause: readonly string[] = []): Creation => ({ ok: false, exception, message, cause });
const illegal = (message: string): Creation => failed('java.lang.IllegalArgumentException', message);

const COLLISION =
  "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could collide. To avoid issues it is best to use either, but not both.";

export function creation(args: TopicsArgs): Creation {
  const repeated = [['topic', args.topics] as const, ['partitions', args.partitions] as const, ['replication-factor', args.replicationFactor] as const].find(
    ([, values]) => values.length > 1,
  );
  if (repeated)
    return failed('joptsimple.MultipleArgumentsForOptionException', `Found multiple arguments for option ${repeated[0]}, but you asked for only one`);
  const unparsable = unparsableNumber(args);
  if (unparsable) return unparsable;
  const config = configsOf(args.configs);
  if (!config) return illegal('requirement failed: Invalid topic config: all configs to be added must be in the format "key=val".');
  const invalid = topicConfigError(config);
  if (invalid !== undefined) {
    const isUnknown = invalid.startsWith('Unknown topic config name');
    return failed(isUnknown ? 'org.apache.kafka.common.errors.InvalidConfigurationException' : 'org.apache.kafka.common.config.ConfigException', invalid);
  }
  const assignment = args.assignment === undefined ? undefined : assignmentOf(args.assignment);
  const twice = assignment?.flatMap((replicas) => replicas.filter((id, n) => replicas.indexOf(id) !== n)) ?? [];
  if (twice.length > 0) return failed(args.release.toolExceptions.failed, `Partition replica lists may not contain duplicate entries: ${twice.join(',')}`);
  const uneven = unevenAssignment(assignment ?? [], args.release);
  if (uneven !== undefined) return failed(args.release.toolExceptions.operation, uneven);
  const partitions = Number(args.partitions[0] ?? -1);
  const replicationFactor = Number(args.replicationFactor[0] ?? -1);
  if (args.replicationFactor.length > 0 && (replicationFactor > 32767 || replicationFactor < 1))
    return illegal('The replication factor must be between 1 and 32767 inclusive');
  if (args.partitions.length > 0 && partitions < 1) return illegal('The partitions must be greater than 0');
  const name = args.topics[0];
  return { ok: true, topic: { name, partitions, replicationFactor, assignment, config }, warnings: /[._]/.test(name) ? out(COLLISION) : [] };
}

function unparsableNumber(args: TopicsArgs): Creation | undefined {
  for (const [option, values] of [['partitions', args.partitions] as const, ['replication-factor', args.replicationFactor] as const]) {
    if (values.length === 0 || (/^[+-]?\d{1,10}$/.test(values[0]) && Math.abs(Number(values[0])) <= 2147483647)) continue;
    const cause = `java.lang.NumberFormatException: For input string: "${values[0]}"`;
    return failed('joptsimple.OptionArgumentConversionException', `Cannot parse argument '${values[0]}' of option ${option}`, [
      `Caused by: joptsimple.internal.ReflectionException: ${cause}`,
      '\tat ...',
      `Caused by: ${cause}`,
      '\tat ...',
    ]);
  }
  return undefined;
}

function configsOf(configs: readonly string[]): Readonly<Record<string, string>> | undefined {
  const pairs = configs.map((config) => config.split(/\s*=\s*/));
  if (pairs.some((pair) => pair.length !== 2)) return undefined;
  return Object.fromEntries(pairs.map(([key, value]) => [key.trim(), value.trim()]));
}

/** How an array of Java prints: as its type and an address. */
export const ARRAY = '[I@1b2c3d4e';

/** Partitions have different numbers of replicas (TopicCommand.parseReplicaAssignment). */
export function unevenAssignment(assignment: readonly (readonly number[])[], { toolsInScala }: TopicsArgs['release']): string | undefined {
  const uneven = assignment.findIndex((replicas) => replicas.length !== assignment[0].length);
  if (uneven < 0) return undefined;
  return `Partition ${uneven} has different replication factor: ${toolsInScala ? ARRAY : `[${assignment[uneven].join(', ')}]`}`;
}

/** `1:2,2:3`: partition 0 on brokers 1 and 2, partition 1 on brokers 2 and 3. */
export const assignmentOf = (text: string): number[][] => text.split(',').map((partition) => partition.split(':').map((id) => Number(id.trim())));
