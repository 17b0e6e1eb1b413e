/** Text of a broken link that an editor can still show: readable YAML as it is, anything else with a note on top. */
export function keepForRepair(fragment: string): string | null {
  const match = /^#?\/(?:s|studio)\/1y\.([^?]*)/.exec(fragment);
  if (match === null) return null;
  return match[1]
    .replaceAll('+', '%20')
    .split(/(%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*)/)
    .map(decoded)
    .join('');
}

/** Whole escapes are decoded; what was cut stays as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
