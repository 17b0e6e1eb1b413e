/** The same thing stays the same object: a model made anew at each moment keeps every part that says what it said before, so that what is drawn from it stands still. */
import { useRef } from 'react';

type Plain = Readonly<Record<string, unknown>>;

/** `now`, with each part that equals its part of `before` replaced by that one. Data only: lists, maps and plain objects, to any depth. */
export function kept<T>(before: unknown, now: T): T {
  if (areSame(before, now)) return before as T;
  // Most of a picture stands still: things are compared first, and only what has changed is made again.
  if (Array.isArray(now) && Array.isArray(before)) return now.map((one, i) => kept(before[i], one)) as T;
  if (now instanceof Map && before instanceof Map) return new Map([...now].map(([key, value]) => [key, kept(before.get(key), value)])) as T;
  if (isPlain(now) && isPlain(before)) return Object.fromEntries(Object.keys(now).map((key) => [key, kept(before[key], now[key])])) as T;
  return now;
}

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Equal in every part. The order of a map is part of what it says, since it is the order in which things are drawn; the fields of an object have none. */
function areSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) return Array.isArray(b) && areSameLists(a, b);
  if (a instanceof Map) return b instanceof Map && areSameLists([...a.keys()], [...b.keys()]) && areSameLists([...a.values()], [...b.values()]);
  if (!isPlain(a) || !isPlain(b)) return false;
  // Counted instead of listed: this runs over hundreds of objects at each frame.
  let fields = 0;
  for (const key in a) {
    if (!Object.hasOwn(b, key) || !areSame(a[key], b[key])) return false;
    fields++;
  }
  for (const _ in b) fields--;
  return fields === 0;
}

function areSameLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!areSame(a[i], b[i])) return false;
  return true;
}

/** What is made at this moment, kept against the moment drawn before. */
export function useKept<T>(now: T): T {
  const last = useRef<T>(now);
  last.current = kept(last.current, now);
  return last.current;
}
