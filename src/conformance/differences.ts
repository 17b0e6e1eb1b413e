/** Where the simulated tools still answer differently from Apache Kafka, each with its reason. A difference that has gone must leave this list. */
import type { Text } from './case-differences.ts';

const ANY_BROKER: Text = {
  en: 'Any broker may be asked about a topic, and the one that was drawn does not have the setting that broker 1 alone has.',
  ko: '토픽에 대해서는 아무 브로커에나 물을 수 있는데, 우연히 정해진 브로커에는 브로커 1에만 있는 설정이 없습니다.',
};

const COMMIT: Text = {
  en: 'The parser of this tool prints the commit of the build behind the version; a simulated cluster was not built from one.',
  ko: '이 도구의 파서는 버전 뒤에 빌드의 커밋을 붙이지만, 시뮬레이션 클러스터는 커밋에서 빌드된 것이 아닙니다.',
};

const NO_NODE: Text = {
  en: 'Both give up after the same time; what the admin client was doing at that moment is worded otherwise.',
  ko: '둘 다 같은 시간 뒤에 포기하지만, 그 순간 관리 클라이언트가 하던 일을 다른 말로 알립니다.',
};

const ABSENT_PARTITION: Text = {
  en: 'A real broker checks each partition of OffsetDelete against its metadata first; ours deletes nothing and says that it worked.',
  ko: '실제 브로커는 OffsetDelete의 파티션이 있는지 메타데이터로 먼저 확인하지만, 시뮬레이션은 아무것도 지우지 않고 성공했다고 답합니다.',
};

const MEMBER: Text = {
  en: 'A member of group.protocol=consumer has an id of 22 letters in Kafka and of 36 here, so the column is wider; a first join ends at epoch 2 there and at 1 here.',
  ko: 'group.protocol=consumer 멤버의 id가 Kafka에서는 22자, 여기서는 36자라서 열이 더 넓습니다. 첫 참가 뒤 에포크도 Kafka는 2, 여기는 1입니다.',
};

const each = (why: Text, ...places: readonly string[]): Readonly<Record<string, Text>> => Object.fromEntries(places.map((place) => [place, why]));

export const DIFFERENCES: Readonly<Record<string, Text>> = {
  ...each(ANY_BROKER, '3.9.2/admin-brokers/broker-topic-inherits', '3.9.2-zookeeper/admin-brokers/broker-topic-inherits'),
  ...each(COMMIT, '4.3.1/admin-transactions/version'),
  ...each(NO_NODE, '4.3.1/admin-transactions/producers-unknown-topic'),
  ...each(ABSENT_PARTITION, '4.3.1/admin-groups/delete-offsets-unknown-partition'),
  ...each(MEMBER, ...['members', 'members-verbose', 'state-verbose'].map((view) => `4.3.1/admin-groups/audit-${view}`)),
};
