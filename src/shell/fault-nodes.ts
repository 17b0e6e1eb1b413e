/** Names that a word of `fault` may give: processes, `brokers`, `controllers`, `clients`, a group for all its members, and `all`; with commas between them. */

import type { ShellContext } from '#shell/context.ts';
import { wrong } from '#shell/fault-word.ts';
import { nearest } from '#shell/near.ts';
import type { Refusal } from '#shell/outcome.ts';

const isServer = (node: string): boolean => /^(kafka|controller|zookeeper)\d+$/.test(node);

export const CLASSES: Readonly<Record<string, (node: string) => boolean>> = {
  brokers: (node) => /^kafka\d+$/.test(node),
  controllers: (node) => /^(controller|zookeeper)\d+$/.test(node),
  clients: (node) => !isServer(node),
  all: () => true,
};

function namedBy(word: string, { nodes, groups }: ShellContext): readonly string[] {
  if (nodes.includes(word)) return [word];
  if (Object.hasOwn(CLASSES, word)) return nodes.filter(CLASSES[word]);
  return groups.includes(word) ? nodes.filter((node) => node.startsWith(`${word}-`) && /^\d+$/.test(node.slice(word.length + 1))) : [];
}

/** All nodes that the words name; the first that names none is refused. */
export function nodesNamed(text: string, context: ShellContext): readonly string[] | Refusal {
  const found: string[] = [];
  for (const word of text.split(',').filter((one) => one !== '')) {
    const names = namedBy(word, context);
    if (names.length === 0) {
      const near = nearest(word, [...context.nodes, ...Object.keys(CLASSES)]);
      return wrong(`no process is called ${word}`, near ? `Did you mean ${near}?` : `Names: ${context.nodes.slice(0, 8).join(', ')}.`);
    }
    found.push(...names);
  }
  return [...new Set(found)];
}

export const isRefusal = (found: readonly string[] | Refusal): found is Refusal => !Array.isArray(found);

export const nameable = ({ nodes, groups }: ShellContext): readonly string[] => [...nodes, ...groups, ...Object.keys(CLASSES)];
