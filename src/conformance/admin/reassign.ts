/** kafka-reassign-partitions.sh and kafka-preferred-replica-election.sh through the ages. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const say = (id: string, run: string): Step => ({ id, run });
const file = (name: string, text: string): Step => ({ run: `echo '${text}' > ${name}` });

const move = (topic: string, partition: number, replicas: string): string => `{"topic":"${topic}","partition":${partition},"replicas":[${replicas}]}`;
const plan = (...moves: readonly string[]): string => `{"version":1,"partitions":[${moves.join(',')}]}`;

const FILES: readonly Step[] = [
  file('topics.json', '{"version":1,"topics":[{"topic":"single"}]}'),
  file('no-topics.json', '{"version":1,"topics":[{"topic":"nope"}]}'),
  file('plan.json', plan(move('orders', 0, '2,3'), move('orders', 1, '3,1'))),
  file('one.json', plan(move('single', 0, '2'))),
  file('down.json', plan(move('single', 0, '3'))),
  file('more.json', plan(move('single', 0, '2,1'))),
  file('unknown-broker.json', plan(move('orders', 0, '1,9'))),
  file('unknown-topic.json', plan(move('nope', 0, '1,2'))),
  file('unknown-partition.json', plan(move('orders', 7, '1,2'))),
  file('twice.json', plan(move('orders', 0, '1,2'), move('orders', 0, '2,3'))),
  file('same-replica.json', plan(move('orders', 0, '2,2'))),
  file('no-replicas.json', plan(move('orders', 0, ''))),
  file('empty.json', plan()),
  file('version.json', '{"version":2,"partitions":[]}'),
  file('bad.json', 'not json'),
];

/** 0.10 takes a plan for a broker that does not exist, or for none at all, and is at it for ever: it is given one of them, last. */
const mistakes = ({ reassign, isAtLeast }: Dialect): Step[] => [
  ...(isAtLeast('2.1') ? [say('execute-unknown-broker', `${reassign} --execute --reassignment-json-file unknown-broker.json`)] : []),
  ...['unknown-topic', 'unknown-partition', 'twice', 'same-replica', ...(isAtLeast('2.1') ? ['no-replicas'] : []), 'empty', 'version', 'bad', 'absent'].map(
    (name) => say(`execute-${name}`, `${reassign} --execute --reassignment-json-file ${name}.json`),
  ),
  say('verify-unknown-topic', `${reassign} --verify --reassignment-json-file unknown-topic.json`),
  say('verify-empty', `${reassign} --verify --reassignment-json-file empty.json`),
  say('generate-unknown-topic', `${reassign} --generate --topics-to-move-json-file no-topics.json --broker-list 1,2`),
  say('generate-unknown-broker', `${reassign} --generate --topics-to-move-json-file topics.json --broker-list 9`),
  say('generate-broker-twice', `${reassign} --generate --topics-to-move-json-file topics.json --broker-list 1,1`),
  say('generate-no-list', `${reassign} --generate --topics-to-move-json-file topics.json`),
  say('execute-no-file', `${reassign} --execute`),
  say('two-actions', `${reassign} --execute --verify --reassignment-json-file plan.json`),
  say('no-action', reassign),
  say('no-address', 'kafka-reassign-partitions.sh --verify --reassignment-json-file plan.json'),
  say('throttle-zero', `${reassign} --verify --reassignment-json-file plan.json --throttle 10`),
];

