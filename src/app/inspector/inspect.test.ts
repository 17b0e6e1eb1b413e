import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/inspect.ts';
import { inspect } from '#app/inspector/rows.ts';
import { idOf, type Node, treeOf } from '#app/inspector/tree.ts';
import type { Frame } from '#kafka/frame.ts';
import { lessonOf } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import { openSession } from '#session/session.ts';
import type { Selection } from '#views/contract.ts';

function frameOf(slug: string, untilUs: number): Frame {
  const session = openSession(lessonOf(slug)?.scenario as never);
  if (!session.ok) throw new Error('The lesson does not open.');
  const { timeline } = session.value.branches[0];
  while (timeline.extend({ steps: 500, untilUs }));
  return timeline.frameAt(timeline.end);
}

const frame = frameOf('consumer-lag', 8_000_000);

const EVERY: readonly Selection[] = [
  { kind: 'broker', id: 1 },
  { kind: 'controller', node: 'controller1' },
  { kind: 'partition', tp: 'orders-0' },
  { kind: 'replica', tp: 'orders-0', broker: 2 },
  { kind: 'record', tp: 'orders-0', broker: 1, offset: 0 },
  { kind: 'producer', node: 'p1' },
  { kind: 'consumer', node: 'billing-1' },
  { kind: 'group', group: 'billing' },
];

describe('The inspector', () => {
  it('has words for every row and every value that is not code', () => {
    for (const selection of EVERY) {
      const inspected = inspect(frame, selection);
      expect(inspected, selection.kind).not.toBeNull();
      expect(en.kinds).toHaveProperty(inspected?.kind ?? '');
      for (const { name, value, code } of inspected?.rows ?? []) {
        if (!/-\d+$/.test(name)) expect(en.rows, `${selection.kind} ${name}`).toHaveProperty([name]);
        if (!code) expect(en.values, `${selection.kind} ${name}`).toHaveProperty([value]);
      }
    }
  });

  it('tells a committed record from one that is not', () => {
    const durability = inspect(frame, { kind: 'record', tp: 'orders-0', broker: 1, offset: 0 })?.rows.find(({ name }) => name === 'committed');
    expect(durability?.value).toBe('committed');
  });

  it('names nothing that does not exist', () => {
    expect(inspect(frame, { kind: 'broker', id: 9 })).toBeNull();
    expect(inspect(frame, { kind: 'record', tp: 'orders-0', broker: 1, offset: 99_999 })).toBeNull();
    expect(inspect(frame, { kind: 'message', id: -1 })).toBeNull();
  });
});

describe('A service', () => {
  const session = openSession(examples.find(({ slug }) => slug === 'connect-file')?.scenario as never);
  if (!session.ok) throw new Error('The example does not open.');
  const { timeline } = session.value.branches[0];
  while (timeline.extend({ steps: 500, untilUs: 15_000_000 }));
  const at = timeline.frameAt(timeline.end);
  const inspected = inspect(at, { kind: 'service', node: 'connect' });

  it('stands in the tree, and shows its tasks and its files', () => {
    expect(flat(treeOf(at, (key) => key)).map(({ id }) => id)).toContain('service connect');
    const rows = Object.fromEntries((inspected?.rows ?? []).map(({ name, value }) => [name, value]));
    expect(rows).toMatchObject({ image: 'connect-standalone', 'local-file-source-0': 'RUNNING test.txt → connect-test', 'test.sink.txt': 'foo ⏎ bar' });
  });

  it('shows the tasks of a Kafka Streams application and what their stores hold', () => {
    const task = { id: '1_0', tp: 'r-0', state: 'RUNNING', store: { kafka: 3, all: 1 } } as const;
    const words = { node: 'words-1', status: 'up', connected: true, service: 'streams-wordcount', config: {}, tasks: [task] } as const;
    const rows = inspect({ ...at, services: [words] }, { kind: 'service', node: 'words-1' })?.rows ?? [];
    expect(rows.map(({ name, value }) => [name, value])).toEqual(
      expect.arrayContaining([
        ['task-1-0', 'RUNNING r-0'],
        ['store', 'kafka 3, all 1'],
      ]),
    );
  });

  it('has words for every row that is not named after a task or a file', () => {
    for (const { name } of inspected?.rows ?? []) if (!/-\d+$|\.[a-z]+$/.test(name)) expect(en.rows).toHaveProperty([name]);
  });
});

const flat = (nodes: readonly Node[]): Node[] => nodes.flatMap((node) => [node, ...flat(node.children)]);

describe('The state tree', () => {
  const nodes = flat(treeOf(frame, (key) => key));

  it('holds every broker, partition, producer and member, each once', () => {
    const ids = nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const selection of EVERY) if (selection.kind !== 'record') expect(ids).toContain(idOf(selection));
  });

  it('says the same words in which something is found by name', () => {
    expect(Object.keys(en.tree)).toEqual(
      expect.arrayContaining(['brokers', 'controllers', 'topics', 'producers', 'groups', 'up', 'paused', 'down', 'cut', 'leads', 'follows']),
    );
  });
});
