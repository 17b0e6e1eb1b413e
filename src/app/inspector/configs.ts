/** Which settings the inspector lists, and in what order: what was set first, then the rest; and what a search leaves of them. */
export interface ConfigLine {
  readonly name: string;
  readonly value: string;
  readonly byDefault: string | undefined;
  readonly changed: boolean;
  readonly meaning: string;
}

/** In the settings' own order: what differs from its default first, each half by name. */
export function configLines(
  values: Readonly<Record<string, string>>,
  defaultOf: (name: string) => string | undefined,
  meaningOf: (name: string) => string,
): ConfigLine[] {
  return Object.keys(values)
    .map((name): ConfigLine => {
      const byDefault = defaultOf(name);
      return { name, value: values[name], byDefault, changed: byDefault !== undefined && byDefault !== values[name], meaning: meaningOf(name) };
    })
    .sort((a, b) => Number(b.changed) - Number(a.changed) || (a.name < b.name ? -1 : 1));
}

/** Every word must be found in the name, the value or the meaning: `fetch bytes` finds fetch.max.bytes. */
export function matching(lines: readonly ConfigLine[], query: string): readonly ConfigLine[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter(({ name, value, meaning }) => {
    const text = `${name} ${value} ${meaning}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
