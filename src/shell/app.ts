/** `app`: what an application does with its own consumer, the simulator's own word, as Kafka has no command for it. */
import type { CallConsumerPayload } from '#faults/call-consumer.ts';
import type { ConsumerCall } from '#kafka/clients/consumer/calls.ts';
import type { ParsedCommand, ShellContext } from '#shell/context.ts';
import { isRefusal, nodesNamed } from '#shell/fault-nodes.ts';
import { nearest } from '#shell/near.ts';
import { type Refusal, refuse, say } from '#shell/outcome.ts';

interface AppWord {
  readonly word: string;
  readonly call: ConsumerCall['call'];
  readonly usage: string;
  readonly about: string;
}

export const APP_WORDS: readonly AppWord[] = [
  { word: 'pause', call: 'pause', usage: 'pause CONSUMER [PARTITION...]', about: 'pause(): polls on, and gets nothing of these partitions, or of all it has.' },
  { word: 'resume', call: 'resume', usage: 'resume CONSUMER [PARTITION...]', about: 'resume(): gets records of these partitions again, or of all it has.' },
  { word: 'seek', call: 'seek', usage: 'seek CONSUMER PARTITION@OFFSET...', about: 'seek(): the next poll() reads from there; nothing is committed yet.' },
  {
    word: 'seek-to-beginning',
    call: 'seekToBeginning',
    usage: 'seek-to-beginning CONSUMER [PARTITION...]',
    about: 'seekToBeginning(): the next poll() looks the first offset up and reads from there.',
  },
  {
    word: 'seek-to-end',
    call: 'seekToEnd',
    usage: 'seek-to-end CONSUMER [PARTITION...]',
    about: 'seekToEnd(): the next poll() looks the end up and skips what lies before it.',
  },
];

const wrong = (text: string, teaching = ''): Refusal => ({ ...refuse([`app: ${text}`], 2), teaching });

export function parseApp(words: readonly string[], line: string, context: ShellContext): ParsedCommand | Refusal {
  const [word, name, ...partitions] = words;
  if (word === undefined || word === '--help' || word === 'help') return appHelp();
  const known = APP_WORDS.find((one) => one.word === word);
  if (known === undefined) {
    const near = nearest(
      word,
      APP_WORDS.map((one) => one.word),
    );
    return wrong(`an application has no call ${word}`, near ? `Did you mean app ${near}?` : 'app --help lists them.');
  }
  if (words.includes('--help')) return say([`Usage:  app ${known.usage}`, '', known.about]);
  if (name === undefined || (known.call === 'seek' && partitions.length === 0)) return wrong(`usage: app ${known.usage}`);
  const nodes = consumersNamed(name, context);
  if (isRefusal(nodes)) return nodes;
  const calls = known.call === 'seek' ? seeks(partitions, context) : together(known.call, partitions, context);
  if ('ok' in calls) return calls;
  const payload: CallConsumerPayload = { type: 'CallConsumer', command: line, nodes, calls: calls.calls };
  return { ok: true, payload, stdout: [] };
}

function appHelp(): Refusal {
  const width = Math.max(...APP_WORDS.map(({ usage }) => usage.length));
  return say(['Usage:  app WORD CONSUMER [PARTITION...]', '', ...APP_WORDS.map(({ usage, about }) => `  ${usage.padEnd(width)}  ${about}`)]);
}

/** Members of the scenario's groups: their applications are ours, those of tools, workers and share consumers have no such calls. */
function consumersNamed(name: string, context: ShellContext): readonly string[] | Refusal {
  const nodes = nodesNamed(name, context);
  if (isRefusal(nodes)) return { ...nodes, stderr: nodes.stderr.map((text) => text.replace(/^fault: /, 'app: ')) };
  const other = nodes.find((node) => !isMember(node, context));
  if (other === undefined && nodes.length > 0) return nodes;
  const isShare = (context.spec.shareGroups ?? []).some(({ group }) => isNumbered(other ?? name, group));
  return wrong(
    `${other ?? name} is not an application with a KafkaConsumer`,
    isShare ? 'A share consumer has no position of its own: its group keeps what is delivered, so it can neither pause nor seek.' : '',
  );
}

const isNumbered = (node: string, group: string): boolean => node.startsWith(`${group}-`) && /^\d+$/.test(node.slice(group.length + 1));

const isMember = (node: string, { spec }: ShellContext): boolean => spec.groups.some(({ group }) => isNumbered(node, group));

function partitionProblem(tp: string, { topics }: ShellContext): Refusal | undefined {
  const topic = /^(.+)-\d{1,6}$/.exec(tp)?.[1];
  return topic !== undefined && topics.includes(topic) ? undefined : wrong(`no partition is called ${tp}`, `Topics: ${topics.join(', ')}.`);
}

type Calls = { readonly calls: readonly ConsumerCall[] } | Refusal;

function together(call: ConsumerCall['call'], partitions: readonly string[], context: ShellContext): Calls {
  const problem = partitions.map((tp) => partitionProblem(tp, context)).find((one) => one !== undefined);
  return problem ?? { calls: [{ call, partitions, offset: -1 }] };
}

/** seek() takes one partition. */
function seeks(words: readonly string[], context: ShellContext): Calls {
  const calls: ConsumerCall[] = [];
  for (const word of words) {
    const [, tp, offset] = /^(.+)@(\d{1,15})$/.exec(word) ?? [];
    if (tp === undefined) return wrong(`seek needs an offset: ${word.split('@')[0]}@0`);
    const problem = partitionProblem(tp, context);
    if (problem) return problem;
    calls.push({ call: 'seek', partitions: [tp], offset: Number(offset) });
  }
  return { calls };
}

/** Words that could come next. */
export function appCompletions(given: readonly string[], context: ShellContext): readonly string[] {
  if (given.length < 2) return [...context.nodes.filter((node) => isMember(node, context)), ...context.spec.groups.map(({ group }) => group)];
  return context.topics.map((topic) => (given[0] === 'seek' ? `${topic}-0@0` : `${topic}-0`));
}
