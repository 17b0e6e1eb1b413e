/** E07: whatever is in a state is a plain value: no NaN, no infinity, no minus zero, no fraction. */

const isSound = (value: number): boolean => Number.isInteger(value) && !Object.is(value, -0);

/** Where the first number stands that should not be there. Numbers that mean a share or an unlimited amount name themselves. */
export function badValue(...roots: readonly unknown[]): string | undefined {
  const seen = new Set<object>();
  const open: { readonly value: unknown; readonly path: string }[] = roots.map((value, i) => ({ value, path: `#${i}` }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'number' && !isSound(value)) return `${path} is ${Object.is(value, -0) ? '-0' : value}`;
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
