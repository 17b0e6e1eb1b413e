/** A setting's address, `p1.acks` or `topic:orders.min.insync.replicas`, and its value in a frame. */
import type { Frame } from '#kafka/frame.ts';

export interface Setting {
  readonly target: string;
  readonly key: string;
}

/** Names of targets hold no dot: the first one ends the target. */
export function settingOf(id: string): Setting {
  const dot = id.indexOf('.');
  return { target: id.slice(0, dot), key: id.slice(dot + 1) };
}

export function valueIn({ target, key }: Setting, frame: Frame): string {
  if (target.startsWith('topic:')) return frame.topics.find(({ name }) => name === target.slice(6))?.config[key] ?? '';
  if (target === 'cluster') return frame.brokers[0]?.config[key] ?? '';
  const client = frame.producers.find(({ node }) => node === target) ?? frame.consumers.find(({ group }) => group === target);
  if (client?.config[key] !== undefined) return client.config[key];
  if (key === 'members') return String(frame.groups.find(({ group }) => group === target)?.members.length ?? '');
  return '';
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  acks: ['0', '1', 'all'],
  'enable.idempotence': ['true', 'false'],
  'enable.auto.commit': ['true', 'false'],
  'auto.offset.reset': ['earliest', 'latest', 'none'],
  'unclean.leader.election.enable': ['true', 'false'],
  commit: ['auto', 'before-processing', 'after-processing', 'none'],
};

/** Values to choose from, for settings that have no others. */
export const choicesOf = (key: string): readonly string[] | undefined => CHOICES[key];
