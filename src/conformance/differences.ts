/** Where the simulated tools still answer differently from Apache Kafka, each with its reason. A difference that has gone must leave this list. */
import type { Text } from './case-differences.ts';

const TRANSACTIONS: Text = {
  en: 'kafka-producer-perf-test.sh, which wrote this transaction, is not among the tools of the terminal.',
  ko: '이 트랜잭션을 기록한 kafka-producer-perf-test.sh는 터미널의 도구에 없습니다.',
};

export const DIFFERENCES: Readonly<Record<string, Text>> = {
  '0.10.2.2/admin-topics/one-down-under-replicated': {
    en: 'Where the replicas of the topic counted stand was drawn by chance, and 0.10 does not delete it by default.',
    ko: '토픽 counted의 레플리카 자리는 우연으로 정해졌고, 0.10은 기본값으로는 이 토픽을 지우지 않습니다.',
  },
  '4.3.1/dump-log/committed': TRANSACTIONS,
  '4.3.1/dump-log/transaction-log': TRANSACTIONS,
  '3.9.2/dump-log/committed': TRANSACTIONS,
  '3.9.2/dump-log/transaction-log': TRANSACTIONS,
  'configs/describe-everything': {
    en: 'Compression levels and the settings of tiered storage are not part of the simulated topic configuration.',
    ko: '압축 수준과 계층형 스토리지(tiered storage)의 설정은 시뮬레이션하는 토픽 설정에 없습니다.',
  },
};
