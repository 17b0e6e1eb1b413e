/** Words of `fault` about processes and time: the leader that is chased, the slow processor, the client with old news, clocks, timers and ties. */
import type { BouncePayload } from '#faults/bounce-leader.ts';
import type { FreezeMetadataPayload } from '#faults/freeze-metadata.ts';
import type { SlowCpuPayload } from '#faults/slow-cpu.ts';
import type { ClockPayload, TieShufflePayload, TimerJitterPayload } from '#faults/time.ts';
import type { CommandPayload, ParsedCommand, ShellContext } from '#shell/context.ts';
import { CLASSES, isRefusal, nodesNamed } from '#shell/fault-nodes.ts';
import { type FaultOptions, type FaultWord, readFault, wrong, wrongUsage } from '#shell/fault-word.ts';
import type { Refusal } from '#shell/outcome.ts';

interface NodesFault {
  readonly word: string;
  readonly usage: string;
  readonly about: string;
  readonly options: FaultOptions;
  readonly payload: (nodes: readonly string[], options: ReadonlyMap<string, string>, line: string) => CommandPayload | Refusal;
}

/** A fault over any processes, named first. */
const overNodes = ({ word, usage, about, options, payload }: NodesFault): FaultWord => ({
  word,
  usage,
  about,
  parse(args, line, context) {
    const given = readFault(args, usage, options);
    if (!given.ok) return given;
    const nodes = nodesNamed(given.names.join(','), context);
    if (isRefusal(nodes)) return nodes;
    if (nodes.length === 0) return wrongUsage(usage);
    const made = payload(nodes, given.options, line);
    return 'ok' in made ? made : ({ ok: true, payload: made, stdout: [] } satisfies ParsedCommand);
  },
  completions: (context) => [...context.nodes, ...Object.keys(options).map((name) => `--${name}`)],
});

const whole = (text: string | undefined, least: number, most: number): number | undefined => {
  const number = /^\d{1,6}$/.test(text ?? '') ? Number(text) : -1;
  return number >= least && number <= most ? number : undefined;
};

function slowCpu(nodes: readonly string[], options: ReadonlyMap<string, string>, line: string): SlowCpuPayload | Refusal {
  const factor = whole(options.get('factor'), 2, 10_000);
  return factor === undefined ? wrong('slow-cpu needs --factor, a number from 2 to 10000') : { type: 'SlowCpu', command: line, nodes, factor };
}

const UNITS_US: Readonly<Record<string, number>> = { ms: 1000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000, d: 86_400_000_000 };

/** `5s`, `-5s`, `8d`: how far a clock is ahead. */
function skewOf(text: string): number | undefined {
  const match = /^([+-]?)(\d{1,4})(ms|s|m|h|d)$/.exec(text);
  return match ? (match[1] === '-' ? -1 : 1) * Number(match[2]) * UNITS_US[match[3]] : undefined;
}

function clock(nodes: readonly string[], options: ReadonlyMap<string, string>, line: string): ClockPayload | Refusal {
  const skewUs = skewOf(options.get('skew') ?? '');
  return skewUs === undefined
    ? wrong('clock needs --skew, such as 5s, -5s or 8d')
    : { type: 'SetClock', command: line, nodes, skewUs: skewUs === 0 ? 0 : skewUs };
}

function timerJitter(nodes: readonly string[], options: ReadonlyMap<string, string>, line: string): TimerJitterPayload | Refusal {
  const percent = whole(options.get('percent'), 1, 1000);
  return percent === undefined ? wrong('timer-jitter needs --percent, a number from 1 to 1000') : { type: 'TimerJitter', command: line, nodes, percent };
}

function freezeMetadata(nodes: readonly string[], _options: ReadonlyMap<string, string>, line: string): FreezeMetadataPayload | Refusal {
  const server = nodes.find((node) => !CLASSES.clients(node));
  return server === undefined ? { type: 'FreezeMetadata', command: line, nodes } : wrong(`${server} is not a client`);
}

const BOUNCE = 'bounce-leader TOPIC-PARTITION [--times N] [--clean]';

function bounce(args: readonly string[], line: string, context: ShellContext): ParsedCommand | Refusal {
  const given = readFault(args, BOUNCE, { times: 'value', clean: 'flag' });
  if (!given.ok) return given;
  const [tp, ...more] = given.names;
  const times = whole(given.options.get('times') ?? '1', 1, 100);
  if (tp === undefined || more.length > 0 || times === undefined) return wrongUsage(BOUNCE);
  const topic = /^(.+)-\d{1,6}$/.exec(tp)?.[1];
  if (topic === undefined || !context.topics.includes(topic)) return wrong(`no partition is called ${tp}`, `Topics: ${context.topics.join(', ')}.`);
  const payload: BouncePayload = { type: 'BounceLeader', command: line, tp, times, clean: given.options.has('clean') };
  return { ok: true, payload, stdout: [] };
}

export const processFaultWords: readonly FaultWord[] = [
  {
    word: 'bounce-leader',
    usage: BOUNCE,
    about: 'Kills whoever leads, starts it again when another does, and goes for the next; with --clean in good order.',
    parse: bounce,
    completions: (context, given) => (given.length === 0 ? context.topics.map((topic) => `${topic}-0`) : ['--times', '--clean']),
  },
  overNodes({
    word: 'slow-cpu',
    usage: 'slow-cpu NODE... --factor N',
    about: 'Whatever reaches the node takes N times a millisecond, one after the other.',
    options: { factor: 'value' },
    payload: slowCpu,
  }),
  overNodes({
    word: 'freeze-metadata',
    usage: 'freeze-metadata CLIENT...',
    about: 'The client’s metadata refreshes tell it what was true now.',
    options: {},
    payload: freezeMetadata,
  }),
  overNodes({
    word: 'clock',
    usage: 'clock NODE... --skew DURATION',
    about: 'Its wall clock is ahead (5s, 8d) or behind (-5s): timestamps and time retention go by it, no timer does. 0s sets it right.',
    options: { skew: 'value' },
    payload: clock,
  }),
  overNodes({
    word: 'timer-jitter',
    usage: 'timer-jitter NODE... --percent P',
    about: 'Its timers fire late, by up to so much of their delay.',
    options: { percent: 'value' },
    payload: timerJitter,
  }),
  {
    word: 'tie-shuffle',
    usage: 'tie-shuffle',
    about: 'What happens at the same instant happens in an order drawn from the seed.',
    parse: (args, line) =>
      args.length > 0 ? wrongUsage('tie-shuffle') : { ok: true, payload: { type: 'TieShuffle', command: line } satisfies TieShufflePayload, stdout: [] },
    completions: () => [],
  },
];
