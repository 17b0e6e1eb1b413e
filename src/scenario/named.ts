/** A map whose keys are names that people chose (topics, clients): every name is only a name, also `__proto__` or `toString`. */
import * as z from 'zod';

const items = new WeakMap<object, z.ZodType>();

/** The schema of the entries of a map made by `named`. */
export const namedItem = (schema: object): z.ZodType | undefined => items.get(schema);

/** Entries in the order in which they were written. The result has no prototype, so that a name never reaches one. */
export function named<S extends z.ZodType>(item: S) {
  const schema = z.unknown().transform((value, context): Record<string, z.output<S>> => {
    const entries = Object.create(null) as Record<string, z.output<S>>;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      context.issues.push({ code: 'invalid_type', expected: 'record', input: value });
      return entries;
    }
    for (const key of Object.keys(value)) {
      const parsed = item.safeParse((value as Record<string, unknown>)[key], { reportInput: true });
      if (parsed.success) entries[key] = parsed.data;
      else for (const issue of parsed.error.issues) context.issues.push({ ...issue, path: [key, ...issue.path], input: issue.input } as never);
    }
    return entries;
  });
  items.set(schema, item);
  return schema;
}
