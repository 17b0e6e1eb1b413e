/** Tasks come and go with the partitions that the group gives; a stateful one first restores its store from the changelog (StoreChangelogReader). */
import type { Store, ThreadTurn } from '#beside/streams/thread.ts';
import { changelogOf, isStateful, taskOf } from '#beside/streams/topology.ts';
import { pollOnce } from '#kafka/clients/consumer/poll.ts';
import { move, newPosition } from '#kafka/clients/consumer/position.ts';
import { tell } from '#kafka/facts.ts';
import type { Tp } from '#kafka/protocol/names.ts';

/** Closes tasks whose partition is gone, opens those that came. True when a task was lost with work that was not committed. */
export function reconcileTasks({ memory, consumer, restore, config }: ThreadTurn): boolean {
  const owned = consumer.core.partitions;
  const isLost = [...memory.done.keys()].some((tp) => !owned.has(tp));
  const stores = new Map([...memory.stores].filter(([tp]) => owned.has(tp)));
  const opened = [...owned.keys()].filter((tp) => isStateful(tp) && !stores.has(tp));
  if (opened.length === 0 && stores.size === memory.stores.size && !isLost && memory.pending.every(({ tp }) => owned.has(tp))) return false;
  for (const tp of opened) stores.set(tp, { counts: new Map(), restored: false, read: 0 });
  memory.stores = stores;
  memory.pending = memory.pending.filter(({ tp }) => owned.has(tp));
  memory.done = new Map([...memory.done].filter(([tp]) => owned.has(tp)));
  const before = restore.core.partitions;
  const restoring = [...stores].filter(([, { restored }]) => !restored).map(([tp]) => changelogOf(config.application, tp));
  restore.core.partitions = new Map(
    restoring.map((tp) => [tp, (opened.some((one) => changelogOf(config.application, one) === tp) ? undefined : before.get(tp)) ?? fromStart(tp)]),
  );
  restore.core.buffer = restore.core.buffer.filter(({ tp }) => before.get(tp) === restore.core.partitions.get(tp));
  return isLost;
}

const fromStart = (tp: Tp) => move(newPosition(tp), { type: 'RESET_REQUESTED', to: 'earliest', sought: true });

/** Reads changelogs on; a task whose changelog was read to its end may run. True when one became ready. */
export function restoreStores(turn: ThreadTurn): boolean {
  const { memory, restore, config } = turn;
  if (restore.core.partitions.size === 0) return false;
  for (let polled = pollOnce(restore); polled.length > 0; polled = pollOnce(restore)) {
    for (const { tp, record } of polled) {
      const found = [...memory.stores].find(([one]) => changelogOf(config.application, one) === tp);
      if (found !== undefined) memory.stores = new Map(memory.stores).set(found[0], applied(found[1], record.key ?? '', record.value));
    }
  }
  let isReady = false;
  for (const [tp, store] of memory.stores) {
    const state = restore.core.partitions.get(changelogOf(config.application, tp));
    if (store.restored || state?.value !== 'FETCHING' || state.data.highWatermark < 0 || state.data.position < state.data.highWatermark) continue;
    restored(turn, tp, store);
    isReady = true;
  }
  return isReady;
}

function restored({ env, memory, restore, config }: ThreadTurn, tp: Tp, store: Store): void {
  memory.stores = new Map(memory.stores).set(tp, { counts: store.counts, restored: true, read: store.read });
  const rest = new Map(restore.core.partitions);
  rest.delete(changelogOf(config.application, tp));
  restore.core.partitions = rest;
  tell(env, { fact: 'StoreRestored', node: env.self, application: config.application, task: taskOf(tp), records: store.read });
}

function applied({ counts, read }: Store, word: string, value: string | null): Store {
  const next = new Map(counts);
  if (value === null) next.delete(word);
  else next.set(word, Number(value));
  return { counts: next, restored: false, read: read + 1 };
}
