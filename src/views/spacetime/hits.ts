/** What can be pressed: a moment on a lifeline, and the end of a message. Pressing goes there. */
import type { ViewProps } from '../contract.ts';
import { momentText } from '../events/model.ts';
import { type Hit, target } from '../marks/HitLayer.tsx';
import { textWidth } from '../marks/text.ts';
import { thingOfEvent, thingOfNode } from '../marks/things.ts';
import type { Diagram } from './diagram.ts';
import { foldTitle } from './folds.ts';
import type { LifeClass } from './model.ts';

/** The layer has one tab stop; more buttons than this nobody walks through. */
const MOST = 60;
const APART = 14;

type Chosen = Pick<ViewProps, 'frame' | 'trace' | 'words' | 'tell' | 'onSeek' | 'onSelect'> & {
  readonly say: (step: number) => string;
  readonly onFold: (of: LifeClass) => void;
};

/** Moments first, so that the tab stop is where the playhead is; then the names of the rows, which arrows reach to the left of their moments. */
export function spaceTimeHits(diagram: Diagram, chosen: Chosen): Hit[] {
  return [...eventHits(diagram, chosen), ...rowHits(diagram, chosen)];
}

function rowHits({ lives, folds, layout, chosen: selected }: Diagram, { frame, words, onSelect, onFold }: Chosen): Hit[] {
  const { rows, narrow, left } = layout;
  const at = (y: number, width: number) => target(narrow ? 6 : 4, narrow ? y - 26 : y - 12, width, 24);
  const names = lives.map(({ node }): Hit => {
    const y = rows.get(node) ?? 0;
    const thing = thingOfNode(node, frame);
    const width = Math.min(textWidth(node, narrow ? 12 : 14, true) + 34, narrow ? 200 : left - 10);
    return { key: `life ${node}`, name: node, row: y, column: 0, pressed: node === selected, ...at(y, width), onPress: () => onSelect(thing) };
  });
  const folded = folds.map((fold): Hit => {
    const y = layout.folds.get(fold.of) ?? 0;
    const name = words(fold.open ? 'spacetime.fold.close' : 'spacetime.fold.open', { what: foldTitle(fold, words), nodes: fold.nodes.join(', ') });
    return { key: `fold ${fold.of}`, name, row: y, column: 0, ...at(y, narrow ? layout.width - 14 : left - 8), onPress: () => onFold(fold.of) };
  });
  return [...names, ...folded];
}

function eventHits({ moments, messages, layout }: Diagram, { frame, trace, words, onSeek, onSelect, say }: Chosen): Hit[] {
  const events = trace.events();
  const ends = messages
    .filter(({ line }) => line.arrives)
    .map(({ step, to, line, weight, fate, count }) => {
      const y = fate === 'lost' ? line.y2 : (layout.rows.get(to) ?? line.y2);
      return { step, node: to, x: line.x2, y, weight, count };
    });
  const all = [...moments.map(({ step, node, x, y, weight, fault }) => ({ step, node, x, y, weight: weight + (fault === null ? 0 : 2), count: 1 })), ...ends];
  const kept: typeof all = [];
  // Whoever has pressed the button of the event at the playhead stands on it.
  const isHere = ({ step }: { readonly step: number }): boolean => step === trace.cursor - 1;
  for (const one of all.sort((a, b) => Number(isHere(b)) - Number(isHere(a)) || b.weight - a.weight || a.step - b.step)) {
    if (kept.length === MOST) break;
    if (!kept.some((other) => Math.abs(other.x - one.x) < APART && Math.abs(other.y - one.y) < APART)) kept.push(one);
  }
  return kept
    .sort((a, b) => a.step - b.step)
    .map(({ step, node, x, y, count }) => ({
      key: `${step} ${node}`,
      name: words('spacetime.name.event', { node, time: momentText(events[step].timeUs), what: count > 1 ? `×${count} ${say(step)}` : say(step) }),
      row: layout.rows.get(node) ?? 0,
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
