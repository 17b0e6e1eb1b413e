/** Predicates to begin with, about what this run has. */
import type { Frame } from '#kafka/frame.ts';

export function examplesOf(frame: Frame): readonly string[] {
  const partition = frame.partitions.find(({ internal }) => !internal);
  const [group] = frame.groups;
  return [
    ...(partition === undefined ? [] : [`leader(${partition.tp}) changes`]),
    ...(partition === undefined || partition.replicas.length < 2 ? [] : [`isr(${partition.tp}) shrinks`]),
    ...(frame.producers.length === 0 ? [] : ['lost(acked) > 0']),
    ...(group === undefined ? [] : [`lag(${group.group}) > 10`]),
  ];
}
