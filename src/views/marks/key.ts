/** A record's key as it is seen: one of the searched fills, and always letters, because colour never stands alone. */

const FILLS = 6;
/** With seven or eight keys the page has a larger set (`data-keys`); without it the letter tells the seventh from the first. */
const MORE_FILLS = 8;

/** Single letters keep their place in the alphabet; other keys are spread by FNV-1a. */
export function keyFill(key: string | null): string {
  if (key === null) return 'var(--bg)';
  if (/^[A-Z]$/.test(key)) return letterFill(key.charCodeAt(0) - 65);
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return `var(--k${(hash >>> 0) % FILLS})`;
}

function letterFill(place: number): string {
  const fill = place % MORE_FILLS;
  return fill < FILLS ? `var(--k${fill})` : `var(--k${fill}, var(--k${fill - FILLS}))`;
}

const isInternal = (key: string): boolean => key.startsWith('{"group":');

/** Keys of __consumer_offsets are whole JSON documents: an offset of a group, or the group itself. Any other key is told as it is. */
export function keyText(key: string): string {
  if (!isInternal(key)) return key;
  const { group, topic, partition } = JSON.parse(key) as { readonly group: string; readonly topic?: string; readonly partition?: number };
  return topic === undefined ? `group ${group}` : `offset ${group} ${topic}-${partition}`;
}

/** The same in a message's label: `Produce offset×3`. */
export const plainLabel = (label: string): string => label.replace(/\{"group":.*\}/, (keys) => (keys.includes('"topic":') ? 'offset' : 'group'));

/** At most three characters: short keys whole, `user-17` as 17, others by their first two letters. A null key is a dot. */
export function keyLetters(key: string | null): string {
  if (key === null) return '·';
  if (isInternal(key)) return key.includes('"topic":') ? 'off' : 'grp';
  if ([...key].length <= 3) return key;
  const digits = /(\d{1,3})$/.exec(key);
  return digits ? digits[1] : [...key].slice(0, 2).join('');
}
