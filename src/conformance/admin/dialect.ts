/** The releases whose command lines are recorded besides the newest, and how each of their tools is told where the cluster is. */
import type { Config, MetadataMode, Profile } from '#kafka/spec.ts';

/** A release as it is recorded and simulated: `folder` under `fixtures/`. */
export interface Under {
  readonly folder: string;
  /** As in Maven Central. */
  readonly version: string;
  readonly profile: Profile;
  readonly metadata: MetadataMode;
}

export const RELEASES_UNDER_RECORD: readonly Under[] = [
  { folder: '4.3.1', version: '4.3.1', profile: '4.3', metadata: 'kraft' },
  { folder: '3.9.2', version: '3.9.2', profile: '3.9', metadata: 'kraft' },
  { folder: '3.9.2-zookeeper', version: '3.9.2', profile: '3.9', metadata: 'zookeeper' },
  { folder: '2.8.2', version: '2.8.2', profile: '2.8', metadata: 'zookeeper' },
  { folder: '2.1.1', version: '2.1.1', profile: '2.1', metadata: 'zookeeper' },
  { folder: '0.10.2.2', version: '0.10.2.2', profile: '0.10', metadata: 'zookeeper' },
];

/** Thread pools in the files of recorded brokers: small, to be easy on the machine. kafka-configs.sh shows them. */
export const RECORDED_POOLS: Config = {
  'num.network.threads': '1',
  'num.io.threads': '2',
  'background.threads': '2',
  'num.recovery.threads.per.data.dir': '1',
};

const BROKER = '--bootstrap-server kafka1:9092';
const ZOOKEEPER = '--zookeeper zookeeper1:2181';

/** Which tools a release has, and what they speak to. */
export interface Dialect {
  readonly under: Under;
  /** kafka-topics.sh and its server, as the release's own documentation writes it. */
  readonly topics: string;
  readonly configs: string;
  readonly reassign: string;
  readonly groups: string;
  readonly consume: string;
  readonly produce: string;
  /** From which release on something is there. */
  readonly isAtLeast: (profile: Profile) => boolean;
}

const ORDER: readonly Profile[] = ['0.10', '0.11', '2.0', '2.1', '2.8', '3.9', '4.3'];

export function dialectOf(under: Under): Dialect {
  const isAtLeast = (profile: Profile): boolean => ORDER.indexOf(under.profile) >= ORDER.indexOf(profile);
  const at = isAtLeast('2.8') ? BROKER : ZOOKEEPER;
  return {
    under,
    isAtLeast,
    topics: `kafka-topics.sh ${at}`,
    configs: `kafka-configs.sh ${at}`,
    reassign: `kafka-reassign-partitions.sh ${at}`,
    groups: `kafka-consumer-groups.sh ${BROKER}`,
    consume: `kafka-console-consumer.sh ${BROKER}`,
    produce: `kafka-console-producer.sh ${isAtLeast('2.8') ? BROKER : '--broker-list kafka1:9092'}`,
  };
}
