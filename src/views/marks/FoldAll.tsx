/** Unfolds everything that a picture has folded, or folds it again: the same button above the picture and above its table. */
import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react';
import type { Words } from '../contract.ts';
import css from './marks.module.css';

export interface Folding {
  readonly open: boolean;
  readonly onToggle: () => void;
}

export function FoldAll({ folding: { open, onToggle }, words }: { readonly folding: Folding; readonly words: Words }) {
  const Icon = open ? ChevronsDownUp : ChevronsUpDown;
  const name = words(open ? 'fold.none' : 'fold.all');
  return (
    <button type="button" className={css.tool} aria-label={name} title={name} aria-expanded={open} onClick={onToggle}>
      <Icon size={16} strokeWidth={1.6} aria-hidden="true" />
    </button>
  );
}
