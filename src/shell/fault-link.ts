/** Words of `fault` about links: who no longer hears whom, what is late, lost or sent again, and the heal. */

import type { HealPayload } from '#faults/heal.ts';
import { type Direction, type LinksPayload, split } from '#faults/links.ts';
import type { ResetPayload } from '#faults/reset.ts';
import type { LinkFault } from '#kafka/facts.ts';
import type { ParsedCommand, ShellContext } from '#shell/context.ts';
import { APIS, type Api, isApi, requestOf, responseOf } from '#shell/fault-apis.ts';
import { isRefusal, nameable, nodesNamed } from '#shell/fault-nodes.ts';
import { durationUs, type FaultOptions, type FaultWord, readFault, wrong, wrongUsage } from '#shell/fault-word.ts';
import { nearest } from '#shell/near.ts';
import type { Refusal } from '#shell/outcome.ts';
import type { Disturbance } from '#sim/overlay.ts';

type Options = ReadonlyMap<string, string>;
type Result<T> = T | Refusal;
const refused = (given: object): given is Refusal => 'ok' in given && given.ok === false;

interface LinkWord {
  readonly fault: LinkFault;
  readonly usage: string;
  readonly about: string;
  readonly options: FaultOptions;
  /** Takes the answers to requests instead of what goes from one to the other. */
  readonly isAboutAnswers: (options: Options) => boolean;
  readonly isCounted?: boolean;
  readonly what: (options: Options) => Result<Disturbance>;
}

const accepted = (payload: LinksPayload | HealPayload | ResetPayload): ParsedCommand => ({ ok: true, payload, stdout: [] });

/** `all` stays open, so that it also means who comes later. */
const ends = (text: string, names: readonly string[]): readonly (string | undefined)[] => (text === 'all' ? [undefined] : names);

const pairs = (from: readonly (string | undefined)[], to: readonly (string | undefined)[]): readonly Direction[] =>
  from.flatMap((a) => to.filter((b) => a === undefined || a !== b).map((b) => ({ from: a, to: b })));

function typesOf(api: Api | undefined, answers: boolean, requestsOnly: boolean): readonly string[] | undefined {
  if (answers) return (api === undefined ? APIS : [api]).map(responseOf);
  if (api === undefined) return undefined;
  return requestsOnly ? [requestOf(api)] : [requestOf(api), responseOf(api)];
}

function apiOf(options: Options): Api | undefined | Refusal {
  const name = options.get('api');
  if (name === undefined || isApi(name)) return name;
  const near = nearest(name, APIS);
  return wrong(`no API is called ${name}`, near ? `Did you mean ${near}?` : 'Kafka’s own names, such as Fetch, Produce or BrokerHeartbeat.');
}

function countOf({ isCounted }: LinkWord, options: Options): number | undefined | Refusal {
  const text = options.get('count');
  if (text === undefined) return isCounted && !options.has('percent') ? 1 : undefined;
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : wrong(`--count must be a number from 1: ${text}`);
}

interface Sides {
  readonly from: readonly (string | undefined)[];
  readonly to: readonly (string | undefined)[];
}

function sidesOf(options: Options, usage: string, context: ShellContext): Result<Sides> {
  const [from, to] = [options.get('from'), options.get('to')];
  if (from === undefined || to === undefined) return wrongUsage(usage);
  const [senders, receivers] = [nodesNamed(from, context), nodesNamed(to, context)];
  if (isRefusal(senders)) return senders;
  if (isRefusal(receivers)) return receivers;
  return { from: ends(from, senders), to: ends(to, receivers) };
}

function parseLink(word: LinkWord, args: readonly string[], line: string, context: ShellContext): ParsedCommand | Refusal {
  const given = readFault(args, word.usage, word.options);
  if (!given.ok) return given;
  const { names, options } = given;
  if (names.length > 0) return wrongUsage(word.usage);
  const sides = sidesOf(options, word.usage, context);
  if (refused(sides)) return sides;
  const api = apiOf(options);
  if (typeof api === 'object') return api;
  const left = countOf(word, options);
  if (typeof left === 'object') return left;
  const what = word.what(options);
  if (refused(what)) return what;
  const answers = word.isAboutAnswers(options);
  const forth = pairs(answers ? sides.to : sides.from, answers ? sides.from : sides.to);
  const directions = options.has('both') ? [...forth, ...pairs(sides.to, sides.from)] : forth;
  const types = typesOf(api, answers, word.fault === 'drop');
  const [from, to] = [options.get('from') ?? '', options.get('to') ?? ''];
  return accepted({ type: 'DisturbLinks', command: line, fault: word.fault, directions, types, left, what, from, to });
}

const LINK: FaultOptions = { from: 'value', to: 'value', api: 'value' };
const never = () => false;

