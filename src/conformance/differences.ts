/** Where the simulated tools still answer differently from Apache Kafka, each with its reason. A difference that has gone must leave this list. */
import type { Text } from './case-differences.ts';

const ANY_BROKER: Text = {
  en: 'Any broker may be asked about a topic, and the one that was drawn does not have the setting that broker 1 alone has.',
  ko: '토픽에 대해서는 아무 브로커에나 물을 수 있는데, 우연히 정해진 브로커에는 브로커 1에만 있는 설정이 없습니다.',
};

const each = (why: Text, ...places: readonly string[]): Readonly<Record<string, Text>> => Object.fromEntries(places.map((place) => [place, why]));

export const DIFFERENCES: Readonly<Record<string, Text>> = {
  ...each(ANY_BROKER, '3.9.2/admin-brokers/broker-topic-inherits', '3.9.2-zookeeper/admin-brokers/broker-topic-inherits'),
};
