/** Every picture of every fixture, at every width, in both languages: a page to look at, and to review a change of drawing on. */
import { useMemo, useState } from 'react';
import { views } from '../catalog.ts';
import type { Selection, Words } from '../contract.ts';
import { type FixtureName, fixtures } from '../fixtures.ts';
import css from './gallery.module.css';
import { propsOf } from './props.ts';

export const WIDTHS = [320, 390, 720, 796, 1096] as const;

export interface Choice {
  readonly views: readonly string[];
  readonly fixtures: readonly FixtureName[];
  readonly widths: readonly number[];
  readonly phase: number;
  readonly asTable: boolean;
  /** The broker that the spotlight falls on, if any. */
  readonly spotlight: number | null;
}

/** `?view=lanes&fixture=loss&width=390&phase=0.5&table=1&spotlight=2`; what is not named is all of it. */
export function choiceOf(search: string): Choice {
  const query = new URLSearchParams(search);
  const all = <T extends string>(name: string, from: readonly T[]) => (query.has(name) ? from.filter((one) => query.getAll(name).includes(one)) : from);
  return {
    views: all(
      'view',
      views.map((view) => view.id),
    ),
    fixtures: all('fixture', Object.keys(fixtures) as FixtureName[]),
    widths: query.has('width') ? query.getAll('width').map(Number) : WIDTHS,
    phase: Number(query.get('phase') ?? '1'),
    asTable: query.has('table'),
    spotlight: query.has('spotlight') ? Number(query.get('spotlight')) : null,
  };
}

export function Gallery({ choice, words }: { readonly choice: Choice; readonly words: Words }) {
  return (
    <main className={css.gallery}>
      <h1>Highwater: pictures</h1>
      {choice.fixtures.map((name) => (
        <section key={name} aria-label={fixtures[name].title}>
          <h2>{fixtures[name].title}</h2>
          {views
            .filter((view) => choice.views.includes(view.id) && view.offered(fixtures[name].frame, fixtures[name].trace.length > 0))
            .flatMap((view) =>
              choice.widths.map((width) => <Figure key={`${view.id}${width}`} id={view.id} width={width} fixture={name} choice={choice} words={words} />),
            )}
        </section>
      ))}
    </main>
  );
}

interface FigureProps {
  readonly id: string;
  readonly width: number;
  readonly fixture: FixtureName;
  readonly choice: Choice;
  readonly words: Words;
}

function Figure({ id, width, fixture, choice, words }: FigureProps) {
  const one = fixtures[fixture];
  const [focus, setFocus] = useState(one.focus);
  const [selection, setSelection] = useState<Selection | null>(null);
  const View = views.find((view) => view.id === id)?.View;
  const spotlight = useMemo<readonly Selection[]>(() => (choice.spotlight === null ? [] : [{ kind: 'broker', id: choice.spotlight }]), [choice.spotlight]);
  const props = propsOf(one, width, words, {
    focus,
    spotlight,
    selection,
    phase: choice.phase,
    asTable: choice.asTable,
    onFocus: setFocus,
    onSelect: setSelection,
  });
  if (!View) return null;
  return (
    <figure className={css.figure} style={{ width }} data-figure={`${fixture}-${id}-${width}`}>
      <View {...props} />
    </figure>
  );
}
