/** What can be pressed: a moment on a lifeline, and the end of a message. Pressing goes there. */
import type { ViewProps } from '../contract.ts';
import { momentText } from '../events/model.ts';
import { type Hit, target } from '../marks/HitLayer.tsx';
import { thingOfEvent } from '../marks/things.ts';
import type { Diagram } from './diagram.ts';

/** The layer has one tab stop; more buttons than this nobody walks through. */
const MOST = 60;
const APART = 14;

type Chosen = Pick<ViewProps, 'frame' | 'trace' | 'words' | 'tell' | 'onSeek' | 'onSelect'> & { readonly say: (step: number) => string };

export function spaceTimeHits({ moments, messages, lives, layout }: Diagram, { frame, trace, words, onSeek, onSelect, say }: Chosen): Hit[] {
  const events = trace.events();
  const rowOf = new Map(lives.map(({ node }, row) => [node, row]));
  const ends = messages
    .filter(({ line }) => line.arrives)
    .map(({ step, to, line, weight, fate }) => ({ step, node: to, x: line.x2, y: fate === 'lost' ? line.y2 : (layout.rows.get(to) ?? line.y2), weight }));
  const all = [...moments.map(({ step, node, x, y, weight, fault }) => ({ step, node, x, y, weight: weight + (fault === null ? 0 : 2) })), ...ends];
  const kept: typeof all = [];
  for (const one of all.sort((a, b) => b.weight - a.weight || a.step - b.step)) {
    if (kept.length === MOST) break;
    if (!kept.some((other) => Math.abs(other.x - one.x) < APART && Math.abs(other.y - one.y) < APART)) kept.push(one);
  }
  return kept
    .sort((a, b) => a.step - b.step)
    .map(({ step, node, x, y }) => ({
      key: `${step} ${node}`,
      name: words('spacetime.name.event', { node, time: momentText(events[step].timeUs), what: say(step) }),
      row: rowOf.get(node) ?? 0,
      column: x,
      ...inside(target(x - 12, y - 12, 24, 24), layout.width),
      pressed: step === trace.cursor - 1,
      onPress: () => {
        onSeek(step + 1);
        onSelect(thingOfEvent(events[step], frame));
      },
    }));
}

const inside = (box: ReturnType<typeof target>, width: number) => ({ ...box, x: Math.min(box.x, width - box.width) });
