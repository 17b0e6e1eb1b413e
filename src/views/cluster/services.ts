/** What the cluster view says of a process beside Kafka: where its card stands, its state in words, and what it reads and writes. */
import type { ConnectTaskFrame, Frame, ServiceFrame } from '#kafka/frame.ts';
import type { Words } from '../contract.ts';
import type { Line, Plight } from './model.ts';

/** As for Kafka's own clients: who fills stands left, who reads stands right, what holds stands in the middle. An instance of an application stands in its group. */
export function standOf({ service, queue }: ServiceFrame): 'left' | 'centre' | 'right' | 'group' {
  if (queue !== undefined) return 'centre';
  if (service === 'publisher') return 'left';
  return service === 'streams-wordcount' ? 'group' : 'right';
}

const line = (text: string, ...short: readonly string[]): Line => ({ text, short });

/** Nothing but its kind while it is down: what it held is then nobody's. */
export function serviceLines(one: ServiceFrame, words: Words): Line[] {
  const image = words(`cluster.image.${one.service}`);
  if (one.queue !== undefined) {
    const { ready, out } = one.queue;
    return [line(image), line(words('queue.counts', { ready: ready.length, out: out.length }), words('cluster.ready', { count: ready.length }))];
  }
  if (one.status === 'down') return [line(image)];
  if (one.client !== undefined) return clientLines(one, words);
  if (one.tasks !== undefined) return [streamsLine(one.tasks, words)];
  if (one.connect !== undefined) return [withState(image, tally(one.connect)), ...flowsOf(one.connect)];
  const { monitor = [] } = one;
  const worse = monitor.filter(({ status }) => status !== 'OK').slice(0, MOST);
  const watched = line(words('cluster.watches', { count: monitor.length }), words('cluster.watchesShort', { count: monitor.length }));
  return [line(image), ...worse.map(({ group, status }) => line(`${status}: ${group}`, status)), watched];
}

/** A card tells of this many tasks or groups. */
const MOST = 3;

const withState = (image: string, state: string): Line =>
  state === '' ? line(image) : line(`${image} · ${state}`, `${image.replace('Kafka ', '')} · ${state}`, state);

function clientLines({ service, client, connected }: ServiceFrame, words: Words): Line[] {
  const { queue = '', sent = 0, confirmed = 0, working = false, processed = 0 } = client ?? {};
  if (service === 'publisher')
    return [line(words('cluster.fills', { queue })), line(words('queue.sent', { sent, confirmed }), words('cluster.sent', { count: sent }))];
  const state = words(working && connected ? 'queue.working' : 'queue.idle');
  return [line(words('cluster.empties', { queue })), line(`${state} · ${words('queue.processed', { count: processed })}`, state)];
}

function streamsLine(tasks: NonNullable<ServiceFrame['tasks']>, words: Words): Line {
  if (tasks.length === 0) return line(words('cluster.noTask'), words('cluster.idleShort'));
  const of = (state: string) => tasks.filter((task) => task.state === state).map(({ id }) => id);
  const states = [...new Set(tasks.map(({ state }) => state))].sort();
  return line(
    states.map((state) => `${state} ${of(state).join(', ')}`).join(' · '),
    states.map((state) => `${state} ${of(state).length}`).join(' · '),
    states[0],
  );
}

/** `RUNNING` when all are, else how many are what; a failed one is told as a plight. */
function tally(tasks: readonly ConnectTaskFrame[]): string {
  const states = [...new Set(tasks.map(({ state }) => state))].sort().filter((state) => state !== 'FAILED');
  const counted = states.map((state) => `${state} ${tasks.filter((task) => task.state === state).length}`);
  return tasks.every(({ state }) => state === states[0]) ? (states[0] ?? '') : counted.join(', ');
}

/** From where to where; where that is too long, only the file's end of it, for a wire shows the other. */
function flowsOf(tasks: readonly ConnectTaskFrame[]): Line[] {
  const flows = tasks.map(({ kind, file, topics }) => {
    const topic = topics.join(', ');
    return kind === 'source' ? line(`${file} → ${topic}`, `${file} →`) : line(`${topic} → ${file}`, `→ ${file}`);
  });
  return flows.length > MOST ? [...flows.slice(0, MOST), line(`+${flows.length - MOST}`)] : flows;
}

export function servicePlights({ connect = [], status }: ServiceFrame, words: Words): Plight[] {
  const failed = connect.filter(({ state }) => state === 'FAILED').length;
  return failed === 0 || status === 'down' ? [] : [{ id: 'failed', glyph: 'warn', text: words('cluster.failedTasks', { count: failed }) }];
}

interface Link {
  readonly from: string;
  readonly to: string;
  readonly fact: string;
}

/** Where a monitor reads what groups have committed. */
const OFFSETS = '__consumer_offsets';

/** Who talks to whom: to the leaders of what it reads and writes, or to its queue. */
export function serviceLinks(frame: Frame): Link[] {
  const links = new Map<string, Link>();
  const link = (from: string, to: string | undefined) => {
    if (to !== undefined) links.set(`${from}>${to}`, { from, to, fact: `${from} talks to ${to}` });
  };
  const nodeOf = new Map(frame.brokers.map(({ id, node }) => [id, node]));
  for (const one of frame.services ?? []) {
    if (one.status === 'down') continue;
    if (one.client !== undefined) link(one.node, frame.services?.find(({ node }) => node === one.client?.queue)?.node);
    for (const { tp, topic, leader } of frame.partitions) if (touches(one, tp, topic)) link(one.node, nodeOf.get(leader));
  }
  return [...links.values()];
}

function touches({ service, tasks = [], connect = [] }: ServiceFrame, tp: string, topic: string): boolean {
  if (service === 'burrow') return topic === OFFSETS;
  if (tasks.some((task) => task.tp === tp)) return true;
  return connect.some(({ kind, topics, assignment = [] }) => (kind === 'source' ? topics.includes(topic) : assignment.includes(tp)));
}
