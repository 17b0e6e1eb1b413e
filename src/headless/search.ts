/**
 * `npm run search`: explores the small protocols exhaustively, and prints how far and how fast. Exit 0, or 3 when one of them can break.
 * `--deep`: larger scopes, for longer than a minute.
 * `--planted`: plants one bug after the other, and prints how soon the search finds each. Exit 0, or 3 when one is not found.
 */
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

function search<S>(name: string, protocol: Protocol<S>): void {
  const { found, seconds } = timed(() => explore(protocol));
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

if (process.argv.includes('--planted')) hunts();
else if (process.argv.includes('--deep')) {
  search('partition, four partition epochs          ', partitionProtocol({ ...SMALL_SCOPE, partitionEpochs: 4 }));
  search('partition, min.insync.replicas 2, crash   ', partitionProtocol(CRASH_SCOPE));
  search('partition, truncation before fetching     ', partitionProtocol({ ...SMALL_SCOPE, truncation: 'fenced' }));
} else {
  search('partition, log 2, 3 epochs                ', partitionProtocol(BEHIND_SCOPE));
  search('partition, min.insync.replicas 2, crash   ', partitionProtocol(SHORT_CRASH_SCOPE));
  search('controller election                       ', quorumProtocol());
}
