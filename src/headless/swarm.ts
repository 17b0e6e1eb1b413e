/** `npm run swarm`: random clusters under random faults, every checker on. Exit 0, or 3 when a promise broke, 2 for wrong arguments. */
import { pathToFileURL } from 'node:url';
import { PROFILES, type Profile } from '#kafka/spec.ts';
import { figuresOf, findingLines, reachedLines, type Swarmed, summaryLine } from '#proof/swarm/report.ts';
import { shrunk } from '#proof/swarm/shrink.ts';
import { DEFAULTS, type Outcome, type SwarmOptions, swarmOne } from '#proof/swarm/swarm.ts';

export const USAGE = `Usage: npm run swarm -- [options]

  --seeds <n>      how many seeds (100)
  --seed <s>       the first of them (1)
  --events <m>     events of each under faults (2000)
  --profile <v>    only this release: ${PROFILES.join(', ')}
  --heal <p>       heal so many of a hundred seeds, and see whether they come right (50)
  --again <p>      compute so many of a hundred seeds twice (10)
  --core <p>       of those, heal only a core of so many, and lose the rest for good (50)
  --peace <p>      let producers of so many send again once all is well (25)
  --plain          draw neither transactional producers, nor static, cooperative and KIP-848 groups
  --canary         every hundredth seed fails on purpose
  --no-shrink      print failing scenarios as they are
  --document       print failing scenarios whole
  --json           print one object

Exit codes: 0 done, 2 bad arguments, 3 a promise broke.`;

interface Arguments {
  readonly first: number;
  readonly seeds: number;
  readonly options: SwarmOptions;
  readonly flags: ReadonlySet<string>;
}

const FLAGS = ['--json', '--no-shrink', '--document', '--canary', '--plain'];
const NUMBERS = ['--seeds', '--seed', '--events', '--heal', '--again', '--core', '--peace'];

/** Or what is wrong with them. */
export function readArguments(args: readonly string[]): Arguments | string {
  const flags = new Set<string>();
  const given = new Map<string, number>();
  let profile: Profile | undefined;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (FLAGS.includes(arg)) flags.add(arg);
    else if (arg === '--profile') {
      profile = PROFILES.find((one) => one === args[i + 1]);
      if (profile === undefined) return `There is no profile ${args[i + 1]}.`;
      i++;
    } else if (NUMBERS.includes(arg)) {
      const value = Number(args[++i]);
      if (!Number.isSafeInteger(value) || value < 0) return `${arg} needs a whole number.`;
      given.set(arg, value);
    } else return arg === '--help' ? USAGE : `Unknown option ${arg}.\n\n${USAGE}`;
  }
  const number = (name: string, otherwise: number): number => given.get(name) ?? otherwise;
  const options = {
    events: number('--events', DEFAULTS.events),
    profile,
    healPercent: number('--heal', DEFAULTS.healPercent),
    againPercent: number('--again', DEFAULTS.againPercent),
    corePercent: number('--core', DEFAULTS.corePercent),
    peacePercent: number('--peace', DEFAULTS.peacePercent),
    canary: flags.has('--canary'),
    variants: !flags.has('--plain'),
  };
  return { first: number('--seed', 1), seeds: number('--seeds', 100), options, flags };
}

const cpuSeconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

function printed(swarmed: Swarmed, flags: ReadonlySet<string>): string {
  const findings = swarmed.outcomes.flatMap(({ finding }) => finding ?? []);
  if (flags.has('--json')) return JSON.stringify({ ...figuresOf(swarmed), findings, reached: Object.fromEntries(swarmed.counts) }, null, 1);
  const documents = flags.has('--document') ? findings.map(({ seed, document }) => `\nseed ${seed}\n${JSON.stringify(document, null, 1)}`) : [];
  return [...findingLines(swarmed), ...documents, '', ...reachedLines(swarmed.counts), '', summaryLine(swarmed)].join('\n');
}

export function swarm(args: readonly string[], print: (text: string) => void): number {
  const read = readArguments(args);
  if (typeof read === 'string') {
    print(read);
    return read === USAGE ? 0 : 2;
  }
  const counts = new Map<string, number>();
  const begun = process.cpuUsage();
  const outcomes: Outcome[] = [];
  for (let n = 0; n < read.seeds; n++) outcomes.push(swarmOne(read.first + n, read.options, counts));
  const swarmed: Swarmed = { outcomes, counts, cpuSeconds: cpuSeconds(begun) };
  const short = read.flags.has('--no-shrink')
    ? swarmed
    : { ...swarmed, outcomes: outcomes.map((one) => ({ ...one, finding: one.finding && shrunk(one.finding) })) };
  print(printed(short, read.flags));
  return outcomes.some(({ finding }) => finding) ? 3 : 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = swarm(process.argv.slice(2), (text) => process.stdout.write(`${text}\n`));
