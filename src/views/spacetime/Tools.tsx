/** Nearer, farther, earlier, later, and back to the playhead; and what the two tints mean. */
import { ChevronLeft, ChevronRight, LocateFixed, type LucideIcon, ZoomIn, ZoomOut } from 'lucide-react';
import type { Words } from '../contract.ts';
import { FoldAll, type Folding } from '../marks/FoldAll.tsx';
import marks from '../marks/marks.module.css';
import css from './spacetime.module.css';

export type Move = 'nearer' | 'farther' | 'earlier' | 'later' | 'follow';

const ICONS: Readonly<Record<Move, LucideIcon>> = { nearer: ZoomIn, farther: ZoomOut, earlier: ChevronLeft, later: ChevronRight, follow: LocateFixed };
const ORDER: readonly Move[] = ['nearer', 'farther', 'earlier', 'later', 'follow'];

interface Props {
  readonly folding: Folding | null;
  readonly onMove: (move: Move) => void;
  readonly following: boolean;
  /** There is an event at the playhead whose causes and effects are shown. */
  readonly legend: boolean;
  readonly words: Words;
}

export function Tools({ onMove, following, legend, folding, words }: Props) {
  return (
    <div className={css.tools}>
      <fieldset className={css.moves}>
        <legend className="vh">{words('spacetime.tools')}</legend>
        {ORDER.map((move) => {
          const Icon = ICONS[move];
          const name = words(`spacetime.move.${move}`);
          return (
            <button
              key={move}
              type="button"
              className={marks.tool}
              aria-label={name}
              title={name}
              aria-pressed={move === 'follow' ? following : undefined}
              onClick={() => onMove(move)}
            >
              <Icon size={16} strokeWidth={1.6} aria-hidden="true" />
            </button>
          );
        })}
        {folding && <FoldAll folding={folding} words={words} />}
      </fieldset>
      {legend && (
        // A key to colours; the table says of each event whether it is a cause or an effect.
        <ul className={css.legend} aria-hidden="true">
          <li>
            <span className={css.keyPast} aria-hidden="true" />
            {words('spacetime.legend.past')}
          </li>
          <li>
            <span className={css.keyFuture} aria-hidden="true" />
            {words('spacetime.legend.future')}
          </li>
        </ul>
      )}
    </div>
  );
}
