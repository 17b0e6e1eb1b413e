/** The tools that still took --zookeeper beside --bootstrap-server: settings until 3.9, topics and reassignments until 2.8. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const say = (id: string, run: string): Step => ({ id, run });

const ZOOKEEPER = '--zookeeper zookeeper1:2181';
const BROKER = '--bootstrap-server kafka1:9092';
const configs = `kafka-configs.sh ${ZOOKEEPER}`;
const topics = `kafka-topics.sh ${ZOOKEEPER}`;
const reassign = `kafka-reassign-partitions.sh ${ZOOKEEPER}`;

const ofTopic = (name: string): string => `--entity-type topics --entity-name ${name}`;
const one = '--entity-type brokers --entity-name 1';
const all = '--entity-type brokers --entity-default';

const settingsOfTopics: Step[] = [
  say('configs-topic-describe-none', `${configs} --describe ${ofTopic('orders')}`),
  say('configs-topic-alter', `${configs} --alter ${ofTopic('orders')} --add-config retention.ms=5000,cleanup.policy=compact`),
  { wait: 1500 },
  say('configs-topic-describe', `${configs} --describe ${ofTopic('orders')}`),
  say('configs-topic-by-broker', `kafka-configs.sh ${BROKER} --describe ${ofTopic('orders')}`),
  say('configs-topics-describe', `${configs} --describe --entity-type topics`),
  say('configs-topic-by-flag', `${configs} --describe --topic orders`),
  say('configs-topic-delete', `${configs} --alter ${ofTopic('orders')} --delete-config cleanup.policy`),
  say('configs-topic-delete-absent', `${configs} --alter ${ofTopic('orders')} --delete-config segment.bytes`),
  say('configs-topic-unknown-config', `${configs} --alter ${ofTopic('orders')} --add-config foo=1`),
  say('configs-topic-bad-value', `${configs} --alter ${ofTopic('orders')} --add-config retention.ms=abc`),
  say('configs-topic-no-value', `${configs} --alter ${ofTopic('orders')} --add-config ab`),
  say('configs-topic-unknown', `${configs} --alter ${ofTopic('nope')} --add-config retention.ms=1000`),
  say('configs-topic-describe-unknown', `${configs} --describe ${ofTopic('nope')}`),
  say('configs-topic-no-name', `${configs} --alter --entity-type topics --add-config a=b`),
];

/** What both releases are asked: 3.9 knows nothing but brokers and users here. */
const settings: Step[] = [
  say('configs-no-action', configs),
  say('configs-describe-and-add', `${configs} --describe ${one} --add-config a=b`),
  say('configs-no-address', 'kafka-configs.sh --describe --entity-type brokers --entity-name 1'),
  say('configs-both', `${configs} ${BROKER} --describe ${one}`),
  say('configs-all', `${configs} --describe ${one} --all`),
  say('configs-bad-type', `${configs} --describe --entity-type foo`),
  say('configs-no-type', `${configs} --describe`),
  say('configs-type-twice', `${configs} --describe --entity-type brokers --entity-type brokers`),
  say('configs-types', `${configs} --describe --entity-type brokers --entity-type users`),
  say('configs-flag-and-type', `${configs} --describe --broker 1 --entity-type brokers`),
  say('configs-nothing', `${configs} --alter ${one}`),
  say('configs-two-ways', `${configs} --alter ${one} --add-config a=1 --add-config-file x.properties`),
  say('configs-broker-bad-name', `${configs} --describe --entity-type brokers --entity-name abc`),
  say('configs-broker-no-name', `${configs} --alter --entity-type brokers --add-config log.retention.ms=1000`),
  say('configs-broker-describe-none', `${configs} --describe ${one}`),
  say('configs-broker-running', `${configs} --alter ${one} --add-config log.retention.ms=1000`),
  say('configs-broker-quota', `${configs} --alter ${one} --add-config leader.replication.throttled.rate=1000`),
  say('configs-broker-delete', `${configs} --alter ${one} --delete-config leader.replication.throttled.rate`),
  say('configs-broker-delete-absent', `${configs} --alter ${one} --delete-config log.retention.ms`),
  say('configs-default-running', `${configs} --alter ${all} --add-config log.retention.ms=1000`),
  say('configs-default-describe', `${configs} --describe ${all}`),
];

