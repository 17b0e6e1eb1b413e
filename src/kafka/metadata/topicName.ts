/** Which names a topic may have (org.apache.kafka.common.internals.Topic), with Kafka's own error texts. */

const MAX_NAME_LENGTH = 249;

export function topicNameError(name: string): string | undefined {
  if (name === '') return 'Topic name is invalid: the empty string is not allowed';
  if (name === '.') return "Topic name is invalid: '.' is not allowed";
  if (name === '..') return "Topic name is invalid: '..' is not allowed";
  if (name.length > MAX_NAME_LENGTH) return `Topic name is invalid: the length of '${name}' is longer than the max allowed length ${MAX_NAME_LENGTH}`;
  if (!/^[a-zA-Z0-9._-]+$/.test(name))
    return `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  return undefined;
}

/** Metric names replace `.` by `_`, so two topics must not differ in that alone. */
export const collides = (a: string, b: string): boolean => a !== b && a.replaceAll('.', '_') === b.replaceAll('.', '_');
