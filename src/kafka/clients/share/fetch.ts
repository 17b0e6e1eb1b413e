/**
 * Fetching of a share consumer (ShareConsumeRequestManager, ShareSessionHandler): one request at a time to each leader, only while poll() waits for records, with
 * the acknowledgements of what poll() returned before.
 */
import { isInvalidMetadata } from '#kafka/clients/exceptions.ts';
import { leaderOf, patched, requestUpdate } from '#kafka/clients/metadata.ts';
import { type InFlight, readyAtUs, request } from '#kafka/clients/network.ts';
import { batched, noteFailed } from '#kafka/clients/share/acknowledge.ts';
import type { Delivered, NodeSession, Outcome, ShareTurn } from '#kafka/clients/share/core.ts';
import { tell } from '#kafka/facts.ts';
import { isRetriable } from '#kafka/protocol/errors.ts';
import type { NodeName, Tp } from '#kafka/protocol/names.ts';
import { isControl } from '#kafka/protocol/record.ts';
import { INITIAL_EPOCH, type ShareFetchedPartition, type ShareFetchRequest, type ShareFetchResponse } from '#kafka/protocol/share.ts';

const NEW_SESSION: NodeSession = { epoch: INITIAL_EPOCH, tps: [] };

export const isNodeFree = ({ core }: ShareTurn, node: NodeName): boolean =>
  !core.net.inFlight.some((one) => one.node === node && (one.request.type === 'ShareFetchRequest' || one.request.type === 'ShareAcknowledgeRequest'));

/** The request that has been sent: the session goes on with the next epoch. */
export function moveSession({ core }: ShareTurn, node: NodeName, tps: readonly Tp[], epoch: number): void {
  core.sessions = new Map(core.sessions).set(node, { epoch: epoch + 1, tps });
}

export function endSession({ core }: ShareTurn, node: NodeName): void {
  const sessions = new Map(core.sessions);
  sessions.delete(node);
  core.sessions = sessions;
}

/** Asks every leader that is free, if more records are wanted. When to look again. */
export function sendShareFetches(turn: ShareTurn): number {
  const { core, env } = turn;
  if (!core.wantsMore) return Number.POSITIVE_INFINITY;
  const wanted = new Map<NodeName, Tp[]>();
  for (const tp of core.assignment) {
    const leader = leaderOf(core.metadata, tp);
    if (leader === undefined) core.metadata = requestUpdate(core.metadata);
    else wanted.set(leader, [...(wanted.get(leader) ?? []), tp]);
  }
  // Leaders that have nothing for us any more still get what we owe them.
  for (const { node } of core.withFetch) if (!wanted.has(node) && core.sessions.has(node)) wanted.set(node, []);
  let wakeUs = Number.POSITIVE_INFINITY;
  for (const [node, tps] of wanted) {
    if (!isNodeFree(turn, node)) continue;
    const readyUs = readyAtUs(core.net, node);
    if (readyUs > env.nowUs) wakeUs = Math.min(wakeUs, readyUs);
    else sendTo(turn, node, tps);
  }
  failOrphans(turn, wanted);
  return wakeUs;
}

function sendTo(turn: ShareTurn, node: NodeName, tps: readonly Tp[]): void {
  const { core, env } = turn;
  const session = core.sessions.get(node) ?? NEW_SESSION;
  const isNew = session.epoch === INITIAL_EPOCH;
  const own = core.withFetch.filter((one) => one.node === node);
  core.withFetch = core.withFetch.filter((one) => one.node !== node);
  // A session that only begins cannot take acknowledgements: what they are for went with the last one.
  if (isNew) noteFailed(turn, own, 'NOT_LEADER_OR_FOLLOWER');
  const acknowledgements = isNew ? [] : batched(own);
  const { settings } = core;
  const isRenewAck = acknowledgements.some(({ batches }) => batches.some(({ acknowledgeTypes }) => acknowledgeTypes.includes('RENEW')));
  const body = {
    type: 'ShareFetchRequest',
    group: core.group,
    memberId: core.member.data.memberId,
    sessionEpoch: session.epoch,
    maxWaitMs: isRenewAck ? 0 : settings.fetchMaxWaitMs,
    minBytes: isRenewAck ? 0 : settings.fetchMinBytes,
    maxBytes: isRenewAck ? 0 : settings.fetchMaxBytes,
    maxRecords: isRenewAck ? 0 : settings.maxPollRecords,
    batchSize: settings.maxPollRecords,
    mode: settings.acquireMode,
    isRenewAck,
    partitions: isNew ? tps : tps.filter((tp) => !session.tps.includes(tp)),
    forgotten: isNew ? [] : session.tps.filter((tp) => !tps.includes(tp)),
    acknowledgements,
  } as const;
  core.net = request(core.net, env, node, body, settings.requestTimeoutMs);
  moveSession(turn, node, tps, session.epoch);
}

