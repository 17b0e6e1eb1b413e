/** A text higher than its place scrolls inside it. Where nothing in it takes the focus, it takes the focus itself: or a keyboard could not read on. */
import { type RefObject, useEffect, useState } from 'react';

const FOCUSABLE = 'a[href],button:not(:disabled),input,select,textarea,[tabindex]:not([tabindex="-1"])';

export function useBareScroll(box: RefObject<HTMLElement | null>): boolean {
  const [bare, setBare] = useState(false);
  // What is in it changes with each moment that is told.
  useEffect(() => {
    const place = box.current;
    if (place === null) return;
    const measure = () => setBare(place.scrollHeight > place.clientHeight && place.querySelector(FOCUSABLE) === null);
    measure();
    const observer = new ResizeObserver(measure);
    for (const element of [place, ...place.children]) observer.observe(element);
    return () => observer.disconnect();
  });
  return bare;
}
