/** Messages that would be drawn on top of each other become one thicker line, which says how many they are. Pure. */
import type { DrawnMessage } from './diagram.ts';

/** Lines whose ends are nearer than this cannot be told apart, or need not be in a crowd. */
export const NEAR_PX = { few: 7, crowd: 14 } as const;

/** What is on the chain of causes stays alone; messages that were seen to go another way, or to fare otherwise, are not the same line. */
const keyOf = ({ line, fate, tie, future }: DrawnMessage): string | null => (tie === 'none' ? `${line.y1} ${line.y2} ${fate} ${future} ${line.arrives}` : null);

/** In order of their steps. */
export function bundled(messages: readonly DrawnMessage[], nearPx: number): DrawnMessage[] {
  const alone: DrawnMessage[] = [];
  const groups = new Map<string, DrawnMessage[]>();
  for (const message of messages) {
    const key = keyOf(message);
    const group = key === null ? alone : groups.get(key);
    if (group === undefined) groups.set(key ?? '', [message]);
    else group.push(message);
  }
  return [...alone, ...[...groups.values()].flatMap((group) => joined(group, nearPx))].sort((a, b) => a.step - b.step);
}

function joined(group: readonly DrawnMessage[], nearPx: number): DrawnMessage[] {
  const bundles: DrawnMessage[][] = [];
  for (const message of [...group].sort((a, b) => a.line.x1 - b.line.x1 || a.step - b.step)) {
    const near = bundles.find(([{ line }]) => Math.abs(line.x1 - message.line.x1) < nearPx && Math.abs(line.x2 - message.line.x2) < nearPx);
    if (near === undefined) bundles.push([message]);
    else near.push(message);
  }
  return bundles.map((bundle) => (bundle.length === 1 ? bundle[0] : together(bundle)));
}

/** The one that matters most stands for all. */
function together(bundle: readonly DrawnMessage[]): DrawnMessage {
  const first = [...bundle].sort((a, b) => b.weight - a.weight || a.step - b.step)[0];
  const one = <T>(of: (message: DrawnMessage) => T): readonly T[] => [...new Set(bundle.map(of))];
  return { ...first, count: bundle.length, names: one(({ name }) => name), froms: one(({ from }) => from), tos: one(({ to }) => to) };
}
