/** From a command line to what it does: a payload for the World, or a refusal in the tool's own words. Nothing here touches the World. */

import { sharesFiles } from '#beside/catalog.ts';
import type { DumpPayload } from '#faults/dump-log.ts';
import type { StartToolPayload, WriteFilePayload } from '#faults/terminal.ts';
import { parseApp } from '#shell/app.ts';
import type { Parsed, ShellContext } from '#shell/context.ts';
import { parseCurl } from '#shell/curl.ts';
import { containers, parseDocker, requires } from '#shell/docker.ts';
import { WRITERS, write } from '#shell/echo.ts';
import { parseFault } from '#shell/fault.ts';
import { concatenate, list, MOST_CHARS, NO_FILES, type Redirect, redirected } from '#shell/files.ts';
import { manual, terminalHelp } from '#shell/help.ts';
import { parseOptions } from '#shell/jopt.ts';
import { parseKeyboard } from '#shell/keyboard.ts';
import { nearest } from '#shell/near.ts';
import { notHere, type Plan, type Refusal, refuse, say } from '#shell/outcome.ts';
import { tokenize } from '#shell/tokenize.ts';
import { editionOf, type Tool } from '#shell/tool.ts';
import { tools, toolsOf } from '#shell/tools/catalog.ts';
import { dumpLog, planDump } from '#shell/tools/dump-log.ts';

export type { CommandPayload, Parsed, ParsedCommand, RefusedCommand, ShellContext } from '#shell/context.ts';

export function parseCommand(line: string, context: ShellContext): Parsed {
  const typed = parseKeyboard(line, context);
  if (typed) return typed;
  const tokens = tokenize(line);
  if (!tokens.ok) return refused(refuse([tokens.message], 2));
  const last = redirected(tokens.stages[tokens.stages.length - 1]);
  if (!last.ok) return refused(last);
  if (last.to) return parseWrite(tokens.stages.length, last.words, last.to, line.trim(), context);
  const stages = tokens.stages.map((stage) => stage.map(({ text }) => text));
  if (stages.some((stage) => stage.length === 0))
    return refused(stages.length === 1 ? refuse([], 0) : refuse(["bash: syntax error near unexpected token `|'"], 2));
  return stages.length === 1 ? parseStage(stages[0], undefined, line.trim(), context) : parsePipe(stages, line.trim(), context);
}

const refused = ({ stdout, stderr, exitCode, teaching = '' }: Refusal): Parsed => ({ ok: false, stdout, stderr, exitCode, teaching });

/** `echo … > plan.json`: a process that prints nothing, whose line says what was written (`filesAfter`). */
function parseWrite(stages: number, words: readonly string[], to: Redirect, line: string, context: ShellContext): Parsed {
  if (stages > 1 || !WRITERS.includes(words[0])) return refused(notHere('only echo and printf write into a file'));
  const written = write(words);
  if (!written.ok) return refused(written);
  const node = `tool-${context.nextTool}`;
  const launch = { kind: 'admin', program: 'print', args: { lines: [] }, bootstrap: [], config: {} } as const;
  const owner = filesOwner(context.spec);
  const start: StartToolPayload = { type: 'StartTool', command: line, node, launch, spec: context.spec };
  if (owner === undefined) return { ok: true, payload: start, node, stdout: [] };
  const text = written.lines
    .map((one) => `${one}\n`)
    .join('')
    .slice(0, MOST_CHARS);
  const payload: WriteFilePayload = { ...start, type: 'WriteFile', owner, file: to.file, append: to.append, text };
  return { ok: true, payload, node, stdout: [] };
}

/** A process that reads and writes the files of the terminal: then they are part of the simulation. */
const filesOwner = ({ services }: ShellContext['spec']): string | undefined => services?.find(({ service }) => sharesFiles(service))?.name;

function parsePipe(stages: readonly (readonly string[])[], line: string, context: ShellContext): Parsed {
  if (stages.length > 2 || !WRITERS.includes(stages[0][0])) {
    return refused(notHere('a pipe goes from echo, printf or seq into one tool'));
  }
  const written = write(stages[0]);
  return written.ok ? parseStage(stages[1], written.lines, line, context) : refused(written);
}

function parseStage(words: readonly string[], stdin: readonly string[] | undefined, line: string, context: ShellContext): Parsed {
  const [command, ...args] = words;
  if (command === 'docker' && args[0] === 'exec') return parseExec(args.slice(1), stdin, line, context);
  if (command === 'docker') {
    const parsed = parseDocker(args, line, context);
    return parsed.ok ? parsed : refused(parsed);
  }
  if (command === 'fault' || command === 'app') {
    const parsed = command === 'app' ? parseApp(args, line, context) : parseFault(args, line, context);
    return parsed.ok ? parsed : refused(parsed);
  }
  if (command === 'curl') return started(parseCurl(args, context), line, context);
  if (command === 'help') return refused(terminalHelp(context.spec));
  if (command === 'man') return refused(manual(args[0], context.spec));
  if (command === 'ls') return refused(say(list(context.files ?? NO_FILES)));
  if ((command === 'cat' || command === 'more') && args.length > 0) return refused(concatenate(context.files ?? NO_FILES, args, command));
  if (WRITERS.includes(command)) {
    const written = write(words);
    return refused(written.ok ? refuse([], 0, written.lines) : written);
  }
  const tool = toolOf(command, context);
  return tool ? parseTool(tool, args, stdin, line, context) : refused(notFound(command, context));
}

