/** Share groups of a scenario (KIP-932): their members, and what the group sets for itself. */
import { featuresOf } from '#kafka/metadata/features.ts';
import type { Config, Profile, ShareGroupSpec } from '#kafka/spec.ts';
import { checkTopic, durationUs } from '#scenario/clients.ts';
import { groupConfigErrors, shareConsumerConfigErrors } from '#scenario/configs.ts';
import type { ShareConsumerDocument } from '#scenario/document.ts';
import { type Path, problem, type ScenarioError, say } from '#scenario/error.ts';
import type { KnownNames } from '#scenario/names.ts';
import { NO_SHARE_GROUPS } from '#scenario/since.ts';
import { configOf } from '#scenario/topology.ts';

export function compileShareGroup(
  group: string,
  client: ShareConsumerDocument,
  names: KnownNames,
  profile: Profile,
  path: Path,
  errors: ScenarioError[],
  broker: Config,
): { readonly spec: ShareGroupSpec; readonly own: Config } {
  const topics = typeof client['share-consumer'] === 'string' ? [client['share-consumer']] : client['share-consumer'];
  const place = [...path, 'share-consumer'];
  for (const [i, topic] of topics.entries()) checkTopic(topic, names, topics.length === 1 ? place : [...place, i], errors);
  const config = configOf(client.config);
  const own = configOf(client['group-config']);
  errors.push(...shareConsumerConfigErrors(config, [...path, 'config']), ...groupConfigErrors(own, [...path, 'group-config'], broker));
  if (!featuresOf(profile).shareGroups) errors.push(problem('U15', place, NO_SHARE_GROUPS));
  checkOutcomes(client, config, path, errors);
  const keysOf = (keys: readonly (string | number)[] | undefined): string[] => (keys ?? []).map(String);
  const spec: ShareGroupSpec = {
    group,
    topics: [...new Set(topics)],
    members: client.members ?? 1,
    processingUs: durationUs(client.processing, 0, [...path, 'processing'], errors),
    commit: client.commit ?? 'with-poll',
    release: keysOf(client.release),
    reject: keysOf(client.reject),
    renewUs: client.renew === undefined ? undefined : durationUs(client.renew, 0, [...path, 'renew'], errors),
    startUs: durationUs(client.start, 0, [...path, 'start'], errors),
    config,
  };
  return { spec, own };
}

/** Whoever acknowledges implicitly accepts everything. */
function checkOutcomes(client: ShareConsumerDocument, config: Config, path: Path, errors: ScenarioError[]): void {
  if ((config['share.acknowledgement.mode'] ?? 'implicit').toLowerCase() === 'explicit') return;
  for (const word of ['release', 'reject', 'renew'] as const)
    if (client[word] !== undefined)
      errors.push(
        problem('U16', [...path, word], say('{{word}} needs config: { share.acknowledgement.mode: explicit }: implicitly every record is accepted.', { word })),
      );
}