const whileDown: Step[] = [
  { run: 'docker kill kafka3' },
  { wait: 22_000 },
  say('configs-broker-down', `${configs} --alter --entity-type brokers --entity-name 3 --add-config log.retention.ms=1000`),
  say('configs-broker-down-read-only', `${configs} --alter --entity-type brokers --entity-name 3 --add-config num.partitions=3`),
  say('configs-broker-down-bad-value', `${configs} --alter --entity-type brokers --entity-name 3 --add-config log.retention.ms=abc`),
  say('configs-broker-down-unknown', `${configs} --alter --entity-type brokers --entity-name 3 --add-config foo=1`),
  say('configs-broker-down-describe', `${configs} --describe --entity-type brokers --entity-name 3`),
  say('configs-brokers-describe', `${configs} --describe --entity-type brokers`),
];

const topicSteps: Step[] = [
  say('topics-no-action', topics),
  say('topics-alter-config', `${topics} --alter --topic orders --config retention.ms=1000`),
  say('topics-alter-delete-config', `${topics} --alter --topic orders --delete-config retention.ms`),
  say('topics-alter-unknown-config', `${topics} --alter --topic orders --config foo=1`),
  say('topics-list', `${topics} --list --exclude-internal`),
  say('topics-create-exclude-internal', `${topics} --create --topic x --replica-assignment 1 --exclude-internal`),
  say('topics-under-min-isr', `${topics} --describe --under-min-isr-partitions`),
  say('topics-at-min-isr', `${topics} --describe --at-min-isr-partitions`),
  say('topics-two-reports', `${topics} --describe --unavailable-partitions --under-replicated-partitions`),
  say('topics-report-and-overrides', `${topics} --describe --topics-with-overrides --unavailable-partitions`),
  say('topics-list-overrides', `${topics} --list --topics-with-overrides`),
  say('topics-create-if-exists', `${topics} --create --topic x --replica-assignment 1 --if-exists`),
  say('topics-create-assigned-and-counted', `${topics} --create --topic x --replica-assignment 1 --partitions 1`),
  say('topics-create-no-factor', `${topics} --create --topic x --partitions 1`),
  say('topics-describe-if-exists', `${topics} --describe --if-exists`),
  say('topics-describe-unknown', `${topics} --describe --topic nope`),
  say('topics-describe-unknown-if-exists', `${topics} --describe --topic nope --if-exists`),
  say('topics-describe-configs', `${topics} --describe --topic orders --config a=b`),
  say('topics-no-topic', `${topics} --delete`),
  say('topics-broker-delete-config', `kafka-topics.sh ${BROKER} --alter --topic orders --partitions 2 --delete-config retention.ms`),
  say('topics-broker-list-delete-config', `kafka-topics.sh ${BROKER} --list --delete-config retention.ms`),
  say('topics-broker-under-min-isr', `kafka-topics.sh ${BROKER} --describe --under-min-isr-partitions`),
  say('topics-broker-at-min-isr', `kafka-topics.sh ${BROKER} --describe --at-min-isr-partitions`),
  say('topics-broker-two-reports', `kafka-topics.sh ${BROKER} --describe --unavailable-partitions --under-replicated-partitions`),
  say('topics-broker-list-overrides', `kafka-topics.sh ${BROKER} --list --topics-with-overrides`),
  say('topics-broker-describe-if-exists', `kafka-topics.sh ${BROKER} --describe --if-exists`),
];

const file = (name: string, content: string): Step => ({ run: `echo '${content}' > ${name}` });
const plan = (...moves: readonly string[]): string => `{"version":1,"partitions":[${moves.join(',')}]}`;
const move = (topic: string, partition: number, replicas: string): string => `{"topic":"${topic}","partition":${partition},"replicas":[${replicas}]}`;

