/** How large a picture is drawn. A stage with room to spare shows it larger; it depends on what the run holds, not on the moment, so nothing jumps. */
import { clamp } from './motion.ts';

const LARGEST = 1.3;

/** In steps of a twentieth, so that letters stay sharp. */
export function scaleFor(neededPx: number, heightPx: number, widthPx: number, leastWidthPx: number): number {
  const most = Math.min(LARGEST, widthPx / leastWidthPx);
  return Math.floor(clamp(heightPx / neededPx, 1, Math.max(1, most)) * 20) / 20;
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The same places, drawn at a scale. */
export function scaled<T extends Placed>(things: readonly T[], scale: number): readonly T[] {
  if (scale === 1) return things;
  return things.map((one) => ({
    ...one,
    x: Math.round(one.x * scale),
    y: Math.round(one.y * scale),
    width: Math.round(one.width * scale),
    height: Math.round(one.height * scale),
  }));
}
