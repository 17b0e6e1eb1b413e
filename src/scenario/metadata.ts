/** Where a scenario's cluster keeps its metadata: as written, or as its release does by itself. */
import { featuresOf } from '#kafka/metadata/features.ts';
import { controllerName, type NodeName } from '#kafka/protocol/names.ts';
import { zookeeperName } from '#kafka/protocol/zookeeper.ts';
import type { MetadataMode, Profile } from '#kafka/spec.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { problem, type ScenarioError, say } from '#scenario/error.ts';

export const profileOf = (document: ScenarioDocument): Profile => document.kafka ?? '4.3';

export const metadataOf = (document: ScenarioDocument): MetadataMode =>
  document.cluster.metadata ?? (featuresOf(profileOf(document)).kraft ? 'kraft' : 'zookeeper');

/** Controllers of the quorum, or servers of the ensemble. */
export function quorumNames(document: ScenarioDocument): NodeName[] {
  const nameOf = metadataOf(document) === 'zookeeper' ? zookeeperName : controllerName;
  return Array.from({ length: document.cluster.controllers ?? 1 }, (_, i) => nameOf(i + 1));
}

export function metadataError(document: ScenarioDocument): ScenarioError | undefined {
  const kafka = profileOf(document);
  const { kraft, zookeeper } = featuresOf(kafka);
  const path = ['cluster', 'metadata'];
  const mode = metadataOf(document);
  if (mode === 'zookeeper' && !zookeeper)
    return problem('U15', path, say('Kafka {{kafka}} has no ZooKeeper: it was removed in 4.0. Choose kafka: "3.9" or older, or metadata: kraft.', { kafka }));
  if (mode === 'kraft' && !kraft)
    return problem(
      'U15',
      path,
      say('Kafka {{kafka}} keeps its metadata in ZooKeeper: KRaft is for production since 3.3. Choose metadata: zookeeper.', { kafka }),
    );
  return undefined;
}
