/** Where the simulated tools still answer differently from Apache Kafka, each with its reason. A difference that has gone must leave this list. */
import type { Text } from './case-differences.ts';

export const DIFFERENCES: Readonly<Record<string, Text>> = {
  'configs/describe-everything': {
    en: 'Compression levels and the settings of tiered storage are not part of the simulated topic configuration.',
    ko: '압축 수준과 계층형 스토리지(tiered storage)의 설정은 시뮬레이션하는 토픽 설정에 없습니다.',
  },
};
