/** Clocks that run against somebody: a session without a heartbeat, a follower that has not caught up. They show once something is overdue, so that a healthy cluster shows none. Between two events only the time moves, so a clock also says from when on it shows. */
import type { BrokerFrame, Frame, GroupFrame, GroupMemberFrame, PartitionFrame, ReplicaFrame, SessionFrame } from '#kafka/frame.ts';
import type { Words } from '../contract.ts';

export interface Clock {
  readonly id: 'session' | 'caughtUp';
  readonly sinceUs: number;
  readonly limitUs: number;
  /** Not overdue before. */
  readonly showsUs: number;
}

/** One heartbeat may be on its way, and half of another: more is a miss. */
const OVERDUE = 1.5;
/** Kafka's default where a setting is not simulated or not known. */
const FETCH_WAIT_MS = 500;
const LAG_TIME_MAX_MS = 30_000;

/** ZooKeeper's client pings after a third of the session. */
const pingUs = ({ timeoutMs }: SessionFrame): number => (timeoutMs * 1000) / 3;

function sessionClock({ endsUs, timeoutMs }: SessionFrame, everyUs: number): Clock {
  const limitUs = timeoutMs * 1000;
  const sinceUs = endsUs - limitUs;
  return { id: 'session', sinceUs, limitUs, showsUs: sinceUs + everyUs * OVERDUE };
}

export const shows = ({ showsUs }: Clock, nowUs: number): boolean => nowUs > showsUs;

/** Of a broker, with the controller or the ensemble that may end its session. */
export function brokerClock({ session, config, controller }: BrokerFrame): Clock | null {
  if (session === undefined) return null;
  const everyUs = controller === undefined ? Number(config['broker.heartbeat.interval.ms'] ?? 2000) * 1000 : pingUs(session);
  return sessionClock(session, everyUs);
}

/** Of a group's member, with its coordinator. What a consumer group's members are told is the coordinator's setting. */
export function memberClock(frame: Frame, group: GroupFrame, member: GroupMemberFrame): Clock | null {
  if (member.session === undefined) return null;
  const consumer = frame.consumers.find(({ node }) => node === member.node);
  const own = group.targetEpoch === undefined ? consumer?.config['heartbeat.interval.ms'] : undefined;
  const everyMs = Number(own ?? (group.targetEpoch === undefined ? 3000 : 5000));
  return sessionClock(member.session, everyMs * 1000);
}

/** Of a follower that is still in the ISR, as its leader counts (replica.lag.time.max.ms). */
export function caughtUpClock(frame: Frame, { leader, isr, logs }: PartitionFrame, { broker, lastCaughtUpUs, logEndOffset }: ReplicaFrame): Clock | null {
  const leading = frame.brokers.find(({ id }) => id === leader);
  const end = logs.find((log) => log.broker === leader)?.logEndOffset ?? 0;
  if (lastCaughtUpUs === undefined || leading?.status !== 'up' || !isr.includes(broker) || logEndOffset >= end) return null;
  const waitUs = Number(leading.config['replica.fetch.wait.max.ms'] ?? FETCH_WAIT_MS) * 1000;
  const limitUs = Number(leading.config['replica.lag.time.max.ms'] ?? LAG_TIME_MAX_MS) * 1000;
  return { id: 'caughtUp', sinceUs: lastCaughtUpUs, limitUs, showsUs: lastCaughtUpUs + 2 * waitUs };
}

/** How much of it has run, 0 to 1. */
export const runOf = ({ sinceUs, limitUs }: Clock, nowUs: number): number => Math.max(0, Math.min(1, (nowUs - sinceUs) / limitUs));

const seconds = (us: number): string => `${(Math.max(0, us) / 1_000_000).toFixed(1)} s`;

/** For words: how long it has run, and when it is over. */
export const timesOf = ({ sinceUs, limitUs }: Clock, nowUs: number) => ({ elapsed: seconds(nowUs - sinceUs), limit: seconds(limitUs) });

/** A clock with its words at this moment. */
export interface ToldClock extends Clock {
  readonly text: string;
  readonly fact: string;
}

/** `whose` begins the fact. */
export const toldClock = (clock: Clock, whose: string, nowUs: number, words: Words): ToldClock => ({
  ...clock,
  text: words(`clock.${clock.id}`, timesOf(clock, nowUs)),
  fact: `${whose} clock=${clock.id}`,
});
