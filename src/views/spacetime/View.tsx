/** Space-time: a lifeline for each process, messages slanting between them, and the causes and effects of the event at the playhead. */
import { type KeyboardEvent, type MouseEvent, memo, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { ViewProps, Words } from '../contract.ts';
import { sayingIn } from '../events/model.ts';
import type { Folding } from '../marks/FoldAll.tsx';
import { HitLayer } from '../marks/HitLayer.tsx';
import marks from '../marks/marks.module.css';
import { type Diagram, diagramOf, FIRST_LOOK } from './diagram.ts';
import { useGlide } from './glide.ts';
import { spaceTimeHits } from './hits.ts';
import type { LifeClass } from './model.ts';
import { Axis, Folded, FoldName, Lifeline, MessageLine, MomentMark, Name, Playhead, TickTexts } from './Picture.tsx';
import css from './spacetime.module.css';
import { SpaceTimeTable } from './Table.tsx';
import { type Move, Tools } from './Tools.tsx';
import { FOLLOW, panned, type Stretch, type Wish, zoomed } from './window.ts';

const TOOLS_PX = 44;

const KEYS: Readonly<Record<string, Move>> = { '+': 'nearer', '=': 'nearer', '-': 'farther', PageUp: 'earlier', PageDown: 'later', '0': 'follow' };

function moved(move: Move, stretch: Stretch, nowUs: number, untilUs: number): Wish {
  const span = stretch.toUs - stretch.fromUs;
  const around = nowUs >= stretch.fromUs && nowUs <= stretch.toUs ? nowUs : (stretch.fromUs + stretch.toUs) / 2;
  switch (move) {
    case 'nearer':
      return zoomed(stretch, 0.5, around, untilUs);
    case 'farther':
      return zoomed(stretch, 2, around, untilUs);
    case 'earlier':
      return panned(stretch, -span / 2, untilUs);
    case 'later':
      return panned(stretch, span / 2, untilUs);
    case 'follow':
      return FOLLOW;
  }
}

export function SpaceTimeView(props: ViewProps) {
  const { frame, trace, nowUs, untilUs, words, tell, onSeek, onSelect, asTable, width, selection, reducedMotion } = props;
  const height = Math.max(220, props.height - TOOLS_PX);
  const [wish, setWish] = useState<Wish>(FOLLOW);
  const [unfolded, setUnfolded] = useState<ReadonlySet<LifeClass>>(FIRST_LOOK.unfolded);
  const events = trace.events();
  const frozenUs = events[trace.cursor - 1]?.timeUs ?? frame.timeUs;
  // Between two events only the playhead moves.
  const diagram = useMemo(
    () => diagramOf({ frame, trace, nowUs: frozenUs, untilUs, width, height, words, selection }, { wish, unfolded }),
    [frame, trace, frozenUs, untilUs, width, height, words, selection, wish, unfolded],
  );
  const say = useMemo(() => {
    const saying = sayingIn(words, tell);
    return (step: number) => saying(events[step]);
  }, [words, tell, events]);
  const hits = useMemo(
    () => spaceTimeHits(diagram, { frame, trace, words, tell, onSeek, onSelect, say, onFold: (of) => setUnfolded((now) => toggled(now, of)) }),
    [diagram, frame, trace, words, tell, onSeek, onSelect, say],
  );
  const folding = foldingOf(diagram.folds, setUnfolded);
  if (asTable) return <SpaceTimeTable diagram={diagram} words={words} say={say} folding={folding} />;
  // Rows glide when a hand folds them. Until then the picture of a moment is the same however one came to it.
  const move = (one: Move) => setWish(moved(one, diagram.stretch, nowUs, untilUs));
  const onKeyDown = (event: KeyboardEvent) => {
    const key = KEYS[event.key];
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    move(key);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the buttons in it work anywhere in the picture
    <div className={`${marks.view} ${css.view}`} onKeyDown={onKeyDown}>
      <Tools onMove={move} following={wish === FOLLOW} legend={diagram.here !== undefined} folding={folding} words={words} />
      <Drawing
        diagram={diagram}
        nowUs={nowUs}
        untilUs={untilUs}
        onWish={setWish}
        words={words}
        hits={hits}
        still={reducedMotion || unfolded === FIRST_LOOK.unfolded}
      />
    </div>
  );
}

function toggled(unfolded: ReadonlySet<LifeClass>, of: LifeClass): ReadonlySet<LifeClass> {
  const next = new Set(unfolded);
  if (!next.delete(of)) next.add(of);
  return next;
}

/** All at once; null where nothing is folded. */
function foldingOf(folds: Diagram['folds'], onUnfolded: (unfolded: ReadonlySet<LifeClass>) => void): Folding | null {
  if (folds.length === 0) return null;
  const open = folds.every((fold) => fold.open);
  return { open, onToggle: () => onUnfolded(new Set(open ? [] : folds.map(({ of }) => of))) };
}

interface DrawingProps {
  readonly diagram: Diagram;
  readonly nowUs: number;
  readonly untilUs: number;
  readonly onWish: (wish: Wish) => void;
  readonly words: Words;
  readonly still: boolean;
  readonly hits: Parameters<typeof HitLayer>[0]['hits'];
}

function Drawing({ diagram, nowUs, untilUs, onWish, words, hits, still }: DrawingProps) {
  const { layout, lives, folds } = diagram;
  const { box, ...drag } = useHand(diagram, untilUs, onWish);
  const glide = useGlide(layout, still);
  return (
    <div ref={box} className={marks.picture} data-pans="" style={{ width: layout.width, height: layout.height }} {...drag}>
      <svg aria-hidden="true" width={layout.width} height={layout.height} viewBox={`0 0 ${layout.width} ${layout.height}`}>
        <Axis diagram={diagram} />
        {folds.map((fold) => (
          <g key={fold.of} {...glide.ofFold(fold.of)}>
            <Folded fold={fold} diagram={diagram} />
          </g>
        ))}
        {lives.map((life) => (
          <g key={life.node} {...glide.ofNode(life.node)}>
            <Lifeline life={life} diagram={diagram} />
          </g>
        ))}
        <Marks key={glide.key} className={glide.marks} diagram={diagram} />
        {folds.map((fold) => (
          <g key={fold.of} {...glide.ofFold(fold.of)}>
            <FoldName fold={fold} diagram={diagram} words={words} />
          </g>
        ))}
        {lives.map((life) => (
          <g key={life.node} {...glide.ofNode(life.node)}>
            <Name life={life} diagram={diagram} />
          </g>
        ))}
        <TickTexts diagram={diagram} nowUs={nowUs} />
        <Playhead diagram={diagram} nowUs={nowUs} />
        <Labels key={`l${glide.key}`} className={glide.marks} diagram={diagram} />
      </svg>
      <HitLayer label={words('spacetime.grid')} hits={hits} />
    </div>
  );
}

type MarksProps = { readonly diagram: Diagram; readonly className: string | undefined };

/** Between two events only the playhead moves: what stands still is not drawn again. */
const Marks = memo(function Marks({ diagram: { messages, moments }, className }: MarksProps) {
  const byWeight = [...messages].sort((a, b) => Number(a.tie !== 'none') - Number(b.tie !== 'none') || a.weight - b.weight);
  return (
    <g className={className}>
      {byWeight.map((message) => (
        <MessageLine key={message.step} message={message} />
      ))}
      {moments.map((moment) => (
        <MomentMark key={`${moment.step} ${moment.node}`} moment={moment} />
      ))}
    </g>
  );
});

const Labels = memo(function Labels({ diagram: { labels }, className }: MarksProps) {
  return (
    <g className={className}>
      {labels.map(({ key, text, x, baseY, soft }) => (
        <text key={key} className={soft ? css.softLabel : css.label} x={x} y={baseY} fontSize="12">
          {text}
        </text>
      ))}
    </g>
  );
});

/** How much larger it is on the screen than it was laid out. */
const enlarged = (element: HTMLElement | null): number =>
  element === null || element.offsetWidth === 0 ? 1 : element.getBoundingClientRect().width / element.offsetWidth;

/** A hand that presses may tremble by so much. */
const SLIP_PX = 4;

/** A drag moves through time; a wheel with Ctrl goes nearer and farther, a wheel to the side moves. */
function useHand({ layout, stretch }: Diagram, untilUs: number, onWish: (wish: Wish) => void) {
  const box = useRef<HTMLDivElement>(null);
  const held = useRef<{ readonly x: number; readonly stretch: Stretch } | null>(null);
  const dragged = useRef(false);
  const letGo = () => {
    held.current = null;
    // After the click that may follow at once: what a key presses later is meant.
    setTimeout(() => {
      dragged.current = false;
    });
  };
  const usPerPx = (stretch.toUs - stretch.fromUs) / Math.max(1, layout.right - layout.left);
  useEffect(() => {
    const element = box.current;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
      event.preventDefault();
      if (!event.ctrlKey) return onWish(panned(stretch, event.deltaX * usPerPx, untilUs));
      const at = (event.clientX - (element?.getBoundingClientRect().left ?? 0)) / enlarged(element);
      onWish(zoomed(stretch, event.deltaY > 0 ? 1.25 : 0.8, layout.scaleX.invert(at), untilUs));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [layout, stretch, usPerPx, untilUs, onWish]);
  return {
    box,
    // On a mark, too: a finger that comes down anywhere near one means it to the browser.
    onPointerDown: (event: PointerEvent) => {
      dragged.current = false;
      if (event.button === 0) held.current = { x: event.clientX, stretch };
    },
    onPointerMove: (event: PointerEvent) => {
      const from = held.current;
      if (from === null || (!dragged.current && Math.abs(event.clientX - from.x) < SLIP_PX)) return;
      dragged.current = true;
      onWish(panned(from.stretch, ((from.x - event.clientX) / enlarged(box.current)) * usPerPx, untilUs));
    },
    onPointerUp: letGo,
    onPointerLeave: letGo,
    // Whoever drags a mark does not press it.
    onClickCapture: (event: MouseEvent) => {
      if (!dragged.current) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
