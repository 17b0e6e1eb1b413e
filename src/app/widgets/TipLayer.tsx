/** Tips of icon buttons: one layer for the page. A tip shows on hover after a moment and on keyboard focus at once; Escape sends it away; it may be hovered. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import styles from '#app/widgets/TipLayer.module.css';

interface Tip {
  readonly target: HTMLElement;
  readonly text: string;
  readonly key: string | undefined;
}

const DELAY_MS = 500;
const GRACE_MS = 150;
const GAP_PX = 6;

const tipOf = (target: EventTarget | null): Tip | null => {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
  return element?.dataset.tip ? { target: element, text: element.dataset.tip, key: element.dataset.tipKey } : null;
};

export function TipLayer() {
  const [tip, setTip] = useState<Tip | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => listen(setTip), []);
  useLayoutEffect(() => {
    if (tip !== null && box.current !== null) place(box.current, tip.target);
  }, [tip]);
  return (
    <div ref={box} className={styles.tip} popover="manual" aria-hidden="true" data-tip-layer="">
      {tip === null ? null : (
        <>
          {tip.text}
          {tip.key === undefined ? null : <kbd className={styles.key}>{tip.key}</kbd>}
        </>
      )}
    </div>
  );
}

/** Under its button, or above it where there is no room. */
function place(box: HTMLElement, target: HTMLElement): void {
  box.hidePopover();
  box.showPopover();
  const at = target.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + GAP_PX + height < window.innerHeight;
  box.style.left = `${Math.round(Math.min(window.innerWidth - width - 8, Math.max(8, at.left + at.width / 2 - width / 2)))}px`;
  box.style.top = `${Math.round(below ? at.bottom + GAP_PX : at.top - GAP_PX - height)}px`;
}

function listen(setTip: (tip: Tip | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (ms: number, run: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
  const layer = () => document.querySelector<HTMLElement>('[data-tip-layer]');
  const hide = () => {
    clearTimeout(timer);
    const open = layer();
    if (open?.matches(':popover-open')) open.hidePopover();
    setTip(null);
  };
  const onOver = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return;
    const next = tipOf(event.target);
    if (next !== null) later(DELAY_MS, () => setTip(next));
    else if (layer()?.contains(event.target as Node)) clearTimeout(timer);
    else if (layer()?.matches(':popover-open')) later(GRACE_MS, hide);
    else clearTimeout(timer);
  };
  const onFocus = (event: FocusEvent) => {
    const next = tipOf(event.target);
    if (next?.target.matches(':focus-visible')) setTip(next);
    else hide();
  };
  const onKey = (event: KeyboardEvent) => (event.key === 'Escape' ? hide() : undefined);
  const listeners = [
    ['pointerover', onOver],
    ['focusin', onFocus],
    ['focusout', hide],
    ['pointerdown', hide],
    ['keydown', onKey],
    ['scroll', hide],
  ] as const;
  for (const [type, listener] of listeners) document.addEventListener(type, listener as EventListener, true);
  return () => {
    clearTimeout(timer);
    for (const [type, listener] of listeners) document.removeEventListener(type, listener as EventListener, true);
  };
}
