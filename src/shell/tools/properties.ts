/** `key=value` arguments, as CommandLineUtils.parseKeyValueArgs reads them: later ones win, a missing value is an empty one. */

export function readProperties(values: readonly string[]): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const value of values) {
    const equals = value.indexOf('=');
    if (equals < 0) properties.set(value, '');
    else properties.set(value.slice(0, equals), value.slice(equals + 1));
  }
  return properties;
}

export const isTrue = (properties: ReadonlyMap<string, string>, key: string): boolean => (properties.get(key) ?? '').trim().toLowerCase() === 'true';

/** Backslash escapes as people write separators: `\t` is a tab. */
export const unescaped = (text: string): string => text.replaceAll('\\t', '\t').replaceAll('\\n', '\n');
