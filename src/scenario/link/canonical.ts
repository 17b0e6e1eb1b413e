/** Canonical JSON: one text for one document, so that the same scenario always gives the same link. */

/** Order of creation counts in these maps, so their entries stay as they were written. */
const ORDERED = ['topics', 'clients'];

function ordered(value: unknown, depth: number, keepOrder: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(item, depth + 1, false));
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);
  if (!keepOrder) keys.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const copy = Object.create(null) as Record<string, unknown>;
  for (const key of keys) copy[key] = ordered((value as Record<string, unknown>)[key], depth + 1, depth === 0 && ORDERED.includes(key));
  return copy;
}

export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value, 0, false));
