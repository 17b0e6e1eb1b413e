/** The hidden tool that creates a scenario's topics before time zero, as an init container would: again and again until they are there. */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program } from '#kafka/clients/tool/program.ts';
import type { CreatableTopic } from '#kafka/protocol/messages.ts';

export const INIT_COMMAND = 'init';

export const init: Program = {
  turn(args, results) {
    const { topics } = args as { readonly topics: readonly CreatableTopic[] };
    const missing = topics.filter(({ name }) => !results.some((result) => exists(result, name)));
    return missing.length === 0 ? { print: [], next: { exit: 0 } } : { print: [], next: { call: { call: 'createTopics', topics: missing } } };
  },
};

function exists(result: CallResult, topic: string): boolean {
  if (result.call !== 'createTopics' || !result.ok) return false;
  return result.topics.some(({ name, error }) => name === topic && (error === 'NONE' || error === 'TOPIC_ALREADY_EXISTS'));
}
