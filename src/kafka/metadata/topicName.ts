/** Which names a topic may have (org.apache.kafka.common.internals.Topic), with Kafka's own error texts. */

const MAX_NAME_LENGTH = 249;

/** `illegal` are the sentences until 2.8, `invalid` those since 3.0 (Topic.validate, Topic.detectInvalidTopic). */
export type TopicNameWords = 'illegal' | 'invalid';

/** What is wrong with a name; undefined: nothing. */
export function topicNameError(name: string, words: TopicNameWords): string | undefined {
  if (name === '') return words === 'illegal' ? "Topic name is illegal, it can't be empty" : 'Topic name is invalid: the empty string is not allowed';
  if (name === '.' || name === '..') return words === 'illegal' ? 'Topic name cannot be "." or ".."' : `Topic name is invalid: '${name}' is not allowed`;
  if (name.length > MAX_NAME_LENGTH) {
    return words === 'illegal'
      ? `Topic name is illegal, it can't be longer than ${MAX_NAME_LENGTH} characters, topic name: ${name}`
      : `Topic name is invalid: the length of '${name}' is longer than the max allowed length ${MAX_NAME_LENGTH}`;
  }
  if (isLegal(name)) return undefined;
  return words === 'illegal'
    ? `Topic name "${name}" is illegal, it contains a character other than ASCII alphanumerics, '.', '_' and '-'`
    : `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
}

const isLegal = (name: string): boolean => /^[a-zA-Z0-9._-]+$/.test(name);

/** Metric names replace `.` by `_`, so two topics must not differ in that alone. */
export const collides = (a: string, b: string): boolean => a !== b && a.replaceAll('.', '_') === b.replaceAll('.', '_');
