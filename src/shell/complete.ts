/** Completion: what could stand at the cursor, with a description of each, from the option tables and the names of the cluster. */
import { NETWORK } from '#faults/network.ts';
import { APP_WORDS, appCompletions } from '#shell/app.ts';
import type { ShellContext } from '#shell/context.ts';
import { containers, DOCKER_WORDS } from '#shell/docker.ts';
import { FAULT_WORDS } from '#shell/fault.ts';
import { list, NO_FILES } from '#shell/files.ts';
import { commandList } from '#shell/help.ts';
import { tokenize } from '#shell/tokenize.ts';
import type { Tool } from '#shell/tool.ts';
import { toolsOf } from '#shell/tools/catalog.ts';

export interface Suggestion {
  /** Replaces the line from `from` to the cursor. */
  readonly text: string;
  readonly description: string;
}

export interface Completion {
  readonly from: number;
  readonly suggestions: readonly Suggestion[];
}

const plain = (text: string, description = ''): Suggestion => ({ text, description });

/** Suggestions for the word that ends at the cursor; the word itself is never suggested alone. */
export function complete(line: string, cursor: number, context: ShellContext): Completion {
  const before = line.slice(0, cursor);
  const tokens = tokenize(before);
  if (!tokens.ok) return { from: cursor, suggestions: [] };
  const stage = tokens.stages[tokens.stages.length - 1];
  const last = stage[stage.length - 1];
  const isInWord = last !== undefined && last.end === before.length;
  const word = isInWord ? last.text : '';
  const words = (isInWord ? stage.slice(0, -1) : stage).map(({ text }) => text);
  const candidates = words.length === 0 ? commands(word, context) : argumentsOf(words, word, context);
  const suggestions = candidates.filter(({ text }) => text.startsWith(word) && text !== word);
  return { from: isInWord ? last.start : cursor, suggestions };
}

/** A path before the command is kept: bin/kafka-topics.sh. */
function commands(word: string, { spec }: ShellContext): Suggestion[] {
  const path = word.slice(0, word.lastIndexOf('/') + 1);
  return commandList(spec).map(({ name, about }) => plain(path + name, about));
}

function argumentsOf(words: readonly string[], word: string, context: ShellContext): readonly Suggestion[] {
  const base = words[0].slice(words[0].lastIndexOf('/') + 1);
  if (base === 'docker') return dockerArguments(words.slice(1), context);
  if (base === 'fault') return words.length === 1 ? FAULT_WORDS.map(({ word: name, about }) => plain(name, about)) : faultArguments(words.slice(1), context);
  if (base === 'app') {
    if (words.length === 1) return APP_WORDS.map(({ word: name, about }) => plain(name, about));
    return appCompletions(words.slice(1), context).map((text) => plain(text));
  }
  if (base === 'man') return toolsOf(context.spec).map(({ name, usage }) => plain(name, usage.about));
  const tool = toolsOf(context.spec).find(({ name }) => name === base || name === `${base}.sh`);
  return tool ? toolArguments(tool, words.slice(1), word, context) : [];
}

/** What the word itself says could come next. */
function faultArguments([word, ...given]: readonly string[], context: ShellContext): Suggestion[] {
  const known = FAULT_WORDS.find((one) => one.word === word);
  return (known?.completions(context, given) ?? []).filter((text) => !given.includes(text)).map((text) => plain(text, text.startsWith('-') ? 'option' : ''));
}

function toolArguments(tool: Tool, given: readonly string[], word: string, context: ShellContext): readonly Suggestion[] {
  const previous = given[given.length - 1]?.replace(/^-+/, '');
  const option = given.length > 0 && given[given.length - 1].startsWith('-') ? tool.usage.options.find(({ name }) => name === previous) : undefined;
  if (option && option.argument !== 'none') {
    const values = valuesFor(option.name, tool, context);
    if (option.argument === 'required' || values.length > 0) return values;
  }
  const bare = word.replace(/^-+/, '');
  const options = tool.usage.options.filter(({ name }) => !given.includes(`--${name}`) || REPEATED.has(name));
  return bare === '' || word.startsWith('-') ? options.map(({ name, description }) => plain(`--${name}`, firstSentence(description))) : [];
}

/** Options that may be given several times. */
const REPEATED = new Set(['config', 'property', 'reader-property', 'formatter-property', 'command-property', 'group', 'add-config']);

const firstSentence = (text: string): string => {
  const end = text.indexOf('. ');
  return end < 0 ? text : text.slice(0, end + 1);
};

const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'kafka-console-producer.sh': ['parse.key=true', 'key.separator=:'],
  'kafka-console-consumer.sh': ['print.key=true', 'print.partition=true', 'print.offset=true', 'print.timestamp=true'],
};

function valuesFor(option: string, tool: Tool, context: ShellContext): readonly Suggestion[] {
  switch (option) {
    case 'bootstrap-server':
      return context.spec.brokers.map(({ id }) => plain(`kafka${id}:9092`, `broker ${id}`));
    case 'broker-list':
      return context.spec.brokers.map(({ id }) => plain(`kafka${id}:9092`, `broker ${id}`));
    case 'zookeeper':
      return [plain('zookeeper1:2181', 'ensemble')];
    case 'topic':
    case 'include':
      return context.topics.map((topic) => plain(topic, 'topic'));
    case 'group':
      return context.groups.map((group) => plain(group, 'group'));
    case 'property':
    case 'reader-property':
    case 'formatter-property':
      return (PROPERTIES[tool.name] ?? []).map((property) => plain(property));
    case 'offset':
      return [plain('earliest'), plain('latest')];
    case 'entity-type':
      return [plain('topics'), plain('brokers'), plain('groups')];
    case 'election-type':
      return [plain('preferred', 'back to the first replica'), plain('unclean', 'where there is no leader, whatever it costs')];
    case 'reassignment-json-file':
    case 'topics-to-move-json-file':
    case 'path-to-json-file':
      return list(context.files ?? NO_FILES).map((name) => plain(name, 'file'));
    case 'request-required-acks':
      return [plain('0'), plain('1'), plain('all')];
    default:
      return [];
  }
}

function dockerArguments(given: readonly string[], context: ShellContext): readonly Suggestion[] {
  const [verb, ...rest] = given;
  if (verb === undefined) return DOCKER_WORDS.map(([word, about]) => plain(word, about));
  if (verb === 'network') {
    if (rest.length === 0) return [plain('disconnect', 'Disconnect a container from a network'), plain('connect', 'Connect a container to a network')];
    return rest.length === 1 ? [plain(NETWORK, 'network')] : containers(context).map((name) => plain(name, 'container'));
  }
  if (verb === 'compose')
    return [...context.spec.groups, ...(context.spec.shareGroups ?? [])].map(({ group, members }) =>
      plain(`up -d --scale ${group}=${members + 1}`, 'one member more'),
    );
  if (verb === 'ps') return [plain('-a', 'Show all containers (default shows just running)')];
  return containers(context)
    .filter((name) => !rest.includes(name))
    .map((name) => plain(name, 'container'));
}
