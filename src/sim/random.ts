/** Keyed random draws: each is a pure function of (seed, entity, purpose, counter), so a change in one place never reshuffles another. */
import { finish, hashName, mix } from '#sim/hash.ts';
import { planted } from '#sim/planted.ts';

/** The key of one stream; keep it where draws are frequent. */
export function streamKey(seed: number, entity: string, purpose: string): number {
  return mix(mix(mix(0x9747b28c, seed), hashName(entity)), hashName(purpose));
}

/** The counter-th draw of a stream, uniform over 0 … 2^32 - 1. */
export const draw = (key: number, counter: number): number => finish(mix(key, planted.M49 ? ++drawn : counter));

let drawn = 0;

/** Maps a draw to an integer from min to max, both included. */
export const between = (drawn: number, min: number, max: number): number => min + Math.floor((drawn / 0x100000000) * (max - min + 1));

/** True in `ppm` of a million draws. */
export const happens = (drawn: number, ppm: number): boolean => drawn < (ppm / 1_000_000) * 0x100000000;
