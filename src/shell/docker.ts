/** docker, as far as a student breaks a cluster with it: containers, their network, `docker ps`, and scaling with compose. */
import type { ContainersPayload } from '#faults/docker.ts';
import { NETWORK } from '#faults/network.ts';
import type { PsPayload } from '#faults/ps.ts';
import type { ComposeUpPayload, Scale } from '#faults/scale.ts';
import type { ParsedCommand, ShellContext } from '#shell/context.ts';
import { nearest } from '#shell/near.ts';
import { notHere, type Refusal, refuse } from '#shell/outcome.ts';

type Parsed = ParsedCommand | Refusal;

const VERBS: Readonly<Record<string, string>> = {
  kill: 'DockerKill',
  stop: 'DockerStop',
  start: 'DockerStart',
  restart: 'DockerRestart',
  pause: 'DockerPause',
  unpause: 'DockerUnpause',
};

const NETWORK_VERBS: Readonly<Record<string, string>> = { disconnect: 'DockerNetworkDisconnect', connect: 'DockerNetworkConnect' };

/** Words that may follow `docker`, for completion. */
export const DOCKER_WORDS: readonly (readonly [string, string])[] = [
  ['kill', 'Kill one or more running containers'],
  ['stop', 'Stop one or more running containers'],
  ['start', 'Start one or more stopped containers'],
  ['restart', 'Restart one or more containers'],
  ['pause', 'Pause all processes within one or more containers'],
  ['unpause', 'Unpause all processes within one or more containers'],
  ['rm', 'Remove one or more containers'],
  ['network', 'Manage networks'],
  ['exec', 'Execute a command in a running container'],
  ['ps', 'List containers'],
  ['compose', 'Docker Compose'],
];

export function parseDocker(words: readonly string[], line: string, context: ShellContext): Parsed {
  const [verb, ...rest] = words;
  if (verb === undefined || verb === '--help') return dockerHelp();
  if (verb === 'container') return parseDocker(rest, line, context);
  if (VERBS[verb] !== undefined) return overContainers(`docker ${verb}`, VERBS[verb], rest, line, context);
  if (verb === 'rm') return parseRemove(rest, line, context);
  if (verb === 'network') return parseNetwork(rest, line, context);
  if (verb === 'ps' || verb === 'ls') return parsePs(rest, line, context);
  if (verb === 'compose') return parseCompose(rest, line, context);
  return unknownCommand(verb);
}

const dockerHelp = (): Refusal => ({
  ok: false,
  stdout: ['Usage:  docker [OPTIONS] COMMAND', '', 'Commands:', ...DOCKER_WORDS.map(([word, about]) => `  ${word.padEnd(11)} ${about}`)],
  stderr: [],
  exitCode: 0,
});

function unknownCommand(verb: string): Refusal {
  const near = nearest(
    verb,
    DOCKER_WORDS.map(([word]) => word),
  );
  const stderr = verb.startsWith('-') ? [`unknown flag: ${verb}`, '', 'Usage:  docker [OPTIONS] COMMAND'] : [`docker: unknown command: docker ${verb}`];
  return { ...refuse([...stderr, '', "Run 'docker --help' for more information"]), teaching: near ? `Did you mean \`docker ${near}\`?` : '' };
}

export const requires = (command: string, what: string): Refusal =>
  refuse([
    `docker: '${command}' requires ${what}`,
    '',
    `Usage:  ${command} [OPTIONS] CONTAINER [CONTAINER...]`,
    '',
    `Run '${command} --help' for more information`,
  ]);

/** Flags that change nothing here: `-s KILL`, `-t 10`. */
function containersOf(command: string, rest: readonly string[]): readonly string[] | Refusal {
  const names: string[] = [];
  for (let n = 0; n < rest.length; n++) {
    const word = rest[n];
    if (/^(-t|--time|--timeout)=?/.test(word)) n += word.includes('=') ? 0 : 1;
    else if (word.startsWith('-'))
      return {
        ...refuse(
          [`unknown flag: ${word}`, '', `Usage:  ${command} [OPTIONS] CONTAINER [CONTAINER...]`, '', `Run '${command} --help' for more information`],
          125,
        ),
      };
    else names.push(word);
  }
  return names;
}

function overContainers(command: string, type: string, rest: readonly string[], line: string, context: ShellContext): Parsed {
  const names = containersOf(command, rest);
  if ('ok' in names) return names;
  if (names.length === 0) return requires(command, 'at least 1 argument');
  return onContainers(type, names, line, context);
}

/** `-f` also kills what runs; volumes (`-v`) are not simulated. */
function parseRemove(rest: readonly string[], line: string, context: ShellContext): Parsed {
  const isForce = (word: string): boolean => word === '-f' || word === '--force';
  const names = rest.filter((word) => !isForce(word));
  return overContainers('docker rm', rest.some(isForce) ? 'DockerRmForce' : 'DockerRm', names, line, context);
}

