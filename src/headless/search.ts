/** `npm run search`: explores the small protocols exhaustively, and prints how far and how fast. Exit 0, or 3 when one of them can break. */
import { quorumProtocol } from '#proof/election/protocol.ts';
import { explore, type Protocol } from '#proof/explore.ts';
import { partitionProtocol, SMALL_SCOPE } from '#proof/partition/protocol.ts';

const figure = (n: number): string => n.toLocaleString('en');

function search<S>(name: string, protocol: Protocol<S>): void {
  const begun = process.cpuUsage();
  const found = explore(protocol);
  const { user, system } = process.cpuUsage(begun);
  process.stdout.write(
    `${name}  ${figure(found.states)} states, ${figure(found.transitions)} transitions, depth ${found.depth}, ${((user + system) / 1e6).toFixed(1)} CPU-seconds, ${found.exhausted ? 'exhausted' : 'not exhausted'}\n`,
  );
  if (!found.violation) return;
  process.stdout.write(`${found.violation.message}\n${found.violation.path.map((move, n) => `  ${n + 1}. ${move}`).join('\n')}\n`);
  process.exitCode = 3;
}

search('partition, min.insync.replicas 1', partitionProtocol());
search('partition, min.insync.replicas 2', partitionProtocol({ ...SMALL_SCOPE, minInsyncReplicas: 2 }));
search('controller election             ', quorumProtocol());
