/** Whose states a chart shows, in words: the selected thing, and of what it is a part. */
import type { Frame } from '#kafka/frame.ts';
import type { Selection, Words } from '../contract.ts';

export function whoseStates(frame: Frame, selection: Selection | null, words: Words): string {
  const say = (kind: string, params: Readonly<Record<string, string | number>>) => words(`statechart.whose.${kind}`, params);
  switch (selection?.kind) {
    case 'broker':
      return say('broker', { id: selection.id });
    case 'replica':
      return say('replica', { tp: selection.tp, broker: selection.broker });
    case 'partition':
      return say('partition', { tp: selection.tp });
    case 'controller': {
      const server = frame.controllers.find(({ node }) => node === selection.node)?.ensemble;
      return say(server === undefined ? 'controller' : 'zookeeper', { node: selection.node });
    }
    case 'producer':
      return say('producer', { node: selection.node });
    case 'consumer': {
      const group = frame.consumers.find(({ node }) => node === selection.node)?.group ?? '';
      return say('consumer', { node: selection.node, group });
    }
    case 'group': {
      const coordinator = frame.groups.find(({ group }) => group === selection.group)?.coordinator ?? -1;
      return say(coordinator < 0 ? 'group' : 'groupAt', { group: selection.group, broker: coordinator });
    }
    default:
      return '';
  }
}
