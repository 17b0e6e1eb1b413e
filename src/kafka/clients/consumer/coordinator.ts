/** Finding the group's coordinator and losing it (AbstractCoordinator.ensureCoordinatorReady, markCoordinatorUnknown). */
import { backoffMs } from '#kafka/clients/backoff.ts';
import { type ConsumerCore, FOREVER, type Turn } from '#kafka/clients/consumer/core.ts';
import { askable, type Metadata, type MetadataConfig } from '#kafka/clients/metadata.ts';
import { COORDINATOR, earliestRetryUs, leastLoaded, type Network, type NetworkConfig, readyAtUs, request } from '#kafka/clients/network.ts';
import { tell } from '#kafka/facts.ts';
import type { Body, FindCoordinatorResponse, Request } from '#kafka/protocol/messages.ts';
import { type BrokerId, brokerName } from '#kafka/protocol/names.ts';
import type { Env } from '#sim/effect.ts';

/** The part of a consumer's turn that knows its group's coordinator: share consumers have one, too. */
export interface CoordinatedTurn {
  readonly core: {
    net: Network;
    readonly metadata: Metadata;
    readonly group: string;
    readonly settings: NetworkConfig & Pick<MetadataConfig, 'retryBackoffMs' | 'retryBackoffMaxMs'>;
    coordinator: BrokerId;
    findingCoordinator: boolean;
    coordinatorRetryUs: number;
    coordinatorAttempts: number;
  };
  readonly env: Env;
}

/** Undefined when the coordinator is known and may be talked to; otherwise when to look again (Infinity: when an answer comes). */
export function ensureCoordinator(turn: CoordinatedTurn): number | undefined {
  const { core, env } = turn;
  if (core.coordinator >= 0) {
    const readyUs = readyAtUs(core.net, brokerName(core.coordinator), COORDINATOR);
    return readyUs > env.nowUs ? readyUs : undefined;
  }
  if (core.findingCoordinator) return FOREVER;
  if (core.coordinatorRetryUs > env.nowUs) return core.coordinatorRetryUs;
  const nodes = askable(core.metadata, core.net, env.nowUs);
  const node = leastLoaded(core.net, nodes, env.nowUs);
  if (node === undefined) return earliestRetryUs(core.net, nodes);
  core.net = request(core.net, env, node, { type: 'FindCoordinatorRequest', group: core.group }, core.settings.requestTimeoutMs);
  core.findingCoordinator = true;
  return FOREVER;
}

export function onCoordinatorFound(turn: Turn, response: FindCoordinatorResponse): void {
  const { core, env } = turn;
  core.findingCoordinator = false;
  if (response.error !== 'NONE') return coordinatorNotFound(turn);
  core.coordinator = response.coordinator;
  core.coordinatorAttempts = 0;
  // The session runs anew with a new coordinator, as it does there.
  if (core.member.data.generation >= 0) core.sessionDeadlineUs = env.nowUs + core.settings.sessionTimeoutMs * 1000;
  tell(env, { fact: 'CoordinatorFound', group: core.group, node: env.self, broker: response.coordinator });
}

export function coordinatorNotFound({ core, env }: CoordinatedTurn): void {
  core.findingCoordinator = false;
  core.coordinatorRetryUs = env.nowUs + backoffMs(core.settings.retryBackoffMs, core.settings.retryBackoffMaxMs, core.coordinatorAttempts) * 1000;
  core.coordinatorAttempts++;
}

export function markCoordinatorUnknown({ core }: CoordinatedTurn): void {
  core.coordinator = -1;
}

/** How a static member signs its requests. */
export const instanceOf = ({ settings }: Pick<ConsumerCore, 'settings'>): { readonly instanceId?: string } =>
  settings.instanceId === undefined ? {} : { instanceId: settings.instanceId };

/** Sends on the connection that a consumer keeps for its coordinator alone. The coordinator must be known. */
export function askCoordinator({ core, env }: CoordinatedTurn, body: Body<Request>, timeoutMs = core.settings.requestTimeoutMs, context = 0): void {
  core.net = request(core.net, env, brokerName(core.coordinator), body, timeoutMs, COORDINATOR, context);
}
