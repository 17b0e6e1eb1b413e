/** Changes of settings on their way to the controller: what a broker refuses of them itself (ConfigAdminManager.preprocess, KIP-226). */
import { forward } from '#kafka/broker/calls.ts';
import { reply, type Work } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { dynamicConfigError } from '#kafka/metadata/dynamic.ts';
import { configInForce } from '#kafka/metadata/image.ts';
import type { IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse } from '#kafka/protocol/messages.ts';

type Resource = IncrementalAlterConfigsRequest['resources'][number];
type Outcome = IncrementalAlterConfigsResponse['resources'][number];

/** Kafka's words against a change of settings of brokers, judged by what is in force on this one. */
export function brokerChangeError(work: Work, { name, set }: Resource): string | undefined {
  return dynamicConfigError({ broker: name, set, inForce: configInForce(work.image, work.id, work.config), rules: work.settings.release.dynamicConfigs });
}

/** One request may hold good and bad: what is refused here is not sent on, and both answers go back together. */
export function handleAlterConfigs(work: Work, caller: Caller, request: IncrementalAlterConfigsRequest): void {
  const refused = request.resources.flatMap((resource) => refusalOf(work, resource));
  const rest = request.resources.filter(({ kind, name }) => kind !== 'broker' || !refused.some((one) => one.name === name));
  if (rest.length === 0) return reply(work, caller, { type: 'IncrementalAlterConfigsResponse', resources: refused });
  forward(work, caller, { type: request.type, resources: rest, ...(refused.length > 0 ? { refused } : {}) });
}

function refusalOf(work: Work, resource: Resource): Outcome[] {
  const message = resource.kind === 'broker' ? brokerChangeError(work, resource) : undefined;
  return message === undefined ? [] : [{ name: resource.name, error: 'INVALID_REQUEST', message }];
}
