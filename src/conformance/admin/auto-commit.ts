/** What auto commit makes of a crash, in either protocol: the records since the last commit are read again, and after close() none is. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';
import type { Protocol } from './group-lives.ts';

const NEVER = 600_000;
const OFTEN = 1000;

export const autoCommitSteps = (dialect: Dialect): Step[] => [
  { run: `${dialect.topics} --create --topic orders --replica-assignment 1:2:3` },
  { wait: 2000 },
  ...windows(dialect, 'classic', 'audit'),
  ...windows(dialect, 'consumer', 'billing'),
];

function windows({ consume, produce, groups }: Dialect, protocol: Protocol, group: string): Step[] {
  const write = (...values: string[]): Step => ({ run: `printf '${values.map((value) => `${group}-${value}\\n`).join('')}' | ${produce} --topic orders` });
  const session = protocol === 'classic' ? ' --command-property session.timeout.ms=6000' : '';
  const start = (name: string, intervalMs: number): Step[] => [
    {
      run: `${consume} --topic orders --group ${group} --from-beginning --command-property group.protocol=${protocol} --command-property auto.commit.interval.ms=${intervalMs}${session}`,
      background: `${group}-${name}`,
    },
    { wait: 18_000 },
  ];
  const look = (when: string): Step => ({ id: `${group}-${when}`, run: `${groups} --describe --group ${group} --offsets --verbose` });
  // A dead member keeps its partitions until its session is over.
  const crash = (name: string): Step[] => [{ kill: `${group}-${name}`, isSaved: true }, { wait: protocol === 'classic' ? 12_000 : 60_000 }];
  const stop = (name: string): Step[] => [{ stop: `${group}-${name}` }, { wait: 3000 }];
  return [
    write('1', '2'),
    ...start('crashes-uncommitted', NEVER),
    ...crash('crashes-uncommitted'),
    look('nothing-committed'),
    ...start('reads-again-and-closes', NEVER),
    ...stop('reads-again-and-closes'),
    look('closed'),
    write('3'),
    ...start('crashes-committed', OFTEN),
    ...crash('crashes-committed'),
    look('committed'),
    write('4'),
    ...start('reads-on', OFTEN),
    ...stop('reads-on'),
    look('end'),
  ];
}
