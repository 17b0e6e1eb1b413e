/** A static estimate of how many events a scenario takes, so that a link cannot freeze a tab: rates × time × fan-out. */
import type { ClusterSpec } from '#kafka/spec.ts';
import { problem, type ScenarioError, say } from '#scenario/error.ts';
import { LIMITS } from '#scenario/limits.ts';

const PER_SECOND = 1_000_000;
/** Followers wait replica.fetch.wait.max.ms = 500 for a fetch without records: two round trips a second for each leader they follow. */
const IDLE_FETCHES = 4;
const HEARTBEATS = 4;
/** Each standby controller fetches every record of the metadata log, and the high watermark, that moves at least twice a second. */
const VOTER_EVENTS = 16;

/** A record that is read and written on again, with its offset and perhaps its transaction. */
const WRITTEN_ON = 12;

/** A record of a share group is acquired and acknowledged, and both are told to the persister and its replicas. */
const SHARED = 3;

/** Events that a run of this length is likely to take; a heavy cluster is overestimated rather than under. */
export function estimatedEvents(spec: ClusterSpec, untilUs: number): number {
  const brokers = spec.brokers.length;
  const replication = spec.topics.reduce((most, topic) => Math.max(most, topic.replicationFactor), 1);
  const records = spec.producers.reduce(
    (sum, { intervalUs, count }) => sum + Math.min(untilUs / Math.max(intervalUs, 1), count ?? Number.POSITIVE_INFINITY),
    0,
  );
  const shared = spec.shareGroups ?? [];
  const readers = [...spec.groups, ...shared].reduce((most, { topics }) => Math.max(most, topics.length), 0) + spec.groups.length + SHARED * shared.length;
  const writers = spec.groups.filter(({ produces }) => produces !== undefined).length;
  const members = [...spec.groups, ...shared].reduce((sum, group) => sum + group.members, 0);
  const quorum = VOTER_EVENTS * (spec.controllers - 1);
  const idle =
    (untilUs / PER_SECOND) * (quorum + brokers * (HEARTBEATS + IDLE_FETCHES * Math.max(0, brokers - 1)) + members * (HEARTBEATS + IDLE_FETCHES * brokers));
  return Math.ceil(records * (4 + 4 * (replication - 1) + 4 * readers + WRITTEN_ON * writers) + idle);
}

export function costError(spec: ClusterSpec, untilUs: number): ScenarioError | undefined {
  const events = estimatedEvents(spec, untilUs);
  if (events <= LIMITS.cost) return undefined;
  return problem(
    'U17',
    ['until'],
    say('This run would take about {{events}} million steps; the limit is {{limit}} million. Lower rates or make until shorter.', {
      events: Math.ceil(events / 1_000_000),
      limit: LIMITS.cost / 1_000_000,
    }),
  );
}
