/** Share sessions (ShareSessionCache, ShareSessionContext): what a member fetches is said once, and all that it had is given back when its session ends. */
import { writeStates } from '#kafka/broker/share/acknowledge.ts';
import { dropGroup, ledOf, settingsFor } from '#kafka/broker/share/led.ts';
import type { ShareSession } from '#kafka/broker/share/state.ts';
import { fact, type Work } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { NodeName } from '#kafka/protocol/names.ts';
import { FINAL_EPOCH, INITIAL_EPOCH, type ShareAcknowledgeRequest, type ShareFetchRequest } from '#kafka/protocol/share.ts';
import { releaseMember } from '#kafka/share/acknowledge.ts';

const MAX_EPOCH = 2_147_483_647;
const nextEpoch = (epoch: number): number => (epoch === MAX_EPOCH ? 1 : epoch + 1);

export const sessionOf = (work: Work, group: string, memberId: string): ShareSession | undefined =>
  work.share.sessions.find((one) => one.group === group && one.memberId === memberId);

function put(work: Work, session: ShareSession): void {
  const others = work.share.sessions.filter((one) => one.group !== session.group || one.memberId !== session.memberId);
  work.share = { ...work.share, sessions: [...others, session] };
}

/** SharePartitionManager.newContext */
export function enterSession(work: Work, caller: Caller, request: ShareFetchRequest): ErrorName {
  const { group, memberId, sessionEpoch } = request;
  const known = sessionOf(work, group, memberId);
  if (sessionEpoch === INITIAL_EPOCH) {
    if (request.acknowledgements.length > 0) return 'INVALID_REQUEST';
    const { node, connection } = caller;
    const others = work.share.connections.filter((one) => one.node !== node || one.connection !== connection);
    work.share = { ...work.share, connections: [...others, { node, connection, group }] };
    put(work, { group, memberId, epoch: 1, node: caller.node, connection: caller.connection, tps: request.partitions });
    return 'NONE';
  }
  if (known === undefined) return 'SHARE_SESSION_NOT_FOUND';
  if (sessionEpoch === FINAL_EPOCH) return 'NONE';
  if (sessionEpoch !== known.epoch) return 'INVALID_SHARE_SESSION_EPOCH';
  const kept = known.tps.filter((tp) => !request.forgotten.includes(tp));
  const tps = [...kept, ...request.partitions.filter((tp) => !kept.includes(tp))];
  put(work, { ...known, epoch: nextEpoch(known.epoch), tps });
  return 'NONE';
}

/** SharePartitionManager.acknowledgeSessionUpdate */
export function touchSession(work: Work, { group, memberId, sessionEpoch }: ShareAcknowledgeRequest): ErrorName {
  const known = sessionOf(work, group, memberId);
  if (sessionEpoch === INITIAL_EPOCH) return 'INVALID_SHARE_SESSION_EPOCH';
  if (known === undefined) return 'SHARE_SESSION_NOT_FOUND';
  if (sessionEpoch === FINAL_EPOCH) return 'NONE';
  if (sessionEpoch !== known.epoch) return 'INVALID_SHARE_SESSION_EPOCH';
  put(work, { ...known, epoch: nextEpoch(known.epoch) });
  return 'NONE';
}

/** What the member had is available again, its deliveries counted. */
export function releaseSession(work: Work, group: string, memberId: string, why: 'closed' | 'disconnected' = 'closed'): void {
  const session = sessionOf(work, group, memberId);
  if (session === undefined) return;
  work.share = { ...work.share, sessions: work.share.sessions.filter((one) => one !== session) };
  fact(work, { fact: 'ShareSessionEnded', group, broker: work.id, node: session.node, why });
  for (const tp of session.tps) {
    const led = ledOf(work, group, tp);
    if (led?.partition === undefined) continue;
    const begun = releaseMember(led.partition, memberId, settingsFor(work, led), work.env.nowUs);
    writeStates(work, led, begun, 'session-ended', undefined);
  }
}

/** A connection is gone: a session ends with it, and with the last one all that is kept here of the group. */
export function sessionsDisconnected(work: Work, node: NodeName, connection: string): void {
  const gone = work.share.sessions.filter((one) => one.node === node && one.connection === connection);
  for (const { group, memberId } of gone) releaseSession(work, group, memberId, 'disconnected');
  const had = work.share.connections.filter((one) => one.node === node && one.connection === connection);
  if (had.length > 0) work.share = { ...work.share, connections: work.share.connections.filter((one) => !had.includes(one)) };
  for (const group of new Set(had.map((one) => one.group))) {
    if (!work.share.sessions.some((one) => one.group === group)) dropGroup(work, group);
  }
  const isGone = ({ caller }: { readonly caller: Caller }): boolean => caller.node === node && caller.connection === connection;
  if (work.share.operations.some(isGone)) work.share = { ...work.share, operations: work.share.operations.filter((one) => !isGone(one)) };
}
