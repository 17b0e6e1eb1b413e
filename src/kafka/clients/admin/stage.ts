/** Which requests an admin call consists of, stage by stage (the handlers of KafkaAdminClient): look-ups first, then the request itself. */
import type { AdminCall, CallResult } from '#kafka/clients/admin/call.ts';
import type { Answer, StagedCall } from '#kafka/clients/admin/client.ts';
import { isTransactionCall, transactionOutcome, transactionStage } from '#kafka/clients/admin/transactions.ts';
import { exceptionOf } from '#kafka/clients/exceptions.ts';
import { type ErrorName, isRetriable } from '#kafka/protocol/errors.ts';
import type { Body, MetadataResponse, Request, Response } from '#kafka/protocol/messages.ts';
import { type BrokerId, brokerIdOf, brokerName, NO_LEADER, type NodeName } from '#kafka/protocol/names.ts';

/** One request of a stage; without `to` any broker will do. */
export interface Stage {
  readonly to: NodeName | undefined;
  readonly body: Body<Request>;
}

export type Outcome =
  | { readonly then: 'done'; readonly result: CallResult }
  | { readonly then: 'retry'; readonly forget: boolean }
  | { readonly then: 'next'; readonly coordinators: ReadonlyMap<string, BrokerId> };

export const REQUEST_TIMEOUT_MS = 30_000;

/** What is to be sent now. */
export function stageOf(open: StagedCall, cluster: MetadataResponse): readonly Stage[] {
  const { call } = open;
  if (isTransactionCall(call)) return transactionStage(call, open.coordinators, cluster);
  const controller = cluster.controller === NO_LEADER ? undefined : brokerName(cluster.controller);
  switch (call.call) {
    case 'describeTopics':
      return [{ to: undefined, body: { type: 'MetadataRequest', topics: call.topics, allowAutoTopicCreation: false } }];
    case 'createTopics':
      return [{ to: controller, body: { type: 'CreateTopicsRequest', timeoutMs: REQUEST_TIMEOUT_MS, topics: call.topics } }];
    case 'deleteTopics':
      return [{ to: controller, body: { type: 'DeleteTopicsRequest', topics: call.topics } }];
    case 'createPartitions':
      return [{ to: controller, body: { type: 'CreatePartitionsRequest', topics: call.topics } }];
    case 'describeConfigs':
      return describeConfigs(call);
    case 'listConfigResources':
      return [{ to: undefined, body: { type: 'ListConfigResourcesRequest', kind: 'group' } }];
    case 'alterConfigs':
      return alterConfigs(call);
    case 'electLeaders':
      return [
        { to: controller, body: { type: 'ElectLeadersRequest', electionType: call.electionType, partitions: call.partitions, timeoutMs: REQUEST_TIMEOUT_MS } },
      ];
    case 'alterReassignments': {
      const { partitions, allowReplicationFactorChange } = call;
      return [
        { to: controller, body: { type: 'AlterPartitionReassignmentsRequest', timeoutMs: REQUEST_TIMEOUT_MS, partitions, allowReplicationFactorChange } },
      ];
    }
    case 'listReassignments':
      return [{ to: controller, body: { type: 'ListPartitionReassignmentsRequest', partitions: call.partitions } }];
    case 'describeQuorum':
      return [{ to: undefined, body: { type: 'DescribeQuorumRequest' } }];
    case 'listGroups':
      return cluster.brokers.map(({ name }) => ({ to: name, body: { type: 'ListGroupsRequest' } }));
    default:
      return groupStage(call, open.coordinators);
  }
}

type Asks<N extends AdminCall['call']> = Extract<AdminCall, { call: N }>;
type ShareCall = Asks<'listShareOffsets'> | Asks<'alterShareOffsets'> | Asks<'deleteShareOffsets'>;
type GroupCall = ShareCall | Asks<'describeGroups'> | Asks<'listGroupOffsets'> | Asks<'alterGroupOffsets'> | Asks<'deleteGroups'> | Asks<'deleteGroupOffsets'>;

