/** The topology of WordCountDemo: its topics, its tasks, and what each of its two sub-topologies makes of a record. Pure. */
import { REPARTITION_SUFFIX } from '#kafka/groups/stream.ts';
import type { CreatableTopic } from '#kafka/protocol/messages.ts';
import { partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';

export const INPUT = 'streams-plaintext-input';
export const OUTPUT = 'streams-wordcount-output';

/** The store has no name: KGroupedStreamImpl.doCount draws number 3 for it. */
const STORE = 'KSTREAM-AGGREGATE-STATE-STORE-0000000003';

export const repartitionTopic = (application: string): string => `${application}-${STORE}${REPARTITION_SUFFIX}`;
export const changelogTopic = (application: string): string => `${application}-${STORE}-changelog`;

/** InternalTopicManager with the defaults of RepartitionTopicConfig and UnwindowedUnversionedChangelogTopicConfig: as many partitions as the input has. */
export const internalTopics = (application: string, partitions: number, replicationFactor: number): CreatableTopic[] => [
  {
    name: repartitionTopic(application),
    partitions,
    replicationFactor,
    config: { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'segment.bytes': '52428800', 'message.timestamp.type': 'CreateTime' },
  },
  { name: changelogTopic(application), partitions, replicationFactor, config: { 'cleanup.policy': 'compact', 'message.timestamp.type': 'CreateTime' } },
];

export const isStateful = (tp: Tp): boolean => topicOf(tp).endsWith(REPARTITION_SUFFIX);

/** TaskId: sub-topology and partition. */
export const taskOf = (tp: Tp): string => `${isStateful(tp) ? 1 : 0}_${partitionOf(tp)}`;

export const changelogOf = (application: string, tp: Tp): Tp => tpOf(changelogTopic(application), partitionOf(tp));

/** `value.toLowerCase().split("\\W+")`: only ASCII letters, digits and _ make a word; a line that begins with something else has an empty word first. */
export function wordsOf(line: string): string[] {
  const words = line.toLowerCase().split(/[^a-z0-9_]+/);
  if (words.length === 1) return words;
  while (words.length > 0 && words[words.length - 1] === '') words.pop();
  return words;
}

/** What a task sends for a record. */
export interface Sent {
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly origin?: string;
}

/** Sub-topology 0: flatMapValues, selectKey. */
export const split = (application: string, line: string, origin: string): Sent[] =>
  wordsOf(line).map((word) => ({ topic: repartitionTopic(application), key: word, value: word, origin }));

/** Sub-topology 1: the store is written, its changelog with it, then the count goes on. */
export const counted = (application: string, word: string, count: number, origin: string): Sent[] => [
  { topic: changelogTopic(application), key: word, value: String(count) },
  { topic: OUTPUT, key: word, value: String(count), origin },
];
