/** Text with chips: what an author names lights up on the stage under the pointer, and is selected when pressed. */
import { Fragment, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { look } from '#app/i18n/i18n.ts';
import { withParticles } from '#app/i18n/particles.ts';
import { termHref } from '#app/route.ts';
import { current } from '#app/run/holder.ts';
import { patch, state } from '#app/store.ts';
import { type Piece, pieces, selectionsOf } from '#app/story/chips.ts';
import styles from '#app/story/Prose.module.css';

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
      return piece.text;
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
    <AriaButton className={styles.entity} onPress={select}>
      {text}
    </AriaButton>
  );
}

/** A word of the glossary: its card opens where it stands. */
export function Term({ id, text }: { readonly id: string; readonly text: string }) {
  const { t } = useTranslation(['story', 'glossary']);
  const term = look('glossary', `${id}.term`);
  return (
    <DialogTrigger>
      <AriaButton className={styles.term}>{text}</AriaButton>
      <Popover className={styles.card} placement="bottom start" offset={6}>
        <Dialog className={styles.dialog} aria-label={term}>
          <strong className={styles.head}>{term}</strong>
          <p>{look('glossary', `${id}.short`)}</p>
          <p className={styles.long}>{look('glossary', `${id}.long`)}</p>
          <a href={termHref(id)}>{t('story:glossary')}</a>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