/** `100KB/s`, `1MB/s`, `500B/s`; the `/s` may be left out. */
function bytesPerSecond(text: string): number | undefined {
  const match = /^([1-9]\d{0,8})(B|KB|MB)?(\/s)?$/.exec(text);
  return match ? Number(match[1]) * { B: 1, KB: 1024, MB: 1_048_576 }[match[2] ?? 'B']! : undefined;
}

/** One duration, or the bounds of a uniform one: `200ms`, `0ms..2s`. */
function latency(text: string | undefined): readonly [number, number] | undefined {
  const [first, last, ...more] = (text ?? '').split('..').map(durationUs);
  if (first === undefined || more.length > 0) return undefined;
  const most = text?.includes('..') ? last : first;
  return most === undefined || most < first ? undefined : [first, most];
}

function delay(options: Options): Result<Disturbance> {
  const bounds = latency(options.get('latency'));
  return bounds ? { kind: 'delay', minUs: bounds[0], maxUs: bounds[1] } : wrong('delay needs --latency, such as 200ms or 50ms..2s');
}

function reorder(options: Options): Result<Disturbance> {
  const maxUs = durationUs(options.get('by') ?? '500ms');
  return maxUs === undefined ? wrong('--by is a duration, such as 500ms') : { kind: 'delay', minUs: 0, maxUs };
}

function drop(options: Options): Result<Disturbance> {
  const percent = Number(options.get('percent') ?? '100');
  return percent > 0 && percent <= 100 ? { kind: 'drop', ppm: Math.round(percent * 10_000) } : wrong(`--percent must be above 0 and at most 100: ${percent}`);
}

function throttle(options: Options): Result<Disturbance> {
  const rate = bytesPerSecond(options.get('rate') ?? '');
  return rate === undefined ? wrong('throttle needs --rate, such as 100KB/s') : { kind: 'throttle', bytesPerSecond: rate };
}

const LINK_WORDS: readonly LinkWord[] = [
  {
    fault: 'cut',
    usage: 'cut --from NODES --to NODES [--api API] [--both]',
    about: 'Nothing gets through in that direction, or nothing of that API.',
    options: { ...LINK, both: 'flag' },
    isAboutAnswers: never,
    what: () => ({ kind: 'cut' }),
  },
  {
    fault: 'delay',
    usage: 'delay --from NODES --to NODES --latency DURATION[..DURATION] [--api API] [--both]',
    about: 'Messages take so much longer.',
    options: { ...LINK, latency: 'value', both: 'flag' },
    isAboutAnswers: never,
    what: delay,
  },
  {
    fault: 'reorder',
    usage: 'reorder --from NODES --to NODES [--by DURATION] [--api API] [--both]',
    about: 'Messages of different connections overtake each other: each takes up to so much longer. TCP keeps the order of one connection.',
    options: { ...LINK, by: 'value', both: 'flag' },
    isAboutAnswers: never,
    what: reorder,
  },
  {
    fault: 'drop',
    usage: 'drop --from NODES --to NODES [--api API] [--count N | --percent P] [--response]',
    about: 'The next message, the next N or a share of them is lost without a word; with --response the answers to requests are.',
    options: { ...LINK, count: 'value', percent: 'value', response: 'flag' },
    isAboutAnswers: (options) => options.has('response'),
    isCounted: true,
    what: drop,
  },
  {
    fault: 'duplicate',
    usage: 'duplicate --from NODES --to NODES [--api API] [--count N]',
    about: 'The connection breaks in place of the answer, so that the request is sent again. TCP itself never doubles a message.',
    options: { ...LINK, count: 'value' },
    isAboutAnswers: () => true,
    isCounted: true,
    what: () => ({ kind: 'reset' }),
  },
  {
    fault: 'throttle',
    usage: 'throttle --from NODES --to NODES --rate BYTES/s [--api API] [--both]',
    about: 'The link carries only so many bytes a second: 100KB/s.',
    options: { ...LINK, rate: 'value', both: 'flag' },
    isAboutAnswers: never,
    what: throttle,
  },
];

function completions(options: FaultOptions, context: ShellContext, given: readonly string[]): readonly string[] {
  const last = given[given.length - 1];
  if (last === '--api') return APIS;
  if (last === '--from' || last === '--to' || last === '--of') return nameable(context);
  return Object.keys(options).map((name) => `--${name}`);
}

const wordOf = (link: LinkWord): FaultWord => ({
  word: link.fault,
  usage: link.usage,
  about: link.about,
  parse: (args, line, context) => parseLink(link, args, line, context),
  completions: (context, given) => completions(link.options, context, given),
});

const ISOLATE = 'isolate NODE... [--of NODES]';