/** The settings of one broker are changed by that broker, so that it can refuse what it cannot do; all others in one request. */
function alterConfigs(call: Asks<'alterConfigs'>): Stage[] {
  const isOne = ({ kind, name }: (typeof call.resources)[number]): boolean => kind === 'broker' && name !== '';
  const others = call.resources.filter((resource) => !isOne(resource));
  const stages: Stage[] = others.length > 0 ? [{ to: undefined, body: { type: 'IncrementalAlterConfigsRequest', resources: others } }] : [];
  const own = call.resources.filter(isOne);
  return [...stages, ...own.map((one): Stage => ({ to: brokerName(Number(one.name)), body: { type: 'IncrementalAlterConfigsRequest', resources: [one] } }))];
}

/** A broker's configuration is asked of that broker, everything else of any. */
function describeConfigs(call: Asks<'describeConfigs'>): Stage[] {
  const isOne = ({ kind, name }: (typeof call.resources)[number]): boolean => kind === 'broker' && name !== '';
  const others = call.resources.filter((resource) => !isOne(resource));
  const stages: Stage[] = others.length > 0 ? [{ to: undefined, body: { type: 'DescribeConfigsRequest', resources: others } }] : [];
  for (const resource of call.resources) {
    if (isOne(resource)) stages.push({ to: brokerName(Number(resource.name)), body: { type: 'DescribeConfigsRequest', resources: [resource] } });
  }
  return stages;
}

const groupsOf = (call: GroupCall): readonly string[] => ('groups' in call ? call.groups : [call.group]);

function groupStage(call: GroupCall, coordinators: ReadonlyMap<string, BrokerId>): Stage[] {
  const unknown = groupsOf(call).filter((group) => !coordinators.has(group));
  if (unknown.length > 0) return unknown.map((group) => ({ to: undefined, body: { type: 'FindCoordinatorRequest', group } }));
  const at = (group: string): NodeName => brokerName(coordinators.get(group) ?? NO_LEADER);
  switch (call.call) {
    case 'describeGroups':
      return call.groups.map((group) => ({ to: at(group), body: { type: 'DescribeGroupsRequest', groups: [group] } }));
    case 'deleteGroups':
      return call.groups.map((group) => ({ to: at(group), body: { type: 'DeleteGroupsRequest', groups: [group] } }));
    case 'deleteGroupOffsets':
      return [{ to: at(call.group), body: { type: 'OffsetDeleteRequest', group: call.group, partitions: call.partitions } }];
    case 'listShareOffsets':
      return [{ to: at(call.group), body: { type: 'DescribeShareGroupOffsetsRequest', group: call.group, partitions: null } }];
    case 'alterShareOffsets':
      return [{ to: at(call.group), body: { type: 'AlterShareGroupOffsetsRequest', group: call.group, offsets: call.offsets } }];
    case 'deleteShareOffsets':
      return [{ to: at(call.group), body: { type: 'DeleteShareGroupOffsetsRequest', group: call.group, topics: call.topics } }];
    case 'listGroupOffsets':
      return [{ to: at(call.group), body: { type: 'OffsetFetchRequest', group: call.group, partitions: null } }];
    case 'alterGroupOffsets': {
      const offsets = call.offsets.map(({ tp, offset }) => ({ tp, offset, leaderEpoch: -1 }));
      return [{ to: at(call.group), body: { type: 'OffsetCommitRequest', group: call.group, generation: -1, memberId: '', offsets } }];
    }
  }
}

function responses<T extends Response['type']>(answers: readonly Answer[], type: T): Extract<Response, { type: T }>[] {
  return answers.flatMap(({ response }) => (response.type === type ? [response as Extract<Response, { type: T }>] : []));
}

const failed = (call: StagedCall['call'], error: ErrorName): Outcome => ({ then: 'done', result: { call: call.call, ok: false, ...exceptionOf(error) } });

