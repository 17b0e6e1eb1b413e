/** What kafka-storage.sh format puts before the first record of the metadata log (BootstrapMetadata), by release. */
import { ELR_FEATURE } from '#kafka/controller/kraft/replicationControl.ts';
import { brokerValue } from '#kafka/metadata/config.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { MetadataRecord } from '#kafka/protocol/metadata.ts';
import type { ClusterSpec } from '#kafka/spec.ts';

/** metadata.version 4.3-IV0 and 3.9-IV0. */
const METADATA_VERSION = { elr: 29, before: 21 } as const;

/** Feature levels of a new cluster. Since 4.1 eligible leader replicas are among them, and with them min.insync.replicas gets a value for the whole cluster. */
export function bootstrapRecords(spec: Pick<ClusterSpec, 'profile' | 'features' | 'config' | 'groupConfigs'>): readonly MetadataRecord[] {
  return [...featureRecords(spec), ...groupRecords(spec)];
}

function featureRecords({ profile, features = {}, config }: Pick<ClusterSpec, 'profile' | 'features' | 'config'>): readonly MetadataRecord[] {
  const { elr } = featuresOf(profile);
  const levels: Readonly<Record<string, number>> = elr
    ? { 'metadata.version': METADATA_VERSION.elr, [ELR_FEATURE]: 1, 'group.version': 1, 'transaction.version': 2, ...features }
    : { 'metadata.version': METADATA_VERSION.before, ...features };
  const records = Object.entries(levels)
    .filter(([, featureLevel]) => featureLevel > 0)
    .map(([name, featureLevel]): MetadataRecord => ({ type: 'FeatureLevelRecord', name, featureLevel }));
  return (levels[ELR_FEATURE] ?? 0) > 0 ? [...records, minIsrOfTheCluster(config)] : records;
}

/** What a scenario's groups have set for themselves before it begins, as kafka-configs.sh would have written it. */
const groupRecords = ({ groupConfigs = {} }: Pick<ClusterSpec, 'groupConfigs'>): readonly MetadataRecord[] =>
  Object.entries(groupConfigs).flatMap(([resourceName, config]) =>
    Object.entries(config).map(([name, value]): MetadataRecord => ({ type: 'ConfigRecord', resourceType: 'group', resourceName, name, value })),
  );

/** ConfigurationControlManager.maybeGenerateElrSafetyRecords */
const minIsrOfTheCluster = (config: ClusterSpec['config']): MetadataRecord => ({
  type: 'ConfigRecord',
  resourceType: 'broker',
  resourceName: '',
  name: 'min.insync.replicas',
  value: brokerValue(config, 'min.insync.replicas'),
});
