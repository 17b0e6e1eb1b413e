/** Acknowledgements in requests of their own (ShareAcknowledge): of commitAsync() and commitSync(), and the last ones in close(), which end the session. */

import { patched } from '#kafka/clients/metadata.ts';
import { type InFlight, readyAtUs, request } from '#kafka/clients/network.ts';
import type { Outcome, ShareTurn } from '#kafka/clients/share/core.ts';
import { endSession, isNodeFree, moveSession } from '#kafka/clients/share/fetch.ts';
import { tell } from '#kafka/facts.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { NodeName } from '#kafka/protocol/names.ts';
import {
  type Acknowledged,
  type AcknowledgementBatch,
  FINAL_EPOCH,
  type ShareAcknowledgeRequest,
  type ShareAcknowledgeResponse,
} from '#kafka/protocol/share.ts';

/** Acknowledgements.getAcknowledgementBatches: neighbouring offsets in one batch, with one type when all have the same. */
export function batched(outcomes: readonly Outcome[]): readonly Acknowledged[] {
  const byTp = new Map<string, Outcome[]>();
  for (const one of outcomes) byTp.set(one.tp, [...(byTp.get(one.tp) ?? []), one]);
  return [...byTp].map(([tp, all]) => ({ tp, batches: batchesOf([...all].sort((a, b) => a.offset - b.offset)) }));
}

function batchesOf(sorted: readonly Outcome[]): readonly AcknowledgementBatch[] {
  const runs: Outcome[][] = [];
  for (const one of sorted) {
    const last = runs[runs.length - 1];
    if (last !== undefined && last[last.length - 1].offset + 1 === one.offset) last.push(one);
    else runs.push([one]);
  }
  return runs.map((run) => {
    const types = run.map(({ type }) => type);
    const isUniform = types.every((type) => type === types[0]);
    return { firstOffset: run[0].offset, lastOffset: run[run.length - 1].offset, acknowledgeTypes: isUniform ? [types[0]] : types };
  });
}

export function noteFailed({ core, env }: ShareTurn, outcomes: readonly Outcome[], error: ErrorName): void {
  for (const tp of new Set(outcomes.map((one) => one.tp))) tell(env, { fact: 'AcknowledgementFailed', group: core.group, node: env.self, tp, error });
}

/** Queues acknowledgements, node by node; they go out when the node is free. */
export function queueAcknowledgements(turn: ShareTurn, outcomes: readonly Outcome[], why: 'async' | 'sync'): void {
  const { core } = turn;
  const nodes = [...new Set(outcomes.map(({ node }) => node))];
  const queued = nodes.map((node) => ({ node, why, acknowledgements: batched(outcomes.filter((one) => one.node === node)) }));
  core.toAcknowledge = [...core.toAcknowledge, ...queued];
  sendAcknowledgements(turn);
}

/** close(): every session ends, with what is still to be acknowledged. */
export function closeSessions(turn: ShareTurn, outcomes: readonly Outcome[]): void {
  const { core } = turn;
  const all = [...core.withFetch, ...outcomes];
  core.withFetch = [];
  core.wantsMore = false;
  const closing = [...core.sessions.keys()].map((node) => ({ node, why: 'close' as const, acknowledgements: batched(all.filter((one) => one.node === node)) }));
  core.toAcknowledge = [...core.toAcknowledge, ...closing];
  sendAcknowledgements(turn);
}

export function sendAcknowledgements(turn: ShareTurn): number {
  const { core, env } = turn;
  let wakeUs = Number.POSITIVE_INFINITY;
  for (const one of core.toAcknowledge) {
    const session = core.sessions.get(one.node);
    if (session === undefined) {
      done(turn, one);
      for (const { tp } of one.acknowledgements)
        tell(env, { fact: 'AcknowledgementFailed', group: core.group, node: env.self, tp, error: 'NOT_LEADER_OR_FOLLOWER' });
      continue;
    }
    if (!isNodeFree(turn, one.node)) continue;
    const readyUs = readyAtUs(core.net, one.node);
    if (readyUs > env.nowUs) {
      wakeUs = Math.min(wakeUs, readyUs);
      continue;
    }
    done(turn, one);
    const sessionEpoch = one.why === 'close' ? FINAL_EPOCH : session.epoch;
    const { group, member, settings } = core;
    const { acknowledgements } = one;
    const body = { type: 'ShareAcknowledgeRequest', group, memberId: member.data.memberId, sessionEpoch, acknowledgements } as const;
    core.net = request(core.net, env, one.node, body, settings.requestTimeoutMs, undefined, one.why === 'sync' ? SYNC : 0);
    if (one.why === 'close') endSession(turn, one.node);
    else moveSession(turn, one.node, session.tps, session.epoch);
  }
  return wakeUs;
}

const SYNC = 1;

function done({ core }: ShareTurn, one: ShareTurn['core']['toAcknowledge'][number]): void {
  core.toAcknowledge = core.toAcknowledge.filter((other) => other !== one);
}

/** commitSync() or close() has not been answered yet. */
export const isAcknowledging = ({ core }: ShareTurn): boolean =>
  core.toAcknowledge.some(({ why }) => why !== 'async') ||
  core.net.inFlight.some((one) => one.request.type === 'ShareAcknowledgeRequest' && (one.context === SYNC || one.request.sessionEpoch === FINAL_EPOCH));

export function onShareAcknowledged(turn: ShareTurn, entry: InFlight, response: ShareAcknowledgeResponse): void {
  const { core, env } = turn;
  const asked = entry.request as ShareAcknowledgeRequest;
  if (response.error !== 'NONE') return failed(turn, entry.node, asked, response.error);
  for (const { tp, error, currentLeader } of response.partitions) {
    if (currentLeader !== undefined) core.metadata = patched(core.metadata, tp, currentLeader);
    if (error !== 'NONE') tell(env, { fact: 'AcknowledgementFailed', group: core.group, node: env.self, tp, error });
  }
}

export const shareAcknowledgeLost = (turn: ShareTurn, entry: InFlight): void =>
  failed(turn, entry.node, entry.request as ShareAcknowledgeRequest, 'NETWORK_EXCEPTION');

function failed(turn: ShareTurn, node: NodeName, { acknowledgements, sessionEpoch }: ShareAcknowledgeRequest, error: ErrorName): void {
  if (sessionEpoch !== FINAL_EPOCH) endSession(turn, node);
  const { core, env } = turn;
  for (const { tp } of acknowledgements) tell(env, { fact: 'AcknowledgementFailed', group: core.group, node: env.self, tp, error });
}