/** `docker exec -it kafka1 kafka-topics.sh …`: a tool is the same inside; only what reads files depends on the container. */
function parseExec(args: readonly string[], stdin: readonly string[] | undefined, line: string, context: ShellContext): Parsed {
  const words = args.slice(
    Math.max(
      0,
      args.findIndex((word) => !word.startsWith('-')),
    ),
  );
  const [container, command, ...rest] = words;
  if (command === undefined || container.startsWith('-')) return refused(requires('docker exec', 'at least 2 arguments'));
  if (!containers(context).includes(container)) return refused(refuse([`Error response from daemon: No such container: ${container}`]));
  const tool = toolOf(command, context);
  if (!tool) return refused(notHere('inside a container there are only the tools of Kafka'));
  return tool.name === dumpLog.name ? parseDump(tool, rest, container, line, context) : parseTool(tool, rest, stdin, line, context);
}

function parseDump(tool: Tool, args: readonly string[], container: string, line: string, context: ShellContext): Parsed {
  const planContext = { spec: context.spec, args, stdin: undefined, files: context.files ?? NO_FILES };
  const parsed = parseOptions(tool.usage.options, args);
  if (!parsed.ok) return refused({ ...tool.refuseOption(parsed.problem, planContext), teaching: optionHint(tool, args, context) });
  const plan = planDump(parsed.options, planContext, container);
  if ('ok' in plan) return refused(plan);
  const node = `tool-${context.nextTool}`;
  const payload: DumpPayload = { type: 'DumpLog', command: line, node, spec: context.spec, ...plan };
  return { ok: true, payload, node, stdout: [] };
}

/** `bin/kafka-topics.sh`, `/opt/kafka/bin/kafka-topics.sh` and, as Confluent's packages call it, `kafka-topics`. */
function toolOf(command: string, { spec }: ShellContext): Tool | undefined {
  const base = command.slice(command.lastIndexOf('/') + 1);
  const tool = tools.find(({ name }) => name === base || name === `${base}.sh`);
  return tool && editionOf(tool, spec);
}

function notFound(command: string, { spec }: ShellContext): Refusal {
  const isPath = command.includes('/');
  const base = command.slice(command.lastIndexOf('/') + 1);
  const near = nearest(base, [...toolsOf(spec).map(({ name }) => name), 'docker', 'fault', 'app', 'curl', 'help', 'man']);
  const stderr = isPath ? `bash: ${command}: No such file or directory` : `bash: ${command}: command not found`;
  return { ...refuse([stderr], 127), teaching: near ? `Did you mean ${near}?` : 'Type help for the commands that are here.' };
}

function parseTool(tool: Tool, args: readonly string[], stdin: readonly string[] | undefined, line: string, context: ShellContext): Parsed {
  const planContext = { spec: context.spec, args, stdin: tool.readsInput ? stdin : undefined, files: context.files ?? NO_FILES };
  const parsed = parseOptions(tool.usage.options, args);
  if (!parsed.ok) return refused({ ...tool.refuseOption(parsed.problem, planContext), teaching: optionHint(tool, args, context) });
  const plan = tool.plan(parsed.options, planContext);
  return plan.ok ? started(plan, line, context) : refused({ ...plan, teaching: plan.teaching || wordsHint(tool, parsed.options.words) });
}

/** The process that a line starts, or why it does not. */
function started(plan: Plan, line: string, context: ShellContext): Parsed {
  if (!plan.ok) return refused(plan);
  const node = `tool-${context.nextTool}`;
  const payload: StartToolPayload = { type: 'StartTool', command: line, node, launch: plan.launch, spec: context.spec };
  return { ok: true, payload, node, stdout: [] };
}

/** The option that was probably meant. */
function optionHint(tool: Tool, args: readonly string[], { spec }: ShellContext): string {
  const names = tool.usage.options.map(({ name }) => name);
  const unknown = args
    .filter((arg) => arg.startsWith('-'))
    .map((arg) => arg.replace(/^-+/, '').split('=')[0])
    .find((name) => !names.includes(name));
  if (unknown === undefined) return '';
  if (unknown === 'zookeeper')
    return `--zookeeper is gone since Kafka ${spec.metadata === 'zookeeper' ? '3.0' : '3.0, and this cluster has no ZooKeeper'}: use --bootstrap-server kafka1:9092.`;
  if (unknown === 'bootstrap-server' && spec.metadata === 'zookeeper')
    return `${tool.name} of Kafka ${spec.profile} speaks to ZooKeeper: use --zookeeper zookeeper1:2181.`;
  if (unknown === 'broker-list') return '--broker-list is gone since Kafka 4.0: use --bootstrap-server kafka1:9092.';
  const near = nearest(unknown, names);
  return near ? `Did you mean --${near}?` : `${tool.name} --help lists its options.`;
}

/** Words that belong to no option are ignored by Kafka's tools, which hides a forgotten dash. */
const wordsHint = (tool: Tool, words: readonly string[]): string => {
  const near =
    words.length > 0
      ? nearest(
          words[0],
          tool.usage.options.map(({ name }) => name),
        )
      : undefined;
  return near ? `${words[0]} is not an option without its dashes: --${near}?` : '';
};
