/** The machines of what is selected, drawn from their own definitions: the present state is lit, and so is every move that it would take. */
import { useEffect, useMemo, useRef } from 'react';
import type { StatedChart, ViewProps, Words } from '../contract.ts';
import { FactTable } from '../marks/FactTable.tsx';
import { useRegionName } from '../marks/place.ts';
import { fitText, textWidth } from '../marks/text.ts';
import { Unbroken } from '../marks/Unbroken.tsx';
import { CARD, type Card, type ChartLayout, chartLayout, rowY } from './layout.ts';
import css from './statechart.module.css';
import { whoseStates } from './whose.ts';

export function StatechartView({ frame, selection, charts = [], words, width, asTable }: ViewProps) {
  const region = useRegionName(words('statechart.title'));
  if (charts.length === 0) return <p className={css.empty}>{words('statechart.empty')}</p>;
  const whose = whoseStates(frame, selection, words);
  if (asTable) return charts.map((stated) => <Table key={stated.of} stated={stated} whose={whose} words={words} />);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a chart higher than the stage scrolls inside it, and a keyboard must reach it
    <section className={css.charts} tabIndex={0} aria-label={region}>
      {charts.map((stated) => (
        <Picture key={stated.of} stated={stated} whose={whose} words={words} width={width} />
      ))}
    </section>
  );
}

const factOf = ({ of, state }: StatedChart): string => `state:${of}=${state}`;

interface OneProps {
  readonly stated: StatedChart;
  readonly whose: string;
  readonly words: Words;
}

function Picture({ stated, whose, words, width }: OneProps & { readonly width: number }) {
  const { of, about, chart, state } = stated;
  const layout = useMemo(() => chartLayout(chart, width), [chart, width]);
  const figure = useRef<HTMLElement>(null);
  // On a small stage the present state may lie below the edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state is another place
  useEffect(() => {
    void figure.current?.querySelector('[data-now]')?.scrollIntoView({ block: 'nearest' });
  }, [state]);
  return (
    <figure ref={figure} className={css.chart}>
      <figcaption className={css.caption}>
        <h3 className={css.whose}>
          <Unbroken text={whose} />
        </h3>{' '}
        <code lang="en" translate="no">
          {of}
        </code>
        {about === undefined ? null : (
          <>
            {' · '}
            <Unbroken text={about} />
          </>
        )}{' '}
        <span className="vh">{said(stated, words)}</span>
      </figcaption>
      <svg aria-hidden="true" width={layout.width} height={layout.height} viewBox={`0 0 ${layout.width} ${layout.height}`} data-fact={factOf(stated)}>
        <Lines layout={layout} state={state} />
        {layout.cards.map((card) => (
          <StateCard key={card.state.name} card={card} isNow={card.state.name === state} words={words} />
        ))}
      </svg>
    </figure>
  );
}

/** The picture in one sentence. */
function said({ chart, state }: StatedChart, words: Words): string {
  if (state === null) return words('statechart.saidNowhere');
  const moves = chart.states.find(({ name }) => name === state)?.moves ?? [];
  if (moves.length === 0) return words('statechart.saidNone', { state });
  const texts = moves.map(({ event, to }) => (to === null ? words('statechart.moveStays', { event }) : words('statechart.move', { event, to })));
  return words('statechart.said', { state, moves: texts.join(', ') });
}

/** Lines of the present state lie over the others. */
function Lines({ layout, state }: { readonly layout: ChartLayout; readonly state: string | null }) {
  const lit = layout.lines.filter(({ from }) => from === state);
  const rest = layout.lines.filter(({ from }) => from !== state);
  return [...rest, ...lit].map(({ from, move, path }) => (
    <g key={`${from} ${move.event} ${move.to} ${path}`} className={css.line} data-lit={from === state || undefined}>
      <path d={path} className={css.stroke} />
      <path d={arrowAt(path)} className={css.arrow} />
    </g>
  ));
}

/** A small head at the end of a path, which ends level: to the right, or to the left. */
function arrowAt(path: string): string {
  const numbers = [...path.matchAll(/-?[\d.]+/g)].map(([text]) => Number(text));
  const [beforeX, , x, y] = numbers.slice(-4);
  const by = beforeX < x ? 1 : -1;
  return `M${x - by * 3} ${y - 4}L${x + by * 4} ${y}L${x - by * 3} ${y + 4}Z`;
}

const INSET = 12;

function StateCard({ card, isNow, words }: { readonly card: Card; readonly isNow: boolean; readonly words: Words }) {
  const { state, x, y, height, initial } = card;
  const tag = isNow ? words('statechart.now') : initial ? words('statechart.start') : state.final ? words('statechart.end') : '';
  const room = CARD.width - 2 * INSET - (tag === '' ? 0 : tagRoom(tag));
  const size = textWidth(state.name, 14, true) <= room ? 14 : 12;
  return (
    <g className={css.card} data-now={isNow || undefined} data-final={state.final || undefined}>
      <rect className={css.box} x={x} y={y} width={CARD.width} height={height} rx="8" />
      {isNow ? <path className={css.bar} d={`M${x + 2.5} ${y + 8}V${y + height - 8}`} /> : null}
      <text className={css.name} fontSize={size} x={x + INSET} y={y + 24}>
        {fitText(state.name, room, size, true)}
      </text>
      {tag === '' ? null : (
        <text className={css.tag} fontSize={12} x={x + CARD.width - INSET} y={y + 24} textAnchor="end">
          {tag}
        </text>
      )}
      {state.moves.map((move, index) => {
        const middle = rowY(card, index);
        const target = move.to === null ? words('statechart.stays') : `→ ${move.to}`;
        const where = move.guarded ? `${target} · ${words('statechart.guarded')}` : target;
        return (
          <g key={`${move.event} ${move.to}`} className={css.move}>
            <path className={css.rule} d={`M${x + INSET} ${middle - CARD.row / 2}H${x + CARD.width - INSET}`} />
            <text className={css.event} fontSize={13} x={x + INSET} y={middle - 3}>
              {fitText(move.event, CARD.width - 2 * INSET, 13)}
            </text>
            <text className={css.target} fontSize={12} x={x + INSET} y={middle + 12}>
              {fitText(where, CARD.width - 2 * INSET, 12)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

const tagRoom = (tag: string): number => tag.length * 9 + 8;

function Table({ stated, whose, words }: OneProps) {
  const { of, about, chart, state } = stated;
  const t = (key: string, params?: Record<string, string>) => words(`statechart.table.${key}`, params);
  return (
    <FactTable
      caption={t('caption', { whose, of: about === undefined ? of : `${of} · ${about}` })}
      columns={[t('state'), t('is'), t('moves')]}
      rows={chart.states.map(({ name, moves }) => ({
        key: name,
        head: name,
        cells: [
          name === state ? [{ text: words('statechart.now'), fact: factOf(stated) }] : [],
          moves.map(({ event, to, guarded }) => {
            const text = to === null ? words('statechart.moveStays', { event }) : words('statechart.move', { event, to });
            return { text: guarded ? `${text} (${words('statechart.guarded')})` : text };
          }),
        ],
      }))}
    />
  );
}