const isolate: FaultWord = {
  word: 'isolate',
  usage: ISOLATE,
  about: 'Each is cut off from everybody, or from those only: brokers, controllers, clients.',
  parse(args, line, context) {
    const given = readFault(args, ISOLATE, { of: 'value' });
    if (!given.ok) return given;
    if (given.names.length === 0) return wrongUsage(ISOLATE);
    const of = given.options.get('of') ?? 'all';
    const [names, others] = [nodesNamed(given.names.join(','), context), nodesNamed(of, context)];
    if (isRefusal(names)) return names;
    if (isRefusal(others)) return others;
    const directions = [...pairs(names, ends(of, others)), ...pairs(ends(of, others), names)];
    const [from, to] = [names.join(', '), of];
    return accepted({ type: 'DisturbLinks', command: line, fault: 'isolate', directions, types: undefined, left: undefined, what: { kind: 'cut' }, from, to });
  },
  completions: (context, given) => (given[given.length - 1] === '--of' ? nameable(context) : [...context.nodes, '--of']),
};

const SPLIT = 'split NODES NODES...';

const splitWord: FaultWord = {
  word: 'split',
  usage: SPLIT,
  about:
    'Groups, each written kafka1,kafka2: nodes reach only those with whom they share a group. A node in two groups is a bridge. Who is not named reaches all.',
  parse(args, line, context) {
    const given = readFault(args, SPLIT, {});
    if (!given.ok) return given;
    if (given.names.length < 2) return wrongUsage(SPLIT);
    const groups: (readonly string[])[] = [];
    for (const text of given.names) {
      const names = nodesNamed(text, context);
      if (isRefusal(names)) return names;
      groups.push(names);
    }
    const from = groups.map((group) => `{${group.join(', ')}}`).join(' ');
    const what = { kind: 'cut' } as const;
    return accepted({ type: 'DisturbLinks', command: line, fault: 'split', directions: split(groups), types: undefined, left: undefined, what, from, to: '' });
  },
  completions: (context) => nameable(context),
};

const CLOG = 'clog NODE...';

const clog: FaultWord = {
  word: 'clog',
  usage: CLOG,
  about: 'What is sent to or by the node waits on the wire, and all of it arrives when that heals.',
  parse(args, line, context) {
    const given = readFault(args, CLOG, {});
    if (!given.ok) return given;
    if (given.names.length === 0) return wrongUsage(CLOG);
    const names = nodesNamed(given.names.join(','), context);
    if (isRefusal(names)) return names;
    const directions = [...pairs(names, [undefined]), ...pairs([undefined], names)];
    const from = names.join(', ');
    return accepted({
      type: 'DisturbLinks',
      command: line,
      fault: 'clog',
      directions,
      types: undefined,
      left: undefined,
      what: { kind: 'clog' },
      from,
      to: '*',
    });
  },
  completions: (context) => nameable(context),
};

const RESET = 'reset --from NODES --to NODES';

const reset: FaultWord = {
  word: 'reset',
  usage: RESET,
  about: 'All connections between them are reset: what is in flight has an unknown outcome.',
  parse(args, line, context) {
    const given = readFault(args, RESET, { from: 'value', to: 'value' });
    if (!given.ok) return given;
    const [from, to] = [nodesNamed(given.options.get('from') ?? '', context), nodesNamed(given.options.get('to') ?? '', context)];
    if (isRefusal(from)) return from;
    if (isRefusal(to)) return to;
    return from.length === 0 || to.length === 0 || given.names.length > 0 ? wrongUsage(RESET) : accepted({ type: 'ResetConnections', command: line, from, to });
  },
  completions: (context, given) => completions({ from: 'value', to: 'value' }, context, given),
};

const HEAL = 'heal [NODE...] [--from NODES] [--to NODES] [--only WORD]';
const HEAL_OPTIONS: FaultOptions = { from: 'value', to: 'value', only: 'value' };

const healWord: FaultWord = {
  word: 'heal',
  usage: HEAL,
  about: 'Takes away what lies over links, clocks, processors and disks: everything, or what concerns these nodes, links or this word.',
  parse(args, line, context) {
    const given = readFault(args, HEAL, HEAL_OPTIONS);
    if (!given.ok) return given;
    const named = (text: string | undefined) => (text === undefined ? undefined : nodesNamed(text, context));
    const nodes = nodesNamed(given.names.join(','), context);
    const [from, to] = [named(given.options.get('from')), named(given.options.get('to'))];
    if (isRefusal(nodes)) return nodes;
    if (from && isRefusal(from)) return from;
    if (to && isRefusal(to)) return to;
    return accepted({ type: 'Heal', command: line, nodes, from, to, only: given.options.get('only') });
  },
  completions: (context, given) =>
    given[given.length - 1]?.startsWith('--') ? completions({}, context, given) : [...context.nodes, '--from', '--to', '--only'],
};

export const linkFaultWords: readonly FaultWord[] = [
  ...LINK_WORDS.slice(0, 1).map(wordOf),
  isolate,
  splitWord,
  ...LINK_WORDS.slice(1).map(wordOf),
  clog,
  reset,
  healWord,
];