export const reassignSteps = (dialect: Dialect): Step[] => {
  const { reassign, topics, isAtLeast, under } = dialect;
  const other = isAtLeast('2.8') ? '--zookeeper zookeeper1:2181' : '--bootstrap-server kafka1:9092';
  return [
    ...FILES,
    { run: `${topics} --create --topic orders --replica-assignment 1:2,2:3,3:1` },
    { run: `${topics} --create --topic single --replica-assignment 1` },
    { wait: 2000 },
    say('generate', `${reassign} --generate --topics-to-move-json-file topics.json --broker-list 3`),
    ...mistakes(dialect),
    say('verify-before', `${reassign} --verify --reassignment-json-file plan.json`),
    say('execute', `${reassign} --execute --reassignment-json-file plan.json`),
    { wait: 5000 },
    say('verify', `${reassign} --verify --reassignment-json-file plan.json`),
    { wait: 1000 },
    say('describe', `${topics} --describe --topic orders`),
    say('execute-one', `${reassign} --execute --reassignment-json-file one.json`),
    { wait: 4000 },
    say('execute-throttled', `${reassign} --execute --reassignment-json-file more.json --throttle 1000000`),
    { wait: 4000 },
    say('describe-throttled', `${topics} --describe --topic single`),
    say('verify-throttled', `${reassign} --verify --reassignment-json-file more.json`),
    { wait: 1000 },
    say('describe-grown', `${topics} --describe --topic single`),
    ...(isAtLeast('2.8')
      ? [say('list', `${reassign} --list`), say('cancel-finished', `${reassign} --cancel --reassignment-json-file plan.json`)]
      : [say('cancel', `${reassign} --cancel --reassignment-json-file plan.json`)]),
    say('other-address', `kafka-reassign-partitions.sh ${other} --verify --reassignment-json-file plan.json`),
    ...(under.profile === '2.8' ? [say('zookeeper-execute', `kafka-reassign-partitions.sh ${other} --execute --reassignment-json-file plan.json`)] : []),
    { run: 'docker kill kafka3' },
    { wait: 22_000 },
    say('execute-one-down', `${reassign} --execute --reassignment-json-file down.json`),
    ...(isAtLeast('2.1') ? [] : [say('execute-unknown-broker', `${reassign} --execute --reassignment-json-file unknown-broker.json`)]),
  ];
};

const partitions = (...names: readonly (readonly [string, number])[]): string =>
  `{"partitions":[${names.map(([topic, partition]) => `{"topic":"${topic}","partition":${partition}}`).join(',')}]}`;

/** The preferred replica is elected by kafka-preferred-replica-election.sh, until 2.8; its successor is in `elections.ts`. */
export const electionSteps = ({ topics, isAtLeast }: Dialect): Step[] => {
  const old = 'kafka-preferred-replica-election.sh --zookeeper zookeeper1:2181';
  if (isAtLeast('3.9')) return [];
  return [
    file('election.json', partitions(['orders', 0], ['orders', 1])),
    file('unknown.json', partitions(['nope', 0])),
    file('unknown-partition.json', partitions(['orders', 7])),
    file('twice.json', partitions(['orders', 0], ['orders', 0])),
    file('empty.json', '{"partitions":[]}'),
    file('bad.json', 'not json'),
    file('other.json', '{"topics":[]}'),
    { run: `${topics} --create --topic orders --replica-assignment 2:1,1:2,3:1` },
    { wait: 2000 },
    { run: 'docker stop kafka2' },
    { wait: 6000 },
    say('moved', `${topics} --describe --topic orders`),
    { run: 'docker start kafka2' },
    { wait: 20_000 },
    say('returned', `${topics} --describe --topic orders`),
    say('old', `${old} --path-to-json-file election.json`),
    { wait: 3000 },
    say('old-describe', `${topics} --describe --topic orders`),
    ...['unknown', 'unknown-partition', 'twice', 'empty', 'bad', 'other', 'absent'].map((name) =>
      say(`old-${name}`, `${old} --path-to-json-file ${name}.json`),
    ),
    say('old-all', old),
    say('old-no-address', 'kafka-preferred-replica-election.sh'),
    ...(isAtLeast('2.8') ? [say('old-by-broker', 'kafka-preferred-replica-election.sh --bootstrap-server kafka1:9092 --path-to-json-file election.json')] : []),
  ];
};