/** All unknown: refused at once. Some unknown: docker does the others, and so the run decides. */
function onContainers(type: string, names: readonly string[], line: string, context: ShellContext): Parsed {
  const known = containers(context);
  if (names.every((name) => !known.includes(name))) {
    const near = nearest(names[0], known);
    const hint = near ? `Did you mean ${near}?` : `Containers: ${known.slice(0, 8).join(', ')}.`;
    return { ...refuse(names.map((name) => `Error response from daemon: No such container: ${name}`)), teaching: hint };
  }
  const payload: ContainersPayload = { type, command: line, nodes: names };
  return { ok: true, payload, stdout: names.filter((name) => known.includes(name)) };
}

/** Tools run in the terminal, not in containers of their own. */
export const containers = ({ nodes }: ShellContext): readonly string[] => nodes.filter((node) => !/^(tool-\d+|init)$/.test(node));

function parseNetwork(rest: readonly string[], line: string, context: ShellContext): Parsed {
  const [verb, network, ...names] = rest.filter((word) => word !== '-f' && word !== '--force');
  if (verb === undefined)
    return refuse(
      [
        'Usage:  docker network COMMAND',
        '',
        'Commands:',
        '  connect     Connect a container to a network',
        '  disconnect  Disconnect a container from a network',
      ],
      0,
    );
  const type = NETWORK_VERBS[verb];
  if (type === undefined)
    return {
      ...refuse([`docker: unknown command: docker network ${verb}`, '', "Run 'docker network --help' for more information"]),
      teaching: nearNetworkVerb(verb),
    };
  const command = `docker network ${verb}`;
  if (network === undefined || names.length !== 1) {
    const usage = `Usage:  ${command} [OPTIONS] NETWORK CONTAINER`;
    return {
      ...refuse([`docker: '${command}' requires 2 arguments`, '', usage, '', `Run '${command} --help' for more information`]),
      teaching: names.length > 1 ? 'One container a command.' : '',
    };
  }
  if (network !== NETWORK)
    return { ...refuse([`Error response from daemon: network ${network} not found`]), teaching: `The cluster's network is called ${NETWORK}.` };
  const parsed = onContainers(type, names, line, context);
  return parsed.ok ? { ok: true, payload: parsed.payload, stdout: [] } : parsed; // says nothing when it works
}

function nearNetworkVerb(verb: string): string {
  const near = nearest(verb, Object.keys(NETWORK_VERBS));
  return near ? `Did you mean \`docker network ${near}\`?` : '';
}

function parsePs(rest: readonly string[], line: string, context: ShellContext): Parsed {
  const unknown = rest.find((word) => word !== '-a' && word !== '--all');
  if (unknown !== undefined)
    return refuse([`unknown flag: ${unknown}`, '', 'Usage:  docker ps [OPTIONS]', '', "Run 'docker ps --help' for more information"], 125);
  const node = `tool-${context.nextTool}`;
  const payload: PsPayload = { type: 'DockerPs', command: line, node, all: rest.length > 0, spec: context.spec };
  return { ok: true, payload, node, stdout: [] };
}

/** `docker compose up -d --scale billing=3` starts whatever is stopped as well; `docker compose scale billing=3` only what it names. */
function parseCompose(rest: readonly string[], line: string, context: ShellContext): Parsed {
  const [verb, ...args] = rest;
  if (verb !== 'up' && verb !== 'scale') {
    return {
      ...refuse([`unknown docker command: "compose ${verb ?? ''}"`]),
      teaching: 'Here: docker compose up -d --scale <group>=<members>, or docker compose scale <group>=<members>.',
    };
  }
  if (verb === 'up' && !args.includes('-d') && !args.includes('--detach')) return notHere('add -d: without it docker compose would hold the terminal');
  const wanted = args.filter((word) => /^(--scale=)?[^-=][^=]*=/.test(word)).map((word) => word.replace(/^--scale=/, '').split('='));
  const scale: Scale[] = [];
  for (const [group, count] of wanted) {
    const problem = scaleProblem(group, count, context);
    if (problem) return problem;
    scale.push({ group, members: Number(count) });
  }
  const payload: ComposeUpPayload = {
    type: 'DockerComposeUp',
    command: line,
    scale,
    everything: verb === 'up' && !args.includes('--no-deps'),
    spec: context.spec,
  };
  return { ok: true, payload, stdout: [] };
}

/** More members than this would be no lesson. */
const MOST_MEMBERS = 32;

function scaleProblem(group: string, count: string, { spec }: ShellContext): Refusal | undefined {
  const known = [...spec.groups, ...(spec.shareGroups ?? [])].map((one) => one.group);
  if (!known.includes(group))
    return {
      ...refuse([`no such service: ${group}`]),
      teaching: known.length > 0 ? `Groups of this scenario: ${known.join(', ')}.` : 'This scenario has no consumer group.',
    };
  if (!/^\d{1,9}$/.test(count)) return refuse([`invalid argument "${group}=${count}" for "--scale" flag: strconv.Atoi: parsing "${count}": invalid syntax`]);
  return Number(count) > MOST_MEMBERS ? notHere(`at most ${MOST_MEMBERS} members`) : undefined;
}
