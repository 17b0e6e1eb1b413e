/** The state of a frame as a tree: brokers with their replicas, controllers, topics with their partitions, clients. */
import type { Frame } from '#kafka/frame.ts';
import type { Selection } from '#views/contract.ts';

export interface Node {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  /** null for headings. */
  readonly selection: Selection | null;
  readonly children: readonly Node[];
}

type Say = (key: string, params?: Readonly<Record<string, string | number>>) => string;

export const idOf = (selection: Selection): string => Object.values(selection).join(' ');

const node = (selection: Selection, name: string, note: string, children: readonly Node[] = []): Node => ({
  id: idOf(selection),
  name,
  note,
  selection,
  children,
});
const heading = (id: string, name: string, children: readonly Node[]): Node => ({ id, name, note: String(children.length), selection: null, children });

export function treeOf(frame: Frame, say: Say): Node[] {
  return [
    heading(
      'brokers',
      say('brokers'),
      frame.brokers.map((broker) => brokerNode(frame, broker, say)),
    ),
    heading(
      'controllers',
      say('controllers'),
      frame.controllers.map((one) => node({ kind: 'controller', node: one.node }, one.node, say(one.status))),
    ),
    heading(
      'topics',
      say('topics'),
      frame.partitions.filter(({ internal }) => !internal).map((one) => node({ kind: 'partition', tp: one.tp }, one.tp, `ISR {${one.isr.join(', ')}}`)),
    ),
    heading(
      'producers',
      say('producers'),
      frame.producers.map((one) => node({ kind: 'producer', node: one.node }, one.node, `${one.recordsAcknowledged}/${one.recordsSent}`)),
    ),
    heading(
      'groups',
      say('groups'),
      frame.groups.map((group) => groupNode(frame, group, say)),
    ),
    heading(
      'services',
      say('services'),
      (frame.services ?? []).map((one) => node({ kind: 'service', node: one.node }, one.node, say(one.connected ? one.status : 'cut'))),
    ),
  ].filter(({ children }) => children.length > 0);
}

function brokerNode(frame: Frame, { id, node: name, status, connected }: Frame['brokers'][number], say: Say): Node {
  const replicas = frame.partitions
    .filter(({ internal }) => !internal)
    .flatMap(({ tp, leader, logs }) =>
      logs
        .filter(({ broker }) => broker === id)
        .map(({ logEndOffset }) => node({ kind: 'replica', tp, broker: id }, tp, say(leader === id ? 'leads' : 'follows', { offset: logEndOffset }))),
    );
  return node({ kind: 'broker', id }, name, say(connected ? status : 'cut'), replicas);
}

function groupNode(frame: Frame, { group, state }: Frame['groups'][number], say: Say): Node {
  const members = frame.consumers
    .filter((one) => one.group === group)
    .map((one) => node({ kind: 'consumer', node: one.node }, one.node, one.status === 'up' ? String(one.assignment.length) : say(one.status)));
  return node({ kind: 'group', group }, group, state, members);
}
