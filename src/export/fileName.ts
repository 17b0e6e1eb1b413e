/** Names of files that say what is in them, in any language, and that every file system takes. */
const PART = 60;

/** Letters and digits of any script; everything between them becomes one hyphen. */
export function slug(text: string): string {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/gu, '')
    .replace(/[^\p{L}\p{N}.]+/gu, '-')
    .replace(/\.(?!\d)/gu, '-')
    .replace(/-+/gu, '-');
  const whole = [...words].slice(0, PART).join('');
  // A word that was cut in two says less than none.
  const kept = whole.length < words.length && whole.includes('-') ? whole.slice(0, whole.lastIndexOf('-')) : whole;
  return kept.replace(/^[-.]+|[-.]+$/gu, '');
}

/** `highwater-acks-1-log-lanes-at-250ms.svg`. */
export function fileName(parts: readonly string[], extension: string): string {
  return `${['highwater', ...parts.map(slug)].filter((part) => part !== '').join('-')}.${extension}`;
}
