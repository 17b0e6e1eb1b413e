/** Text with chips: what an author names lights up on the stage under the pointer, and is selected when pressed. */
import { Fragment, lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withParticles } from '#app/i18n/particles.ts';
import { current } from '#app/run/holder.ts';
import { patch, state } from '#app/store.ts';
import { type Piece, pieces, selectionsOf } from '#app/story/chips.ts';
import styles from '#app/story/Prose.module.css';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function Prose({ text, className }: { readonly text: string; readonly className?: string }) {
  const { t } = useTranslation('story');
  const cut = useMemo(() => spoken(pieces(text), (kind, name) => t(`chip.${kind}` as 'chip.broker', { name })), [text, t]);
  return (
    <p className={className}>
      {cut.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have no other identity
        <Fragment key={index}>
          <One piece={piece} />
        </Fragment>
      ))}
    </p>
  );
}

const TermPopover = lazy(() => import('#app/story/TermPopover.tsx').then(({ TermPopover }) => ({ default: TermPopover })));

const NAMED = new Set(['broker', 'offset']);

/** Chips get their words, then particles between pieces take the form that those words ask for. */
function spoken(cut: readonly Piece[], name: (kind: string, name: string) => string): Piece[] {
  let before = '';
  return cut.map((piece) => {
    let text = piece.text;
    if (piece.kind === 'entity' && piece.text === piece.target.slice(piece.target.indexOf(':') + 1)) {
      const kind = piece.target.slice(0, piece.target.indexOf(':'));
      text = NAMED.has(kind) ? name(kind, kind === 'offset' ? piece.text.slice(piece.text.indexOf('@') + 1) : piece.text) : piece.text;
    }
    const whole = withParticles(before + text);
    const said = whole.slice(before.length);
    before = whole.slice(-24);
    return { ...piece, text: said } as Piece;
  });
}

function One({ piece }: { readonly piece: Piece }) {
  switch (piece.kind) {
    case 'strong':
      return <strong>{piece.text}</strong>;
    case 'code':
      return (
        <code className={styles.code} translate="no">
          {piece.text}
        </code>
      );
    case 'entity':
      return <Entity target={piece.target} text={piece.text} />;
    case 'term':
      return <Term id={piece.id} text={piece.text} />;
    default:
      return <Unbroken text={piece.text} />;
  }
}

function Entity({ target, text }: { readonly target: string; readonly text: string }) {
  const select = () => {
    const { timeline } = current();
    if (timeline === null) return;
    const frame = timeline.frameAt(Math.min(state().cursor, timeline.end));
    const found = selectionsOf(target, frame);
    const leader = found.find((one) => one.kind === 'record' && frame.partitions.some(({ tp, leader }) => tp === one.tp && leader === one.broker));
    patch({ selection: leader ?? found[0] ?? null, panel: 'stage' });
  };
  return (
    <button type="button" className={styles.entity} onClick={select}>
      {text}
    </button>
  );
}

/** A word of the glossary: its card opens where it stands. */
function Term({ id, text }: { readonly id: string; readonly text: string }) {
  const [open, setOpen] = useState(false);
  const ref = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button type="button" ref={ref} className={styles.term} aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(!open)}>
        {text}
      </button>
      {open ? (
        <Suspense fallback={null}>
          <TermPopover id={id} trigger={ref} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
