/** kafka-delete-records.sh: DeleteRecordsCommand, from its JSON file to the low watermark of each partition (4.3). */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program } from '#kafka/clients/tool/program.ts';
import { hashCode } from '#kafka/groups/javaorder.ts';
import { type Features, featuresOf } from '#kafka/metadata/features.ts';
import { type Offset, partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { qualified } from '#shell/exception.ts';
import { contentOf } from '#shell/files.ts';
import { argumentOf, type OptionProblem, type Options } from '#shell/jopt.ts';
import { absentField, field, items, readJson } from '#shell/json.ts';
import { logLine } from '#shell/log4j.ts';
import { FRAMES, joptClass, type Plan, type Refusal, refuse, thrownBy } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { requiredProblem } from '#shell/tools/checks.ts';
import { answer, ask, err, exitWith, out } from '#shell/turns.ts';
import { usage as text } from '#shell/usage/kafka-delete-records.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

interface Target {
  readonly tp: Tp;
  readonly offset: Offset;
}

interface DeleteRecordsArgs {
  readonly partitions: readonly Target[];
  readonly partitionsApart: boolean;
}

const program: Program = {
  turn(args, results, nowMs) {
    const { partitions, partitionsApart } = args as DeleteRecordsArgs;
    if (results.length === 0)
      return ask({ call: 'deleteRecords', partitions, partitionsApart }, out('Executing records delete operation', 'Records delete operation completed:'));
    const lines = inHashOrder(partitions).map(({ tp }) => `partition: ${tp}\t${outcomeOf(tp, results)}`);
    return exitWith(0, [...err(...(partitionsApart ? logged(results, nowMs) : [])), ...out(...lines)]);
  },
};

function outcomeOf(tp: Tp, results: readonly CallResult[]): string {
  const found = answer(results, 0, 'deleteRecords').partitions.find((one) => one.tp === tp);
  if (found === undefined) throw new Error(`${tp} has no result.`);
  const { failure, lowWatermark } = found;
  return failure === undefined ? `low_watermark: ${lowWatermark}` : `error: ${qualified(failure.exception)}: ${failure.message}`;
}

/** The admin client complains itself of what is not worth another try (DeleteRecordsHandler.handlePartitionError). */
function logged(results: readonly CallResult[], nowMs: number): readonly string[] {
  return answer(results, 0, 'deleteRecords').partitions.flatMap(({ tp, failure }) => {
    if (failure?.answered === undefined) return [];
    const text = `DeleteRecords request for topic partition ${tp} failed due to an unexpected error ${failure.answered}`;
    return [logLine(nowMs, `ERROR [AdminClient clientId=adminclient-1] ${text} (org.apache.kafka.clients.admin.internals.DeleteRecordsHandler)`)];
  });
}

/** The tool walks through a java.util.HashMap of TopicPartitions. */
function inHashOrder(partitions: readonly Target[]): readonly Target[] {
  let buckets = 16;
  while (partitions.length > buckets * 0.75) buckets *= 2;
  const bucketOf = ({ tp }: Target): number => {
    const hash = (Math.imul(31, 31 + partitionOf(tp)) + hashCode(topicOf(tp))) | 0;
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return [...partitions].sort((a, b) => bucketOf(a) - bucketOf(b));
}

type Release = Pick<Features, 'toolExceptions' | 'toolsInJava'>;

const thrown = ({ toolsInJava }: Release, message: string, exception: string, cause: readonly string[] = []): Refusal =>
  refuse(thrownBy(toolsInJava, exception, message, cause));

/** What `echo … | kafka-delete-records.sh --offset-json-file /dev/stdin` reads. */
const STANDARD_INPUT = '/dev/stdin';

function readFile(path: string, { files, stdin }: PlanContext): string | undefined {
  return path === STANDARD_INPUT ? stdin?.join('\n') : contentOf(files, path);
}

/** parseOffsetJsonStringWithoutDedup */
function readTargets(content: string, release: Release): readonly Target[] | Refusal {
  const { operation, failed } = release.toolExceptions;
  const json = readJson(content);
  if (!json.ok) return thrown(release, 'The input string is not a valid JSON', operation);
  const version = field(json.value, 'version') ?? 1;
  if (version !== 1) return thrown(release, `Not supported version field value ${String(version)}`, operation);
  const partitions = field(json.value, 'partitions');
  if (!Array.isArray(partitions)) return thrown(release, 'Missing partitions field', operation);
  const missing = absentField(items(partitions), ['topic', 'partition', 'offset']);
  if (missing !== undefined) return thrown(release, `No such field exists: \`${missing}\``, 'com.fasterxml.jackson.databind.JsonMappingException');
  const targets = items(partitions).map((one) => ({
    tp: tpOf(String(field(one, 'topic')), Number(field(one, 'partition'))),
    offset: Number(field(one, 'offset')),
  }));
  const twice = inHashOrder(
    targets.filter(({ tp }, n) => targets.findIndex((one) => one.tp === tp) === n && targets.filter((one) => one.tp === tp).length > 1),
  );
  if (twice.length === 0) return targets;
  const names = twice.map(({ tp }) => tp).join(',');
  return thrown(release, `Offset json file contains duplicate topic partitions: ${names}`, failed);
}

function plan(options: Options, context: PlanContext): Plan {
  const release = featuresOf(context.spec.profile);
  const problem = helpOrVersion({ usage }, options, context) ?? requiredProblem(usage, options, ['bootstrap-server', 'offset-json-file']);
  if (problem) return problem;
  const message = 'Failed to create new KafkaAdminClient';
  const planned = (partitions: readonly Target[]): Plan =>
    adminPlan({
      bootstrap: readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec),
      program: 'kafka-delete-records',
      args: { partitions, partitionsApart: release.partitionsApart } satisfies DeleteRecordsArgs,
      config: {},
      cannotCreate: (cause) => thrown(release, message, 'org.apache.kafka.common.KafkaException', cause),
    });
  // The client is made before the file is read.
  const client = planned([]);
  if (!client.ok) return client;
  const path = argumentOf(options, 'offset-json-file') ?? '';
  const content = readFile(path, context);
  if (content === undefined) return unreadable(path, release);
  const targets = readTargets(content, release);
  return 'ok' in targets ? targets : planned(targets);
}

const unreadable = (path: string, release: Release): Refusal => ({
  ...thrown(release, `Unable to read file ${path}`, 'java.io.IOException', [`Caused by: java.nio.file.NoSuchFileException: ${path}`, FRAMES]),
  teaching: `Write it first: echo '{"partitions":[{"topic":"orders","partition":0,"offset":3}],"version":1}' > offsets.json`,
});

export const deleteRecords: Tool = {
  name: 'kafka-delete-records.sh',
  usage,
  readsInput: true,
  program: { name: 'kafka-delete-records', program },
  plan,
  refuseOption: (problem: OptionProblem, { spec }) => thrown(featuresOf(spec.profile), problem.message, joptClass(problem)),
};
