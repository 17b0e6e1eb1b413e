/** Exponential backoff of Kafka's clients (ExponentialBackoff, KIP-580): base 2, jitter pinned to factor 1 so that a run repeats. */

/** Backoff before retry number `attempts` (0 for the first), in milliseconds. Constant when `maxMs` is not above `baseMs`. */
export function backoffMs(baseMs: number, maxMs: number, attempts: number): number {
  if (maxMs <= baseMs) return baseMs;
  let delayMs = baseMs;
  for (let i = 0; i < attempts && delayMs < maxMs; i++) delayMs *= 2;
  return Math.min(delayMs, maxMs);
}
