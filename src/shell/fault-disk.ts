/** Words of `fault` about disks: power, space, speed, lies and rot. */
import type { BitRotPayload } from '#faults/bit-rot.ts';
import type { ConditionPayload, DiskPayload } from '#faults/disk.ts';
import { CHECKPOINT_FILES, type CheckpointFile, type LoseCheckpointPayload } from '#faults/lose-checkpoint.ts';
import type { SlowDiskPayload } from '#faults/slow-disk.ts';
import type { TornTailPayload } from '#faults/torn-tail.ts';
import type { ParsedCommand, ShellContext } from '#shell/context.ts';
import {
  brokerProblem,
  brokersOf,
  controllersOf,
  durationUs,
  type FaultArguments,
  type FaultOptions,
  type FaultWord,
  readFault,
  wrong,
  wrongUsage,
} from '#shell/fault-word.ts';
import type { Refusal } from '#shell/outcome.ts';

interface BrokerFault {
  readonly word: string;
  readonly usage: string;
  readonly about: string;
  readonly options?: FaultOptions;
  readonly and?: (context: ShellContext) => readonly string[];
  readonly payload: (given: FaultArguments, line: string) => DiskPayload | Refusal;
}

/** A fault over brokers, named first; `and` are others that it may be over. */
function overBrokers({ word, usage, about, options = {}, and, payload }: BrokerFault): FaultWord {
  const flags = Object.keys(options).map((name) => `--${name}`);
  return {
    word,
    usage,
    about,
    parse(args, line, context) {
      const given = readFault(args, usage, options);
      if (!given.ok) return given;
      const others = and?.(context) ?? [];
      const problem =
        given.names.length > 0 && given.names.every((name) => others.includes(name)) ? undefined : brokerProblem(notIn(given.names, others), usage, context);
      if (problem) return problem;
      const made = payload(given, line);
      return 'ok' in made ? made : ({ ok: true, payload: made, stdout: [] } satisfies ParsedCommand);
    },
    completions: (context) => [...brokersOf(context), ...(and?.(context) ?? []), ...flags],
  };
}

const notIn = (names: readonly string[], others: readonly string[]): string[] => names.filter((name) => !others.includes(name));

const HEALABLE = { heal: 'flag' } as const;

const condition =
  (type: string): BrokerFault['payload'] =>
  ({ names, options }, line): ConditionPayload => ({ type, command: line, nodes: names, heal: options.has('heal') });

function slowDisk({ names, options }: FaultArguments, line: string): SlowDiskPayload | Refusal {
  const heal = options.has('heal');
  const latencyUs = heal ? 0 : durationUs(options.get('latency') ?? '');
  if (latencyUs === undefined) return wrong('slow-disk needs --latency, such as 200ms, or --heal');
  return { type: 'SlowDisk', command: line, nodes: names, heal, latencyUs };
}

const isCheckpoint = (name: string): name is CheckpointFile => CHECKPOINT_FILES.some((one) => one === name);

function loseCheckpoint({ names, options }: FaultArguments, line: string): LoseCheckpointPayload | Refusal {
  const file = options.get('file');
  if (file !== undefined && !isCheckpoint(file)) return wrong(`no checkpoint file is called ${file}`, `Files: ${CHECKPOINT_FILES.join(', ')}.`);
  return { type: 'LoseCheckpoint', command: line, nodes: names, files: file === undefined ? CHECKPOINT_FILES : [file] };
}

const BIT_ROT_USAGE = 'bit-rot TOPIC-PARTITION@OFFSET --on BROKER';

const bitRot: FaultWord = {
  word: 'bit-rot',
  usage: BIT_ROT_USAGE,
  about: 'One replica’s copy of the batch at this offset no longer matches its checksum.',
  parse(args, line, context) {
    const given = readFault(args, BIT_ROT_USAGE, { on: 'value' });
    if (!given.ok) return given;
    const place = /^(.+-\d{1,6})@(\d{1,15})$/.exec(given.names[0] ?? '');
    const node = given.options.get('on');
    if (!place || node === undefined || given.names.length > 1) return wrongUsage(BIT_ROT_USAGE);
    const problem = brokerProblem([node], BIT_ROT_USAGE, context);
    if (problem) return problem;
    const payload: BitRotPayload = { type: 'BitRot', command: line, nodes: [node], tp: place[1], offset: Number(place[2]) };
    return { ok: true, payload, stdout: [] };
  },
  completions: (context, given) =>
    given[given.length - 1] === '--on' ? brokersOf(context) : given.length === 0 ? context.topics.map((topic) => `${topic}-0@`) : ['--on'],
};

export const diskFaultWords: readonly FaultWord[] = [
  overBrokers({
    word: 'power-loss',
    usage: 'power-loss BROKER|CONTROLLER...',
    about: 'The machine loses power: the page cache is gone, only flushed records are left. docker start brings it back.',
    and: controllersOf,
    payload: ({ names }, line) => ({ type: 'PowerLoss', command: line, nodes: names }),
  }),
  overBrokers({
    word: 'torn-tail',
    usage: 'torn-tail BROKER [--partition TOPIC-PARTITION]',
    about: 'The broker dies in the middle of a write: its last batch is only half there, and recovery cuts it off.',
    options: { partition: 'value' },
    payload: ({ names, options }, line): TornTailPayload => ({ type: 'TornTail', command: line, nodes: names, partition: options.get('partition') }),
  }),
  overBrokers({
    word: 'slow-disk',
    usage: 'slow-disk BROKER... --latency DURATION | --heal',
    about: 'Every write to a log takes that long.',
    options: { latency: 'value', heal: 'flag' },
    payload: slowDisk,
  }),
  overBrokers({
    word: 'disk-full',
    usage: 'disk-full BROKER... [--heal]',
    about: 'The next write fails, and the broker halts: its only log directory is offline.',
    options: HEALABLE,
    payload: condition('DiskFull'),
  }),
  overBrokers({
    word: 'wipe-disk',
    usage: 'wipe-disk BROKER...',
    about: 'The data directory is lost: the broker comes back with empty logs and the same id.',
    payload: ({ names }, line) => ({ type: 'WipeDisk', command: line, nodes: names }),
  }),
  overBrokers({
    word: 'lose-checkpoint',
    usage: 'lose-checkpoint BROKER... [--file FILE]',
    about: 'A broker that is down loses its checkpoint files: high watermarks, recovery points, log starts, epochs.',
    options: { file: 'value' },
    payload: loseCheckpoint,
  }),
  bitRot,
  overBrokers({
    word: 'lying-fsync',
    usage: 'lying-fsync BROKER... [--heal]',
    about: 'The disk says that it flushed, and did not: only a power loss shows it.',
    options: HEALABLE,
    payload: condition('LyingFsync'),
  }),
];
