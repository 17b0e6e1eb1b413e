/** Events: everything that happened, one row each, with its node, its moment and its cause. Going to a row goes to its moment. */
import { useDeferredValue, useMemo, useState } from 'react';
import type { ViewProps } from '../contract.ts';
import { thingOfEvent } from '../marks/things.ts';
import css from './events.module.css';
import { List } from './List.tsx';
import { measure } from './layout.ts';
import { type Filter, filtered, nodesOf, sayingIn } from './model.ts';
import { Tools } from './Tools.tsx';

export function EventsView({ frame, trace, words, tell, width, height, onSeek, onSelect }: ViewProps) {
  const [filter, setFilter] = useState<Filter>({ level: 'changes', node: '', query: '' });
  const wanted = useDeferredValue(filter);
  const saying = useMemo(() => sayingIn(words, tell), [words, tell]);
  const events = trace.events();
  const listed = useMemo(() => filtered(events, trace.length, wanted, saying), [events, trace.length, wanted, saying]);
  const nodes = useMemo(() => nodesOf(events, trace.length), [events, trace.length]);
  const size = measure(width, height);
  const goTo = (at: number) => {
    onSeek(at + 1);
    onSelect(thingOfEvent(events[at], frame));
  };
  return (
    <div className={css.view} style={{ height: Math.max(256, height) }} data-narrow={size.narrow ? '' : undefined}>
      <Tools filter={filter} onFilter={setFilter} nodes={nodes} found={listed.length} of={trace.length} words={words} />
      <List events={events} listed={listed} cursor={trace.cursor} size={size} saying={saying} words={words} onGo={goTo} />
    </div>
  );
}
