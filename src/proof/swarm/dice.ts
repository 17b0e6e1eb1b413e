/** Draws of the swarm: each purpose has a stream of its own, so that another fault does not give a seed another cluster. */
import { between, draw, streamKey } from '#sim/random.ts';

export interface Dice {
  /** An integer from `min` to `max`, both included. */
  roll(min: number, max: number): number;
  /** True in so many of a hundred. */
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A part of the list in its order; each is taken in so many of a hundred, and at least one is. */
  some<T>(list: readonly T[], percent: number): T[];
  /** The whole list in another order. */
  shuffled<T>(list: readonly T[]): T[];
}

export function diceOf(seed: number, purpose: string): Dice {
  const key = streamKey(seed, 'swarm', purpose);
  let drawn = 0;
  const roll = (min: number, max: number): number => between(draw(key, drawn++), min, max);
  const chance = (percent: number): boolean => roll(1, 100) <= percent;
  const pick = <T>(list: readonly T[]): T => list[roll(0, list.length - 1)];
  return {
    roll,
    chance,
    pick,
    some(list, percent) {
      const taken = list.filter(() => chance(percent));
      return taken.length > 0 ? taken : [pick(list)];
    },
    shuffled(list) {
      const left = [...list];
      return list.map(() => left.splice(roll(0, left.length - 1), 1)[0]);
    },
  };
}
