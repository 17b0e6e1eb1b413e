/** The list itself: a grid of which only the rows in sight are drawn. One tab stop; arrows move, Enter goes to the moment, the left arrow to the cause. */
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import type { TraceEvent } from '#sim/trace.ts';
import type { Words } from '../contract.ts';
import { Kept } from '../marks/KeptFocus.tsx';
import css from './events.module.css';
import { isInSight, type Measure, placeOf, rowAfter, rowsInSight, scrollFor } from './layout.ts';
import { rowNow, type Saying } from './model.ts';
import { Gap, Head, Row } from './Row.tsx';

interface Props {
  readonly events: readonly TraceEvent[];
  /** Places in `events`. */
  readonly listed: readonly number[];
  readonly cursor: number;
  readonly size: Measure;
  readonly saying: Saying;
  readonly words: Words;
  readonly onGo: (at: number) => void;
}

/** Where the list stands: where its moment wants it, or where a hand has left it while the playhead is in sight there. */
function useScroll(now: number, count: number, size: Measure) {
  const box = useRef<HTMLDivElement>(null);
  // A list that stands elsewhere than it was put has been moved by a hand.
  const put = useRef(0);
  const [scrollPx, setScroll] = useState(0);
  const place = placeOf(now, count, size);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move of the playhead, or another list, moves what a person has scrolled to
  useLayoutEffect(() => {
    const list = box.current;
    if (list === null || (list.scrollTop !== put.current && isInSight(now, list.scrollTop, size))) return;
    list.scrollTop = place;
    put.current = list.scrollTop;
    setScroll(list.scrollTop);
  }, [now, place]);
  const hold = () => {
    put.current = Number.NaN;
  };
  return { box, scrollPx, setScroll, hold };
}

export function List({ events, listed, cursor, size, saying, words, onGo }: Props) {
  const now = rowNow(listed, cursor);
  const { box, scrollPx, setScroll, hold } = useScroll(now, listed.length, size);
  const [active, setActive] = useState<number | null>(null);
  const rows = rowsInSight(listed.length, scrollPx, size);
  const stop = [active ?? now, now].find((row) => row >= rows.from && row < rows.to) ?? rows.from;
  const focusRow = (row: number) => {
    const list = box.current;
    if (!list) return;
    list.scrollTop = scrollFor(row, listed.length, list.scrollTop, size);
    setScroll(list.scrollTop);
    setActive(row);
    // The row is drawn first.
    requestAnimationFrame(() => list.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus({ preventScroll: true }));
  };
  // Whoever goes to a moment from here finds the list as it was.
  const goFromHere = (at: number) => {
    hold();
    onGo(at);
  };
  // The focus goes along; where the cause is not listed, to what is listed last before it.
  const goToCause = (cause: number) => {
    goFromHere(cause);
    focusRow(Math.max(0, rowNow(listed, cause + 1)));
  };
  const onKeyDown = (event: KeyboardEvent, row: number) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = rowAfter(event.key, row, listed.length, size);
    const cause = events[listed[row]].cause;
    if (to !== undefined) focusRow(to);
    else if (event.key === 'Enter' || event.key === ' ') goFromHere(listed[row]);
    else if (event.key === 'ArrowLeft' && cause >= 0) goToCause(cause);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Kept within={box} named="row">
      <div ref={box} className={css.list} style={{ height: size.listPx }} onScroll={(event) => setScroll(event.currentTarget.scrollTop)}>
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table with one tab stop and arrows is a grid */}
        <table className={css.table} role="grid" aria-label={words('events.grid')} aria-rowcount={listed.length + 1}>
          <Head causes={size.causes} words={words} />
          <Gap px={rows.abovePx} />
          <tbody>
            {listed.slice(rows.from, rows.to).map((at, i) => (
              <Row
                key={at}
                row={rows.from + i}
                event={events[at]}
                cause={events[events[at].cause]}
                state={at === cursor - 1 ? 'here' : at < cursor ? 'past' : 'future'}
                last={rows.from + i === now}
                stop={rows.from + i === stop}
                size={size}
                saying={saying}
                words={words}
                onFocus={setActive}
                onKeyDown={onKeyDown}
                onGo={() => goFromHere(at)}
                onCause={() => goToCause(events[at].cause)}
              />
            ))}
          </tbody>
          <Gap px={rows.belowPx} />
        </table>
        {listed.length === 0 && <p className={css.none}>{words('events.none')}</p>}
      </div>
    </Kept>
  );
}