/** What the answers of a stage mean: the result, another try, or the next stage. */
export function finishCall(open: StagedCall): Outcome {
  const { call, answers } = open;
  if (isTransactionCall(call)) return transactionOutcome(call, open);
  switch (call.call) {
    case 'describeTopics': {
      const [{ brokers, controller, topics }] = responses(answers, 'MetadataResponse');
      return { then: 'done', result: { call: 'describeTopics', ok: true, brokers, controller, topics } };
    }
    case 'createTopics':
    case 'deleteTopics':
    case 'createPartitions':
      return topicOutcome(open);
    case 'describeConfigs': {
      const resources = responses(answers, 'DescribeConfigsResponse').flatMap((response) => response.resources);
      return { then: 'done', result: { call: 'describeConfigs', ok: true, resources } };
    }
    case 'listConfigResources': {
      const names = responses(answers, 'ListConfigResourcesResponse').flatMap((response) => response.names);
      return { then: 'done', result: { call: 'listConfigResources', ok: true, names } };
    }
    case 'alterConfigs': {
      const resources = responses(answers, 'IncrementalAlterConfigsResponse').flatMap((response) => response.resources);
      return { then: 'done', result: { call: 'alterConfigs', ok: true, resources } };
    }
    case 'describeQuorum':
      return describedQuorum(open);
    case 'electLeaders':
    case 'alterReassignments':
    case 'listReassignments':
      return partitionOutcome(open);
    case 'listGroups':
      return listedGroups(open);
    default:
      return groupOutcome(call, open);
  }
}

function topicOutcome({ call, answers }: StagedCall): Outcome {
  const [{ response }] = answers;
  if (response.type !== 'CreateTopicsResponse' && response.type !== 'DeleteTopicsResponse' && response.type !== 'CreatePartitionsResponse')
    return failed(call, 'UNKNOWN_SERVER_ERROR');
  if (response.topics.some(({ error }) => error === 'NOT_CONTROLLER')) return { then: 'retry', forget: true };
  return { then: 'done', result: { call: call.call, ok: true, topics: response.topics } as CallResult };
}

function describedQuorum({ call, answers }: StagedCall): Outcome {
  const [response] = responses(answers, 'DescribeQuorumResponse');
  if (!response) return failed(call, 'UNKNOWN_SERVER_ERROR');
  if (response.error !== 'NONE') return isRetriable(response.error) ? { then: 'retry', forget: false } : failed(call, response.error);
  const { leaderId, leaderEpoch, highWatermark, voters, observers } = response;
  return { then: 'done', result: { call: 'describeQuorum', ok: true, leaderId, leaderEpoch, highWatermark, voters, observers } };
}

function partitionOutcome({ call, answers }: StagedCall): Outcome {
  const [{ response }] = answers;
  if (
    response.type !== 'ElectLeadersResponse' &&
    response.type !== 'AlterPartitionReassignmentsResponse' &&
    response.type !== 'ListPartitionReassignmentsResponse'
  )
    return failed(call, 'UNKNOWN_SERVER_ERROR');
  if (response.error === 'NOT_CONTROLLER') return { then: 'retry', forget: true };
  if (response.error !== 'NONE') return failed(call, response.error);
  return { then: 'done', result: { call: call.call, ok: true, partitions: response.partitions } as CallResult };
}

function listedGroups({ call, answers }: StagedCall): Outcome {
  const lists = responses(answers, 'ListGroupsResponse');
  const bad = lists.find(({ error }) => error !== 'NONE')?.error;
  if (bad !== undefined) return isRetriable(bad) ? { then: 'retry', forget: false } : failed(call, bad);
  const groups = lists.flatMap((list) => list.groups);
  return { then: 'done', result: { call: 'listGroups', ok: true, groups } };
}

