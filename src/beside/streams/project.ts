/** What may be seen of an instance of a Kafka Streams application: its tasks, and what their stores hold. */

import { settled } from '#beside/settings.ts';
import { STREAMS_SETTINGS, streamsConfig } from '#beside/streams/config.ts';
import type { StreamsNode } from '#beside/streams/node.ts';
import { isStateful, taskOf } from '#beside/streams/topology.ts';
import type { ServiceFrame, StreamsTaskFrame } from '#kafka/frame.ts';

export function projectStreams({ config, memory }: StreamsNode): Omit<ServiceFrame, 'node' | 'status' | 'connected' | 'service'> {
  const { commitIntervalMs } = streamsConfig(config);
  const tasks = [...(memory?.consumer.partitions.keys() ?? [])].map((tp): StreamsTaskFrame => {
    const store = memory?.stores.get(tp);
    const isReady = !isStateful(tp) || store?.restored === true;
    return { id: taskOf(tp), tp, state: isReady ? 'RUNNING' : 'RESTORING', ...(store ? { store: Object.fromEntries(store.counts), read: store.read } : {}) };
  });
  const sorted = tasks.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { config: { ...settled(STREAMS_SETTINGS, config), 'commit.interval.ms': String(commitIntervalMs) }, tasks: sorted };
}
