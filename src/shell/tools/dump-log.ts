/** kafka-dump-log.sh: the options of DumpLogSegments. It reads files, so it is run where they are: `docker exec kafka1 kafka-dump-log.sh …`. */
import type { DumpPayload } from '#faults/dump-log.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import { argumentOf, has, type OptionProblem, type Options, readingProblem } from '#shell/jopt.ts';
import { conversionCause, joptClass, notHere, type Refusal, refuse, uncaught } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { missingRequired } from '#shell/tools/checks.ts';
import { usage as text39 } from '#shell/usage/3.9/kafka-dump-log.ts';
import { usage as text } from '#shell/usage/kafka-dump-log.ts';
import { readUsage, type Usage } from '#shell/usage.ts';

const usageNow = readUsage(text);
const usage39 = readUsage(text39);
const usageOf = ({ spec }: PlanContext): Usage => (featuresOf(spec.profile).offsetsCarryTopicIds ? usageNow : usage39);

/** Decoders in the order in which the tool asks for them: the first wins. */
const DECODERS = ['offsets-decoder', 'transaction-log-decoder', 'cluster-metadata-decoder', 'remote-log-metadata-decoder', 'share-group-state-decoder'];
const DECODES: Readonly<Record<string, DumpPayload['decoder']>> = { 'offsets-decoder': 'offsets', 'transaction-log-decoder': 'transactions' };
const decoderOf = (options: Options): string | undefined => DECODERS.find((name) => has(options, name));
const CLASSES = ['key-decoder-class', 'value-decoder-class'];

const unreadable = (problem: OptionProblem): Refusal => {
  const first = uncaught(joptClass(problem), problem.message);
  return { ...first, stderr: [...first.stderr, ...conversionCause(problem)] };
};

function problemOf(usage: Usage, options: Options): Refusal | undefined {
  if (!has(options, 'files')) return missingRequired(usage, 'files');
  const problem = readingProblem(usage.options, options, ['files', 'max-message-size', 'max-bytes']);
  if (problem) return unreadable(problem);
  const decoder = decoderOf(options);
  if (decoder !== undefined && DECODES[decoder] === undefined) return notHere(`--${decoder}: only the records of coordinators are decoded here`);
  return CLASSES.some((name) => has(options, name)) ? notHere('keys and payloads are shown as text; decoders are classes of Java') : undefined;
}

/** What is to be read, in which container. */
export function planDump(options: Options, context: PlanContext, container: string): Omit<DumpPayload, 'type' | 'command' | 'node' | 'spec'> | Refusal {
  const problem = helpOrVersion({ usage: usageOf(context) }, options, context) ?? problemOf(usageOf(context), options);
  if (problem) return problem;
  const decoder = DECODES[decoderOf(options) ?? ''];
  const printsData = decoder !== undefined || has(options, 'print-data-log');
  return {
    container,
    files: (argumentOf(options, 'files') ?? '').split(','),
    options: {
      printsData,
      deep: printsData || has(options, 'deep-iteration'),
      skipsMetadata: has(options, 'skip-record-metadata'),
      maxBytes: Number(argumentOf(options, 'max-bytes') ?? 2147483647),
    },
    decoder,
    isNew: featuresOf(context.spec.profile).offsetsCarryTopicIds,
    verifiesOnly: has(options, 'verify-index-only'),
    checksSanity: has(options, 'index-sanity-check'),
  };
}

export const dumpLog: Tool = {
  name: 'kafka-dump-log.sh',
  usage: usageNow,
  readsInput: false,
  plan: (options, context) =>
    helpOrVersion({ usage: usageOf(context) }, options, context) ??
    problemOf(usageOf(context), options) ?? {
      ...refuse([`highwater: the files of a broker are in its container`]),
      teaching: `docker exec kafka1 kafka-dump-log.sh ${context.args.join(' ')}`,
    },
  refuseOption: unreadable,
  edition: ({ profile }) => (featuresOf(profile).offsetsCarryTopicIds ? dumpLog : dumpLog39),
};

const dumpLog39: Tool = { ...dumpLog, usage: usage39 };
