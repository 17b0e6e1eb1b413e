/** kafka-topics.sh through the ages: creating, describing, growing and deleting, and every mistake in it. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const say = (id: string, run: string): Step => ({ id, run });

/** Kafka draws where placement begins: where replicas are shown, they are assigned. */
const ORDERS = '--replica-assignment 1:2:3,2:3:1,3:1:2';

const mistakes = ({ topics }: Dialect): Step[] => [
  say('create-exists', `${topics} --create --topic orders --partitions 3 --replication-factor 3`),
  say('create-if-not-exists', `${topics} --create --topic orders --if-not-exists --partitions 3 --replication-factor 3`),
  say('create-factor-too-large', `${topics} --create --topic x --partitions 1 --replication-factor 4`),
  say('create-factor-zero', `${topics} --create --topic x --partitions 1 --replication-factor 0`),
  say('create-partitions-zero', `${topics} --create --topic x --partitions 0 --replication-factor 1`),
  say('create-partitions-abc', `${topics} --create --topic x --partitions abc --replication-factor 1`),
  say('create-no-partitions', `${topics} --create --topic x --replication-factor 1`),
  say('create-no-factor', `${topics} --create --topic x --partitions 1`),
  say('create-bad-name', `${topics} --create --topic 'a b' --partitions 1 --replication-factor 1`),
  say('create-dot', `${topics} --create --topic . --partitions 1 --replication-factor 1`),
  say('create-collides', `${topics} --create --topic a_b.c --partitions 1 --replication-factor 1`),
  say('create-unknown-config', `${topics} --create --topic x --partitions 1 --replication-factor 1 --config foo=1`),
  say('create-bad-config', `${topics} --create --topic x --partitions 1 --replication-factor 1 --config retention.ms=abc`),
  say('create-bad-policy', `${topics} --create --topic x --partitions 1 --replication-factor 1 --config cleanup.policy=zip`),
  say('create-config-without-value', `${topics} --create --topic x --partitions 1 --replication-factor 1 --config retention`),
  say('create-assigned-unknown', `${topics} --create --topic x --replica-assignment 1:9`),
  say('create-assigned-twice', `${topics} --create --topic x --replica-assignment 1:1`),
  say('create-assigned-uneven', `${topics} --create --topic x --replica-assignment 1:2,3`),
  say('describe-unknown', `${topics} --describe --topic nope`),
  say('delete-unknown', `${topics} --delete --topic nope`),
  say('delete-unknown-if-exists', `${topics} --delete --topic nope --if-exists`),
  say('alter-fewer', `${topics} --alter --topic orders --partitions 2`),
  say('alter-same', `${topics} --alter --topic orders --partitions 3`),
  say('alter-unknown', `${topics} --alter --topic nope --partitions 4`),
  say('alter-unknown-if-exists', `${topics} --alter --topic nope --if-exists --partitions 4`),
  say('alter-nothing', `${topics} --alter --topic orders`),
  say('list-partitions', `${topics} --list --partitions 3`),
  say('two-actions', `${topics} --list --describe`),
  say('no-action', topics),
];

/** What each release says to the address that is not, or no longer, its own. */
const addresses = ({ isAtLeast }: Dialect): Step[] => [
  say('other-address', `kafka-topics.sh ${isAtLeast('2.8') ? '--zookeeper zookeeper1:2181' : '--bootstrap-server kafka1:9092'} --list`),
  say('no-address', 'kafka-topics.sh --list'),
  ...(isAtLeast('2.8') && !isAtLeast('3.9')
    ? [
        say('zookeeper-create', 'kafka-topics.sh --zookeeper zookeeper1:2181 --create --topic by_zookeeper --replica-assignment 1:2'),
        say('zookeeper-create-exists', 'kafka-topics.sh --zookeeper zookeeper1:2181 --create --topic by_zookeeper --replica-assignment 1:2'),
        { wait: 2000 },
        say('zookeeper-describe', 'kafka-topics.sh --zookeeper zookeeper1:2181 --describe --topic by_zookeeper'),
        say('zookeeper-alter', 'kafka-topics.sh --zookeeper zookeeper1:2181 --alter --topic by_zookeeper --partitions 2 --replica-assignment 1:2,2:3'),
        say('zookeeper-factor-too-large', 'kafka-topics.sh --zookeeper zookeeper1:2181 --create --topic x --partitions 1 --replication-factor 4'),
        say('zookeeper-delete', 'kafka-topics.sh --zookeeper zookeeper1:2181 --delete --topic by_zookeeper'),
        say('both-addresses', 'kafka-topics.sh --zookeeper zookeeper1:2181 --bootstrap-server kafka1:9092 --list'),
        { wait: 1000 },
      ]
    : []),
];

export const topicSteps = (dialect: Dialect): Step[] => {
  const { topics, isAtLeast } = dialect;
  return [
    say('list-none', `${topics} --list`),
    say('describe-none', `${topics} --describe`),
    say('create', `${topics} --create --topic orders ${ORDERS}`),
    say('create-with-config', `${topics} --create --topic a.b_c --replica-assignment 3:1:2 --config min.insync.replicas=2 --config retention.ms=86400000`),
    say('create-counted', `${topics} --create --topic counted --partitions 2 --replication-factor 2`),
    { wait: 2000 },
    say('list', `${topics} --list`),
    say('describe', `${topics} --describe --topic orders`),
    say('describe-configured', `${topics} --describe --topic a.b_c`),
    say('describe-overrides', `${topics} --describe --topics-with-overrides`),
    say('describe-under-replicated', `${topics} --describe --under-replicated-partitions`),
    ...mistakes(dialect),
    ...addresses(dialect),
    say('alter-more', `${topics} --alter --topic orders --partitions 4 --replica-assignment 1:2:3,2:3:1,3:1:2,1:2:3`),
    ...(isAtLeast('2.8')
      ? [say('alter-config', `${topics} --alter --topic orders --config max.message.bytes=1000`)]
      : [
          say('alter-config', `${topics} --alter --topic orders --config max.message.bytes=1000`),
          say('alter-bad-config', `${topics} --alter --topic orders --config max.message.bytes=abc`),
          say('alter-delete-config', `${topics} --alter --topic orders --delete-config max.message.bytes`),
        ]),
    { wait: 1500 },
    say('describe-altered', `${topics} --describe --topic orders`),
    say('delete', `${topics} --delete --topic counted`),
    { wait: 1500 },
    say('list-deleted', `${topics} --list`),
    { run: 'docker kill kafka3' },
    { wait: 22_000 },
    say('one-down', `${topics} --describe --topic orders`),
    say('one-down-under-replicated', `${topics} --describe --under-replicated-partitions`),
    say('one-down-unavailable', `${topics} --describe --unavailable-partitions`),
    say('one-down-factor-too-large', `${topics} --create --topic y --partitions 1 --replication-factor 3`),
  ];
};
