/** Transparent real buttons exactly over the marks: pointer, touch and keyboard share them, and a screen reader hears what the picture shows. */
import { type KeyboardEvent, memo, type RefObject, useMemo, useRef, useState } from 'react';
import type { Differs } from '../contract.ts';
import { KeptFocus } from './KeptFocus.tsx';
import css from './marks.module.css';

export interface Hit {
  readonly key: string;
  /** Name for assistive technology, and the tip under a pointer. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Place in the grid: arrows move along a row, and between rows to the nearest column. */
  readonly row: number;
  readonly column: number;
  readonly pressed?: boolean;
  /** It flies while a run plays: moved over the picture, it asks nobody to be laid out anew. */
  readonly flies?: boolean;
  /** What it stands for, as `markOf` names it: it wears a tab where another future differs. */
  readonly mark?: string;
  /** `at` is where a pointer pressed; null when a key did. */
  readonly onPress: (at: { readonly x: number } | null) => void;
  /** Left and right mean something else than the next hit. */
  readonly onArrow?: (by: -1 | 1) => void;
}

export const TARGET = 24;

/** A hit grown around its middle to the smallest size a finger or a tremor needs. */
export function target(x: number, y: number, width: number, height: number): Pick<Hit, 'x' | 'y' | 'width' | 'height'> {
  const w = Math.max(TARGET, width);
  const h = Math.max(TARGET, height);
  return { x: Math.max(0, Math.round(x - (w - width) / 2)), y: Math.round(y - (h - height) / 2), width: Math.round(w), height: Math.round(h) };
}

/** Where an arrow leads from one hit; the same hit at the edge. */
export function moveFrom(hits: readonly Hit[], from: Hit, key: string): Hit {
  const row = hits.filter((hit) => hit.row === from.row).sort((a, b) => a.column - b.column);
  const at = row.indexOf(from);
  if (key === 'ArrowRight') return row[Math.min(at + 1, row.length - 1)];
  if (key === 'ArrowLeft') return row[Math.max(at - 1, 0)];
  if (key === 'Home') return row[0];
  if (key === 'End') return row[row.length - 1];
  const down = key === 'ArrowDown';
  const rows = hits.filter((hit) => (down ? hit.row > from.row : hit.row < from.row));
  if (rows.length === 0) return from;
  const next = rows.reduce((best, hit) => ((down ? hit.row < best.row : hit.row > best.row) ? hit : best)).row;
  return rows.filter((hit) => hit.row === next).reduce((best, hit) => (Math.abs(hit.column - from.column) < Math.abs(best.column - from.column) ? hit : best));
}

const MOVES = ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End'];

interface Props {
  readonly label: string;
  readonly hits: readonly Hit[];
  readonly differs?: Differs;
}

/** What a button asks of its layer; it stays the same while marks move. */
interface Asked {
  readonly onFocus: (key: string) => void;
  readonly onKeyDown: (event: KeyboardEvent, key: string) => void;
  readonly onPress: (key: string, at: { readonly x: number } | null) => void;
}

function asking(layer: RefObject<HTMLDivElement | null>, latest: RefObject<readonly Hit[]>, onFocus: (key: string) => void, onLeave: () => void): Asked {
  const hitOf = (key: string): Hit | undefined => latest.current.find((hit) => hit.key === key);
  const onKeyDown = (event: KeyboardEvent, key: string) => {
    const hit = hitOf(key);
    if (hit === undefined) return;
    const hits = latest.current;
    if (event.key === 'Escape') onLeave();
    else if (hit.onArrow && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) hit.onArrow(event.key === 'ArrowLeft' ? -1 : 1);
    else if (!MOVES.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    else (layer.current?.children[hits.indexOf(moveFrom(hits, hit, event.key))] as HTMLElement | undefined)?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return { onFocus, onKeyDown, onPress: (key, at) => hitOf(key)?.onPress(at) };
}

/** One tab stop for the whole grid. */
export const HitLayer = memo(function HitLayer({ label, hits, differs }: Props) {
  const [active, setActive] = useState('');
  // After Escape the next Tab goes past the grid, not into it again.
  const [left, setLeft] = useState(false);
  const layer = useRef<HTMLDivElement>(null);
  const latest = useRef(hits);
  latest.current = hits;
  const asked = useMemo(() => {
    const leave = () => {
      setLeft(true);
      layer.current?.focus();
    };
    return asking(layer, latest, setActive, leave);
  }, []);
  const stop = (hits.find((hit) => hit.key === active) ?? hits.find((hit) => hit.pressed) ?? hits[0])?.key;
  return (
    <KeptFocus layer={layer} label={label} onLeft={() => setLeft(false)}>
      {hits.map(({ key, name, mark, x, y, width, height, pressed, flies }) => {
        const other = mark !== undefined && differs?.marks.has(mark) === true;
        return (
          <HitButton
            key={key}
            id={key}
            name={other ? `${name}, ${differs.word}` : name}
            differs={other ? mark.split(':')[0] : undefined}
            x={x}
            y={y}
            width={width}
            height={height}
            pressed={pressed}
            flies={flies}
            tabbable={key === stop && !left}
            asked={asked}
          />
        );
      })}
    </KeptFocus>
  );
});

interface ButtonProps extends Pick<Hit, 'name' | 'x' | 'y' | 'width' | 'height' | 'pressed' | 'flies'> {
  readonly id: string;
  readonly differs: string | undefined;
  readonly tabbable: boolean;
  readonly asked: Asked;
}

/** While a run plays only what flies is drawn anew: hundreds of buttons stand still. */
const HitButton = memo(function HitButton({ id, name, differs, x, y, width, height, pressed, flies, tabbable, asked }: ButtonProps) {
  return (
    <button
      type="button"
      className={css.hit}
      data-hit={id}
      data-differs={differs}
      style={flies ? { left: 0, top: 0, width, height, transform: `translate(${x}px, ${y}px)` } : { left: x, top: y, width, height }}
      tabIndex={tabbable ? 0 : -1}
      aria-label={name}
      aria-pressed={pressed}
      title={name}
      onFocus={() => asked.onFocus(id)}
      onKeyDown={(event) => asked.onKeyDown(event, id)}
      onClick={(event) => asked.onPress(id, event.detail === 0 ? null : { x: event.nativeEvent.offsetX })}
    />
  );
});
