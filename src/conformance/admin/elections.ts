/** kafka-leader-election.sh (KIP-460): preferred and unclean elections, and everything that they are refused for. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const say = (id: string, run: string): Step => ({ id, run });
const file = (name: string, text: string): Step => ({ run: `echo '${text}' > ${name}` });

type Named = readonly [topic: string, partition: number];

const partitions = (...names: readonly Named[]): string =>
  `{"partitions":[${names.map(([topic, partition]) => `{"topic":"${topic}","partition":${partition}}`).join(',')}]}`;

const TOOL = 'kafka-leader-election.sh --bootstrap-server kafka1:9092';
const preferred = (args: string): string => `${TOOL} --election-type preferred ${args}`;
const unclean = (args: string): string => `${TOOL} --election-type unclean ${args}`;

const FILES: readonly Step[] = [
  file('election.json', partitions(['orders', 0], ['orders', 1])),
  file('mixed.json', partitions(['orders', 0], ['lone', 0], ['risky', 0])),
  file('unknown.json', partitions(['nope', 0])),
  file('unknown-partition.json', partitions(['orders', 7])),
  file('half-unknown.json', partitions(['orders', 1], ['nope', 0])),
  file('twice.json', partitions(['orders', 0], ['orders', 0])),
  file('empty.json', '{"partitions":[]}'),
  file('bad.json', 'not json'),
  file('other.json', '{"topics":[]}'),
  file('no-number.json', '{"partitions":[{"topic":"orders"}]}'),
];

/** Nothing is down, every leader is the preferred one. */
const mistakes: readonly Step[] = [
  say('no-arguments', 'kafka-leader-election.sh'),
  say('no-address', 'kafka-leader-election.sh --election-type preferred --all-topic-partitions'),
  say('no-type', `${TOOL} --topic orders --partition 0`),
  say('unknown-type', `${TOOL} --election-type dirty --topic orders --partition 0`),
  say('upper-case-type', `${TOOL} --election-type PREFERRED --topic orders --partition 0`),
  say('no-partition', preferred('--topic orders')),
  say('no-topic', preferred('--partition 0')),
  say('nothing-named', preferred('')),
  say('topic-and-all', preferred('--topic orders --partition 0 --all-topic-partitions')),
  say('file-and-all', preferred('--path-to-json-file election.json --all-topic-partitions')),
  say('bad-partition', preferred('--topic orders --partition abc')),
  say('unknown-option', preferred('--everything')),
  say('unknown-topic', preferred('--topic nope --partition 0')),
  say('unknown-partition', preferred('--topic orders --partition 7')),
  say('unclean-unknown-topic', unclean('--topic nope --partition 0')),
  ...['unknown', 'unknown-partition', 'half-unknown', 'twice', 'empty', 'bad', 'other', 'no-number', 'absent'].map((name) =>
    say(`file-${name}`, preferred(`--path-to-json-file ${name}.json`)),
  ),
  say('needless', preferred('--topic orders --partition 0')),
  say('needless-all', preferred('--all-topic-partitions')),
  say('unclean-needless', unclean('--topic orders --partition 0')),
];

/** kafka2 leaves in an orderly way, then kafka3 dies: `risky` has its last copy there, `lone` its only one. Then kafka2 returns, which has fallen behind. */
const outages = ({ topics }: Dialect): Step[] => [
  { run: 'docker stop kafka2' },
  { wait: 6000 },
  say('moved', `${topics} --describe --topic orders`),
  say('preferred-down', preferred('--topic orders --partition 0')),
  { run: 'docker kill kafka3' },
  { wait: 24_000 },
  say('two-down', `${topics} --describe`),
  say('preferred-lone', preferred('--topic lone --partition 0')),
  say('unclean-lone', unclean('--topic lone --partition 0')),
  say('unclean-risky-down', unclean('--topic risky --partition 0')),
  { run: 'docker start kafka2' },
  { wait: 20_000 },
  say('one-returned', `${topics} --describe`),
  say('preferred-behind', preferred('--topic risky --partition 0')),
  say('unclean', unclean('--path-to-json-file mixed.json')),
  { wait: 2000 },
  say('unclean-describe', `${topics} --describe`),
  say('unclean-again', unclean('--topic risky --partition 0')),
  { run: 'docker start kafka3' },
  { wait: 20_000 },
];

export const leaderElectionSteps = (dialect: Dialect): Step[] => {
  const { topics, isAtLeast } = dialect;
  if (!isAtLeast('2.8')) return [];
  return [
    ...FILES,
    { run: `${topics} --create --topic orders --replica-assignment 2:1,1:2,3:1` },
    { run: `${topics} --create --topic risky --replica-assignment 2:3` },
    { run: `${topics} --create --topic lone --replica-assignment 3` },
    { wait: 2000 },
    ...mistakes,
    ...outages(dialect),
    say('returned', `${topics} --describe`),
    say('preferred', preferred('--path-to-json-file election.json')),
    { wait: 2000 },
    say('preferred-describe', `${topics} --describe --topic orders`),
    say('preferred-again', preferred('--path-to-json-file election.json')),
    say('preferred-all', preferred('--all-topic-partitions')),
    { wait: 2000 },
    say('preferred-all-describe', `${topics} --describe`),
  ];
};
