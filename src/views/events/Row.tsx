/** One event of the list, the head of the list, and the room of the rows that are out of sight. */
import type { KeyboardEvent } from 'react';
import type { TraceEvent } from '#sim/trace.ts';
import type { Words } from '../contract.ts';
import { weightOf } from '../marks/things.ts';
import css from './events.module.css';
import type { Measure } from './layout.ts';
import { momentText, type Saying } from './model.ts';

export function Head({ causes, words }: { readonly causes: boolean; readonly words: Words }) {
  const columns = ['time', 'node', 'event', ...(causes ? ['cause'] : [])];
  return (
    <>
      <colgroup>
        {columns.map((column) => (
          <col key={column} className={css[column]} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {words(`events.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
    </>
  );
}

export const Gap = ({ px }: { readonly px: number }) =>
  px > 0 ? (
    <tbody aria-hidden="true">
      <tr style={{ height: px }} />
    </tbody>
  ) : null;

interface RowProps {
  readonly size: Measure;
  readonly saying: Saying;
  readonly words: Words;
  readonly row: number;
  readonly event: TraceEvent;
  readonly cause: TraceEvent | undefined;
  readonly state: 'past' | 'here' | 'future';
  /** The last listed event that has happened. */
  readonly last: boolean;
  readonly stop: boolean;
  readonly onFocus: (row: number) => void;
  readonly onKeyDown: (event: KeyboardEvent, row: number) => void;
  readonly onGo: () => void;
  readonly onCause: () => void;
}

export function Row({ row, event, cause, state, last, stop, size, saying, words, onFocus, onKeyDown, onGo, onCause }: RowProps) {
  const node = event.node || words('events.outside');
  const text = saying(event);
  return (
    <tr
      className={css.row}
      style={{ height: size.rowPx }}
      data-row={row}
      data-state={state}
      data-last={last ? '' : undefined}
      data-weight={weightOf(event)}
      aria-rowindex={row + 2}
      aria-selected={state === 'here'}
      tabIndex={stop ? 0 : -1}
      onFocus={() => onFocus(row)}
      onKeyDown={(pressed) => onKeyDown(pressed, row)}
      onClick={onGo}
    >
      <td className={css.time}>{momentText(event.timeUs)}</td>
      <td className={css.node} title={node}>
        {node}
      </td>
      <td className={css.event} title={text}>
        <span className={css.text}>{text}</span>
      </td>
      {size.causes && (
        <td className={css.cause}>
          {cause !== undefined && (
            <button
              type="button"
              tabIndex={-1}
              className={css.because}
              title={saying(cause)}
              onClick={(pressed) => {
                pressed.stopPropagation();
                onCause();
              }}
            >
              {words('events.because', { name: cause.name, node: cause.node || words('events.outside') })}
            </button>
          )}
        </td>
      )}
    </tr>
  );
}
