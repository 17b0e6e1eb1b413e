/** The arguments of `npm run -s replay`. */
import { Mistake } from '#headless/open.ts';
import { parseDurationUs } from '#scenario/units.ts';

export interface Arguments {
  readonly source: string;
  readonly untilUs: number | undefined;
  readonly step: number | undefined;
  readonly json: boolean;
  readonly trace: boolean;
  readonly check: boolean;
}

export const USAGE = `Usage: npm run -s replay -- <file.yaml | link | lesson:slug[/challenge] | -> [options]

  --until <time>   stop at a virtual time, such as 5s or 250ms
  --step <n>       stop after n events
  --json           print one object: version, hash, step, timeMs, frame, ledger, violations, goals
  --trace          print one line an event, a column a node
  --check          exit with 4 unless every goal is met
  --help           print this

Exit codes: 0 done, 2 bad document or arguments, 3 an invariant broke, 4 a goal was not met (with --check).`;

function valueAfter(args: readonly string[], i: number): string {
  const value = args[i + 1];
  if (value === undefined) throw new Mistake(`${args[i]} needs a value.\n\n${USAGE}`);
  return value;
}

/** undefined: print the usage. */
export function parseArguments(args: readonly string[]): Arguments | undefined {
  const found: { -readonly [K in keyof Arguments]: Arguments[K] } = {
    source: '',
    untilUs: undefined,
    step: undefined,
    json: false,
    trace: false,
    check: false,
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (arg === '--help' || arg === '-h') return undefined;
    if (arg === '--json' || arg === '--trace' || arg === '--check') found[arg.slice(2) as 'json' | 'trace' | 'check'] = true;
    else if (arg === '--until') {
      found.untilUs = parseDurationUs(valueAfter(args, i++));
      if (found.untilUs === undefined) throw new Mistake(`--until needs a duration such as 5s or 250ms, not ${args[i]}.`);
    } else if (arg === '--step') {
      found.step = Number(valueAfter(args, i++));
      if (!Number.isSafeInteger(found.step) || found.step < 0) throw new Mistake(`--step needs a number of events, not ${args[i]}.`);
    } else if (arg.startsWith('--')) throw new Mistake(`Unknown option ${arg}.\n\n${USAGE}`);
    else if (found.source !== '') throw new Mistake(`One scenario at a time: ${found.source} or ${arg}.\n\n${USAGE}`);
    else found.source = arg;
  }
  return found.source === '' ? undefined : found;
}
