/** `npm run search`: explores the small protocols exhaustively, and prints how far and how fast. Exit 0, or 3 when one of them can break. */
import { explore } from '#proof/explore.ts';
import { partitionProtocol } from '#proof/partition/protocol.ts';

const begun = process.cpuUsage();
const found = explore(partitionProtocol());
const seconds = (process.cpuUsage(begun).user + process.cpuUsage(begun).system) / 1e6;
const figure = (n: number): string => n.toLocaleString('en');
process.stdout.write(
  `partition protocol  ${figure(found.states)} states, ${figure(found.transitions)} transitions, depth ${found.depth}, ${seconds.toFixed(1)} CPU-seconds, ${found.exhausted ? 'exhausted' : 'not exhausted'}\n`,
);
if (found.violation) {
  process.stdout.write(`${found.violation.message}\n${found.violation.path.map((move, n) => `  ${n + 1}. ${move}`).join('\n')}\n`);
  process.exitCode = 3;
}
