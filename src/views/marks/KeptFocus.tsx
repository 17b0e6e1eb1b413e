/**
 * The group of buttons over a picture. A button that holds the focus loses it when React moves it among the others, and when it goes with what it stood for:
 * then it gets it back, or the layer's tab stop does, so that a person with a keyboard never falls out of the picture.
 */
import { Component, type ReactNode, type RefObject } from 'react';
import css from './marks.module.css';

interface Props {
  readonly layer: RefObject<HTMLDivElement | null>;
  readonly label: string;
  /** The layer itself, which had the focus, has it no more. */
  readonly onLeft: () => void;
  readonly children: ReactNode;
}

/** A class, because only a class is asked before the document changes. */
export class KeptFocus extends Component<Props> {
  override getSnapshotBeforeUpdate(): string | null {
    const focused = document.activeElement;
    return focused instanceof HTMLElement && this.props.layer.current?.contains(focused) ? (focused.dataset.hit ?? null) : null;
  }

  override componentDidUpdate(_props: Props, _state: unknown, held: string | null): void {
    const layer = this.props.layer.current;
    if (held === null || layer === null || layer.contains(document.activeElement)) return;
    const buttons = [...layer.querySelectorAll<HTMLElement>('[data-hit]')];
    const next = buttons.find(({ dataset }) => dataset.hit === held) ?? buttons.find(({ tabIndex }) => tabIndex === 0);
    next?.focus({ preventScroll: true });
  }

  override render(): ReactNode {
    const { layer, label, onLeft, children } = this.props;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw itself; this is a group of buttons over a picture
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
    );
  }
}
