/**
 * `npm run search`: explores the small protocols exhaustively, and prints how far and how fast. Exit 0, or 3 when one of them can break.
 * `--deep`: larger scopes, for longer than a minute.
 * `--planted`: plants one bug after the other, and prints how soon the search finds each. Exit 0, or 3 when one is not found.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { quorumProtocol } from '#proof/election/protocol.ts';
import { type Exploration, explore, type Protocol } from '#proof/explore.ts';
import { HUNTS, hunt } from '#proof/partition/planted.ts';
import { BEHIND_SCOPE, CRASH_SCOPE, partitionProtocol, SHORT_CRASH_SCOPE, SMALL_SCOPE } from '#proof/partition/protocol.ts';

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

const QUICK: readonly Scope[] = [
  scope('partition, log 2, 3 epochs', () => partitionProtocol(BEHIND_SCOPE)),
  scope('partition, min.insync.replicas 2, crash', () => partitionProtocol(SHORT_CRASH_SCOPE)),
  scope('controller election', quorumProtocol),
];

const DEEP: readonly Scope[] = [
  scope('partition, four partition epochs', () => partitionProtocol({ ...SMALL_SCOPE, partitionEpochs: 4 })),
  scope('partition, min.insync.replicas 2, crash', () => partitionProtocol(CRASH_SCOPE)),
  scope('partition, truncation before fetching', () => partitionProtocol({ ...SMALL_SCOPE, truncation: 'fenced' })),
];

/** Each scope in a process of its own, so that they run side by side; printed in their order. */
async function sideBySide(count: number): Promise<void> {
  const kids = Array.from({ length: count }, (_, n) => {
    const kid = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1), '--only', String(n)], { stdio: ['ignore', 'pipe', 'inherit'] });
    return Promise.all([text(kid.stdout), once(kid, 'exit')]);
  });
  for (const kid of kids) {
    const [said, [code]] = await kid;
    process.stdout.write(said);
    if (code !== 0) process.exitCode = Number(code ?? 1);
  }
}

const flags = process.argv.slice(2);
const scopes = flags.includes('--deep') ? DEEP : QUICK;
const only = flags.indexOf('--only');
if (flags.includes('--planted')) hunts();
else if (only < 0) await sideBySide(scopes.length);
else search(...scopes[Number(flags[only + 1])]);
