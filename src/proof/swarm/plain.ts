/** E07: whatever is in a state is a plain value: no NaN, no minus zero, no fraction. A moment (`…Us`) may be infinite: it never comes, or is long past. */

const isSound = (value: number): boolean => Number.isInteger(value) && !Object.is(value, -0);

const isNever = (value: number, path: string): boolean => path.endsWith('Us') && (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY);

/** min.cleanable.dirty.ratio, which is read from a text and compared, never computed with. */
const isShare = (value: number, path: string): boolean => path.endsWith('Ratio') && value >= 0 && value <= 1;

/** Where the first number stands that should not be there. */
export function badValue(...roots: readonly unknown[]): string | undefined {
  const seen = new Set<object>();
  const open: { readonly value: unknown; readonly path: string }[] = roots.map((value, i) => ({ value, path: `#${i}` }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'number' && !isSound(value) && !isNever(value, path) && !isShare(value, path))
      return `${path} is ${Object.is(value, -0) ? '-0' : value}`;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const [key, child] of partsOf(value)) open.push({ value: child, path: `${path}.${key}` });
  }
  return undefined;
}

function partsOf(value: object): Iterable<readonly [string, unknown]> {
  if (value instanceof Map) return [...value].flatMap(([key, child]) => [[`key`, key] as const, [String(key), child] as const]);
  if (value instanceof Set) return [...value].map((child) => ['member', child] as const);
  return Object.entries(value);
}
