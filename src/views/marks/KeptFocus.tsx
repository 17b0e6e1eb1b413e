/**
 * What holds the focus loses it when React moves it among the others, and when it goes with what it stood for: then it gets it back, or the tab stop of its
 * kind does, so that a person with a keyboard never falls out of the picture.
 */
import { Component, type ReactNode, type RefObject } from 'react';
import css from './marks.module.css';

interface KeptProps {
  readonly within: RefObject<HTMLElement | null>;
  /** Data attribute that names each of those that may hold the focus. */
  readonly named: 'hit' | 'row';
  readonly children: ReactNode;
}

/** A class, because only a class is asked before the document changes. */
export class Kept extends Component<KeptProps> {
  override getSnapshotBeforeUpdate(): string | null {
    const { within, named } = this.props;
    const focused = document.activeElement;
    return focused instanceof HTMLElement && within.current?.contains(focused) ? (focused.dataset[named] ?? null) : null;
  }

  override componentDidUpdate(_props: KeptProps, _state: unknown, held: string | null): void {
    const { within, named } = this.props;
    const place = within.current;
    if (held === null || place === null || place.contains(document.activeElement)) return;
    const heirs = [...place.querySelectorAll<HTMLElement>(`[data-${named}]`)];
    const next = heirs.find(({ dataset }) => dataset[named] === held) ?? heirs.find(({ tabIndex }) => tabIndex === 0);
    next?.focus({ preventScroll: true });
  }

  override render(): ReactNode {
    return this.props.children;
  }
}

interface Props {
  readonly layer: RefObject<HTMLDivElement | null>;
  readonly label: string;
  /** The layer itself, which had the focus, has it no more. */
  readonly onLeft: () => void;
  readonly children: ReactNode;
}

/** The group of buttons over a picture. */
export function KeptFocus({ layer, label, onLeft, children }: Props) {
  return (
    <Kept within={layer} named="hit">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw itself; this is a group of buttons over a picture */}
      <div
        ref={layer}
        className={css.hits}
        role="group"
        aria-label={label}
        tabIndex={-1}
        onBlur={(event) => (event.target === layer.current ? onLeft() : undefined)}
      >
        {children}
      </div>
    </Kept>
  );
}