const reassignSteps: Step[] = [
  file('topics.json', '{"topics":[{"topic":"moved"}],"version":1}'),
  file('no-topics.json', '{"topics":[{"topic":"nope"}],"version":1}'),
  file('plan.json', plan(move('moved', 0, '2,3'), move('moved', 1, '3,1'))),
  file('back.json', plan(move('moved', 0, '1,2'))),
  file('unknown-broker.json', plan(move('moved', 0, '1,9'))),
  file('unknown-topic.json', plan(move('nope', 0, '1'))),
  file('unknown-partition.json', plan(move('moved', 7, '1'))),
  file('empty.json', plan()),
  file('dirs.json', '{"version":1,"partitions":[{"topic":"moved","partition":0,"replicas":[2,3],"log_dirs":["/a","any"]}]}'),
  // Where placement begins is drawn.
  { run: `${reassign} --generate --topics-to-move-json-file topics.json --broker-list 3,2` },
  say('reassign-generate-unknown-topic', `${reassign} --generate --topics-to-move-json-file no-topics.json --broker-list 1,2`),
  say('reassign-generate-unknown-broker', `${reassign} --generate --topics-to-move-json-file topics.json --broker-list 9`),
  say('reassign-verify-before', `${reassign} --verify --reassignment-json-file plan.json`),
  say('reassign-verify-unknown-topic', `${reassign} --verify --reassignment-json-file unknown-topic.json`),
  ...['unknown-broker', 'unknown-topic', 'unknown-partition', 'empty', 'dirs', 'absent'].map((name) =>
    say(`reassign-execute-${name}`, `${reassign} --execute --reassignment-json-file ${name}.json`),
  ),
  say('reassign-verify-dirs', `${reassign} --verify --reassignment-json-file dirs.json`),
  say('reassign-execute', `${reassign} --execute --reassignment-json-file plan.json`),
  { wait: 15_000 },
  say('reassign-verify', `${reassign} --verify --reassignment-json-file plan.json`),
  say('reassign-execute-throttled', `${reassign} --execute --reassignment-json-file back.json --throttle 1000000`),
  { wait: 15_000 },
  say('reassign-verify-keeping', `${reassign} --verify --reassignment-json-file back.json --preserve-throttles`),
  say('reassign-throttles', `${topics} --describe --topic moved`),
  say('reassign-verify-throttled', `${reassign} --verify --reassignment-json-file back.json`),
  say('reassign-cancel', `${reassign} --cancel --reassignment-json-file back.json`),
  say('reassign-list', `${reassign} --list`),
  say('reassign-additional', `${reassign} --execute --additional --reassignment-json-file back.json`),
  say('reassign-both', `${reassign} ${BROKER} --verify --reassignment-json-file back.json`),
  say('reassign-none', 'kafka-reassign-partitions.sh --list'),
  say('reassign-no-action', reassign),
  say('reassign-no-file', `${reassign} --execute`),
  say('reassign-verify-throttle', `${reassign} --verify --reassignment-json-file back.json --throttle 10`),
  say('reassign-timeout', `${reassign} --execute --reassignment-json-file back.json --timeout 10`),
];

export const zookeeperSteps = ({ under, isAtLeast }: Dialect): Step[] => {
  if (under.metadata !== 'zookeeper' || !isAtLeast('2.8')) return [];
  const isOld = !isAtLeast('3.9');
  return [
    { run: `kafka-topics.sh ${BROKER} --create --topic orders --replica-assignment 1:2:3` },
    { run: `kafka-topics.sh ${BROKER} --create --topic moved --replica-assignment 1:2,2:3` },
    { wait: 2000 },
    ...(isOld ? settingsOfTopics : [say('configs-topic-describe-none', `${configs} --describe ${ofTopic('orders')}`)]),
    ...settings,
    ...(isOld ? [...topicSteps, ...reassignSteps] : []),
    ...whileDown,
    ...(isOld ? [say('reassign-execute-down', `${reassign} --execute --reassignment-json-file plan.json`)] : []),
  ];
};
