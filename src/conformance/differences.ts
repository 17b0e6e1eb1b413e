/** Where the simulated tools still answer differently from Apache Kafka, each with its reason. A difference that has gone must leave this list. */
import type { Text } from './case-differences.ts';

const ANY_BROKER: Text = {
  en: 'Any broker may be asked about a topic, and the one that was drawn does not have the setting that broker 1 alone has.',
  ko: '토픽에 대해서는 아무 브로커에나 물을 수 있는데, 우연히 정해진 브로커에는 브로커 1에만 있는 설정이 없습니다.',
};

const BY_ZOOKEEPER: Text = {
  en: 'Of 2.8 and 3.9 the terminal has kafka-configs.sh with --bootstrap-server only.',
  ko: '2.8과 3.9의 kafka-configs.sh는 터미널에서 --bootstrap-server로만 쓸 수 있습니다.',
};

export const DIFFERENCES: Readonly<Record<string, Text>> = {
  '3.9.2/admin-brokers/broker-topic-inherits': ANY_BROKER,
  '3.9.2-zookeeper/admin-brokers/broker-topic-inherits': ANY_BROKER,
  '3.9.2/admin-brokers/other-address': BY_ZOOKEEPER,
  '3.9.2-zookeeper/admin-brokers/other-address': BY_ZOOKEEPER,
  '2.8.2/admin-brokers/zookeeper-broker-alter': BY_ZOOKEEPER,
  '2.8.2/admin-brokers/zookeeper-broker-describe': BY_ZOOKEEPER,
  '2.8.2/admin-brokers/zookeeper-topic-alter': BY_ZOOKEEPER,
  '2.8.2/admin-brokers/zookeeper-topic-describe': BY_ZOOKEEPER,
};
