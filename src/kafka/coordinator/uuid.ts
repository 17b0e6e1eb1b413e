/** A version 4 UUID from the simulation's random streams. */
import type { Env } from '#sim/effect.ts';

export function uuid(env: Pick<Env, 'random'>, purpose: string): string {
  const hex = [0, 1, 2, 3].map(() => env.random(purpose).toString(16).padStart(8, '0')).join('');
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
