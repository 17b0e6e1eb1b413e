/** Sessions: only the leader decides that one is over, when nobody has heard of its client for the session's timeout (SessionTrackerImpl, ExpiryQueue). */
import { propose } from '#kafka/controller/zookeeper/ensemble/broadcast.ts';
import type { Desk } from '#kafka/controller/zookeeper/ensemble/state.ts';
import type { SessionId, Txn } from '#kafka/protocol/zookeeper.ts';

/** Deadlines are rounded up to the next tick, so that many sessions are looked at together. */
const deadlineUs = (desk: Desk, timeoutMs: number): number =>
  (Math.floor((desk.env.nowUs + timeoutMs * 1000) / desk.settings.tickUs) + 1) * desk.settings.tickUs;

/** A new leader gives every session its whole timeout again: sessions survive a change of leader. */
export function trackSessions(desk: Desk): void {
  desk.expiry = new Map([...desk.tree.sessions].map(([session, { timeoutMs }]) => [session, deadlineUs(desk, timeoutMs)]));
}

/** A session is watched from its first moment, also if its client is never heard of again (SessionTracker.commitSession). */
export function trackNew(desk: Desk, { ops, session }: Txn): void {
  if (ops.some(({ txn }) => txn === 'createSession')) touch(desk, session);
}

export function touch(desk: Desk, session: SessionId): void {
  if (session === 0) return;
  if (desk.state === 'LEADING') {
    const timeoutMs = desk.tree.sessions.get(session)?.timeoutMs;
    if (timeoutMs === undefined) return;
    const until = deadlineUs(desk, timeoutMs);
    if (desk.expiry.get(session) !== until) desk.expiry = new Map(desk.expiry).set(session, until);
  } else if (!desk.touched.includes(session)) desk.touched = [...desk.touched, session];
}

export function expireSessions(desk: Desk): void {
  for (const [session, untilUs] of desk.expiry) {
    if (untilUs > desk.env.nowUs) continue;
    forget(desk, session);
    if (desk.head.sessions.has(session)) propose(desk, session, { op: 'closeSession', expired: true });
  }
}

export function forget(desk: Desk, session: SessionId): void {
  const expiry = new Map(desk.expiry);
  expiry.delete(session);
  desk.expiry = expiry;
}

/** Is this session still good? Followers have to ask; an answer to nobody means that the leader knows already. */
export const isLive = (desk: Desk, session: SessionId): boolean => desk.head.sessions.has(session);
