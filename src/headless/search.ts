/**
 * `npm run search`: explores the small protocols exhaustively, and prints how far and how fast. Exit 0, or 3 when one of them can break.
 * `--help` says which scopes there are, and which of them run when none is named.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';
import { quorumProtocol } from '#proof/election/protocol.ts';
import { type Exploration, explore, type Protocol } from '#proof/explore.ts';
import { groupProtocol } from '#proof/groups/protocol.ts';
import type { Scope as GroupScope } from '#proof/groups/state.ts';
import { HUNTS, hunt } from '#proof/partition/planted.ts';
import { BEHIND_SCOPE, CRASH_SCOPE, partitionProtocol, SHORT_CRASH_SCOPE, SMALL_SCOPE } from '#proof/partition/protocol.ts';
import { transactionProtocol } from '#proof/transactions/protocol.ts';
import type { Scope as TransactionScope } from '#proof/transactions/state.ts';

const figure = (n: number): string => n.toLocaleString('en');
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

function timed(run: () => Exploration): { readonly found: Exploration; readonly seconds: string } {
  const begun = process.cpuUsage();
  const found = run();
  const { user, system } = process.cpuUsage(begun);
  return { found, seconds: ((user + system) / 1e6).toFixed(1) };
}

function search(name: string, protocol: () => Protocol<unknown>): void {
  const { found, seconds } = timed(() => explore(protocol()));
  const { states, transitions, depth, exhausted, violation } = found;
  say(
    `${name}  ${figure(states)} states, ${figure(transitions)} transitions, depth ${depth}, ${seconds} CPU-seconds, ${exhausted ? 'exhausted' : 'not exhausted'}`,
  );
  if (!violation) return;
  say(`${violation.message}\n${violation.path.map((move, n) => `  ${n + 1}. ${move}`).join('\n')}`);
  process.exitCode = 3;
}

function hunts(): void {
  for (const one of HUNTS) {
    const { found, seconds } = timed(() => hunt(one));
    const { violation, depth, states } = found;
    const how = violation ? `depth ${depth}, ${figure(states)} states, ${seconds} CPU-seconds: ${violation.message}` : `NOT FOUND in ${figure(states)} states`;
    say(`${one.id.padEnd(4)}  ${one.title}: ${how}`);
    if (!violation) process.exitCode = 3;
  }
}

type Scope = readonly [name: string, protocol: () => Protocol<unknown>];

const scope = <S>(name: string, protocol: () => Protocol<S>): Scope => [name.padEnd(42), protocol as () => Protocol<unknown>];

const transactions = (name: string, change: Partial<TransactionScope>): Scope =>
  scope(`transactions, ${name}`, () =>
    transactionProtocol({ mode: 'bumping', transactions: [1, 1], failovers: 0, timeouts: 0, late: 0, lateMarkers: 0, ...change }),
  );

const group = (protocol: GroupScope['protocol'], name: string, change: Partial<GroupScope>): Scope =>
  scope(`${protocol} group, ${name}`, () => groupProtocol({ protocol, departures: 0, expiries: 0, failovers: 0, late: 0, ...change }));

interface ScopeSet {
  readonly flag: string;
  readonly help: string;
  readonly scopes: readonly Scope[];
}

const REPLICATION: ScopeSet = {
  flag: '--replication',
  help: 'partitions, their ISR and leaders, and the election of controllers; what runs when nothing is named',
  scopes: [
    scope('partition, log 2, 3 epochs', () => partitionProtocol(BEHIND_SCOPE)),
    scope('partition, min.insync.replicas 2, crash', () => partitionProtocol(SHORT_CRASH_SCOPE)),
    scope('controller election', quorumProtocol),
  ],
};

const SETS: readonly ScopeSet[] = [
  REPLICATION,
  {
    flag: '--transactions',
    help: 'two producers with one transactional.id, failover of the coordinator, timeouts, late requests and markers',
    scopes: [
      transactions('3.9, a late request', { mode: 'verified', late: 1 }),
      transactions('4.0, a late request', { late: 1 }),
      transactions('4.0, failover and timeout', { failovers: 1, timeouts: 1 }),
      transactions('4.0, timeout, late markers', { timeouts: 1, lateMarkers: 1 }),
      transactions('4.0, two, failover and late', { transactions: [2], failovers: 1, late: 1 }),
    ],
  },
  {
    flag: '--groups',
    help: 'two members and two partitions: members leave, die, are too slow or are heard late, the coordinator moves',
    scopes: [
      group('eager', 'two die, one is slow', { departures: 2, expiries: 1 }),
      group('eager', 'two die, one is late', { departures: 2, late: 1 }),
      group('eager', 'failover', { departures: 1, failovers: 1 }),
      group('cooperative', 'one dies, one is slow', { departures: 1, expiries: 1 }),
      group('cooperative', 'one dies, one is late', { departures: 1, late: 1 }),
      group('cooperative', 'failover', { departures: 1, failovers: 1 }),
      group('consumer', 'failover, dies, slow', { departures: 1, expiries: 1, failovers: 1 }),
      group('consumer', 'two are late', { late: 2 }),
    ],
  },
  {
    flag: '--deep',
    help: 'larger scopes of replication, for longer than a minute',
    scopes: [
      scope('partition, four partition epochs', () => partitionProtocol({ ...SMALL_SCOPE, partitionEpochs: 4 })),
      scope('partition, min.insync.replicas 2, crash', () => partitionProtocol(CRASH_SCOPE)),
      scope('partition, truncation before fetching', () => partitionProtocol({ ...SMALL_SCOPE, truncation: 'fenced' })),
    ],
  },
];

const HELP = [
  'npm run search -- [set]',
  ...SETS.map(({ flag, help }) => `  ${flag.padEnd(16)}${help}`),
  `  ${'--planted'.padEnd(16)}one bug of replication after the other, and how soon the search finds each`,
].join('\n');

/** One scope in a process of its own, and what it printed. */
async function inProcess(n: number): Promise<string> {
  const kid = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1), '--only', String(n)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, [code]] = await Promise.all([text(kid.stdout), once(kid, 'exit')]);
  if (code !== 0) process.exitCode = Number(code ?? 1);
  return said;
}

/** As many side by side as there are processors, or three; printed in their order. */
async function sideBySide(count: number): Promise<void> {
  const said: Promise<string>[] = [];
  let next = 0;
  const take = async (): Promise<void> => {
    while (next < count) {
      const n = next++;
      said[n] = inProcess(n);
      await said[n];
    }
  };
  const all = Array.from({ length: Math.max(3, availableParallelism()) }, take);
  await Promise.all(all);
  for (const one of said) process.stdout.write(await one);
}

const flags = process.argv.slice(2);
const { scopes } = SETS.find(({ flag }) => flags.includes(flag)) ?? REPLICATION;
const only = flags.indexOf('--only');
if (flags.includes('--help')) say(HELP);
else if (flags.includes('--planted')) hunts();
else if (only < 0) await sideBySide(scopes.length);
else search(...scopes[Number(flags[only + 1])]);
