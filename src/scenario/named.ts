/** Maps with names that people chose (topics, clients) and long lists: checked item by item, with an end to counting and to complaining. */
import * as z from 'zod';

const items = new WeakMap<object, z.ZodType>();

/** The schema of the items of a map or list made here. */
export const itemOf = (schema: object): z.ZodType | undefined => items.get(schema);

/** Beyond so many wrong items the rest is not looked at: untrusted text must not buy much time with its mistakes. */
const MAX_WRONG = 20;

interface Complaints {
  readonly issues: { push(issue: unknown): unknown };
}

/** Checks one item; complaints carry its key. */
function checked<S extends z.ZodType>(item: S, value: unknown, key: string | number, complaints: Complaints): { readonly data: z.output<S> } | undefined {
  const parsed = item.safeParse(value, { reportInput: true });
  if (parsed.success) return { data: parsed.data };
  for (const issue of parsed.error.issues) complaints.issues.push({ ...issue, path: [key, ...issue.path], input: issue.input });
  return undefined;
}

const tooMany = (value: unknown, maximum: number) => ({ code: 'too_big', origin: 'array', maximum, inclusive: true, input: value });

/**
 * Entries in the order in which they were written. Every name is only a name, also `__proto__` or `toString`:
 * the result has no prototype, so that a name never reaches one.
 */
export function named<S extends z.ZodType>(item: S, max: number) {
  const schema = z.unknown().transform((value, context): Record<string, z.output<S>> => {
    const entries = Object.create(null) as Record<string, z.output<S>>;
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    const keys = isMap ? Object.keys(value) : [];
    if (!isMap) context.issues.push({ code: 'invalid_type', expected: 'record', input: value });
    if (keys.length > max) context.issues.push(tooMany(value, max) as never);
    let wrong = 0;
    for (const key of keys.slice(0, max)) {
      const good = checked(item, (value as Record<string, unknown>)[key], key, context as unknown as Complaints);
      if (good) entries[key] = good.data;
      else if (++wrong >= MAX_WRONG) break;
    }
    return entries;
  });
  items.set(schema, item);
  return schema;
}

export function listed<S extends z.ZodType>(item: S, max: number) {
  const schema = z.unknown().transform((value, context): z.output<S>[] => {
    const list: z.output<S>[] = [];
    if (!Array.isArray(value)) context.issues.push({ code: 'invalid_type', expected: 'array', input: value });
    const given: readonly unknown[] = Array.isArray(value) ? value : [];
    if (given.length > max) context.issues.push(tooMany(value, max) as never);
    let wrong = 0;
    for (const [i, one] of given.slice(0, max).entries()) {
      const good = checked(item, one, i, context as unknown as Complaints);
      if (good) list.push(good.data);
      else if (++wrong >= MAX_WRONG) break;
    }
    return list;
  });
  items.set(schema, item);
  return schema;
}
