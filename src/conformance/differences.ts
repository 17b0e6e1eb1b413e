/** Where the simulated tools still answer differently from Apache Kafka, each with its reason. A difference that has gone must leave this list. */
import type { Text } from './case-differences.ts';

const ANY_BROKER: Text = {
  en: 'Any broker may be asked about a topic, and the one that was drawn does not have the setting that broker 1 alone has.',
  ko: '토픽에 대해서는 아무 브로커에나 물을 수 있는데, 우연히 정해진 브로커에는 브로커 1에만 있는 설정이 없습니다.',
};

const BY_ZOOKEEPER: Text = {
  en: 'Of 2.8 and 3.9 the terminal has tools with --bootstrap-server only: --zookeeper is no option of theirs.',
  ko: '2.8과 3.9의 도구는 터미널에서 --bootstrap-server로만 쓸 수 있고 --zookeeper 옵션이 없습니다.',
};

const JACKSON: Text = {
  en: 'Older releases of the JSON library Jackson count the column of a mistake from its end.',
  ko: 'JSON 라이브러리 Jackson의 옛 버전은 잘못된 곳의 끝에서 열을 셉니다.',
};

const WORDS_OF_2_8: Text = {
  en: 'The tools of 2.8 speak as those of 3.9 here; this one was worded differently.',
  ko: '여기서 2.8의 도구는 3.9처럼 말합니다. 이 문구는 달랐습니다.',
};

const each = (why: Text, ...places: readonly string[]): Readonly<Record<string, Text>> => Object.fromEntries(places.map((place) => [place, why]));

export const DIFFERENCES: Readonly<Record<string, Text>> = {
  ...each(ANY_BROKER, '3.9.2/admin-brokers/broker-topic-inherits', '3.9.2-zookeeper/admin-brokers/broker-topic-inherits'),
  ...each(
    BY_ZOOKEEPER,
    '3.9.2/admin-configs/no-address',
    '3.9.2/admin-brokers/other-address',
    '3.9.2-zookeeper/admin-configs/no-address',
    '3.9.2-zookeeper/admin-brokers/other-address',
    '2.8.2/admin-topics/other-address',
    '2.8.2/admin-topics/no-address',
    '2.8.2/admin-topics/zookeeper-create',
    '2.8.2/admin-topics/zookeeper-create-exists',
    '2.8.2/admin-topics/zookeeper-describe',
    '2.8.2/admin-topics/zookeeper-alter',
    '2.8.2/admin-topics/zookeeper-factor-too-large',
    '2.8.2/admin-topics/zookeeper-delete',
    '2.8.2/admin-topics/both-addresses',
    '2.8.2/admin-configs/no-address',
    '2.8.2/admin-brokers/zookeeper-broker-alter',
    '2.8.2/admin-brokers/zookeeper-broker-describe',
    '2.8.2/admin-brokers/zookeeper-topic-alter',
    '2.8.2/admin-brokers/zookeeper-topic-describe',
    '2.8.2/admin-reassign/other-address',
    '2.8.2/admin-reassign/zookeeper-execute',
  ),
  ...each(JACKSON, '3.9.2/admin-reassign/execute-bad', '3.9.2-zookeeper/admin-reassign/execute-bad', '2.8.2/admin-reassign/execute-bad'),
  ...each(
    WORDS_OF_2_8,
    '2.8.2/admin-topics/create-bad-name',
    '2.8.2/admin-topics/create-dot',
    '2.8.2/admin-topics/create-assigned-uneven',
    '2.8.2/admin-configs/bad-type',
    '2.8.2/admin-reassign/execute-unknown-topic',
    '2.8.2/admin-reassign/execute-unknown-partition',
    '2.8.2/admin-reassign/generate-unknown-topic',
    '2.8.2/admin-reassign/generate-broker-twice',
    '2.8.2/admin-reassign/verify',
    '2.8.2/admin-reassign/verify-throttled',
    '2.8.2/admin-reassign/cancel-finished',
  ),
};
