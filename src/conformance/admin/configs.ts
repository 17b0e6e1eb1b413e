/** kafka-configs.sh through the ages: settings of topics, and of brokers where they may change while they run (KIP-226, 1.1). */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const say = (id: string, run: string): Step => ({ id, run });

/** Before 3.0 nothing but the long form is known to every release. */
const ofTopic = (name: string): string => `--entity-type topics --entity-name ${name}`;

export const configSteps = ({ configs, topics }: Dialect): Step[] => [
  { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
  { wait: 1500 },
  say('describe-none', `${configs} --describe ${ofTopic('orders')}`),
  say('alter', `${configs} --alter ${ofTopic('orders')} --add-config retention.ms=172800000,cleanup.policy=compact`),
  { wait: 1500 },
  say('describe', `${configs} --describe ${ofTopic('orders')}`),
  say('alter-delete', `${configs} --alter ${ofTopic('orders')} --delete-config retention.ms`),
  { wait: 1500 },
  say('describe-deleted', `${configs} --describe ${ofTopic('orders')}`),
  say('topic-describe', `${topics} --describe --topic orders`),
  say('alter-unknown-config', `${configs} --alter ${ofTopic('orders')} --add-config foo=1`),
  say('alter-bad-value', `${configs} --alter ${ofTopic('orders')} --add-config retention.ms=abc`),
  say('alter-no-value', `${configs} --alter ${ofTopic('orders')} --add-config ab`),
  say('alter-delete-absent', `${configs} --alter ${ofTopic('orders')} --delete-config segment.bytes`),
  say('alter-unknown-topic', `${configs} --alter ${ofTopic('nope')} --add-config retention.ms=1000`),
  say('describe-unknown-topic', `${configs} --describe ${ofTopic('nope')}`),
  say('alter-no-name', `${configs} --alter --entity-type topics --add-config a=b`),
  say('alter-nothing', `${configs} --alter ${ofTopic('orders')}`),
  say('bad-type', `${configs} --describe --entity-type foo`),
  say('no-type', `${configs} --describe`),
  say('no-action', configs),
  say('no-address', 'kafka-configs.sh --describe --entity-type topics --entity-name orders'),
];

const broker = 'kafka-configs.sh --bootstrap-server kafka1:9092';
const one = '--entity-type brokers --entity-name 1';
const all = '--entity-type brokers --entity-default';

const brokerMistakes = ({ isAtLeast }: Dialect): Step[] => [
  say('broker-alter-read-only', `${broker} --alter ${one} --add-config num.partitions=3`),
  say('broker-alter-read-only-and-other', `${broker} --alter ${one} --add-config log.retention.bytes=1000,default.replication.factor=2,broker.id=7`),
  say('broker-alter-bad-value', `${broker} --alter ${one} --add-config log.retention.ms=abc`),
  say('broker-alter-out-of-range', `${broker} --alter ${one} --add-config log.segment.bytes=1`),
  say('broker-alter-too-many-threads', `${broker} --alter ${one} --add-config num.io.threads=1000`),
  say('broker-alter-more-threads', `${broker} --alter ${one} --add-config num.io.threads=4`),
  { wait: 1000 },
  say('broker-alter-too-few-threads', `${broker} --alter ${one} --add-config num.io.threads=1`),
  say('broker-alter-no-threads', `${broker} --alter ${one} --add-config num.io.threads=0`),
  say('broker-default-too-many-threads', `${broker} --alter ${all} --add-config num.replica.fetchers=5`),
  say('broker-alter-unknown-config', `${broker} --alter ${one} --add-config foo=1`),
  // Until the broker has heard of foo.
  { wait: 1000 },
  say('broker-alter-hours', `${broker} --alter ${one} --add-config log.retention.hours=2`),
  { wait: 1000 },
  say('broker-describe-unknown-config', `${broker} --describe ${one}`),
  ...(isAtLeast('2.8') ? [say('broker-topic-inherits', `${broker} --describe --entity-type topics --entity-name orders --all`)] : []),
  say('broker-default-read-only', `${broker} --alter ${all} --add-config num.partitions=3`),
  say('broker-default-per-broker', `${broker} --alter ${all} --add-config advertised.listeners=PLAINTEXT://kafka1:9092`),
  say('broker-default-bad-value', `${broker} --alter ${all} --add-config message.max.bytes=-1`),
  say('broker-alter-unknown-broker', `${broker} --alter --entity-type brokers --entity-name 9 --add-config log.retention.ms=1000`),
  say('broker-alter-bad-name', `${broker} --alter --entity-type brokers --entity-name abc --add-config log.retention.ms=1000`),
  say('broker-alter-no-name', `${broker} --alter --entity-type brokers --add-config log.retention.ms=1000`),
];

/** Brokers are asked themselves about their settings, from the start. */
export const brokerSteps = (dialect: Dialect): Step[] => {
  const { isAtLeast, topics, under } = dialect;
  const isOld = !isAtLeast('2.1');
  if (isOld) return [say('broker-alter', `kafka-configs.sh --zookeeper zookeeper1:2181 --alter ${one} --add-config log.retention.ms=1000`)];
  const steps: Step[] = [
    { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
    { wait: 1500 },
    say('broker-describe-none', `${broker} --describe ${one}`),
    say('broker-default-describe-none', `${broker} --describe ${all}`),
    say('broker-alter', `${broker} --alter ${one} --add-config log.cleaner.threads=2`),
    say('broker-default-alter', `${broker} --alter ${all} --add-config log.retention.ms=86400000,message.max.bytes=2000000`),
    say('broker-alter-topic-default', `${broker} --alter ${one} --add-config log.retention.ms=3600000`),
    { wait: 2000 },
    say('broker-describe', `${broker} --describe ${one}`),
    say('broker-default-describe', `${broker} --describe ${all}`),
    say('broker-two-describe', `${broker} --describe --entity-type brokers --entity-name 2`),
    ...(isAtLeast('2.8') ? [say('broker-all-describe', `${broker} --describe --entity-type brokers`)] : []),
    ...brokerMistakes(dialect),
    say('broker-alter-delete', `${broker} --alter ${one} --delete-config log.retention.ms`),
    say('broker-alter-delete-absent', `${broker} --alter ${one} --delete-config log.flush.interval.ms`),
    { wait: 2000 },
    say('broker-describe-deleted', `${broker} --describe ${one}`),
    say('broker-default-alter-delete', `${broker} --alter ${all} --delete-config log.retention.ms,message.max.bytes`),
    { wait: 2000 },
    say('broker-default-describe-deleted', `${broker} --describe ${all}`),
    say('broker-min-isr', `${broker} --alter ${one} --add-config min.insync.replicas=2`),
    say('broker-default-min-isr', `${broker} --alter ${all} --add-config min.insync.replicas=2`),
    say('broker-default-unclean', `${broker} --alter ${all} --add-config unclean.leader.election.enable=true`),
    { wait: 2000 },
    say('broker-default-describe-more', `${broker} --describe ${all}`),
  ];
  const byZookeeper: Step[] =
    under.metadata === 'zookeeper' && !isAtLeast('3.9')
      ? [
          say('zookeeper-broker-alter', `kafka-configs.sh --zookeeper zookeeper1:2181 --alter ${one} --add-config log.retention.ms=1000`),
          say('zookeeper-broker-describe', `kafka-configs.sh --zookeeper zookeeper1:2181 --describe ${one}`),
          say('broker-address-topics', 'kafka-configs.sh --bootstrap-server kafka1:9092 --describe --entity-type topics --entity-name orders'),
          ...(isAtLeast('2.8')
            ? [
                say(
                  'zookeeper-topic-alter',
                  'kafka-configs.sh --zookeeper zookeeper1:2181 --alter --entity-type topics --entity-name orders --add-config retention.ms=5000',
                ),
                say('zookeeper-topic-describe', 'kafka-configs.sh --zookeeper zookeeper1:2181 --describe --entity-type topics --entity-name orders'),
              ]
            : []),
        ]
      : [say('other-address', 'kafka-configs.sh --zookeeper zookeeper1:2181 --describe --entity-type topics --entity-name orders')];
  return [...steps, ...byZookeeper];
};