/** Acknowledgements for a leader with which there is no session any more are lost. */
function failOrphans(turn: ShareTurn, wanted: ReadonlyMap<NodeName, readonly Tp[]>): void {
  const { core } = turn;
  const orphans = core.withFetch.filter(({ node }) => !wanted.has(node));
  if (orphans.length === 0) return;
  core.withFetch = core.withFetch.filter(({ node }) => wanted.has(node));
  noteFailed(turn, orphans, 'NOT_LEADER_OR_FOLLOWER');
}

export function onShareFetched(turn: ShareTurn, entry: InFlight, response: ShareFetchResponse): void {
  const { core } = turn;
  const asked = entry.request as ShareFetchRequest;
  if (response.error !== 'NONE') return sessionFailed(turn, entry.node, asked, response.error);
  for (const { tp, acknowledgeError, currentLeader } of response.partitions) {
    if (currentLeader !== undefined) core.metadata = patched(core.metadata, tp, currentLeader);
    if (acknowledgeError !== 'NONE') tell(turn.env, { fact: 'AcknowledgementFailed', group: core.group, node: turn.env.self, tp, error: acknowledgeError });
  }
  for (const one of response.partitions) keep(turn, entry.node, one);
}

/** handleShareFetchSuccess with an error of the session: it begins anew, and what came along did not count. */
function sessionFailed(turn: ShareTurn, node: NodeName, { acknowledgements }: ShareFetchRequest, error: ShareFetchResponse['error']): void {
  endSession(turn, node);
  for (const { tp } of acknowledgements) tell(turn.env, { fact: 'AcknowledgementFailed', group: turn.core.group, node: turn.env.self, tp, error });
  if (isInvalidMetadata(error)) turn.core.metadata = requestUpdate(turn.core.metadata);
}

export function shareFetchLost(turn: ShareTurn, entry: InFlight): void {
  sessionFailed(turn, entry.node, entry.request as ShareFetchRequest, 'NETWORK_EXCEPTION');
}

function keep(turn: ShareTurn, node: NodeName, { tp, error, records, acquired }: ShareFetchedPartition): void {
  const { core } = turn;
  if (error !== 'NONE') {
    if (isInvalidMetadata(error) || isRetriable(error)) core.metadata = requestUpdate(core.metadata);
    return;
  }
  if (acquired.length === 0) return;
  core.wantsMore = false;
  const byOffset = new Map(records.map((record) => [record.offset, record]));
  const delivered: Delivered[] = [];
  const gaps: Outcome[] = [];
  for (const { firstOffset, lastOffset, deliveryCount } of acquired) {
    for (let offset = firstOffset; offset <= lastOffset; offset++) {
      const record = byOffset.get(offset);
      if (record === undefined || isControl(record)) gaps.push({ tp, node, offset, type: 'GAP' });
      else delivered.push({ tp, node, record, deliveryCount });
    }
  }
  if (gaps.length > 0) core.withFetch = [...core.withFetch, ...gaps];
  if (delivered.length > 0) core.buffer = [...core.buffer, delivered];
  else core.wantsMore = true;
}

/** Hands out what was fetched, partition by partition, until max.poll.records are there: a fetch is not taken apart (ShareFetchCollector). */
export function collectDelivered({ core, env }: ShareTurn): readonly Delivered[] {
  const taken: Delivered[] = [];
  while (core.buffer.length > 0 && taken.length < core.settings.maxPollRecords) {
    const [first, ...rest] = core.buffer;
    core.buffer = rest;
    taken.push(...first);
    for (const run of runsOf(first)) {
      const [{ tp, record, deliveryCount }] = run;
      const lastOffset = run[run.length - 1].record.offset;
      const ids = run.map((one) => one.record.id);
      tell(env, { fact: 'RecordsDelivered', group: core.group, node: env.self, tp, firstOffset: record.offset, lastOffset, deliveryCount, ids });
    }
  }
  return taken;
}

/** Neighbours with the same delivery count. */
function runsOf(delivered: readonly Delivered[]): readonly (readonly Delivered[])[] {
  const runs: Delivered[][] = [];
  for (const one of delivered) {
    const last = runs[runs.length - 1];
    const before = last?.[last.length - 1];
    if (before !== undefined && before.record.offset + 1 === one.record.offset && before.deliveryCount === one.deliveryCount) last.push(one);
    else runs.push([one]);
  }
  return runs;
}
