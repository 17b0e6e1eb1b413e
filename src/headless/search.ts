/**
 * `npm run search`: explores the small protocols exhaustively, and prints how far and how fast. Exit 0, or 3 when one of them can break or is smaller
 * than its scope says. `--help` says which scopes there are, and which of them run when none is named.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';
import { EVERY_PROTOCOL, failureOf, SETS, type SearchScope } from '#headless/scopes.ts';
import { type Exploration, explore } from '#proof/explore.ts';
import { HUNTS, hunt } from '#proof/partition/planted.ts';

const figure = (n: number): string => n.toLocaleString('en');
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

function timed(run: () => Exploration): { readonly found: Exploration; readonly seconds: string } {
  const begun = process.cpuUsage();
  const found = run();
  const { user, system } = process.cpuUsage(begun);
  return { found, seconds: ((user + system) / 1e6).toFixed(1) };
}

function search({ name, protocol, atLeast }: SearchScope): void {
  const { found, seconds } = timed(() => explore(protocol()));
  const { states, transitions, depth, exhausted } = found;
  const size = `${figure(states)} states (at least ${figure(atLeast)}), ${figure(transitions)} transitions, depth ${depth}`;
  say(`${name.padEnd(50)}  ${size}, ${seconds} CPU-seconds, ${exhausted ? 'exhausted' : 'not exhausted'}`);
  const failure = failureOf(found, atLeast);
  if (failure === undefined) return;
  say(failure);
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

const HELP = [
  'npm run search -- [set]',
  ...SETS.map(({ flag, help }) => `  ${flag.padEnd(16)}${help}`),
  `  ${'--planted'.padEnd(16)}one bug of replication after the other, and how soon the search finds each`,
].join('\n');

/**
 * States are young until they have been expanded: with V8's default of 16 MB they would be copied over and over. Every processor has a scope of its own,
 * so threads that help one collector take their time from the others.
 */
const ROOM = ['--max-semi-space-size=64', '--single-threaded-gc'];

/** One scope in a process of its own, and what it printed. */
async function inProcess(n: number): Promise<string> {
  const kid = spawn(process.execPath, [...process.execArgv, ...ROOM, ...process.argv.slice(1), '--only', String(n)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, [code]] = await Promise.all([text(kid.stdout), once(kid, 'exit')]);
  if (code !== 0) process.exitCode = Number(code ?? 1);
  return said;
}

/** As many side by side as there are processors; printed in their order. */
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
  const all = Array.from({ length: availableParallelism() }, take);
  await Promise.all(all);
  for (const one of said) process.stdout.write(await one);
  say(`${count} scopes in ${process.uptime().toFixed(1)} seconds`);
}

const flags = process.argv.slice(2);
const { scopes } = SETS.find(({ flag }) => flags.includes(flag)) ?? EVERY_PROTOCOL;
const only = flags.indexOf('--only');
if (flags.includes('--help')) say(HELP);
else if (flags.includes('--planted')) hunts();
else if (only < 0) await sideBySide(scopes.length);
else search(scopes[Number(flags[only + 1])]);
