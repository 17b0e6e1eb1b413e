/**
 * The focus never falls out of the page. What holds it may go with the moment that it told of, or with the dialog that it stood in;
 * then the region around it takes it, or the stage: else the next Tab would begin at an end of the page, and a screen reader with it.
 */
import { useRouting } from '#app/router.ts';
import { useStore } from '#app/store.ts';

/** Where the focus was last. Its region is remembered by name: the element may be made anew. */
let last: { readonly element: Element; readonly region: string | undefined } | null = null;
/** Frames for which it is still asked whether the focus is lost: words come later than the picture that they belong to. */
const WATCHED = 60;
/** Whatever has its own idea of where the focus goes, as a dialog that closes has, comes first. */
const OTHERS = 2;
let frames = 0;

export function keepFocus(): void {
  window.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target !== document.body) last = { element: target, region: regionOf(target) };
  });
  for (const type of ['keydown', 'click', 'animationend', 'transitionend']) window.addEventListener(type, askLater, true);
  // Dialogs and menus hang on the body, and go when they have faded.
  new MutationObserver(askLater).observe(document.body, { childList: true });
  useStore.subscribe(askLater);
  useRouting.subscribe(askLater);
}

const regionOf = (element: Element): string | undefined => element.closest<HTMLElement>('[data-region]')?.dataset.region;

function askLater(): void {
  if (frames === 0) requestAnimationFrame(watch);
  frames = WATCHED;
}

function watch(): void {
  frames--;
  if (frames <= WATCHED - OTHERS) takeBack();
  if (frames > 0) requestAnimationFrame(watch);
}

function takeBack(): void {
  const isNowhere = document.activeElement === null || document.activeElement === document.body;
  if (isNowhere && last !== null && !isThere(last.element)) heir(last.region)?.focus({ preventScroll: true });
}

const isThere = (element: Element): boolean => element.isConnected && element.checkVisibility() && !element.matches(':disabled');

/** What lies behind a dialog is inert and takes no focus; of two dialogs the last one lies on top. */
function heir(region: string | undefined): HTMLElement | undefined {
  const dialogs = [...document.querySelectorAll<HTMLElement>('[role=dialog]')].reverse();
  const wanted = [...(region === undefined ? [] : [`[data-region="${region}"]`]), '#stage[tabindex]', '[data-region]'];
  const places = [...dialogs, ...wanted.flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)])];
  return places.find((place) => place.checkVisibility() && place.closest('[data-exiting],[inert]') === null);
}