function groupOutcome(call: GroupCall, open: StagedCall): Outcome {
  const found = responses(open.answers, 'FindCoordinatorResponse');
  if (found.length > 0)
    return foundCoordinators(
      call,
      open,
      found.map(({ error }) => error),
    );
  const error = firstGroupError(open.answers);
  if (error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE') return { then: 'retry', forget: true };
  if (error === 'COORDINATOR_LOAD_IN_PROGRESS') return { then: 'retry', forget: false };
  switch (call.call) {
    case 'describeGroups': {
      const groups = open.answers.flatMap(({ node, response }) =>
        response.type === 'DescribeGroupsResponse' ? response.groups.map((group) => ({ ...group, coordinator: brokerIdOf(node) })) : [],
      );
      return { then: 'done', result: { call: 'describeGroups', ok: true, groups } };
    }
    case 'deleteGroups':
      return {
        then: 'done',
        result: { call: 'deleteGroups', ok: true, results: responses(open.answers, 'DeleteGroupsResponse').flatMap(({ results }) => results) },
      };
    case 'deleteGroupOffsets': {
      const [{ error, partitions }] = responses(open.answers, 'OffsetDeleteResponse');
      return { then: 'done', result: { call: 'deleteGroupOffsets', ok: true, error, partitions } };
    }
    case 'listShareOffsets':
    case 'alterShareOffsets':
    case 'deleteShareOffsets':
      return shareOutcome(call, open);
    case 'listGroupOffsets': {
      const [response] = responses(open.answers, 'OffsetFetchResponse');
      return response.error === 'NONE'
        ? { then: 'done', result: { call: 'listGroupOffsets', ok: true, offsets: response.offsets } }
        : failed(call, response.error);
    }
    case 'alterGroupOffsets': {
      const [response] = responses(open.answers, 'OffsetCommitResponse');
      return { then: 'done', result: { call: 'alterGroupOffsets', ok: true, offsets: response.offsets } };
    }
  }
}

function shareOutcome(call: ShareCall, { answers }: StagedCall): Outcome {
  const [{ response }] = answers;
  if (response.type === 'DeleteShareGroupOffsetsResponse')
    return { then: 'done', result: { call: 'deleteShareOffsets', ok: true, error: response.error, topics: response.topics } };
  if (response.type !== 'DescribeShareGroupOffsetsResponse' && response.type !== 'AlterShareGroupOffsetsResponse') return failed(call, 'UNKNOWN_SERVER_ERROR');
  return { then: 'done', result: { call: call.call, ok: true, error: response.error, partitions: response.partitions } as CallResult };
}

function foundCoordinators(call: GroupCall, open: StagedCall, errors: readonly ErrorName[]): Outcome {
  const bad = errors.find((error) => error !== 'NONE');
  if (bad !== undefined) return isRetriable(bad) ? { then: 'retry', forget: false } : failed(call, bad);
  const coordinators = new Map(open.coordinators);
  for (const { request, response } of open.answers) {
    if (request.type === 'FindCoordinatorRequest' && response.type === 'FindCoordinatorResponse') coordinators.set(request.group, response.coordinator);
  }
  return { then: 'next', coordinators };
}

function firstGroupError(answers: readonly Answer[]): ErrorName {
  for (const { response } of answers) {
    const errors =
      response.type === 'DescribeGroupsResponse'
        ? response.groups
        : response.type === 'OffsetCommitResponse'
          ? response.offsets
          : response.type === 'DeleteGroupsResponse'
            ? response.results
            : response.type === 'OffsetFetchResponse' ||
                response.type === 'OffsetDeleteResponse' ||
                response.type === 'DescribeShareGroupOffsetsResponse' ||
                response.type === 'AlterShareGroupOffsetsResponse' ||
                response.type === 'DeleteShareGroupOffsetsResponse'
              ? [response]
              : [];
    const bad = errors.find(({ error }) => error !== 'NONE' && isRetriable(error));
    if (bad) return bad.error;
  }
  return 'NONE';
}
