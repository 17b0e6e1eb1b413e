/** kafka-consumer-groups.sh of 4.3: what it lists by state and type, each strategy of --reset-offsets, and what it deletes or refuses to. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const say = (id: string, run: string): Step => ({ id, run });

const usageErrors = (groups: string): Step[] => [
  say('list-bad-type', `${groups} --list --type foo`),
  say('delete-nothing', `${groups} --delete`),
  say('delete-topic', `${groups} --delete --group fresh --topic orders`),
  say('delete-offsets-no-topic', `${groups} --delete-offsets --group fresh`),
  say('delete-offsets-no-group', `${groups} --delete-offsets --topic orders`),
  say('describe-topic', `${groups} --describe --group fresh --topic orders`),
  say('describe-execute', `${groups} --describe --group fresh --execute`),
  say('reset-no-group', `${groups} --reset-offsets --topic orders --to-earliest`),
  say('reset-bad-offset', `${groups} --reset-offsets --group fresh --topic orders --to-offset x`),
  say('reset-bad-duration', `${groups} --reset-offsets --group fresh --topic orders --by-duration 1h`),
  say('reset-bad-datetime', `${groups} --reset-offsets --group fresh --topic orders --to-datetime yesterday`),
];

const resets = (groups: string): Step[] => {
  const reset = `${groups} --reset-offsets --group fresh`;
  return [
    say('reset-unknown-topic', `${reset} --topic nope --to-earliest`),
    say('reset-unknown-partition', `${reset} --topic orders:7 --to-earliest`),
    say('reset-bad-partition', `${reset} --topic orders:x --to-earliest`),
    say('reset-current-none', `${reset} --topic orders --to-current`),
    say('reset-shift-none', `${reset} --topic orders --shift-by 1`),
    say('reset-to-latest', `${reset} --topic orders --to-latest --execute`),
    say('reset-beyond', `${reset} --topic orders:0 --to-offset 99 --dry-run`),
    say('reset-below', `${reset} --topic orders:0 --to-offset -5 --dry-run`),
    say('reset-shift-back', `${reset} --topic orders:0 --shift-by -2 --execute`),
    say('reset-by-duration', `${reset} --topic orders --by-duration P1D --dry-run`),
    say('reset-to-datetime', `${reset} --topic orders --to-datetime 2020-01-01T00:00:00.000 --dry-run`),
    say('reset-export', `${reset} --topic orders --to-current --export`),
    say('reset-export-dry-run', `${reset} --topic orders:1 --to-earliest --dry-run --export`),
    say('reset-all-groups', `${groups} --reset-offsets --all-groups --topic orders --to-current --export`),
    { run: "echo 'orders,0,1' > plan.csv" },
    say('reset-from-file', `${reset} --from-file plan.csv --dry-run`),
    say('reset-from-file-executed', `${reset} --from-file plan.csv --execute`),
    say('reset-from-no-file', `${reset} --from-file none.csv --dry-run`),
    say('after-resets', `${groups} --describe --group fresh`),
    say('after-resets-verbose', `${groups} --describe --group fresh --offsets --verbose`),
    say('state-verbose', `${groups} --describe --group fresh --state --verbose`),
  ];
};

const deletions = (groups: string): Step[] => [
  say('delete-offsets', `${groups} --delete-offsets --group fresh --topic orders:0`),
  say('delete-offsets-unknown-topic', `${groups} --delete-offsets --group fresh --topic nope`),
  say('delete-offsets-unknown-partition', `${groups} --delete-offsets --group fresh --topic orders:7`),
  say('delete-offsets-unknown-group', `${groups} --delete-offsets --group nope --topic orders`),
  say('after-delete-offsets', `${groups} --describe --group fresh`),
  say('delete-one-unknown', `${groups} --delete --group fresh --group nope`),
  say('list-deleted', `${groups} --list`),
];

/** A member of either protocol whose name and id show only as uuids; then it is killed. */
const life = ({ groups, consume }: Dialect, group: string, protocol: string): Step[] => [
  {
    run: `${consume} --topic orders --group ${group} --from-beginning --command-property group.protocol=${protocol}`,
    background: `${group}-member`,
    anyOrder: true,
  },
  { wait: 15_000 },
  say(`${group}-members`, `${groups} --describe --group ${group} --members`),
  say(`${group}-members-verbose`, `${groups} --describe --group ${group} --members --verbose`),
  say(`${group}-state`, `${groups} --describe --group ${group} --state`),
  say(`${group}-state-verbose`, `${groups} --describe --group ${group} --state --verbose`),
  say(`${group}-list`, `${groups} --list --state --type`),
  say(`${group}-list-type`, `${groups} --list --type ${protocol}`),
  say(`${group}-reset`, `${groups} --reset-offsets --group ${group} --topic orders --to-earliest --execute`),
  say(`${group}-delete`, `${groups} --delete --group ${group}`),
  say(`${group}-delete-offsets`, `${groups} --delete-offsets --group ${group} --topic orders`),
  { stop: `${group}-member`, anyOrder: true },
  { wait: 3000 },
  say(`${group}-left`, `${groups} --describe --group ${group} --members`),
];

export const groupsSteps = (dialect: Dialect): Step[] => {
  const { topics, produce, groups } = dialect;
  return [
    ...usageErrors(groups),
    { run: `${topics} --create --topic orders --replica-assignment 1:2:3,2:3:1` },
    { wait: 2000 },
    { run: `printf 'A:1\\nB:2\\nC:3\\nD:4\\nE:5\\nF:6\\n' | ${produce} --topic orders --reader-property parse.key=true --reader-property key.separator=:` },
    ...resets(groups),
    ...deletions(groups),
    ...life(dialect, 'audit', 'consumer'),
  ];
};
