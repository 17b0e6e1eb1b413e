/** A swipe across the stage of a phone is a step: to the left forwards, as one turns a page. What a finger does in a picture that pans, or that scrolls to the side, stays there. */
import { type TouchEvent, useRef } from 'react';
import { step } from '#app/play/transport.ts';

/** Farther than a tap that slips, and flatter than a scroll. */
const LEAST_PX = 56;
const FLATNESS = 2;
/** Slower is a hand that looks for something. */
const MOST_MS = 700;
/** At the edges a swipe is the system's own: back, or another app. */
const EDGE_PX = 24;

interface Start {
  readonly x: number;
  readonly y: number;
  readonly timeMs: number;
}

/** 1 forwards, -1 backwards, 0 for what is no swipe. */
export function swiped(from: Start, to: Start, widthPx: number): -1 | 0 | 1 {
  const across = to.x - from.x;
  const isFlat = Math.abs(across) >= FLATNESS * Math.abs(to.y - from.y);
  if (Math.abs(across) < LEAST_PX || !isFlat || to.timeMs - from.timeMs > MOST_MS) return 0;
  if (from.x < EDGE_PX || from.x > widthPx - EDGE_PX) return 0;
  return across < 0 ? 1 : -1;
}

/** What takes a sideways finger itself: a picture that pans, a field, a strip that scrolls. */
function isTaken(target: Element, within: Element): boolean {
  if (target.closest('[data-pans],input,textarea,select,pre') !== null) return true;
  for (let at: Element | null = target; at !== null && at !== within; at = at.parentElement)
    if (at.scrollWidth > at.clientWidth + 1 && scrolls(at)) return true;
  return false;
}

const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX);

const startOf = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }, timeMs: number): Start => ({ x: clientX, y: clientY, timeMs });

export function useSwipe() {
  const start = useRef<Start | null>(null);
  return {
    onTouchStart: (event: TouchEvent<HTMLElement>) => {
      const touch = event.touches[0];
      start.current = event.touches.length > 1 || isTaken(event.target as Element, event.currentTarget) ? null : startOf(touch, event.timeStamp);
    },
    onTouchEnd: (event: TouchEvent<HTMLElement>) => {
      const from = start.current;
      start.current = null;
      if (from === null) return;
      const direction = swiped(from, startOf(event.changedTouches[0], event.timeStamp), window.innerWidth);
      if (direction !== 0) step('meaningful', direction);
    },
    onTouchCancel: () => {
      start.current = null;
    },
  };
}
