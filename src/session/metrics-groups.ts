/** What a group coordinator counts of its groups: GroupMetadataManager's gauges, and from 4.0 on GroupCoordinatorMetrics, which are brought up to date once a minute. */
import type { Frame, GroupFrame } from '#kafka/frame.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { Profile } from '#kafka/spec.ts';
import { kafka, type Metric, yammer } from '#session/metric.ts';
import type { Timeline } from '#session/timeline.ts';

/** GroupCoordinatorShard.DEFAULT_GROUP_GAUGES_UPDATE_INTERVAL_MS */
const COUNT_US = 60_000_000;

const isConsumer = ({ targetEpoch, share }: GroupFrame): boolean => targetEpoch !== undefined && share === undefined;
const isClassic = ({ targetEpoch, share }: GroupFrame): boolean => targetEpoch === undefined && share === undefined;

/** Groups that a broker coordinates and knows. */
const coordinated = ({ groups }: Frame, broker: number): GroupFrame[] =>
  groups.filter(({ coordinator, loadedUs }) => coordinator === broker && loadedUs !== undefined);

/** The last moment that was computed for a timeline: a run that plays asks for the same one for a minute. */
const moments = new WeakMap<Timeline, { readonly timeUs: number; readonly frame: Frame }>();

function frameAtTime(timeline: Timeline, timeUs: number): Frame {
  const known = moments.get(timeline);
  if (known?.timeUs === timeUs) return known.frame;
  const frame = timeline.frameAt(timeline.cursorAtTime(timeUs));
  moments.set(timeline, { timeUs, frame });
  return frame;
}

/** The groups as they were when they were last counted: whole minutes after they were loaded. The load itself counts those of the classic protocol only. */
function counted(timeline: Timeline, frame: Frame, broker: number): GroupFrame[] {
  return coordinated(frame, broker).flatMap(({ group, loadedUs = 0 }) => {
    const minutes = Math.floor((frame.timeUs - loadedUs) / COUNT_US);
    const then = coordinated(frameAtTime(timeline, loadedUs + minutes * COUNT_US), broker).find((one) => one.group === group);
    return then === undefined || (minutes === 0 && !isClassic(then)) ? [] : [then];
  });
}

const inState = (groups: readonly GroupFrame[], name: string): number => groups.filter(({ state }) => state === name).length;

function managerMetrics(groups: readonly GroupFrame[]): Metric[] {
  const name = (of: string): string => `kafka.coordinator.group:type=GroupMetadataManager,name=${of}`;
  const states = ['Stable', 'PreparingRebalance', 'CompletingRebalance', 'Empty'];
  return [yammer(name('NumGroups'), groups.length), ...states.map((state) => yammer(name(`NumGroups${state}`), inState(groups, state)))];
}

function consumerGroupMetrics(groups: readonly GroupFrame[]): Metric[] {
  const metrics = 'kafka.server:type=group-coordinator-metrics';
  const states = ['Stable', 'Assigning', 'Reconciling', 'Empty'];
  return [
    kafka(`${metrics},protocol=consumer`, 'group-count', groups.length),
    ...states.map((state) => kafka(`${metrics},state=${state}`, 'consumer-group-count', inState(groups, state))),
  ];
}

/** None for a broker that coordinates no group. */
export function groupMetrics(timeline: Timeline, frame: Frame, broker: number): Metric[] {
  const known = coordinated(frame, broker);
  if (known.length === 0) return [];
  const groups = featuresOf(frame.profile as Profile).groupsCountedByTheMinute ? counted(timeline, frame, broker) : known;
  return [
    ...(known.some(isClassic) ? managerMetrics(groups.filter(isClassic)) : []),
    ...(known.some(isConsumer) ? consumerGroupMetrics(groups.filter(isConsumer)) : []),
  ];
}
