/** What the admin client says of a call whose time is up (Call.fail, TimeoutProcessor). */
import type { AdminCore, DrivenCall, OpenCall, StagedCall } from '#kafka/clients/admin/client.ts';
import { isInFlight, LOOK_UP, requestName, type Scope, triesOf } from '#kafka/clients/admin/driver.ts';
import { backoffMs } from '#kafka/clients/backoff.ts';
import type { InFlight } from '#kafka/clients/network.ts';
import type { MetadataResponse } from '#kafka/protocol/messages.ts';
import { brokerIdOf, wallClockMs } from '#kafka/protocol/names.ts';
import type { Env } from '#sim/effect.ts';

/** Kafka tells a call that waits, for a node or for its next try (`pendingCalls`), from one whose answers do not come. */
export function timeoutMessage(core: AdminCore, open: StagedCall, env: Env): string {
  const name = callName(open, core.cluster);
  if (open.expected === 0) return unassigned(name);
  return timedOut(core, open, name, open.tries, env);
}

/** The same for one scope of a driver. A look-up is as good as always under way. */
export function timedOutAt(core: AdminCore, open: DrivenCall, scope: Scope, env: Env): string {
  const name = requestName(open.call, scope);
  const isUnderWay = isInFlight(open.driver, scope) || (scope === LOOK_UP && core.cluster !== undefined);
  return isUnderWay ? timedOut(core, open, name, Math.max(0, triesOf(open.driver, scope) - 1), env) : unassigned(name);
}

const unassigned = (name: string): string => `Timed out waiting for a node assignment. Call: ${name}`;

function timedOut({ settings }: AdminCore, { deadlineUs }: OpenCall, name: string, before: number, env: Env): string {
  const nowMs = wallClockMs(env.nowUs);
  const nextAllowedTryMs = nowMs + backoffMs(settings.retryBackoffMs, settings.retryBackoffMaxMs, before);
  return `Call(callName=${name}, deadlineMs=${wallClockMs(deadlineUs)}, tries=${before + 1}, nextAllowedTryMs=${nextAllowedTryMs}) timed out at ${nowMs} after ${before + 1} attempt(s)`;
}

export function callName({ call, coordinators }: StagedCall, cluster: MetadataResponse | undefined): string {
  const looking = cluster === undefined || coordinators.size === 0;
  switch (call.call) {
    case 'describeTopics':
      return call.topics === null ? 'listTopics' : 'describeTopics';
    case 'alterConfigs':
      return 'incrementalAlterConfigs';
    case 'alterReassignments':
      return 'alterPartitionReassignments';
    case 'listReassignments':
      return 'listPartitionReassignments';
    case 'listGroups':
      return cluster === undefined ? 'findAllBrokers' : 'listGroups';
    case 'describeGroups':
      return `describeConsumerGroups(api=${looking ? 'FIND_COORDINATOR' : 'DESCRIBE_GROUPS'})`;
    case 'listGroupOffsets':
      return `listConsumerGroupOffsets(api=${looking ? 'FIND_COORDINATOR' : 'OFFSET_FETCH'})`;
    case 'describeProducers':
      return `describeProducers(api=${looking && call.broker === undefined ? 'METADATA' : 'DESCRIBE_PRODUCERS'})`;
    case 'describeTransactions':
      return `describeTransactions(api=${looking ? 'FIND_COORDINATOR' : 'DESCRIBE_TRANSACTIONS'})`;
    case 'abortTransaction':
      return `abortTransaction(api=${looking ? 'METADATA' : 'WRITE_TXN_MARKERS'})`;
    case 'listTransactions':
      return `listTransactions(api=${cluster === undefined ? 'METADATA' : 'LIST_TRANSACTIONS'})`;
    case 'alterGroupOffsets':
      return `alterConsumerGroupOffsets(api=${looking ? 'FIND_COORDINATOR' : 'OFFSET_COMMIT'})`;
    default:
      return call.call;
  }
}

/** The cause: the client closes the connection on which the call waits. */
export const cancelled = (name: string, { correlation, node }: InFlight): string =>
  `org.apache.kafka.common.errors.DisconnectException: Cancelled ${name} request with correlation id ${correlation} due to node ${brokerIdOf(node)} being disconnected`;
