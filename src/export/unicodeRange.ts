/** `unicode-range` of a font face: whether a text has any character that the face was made for. */
export function rangeCovers(range: string, text: string): boolean {
  const spans = range.split(',').map(spanOf);
  for (const one of text) {
    const code = one.codePointAt(0) ?? 0;
    if (spans.some(([from, to]) => code >= from && code <= to)) return true;
  }
  return false;
}

/** `U+26`, `U+0-7F`, `U+4??`: the three forms of CSS; nothing for what is none of them. */
function spanOf(part: string): readonly [number, number] {
  const [, from, wild, to] = /^\s*U\+([0-9a-f]*)(\?*)(?:-([0-9a-f]+))?\s*$/iu.exec(part) ?? [];
  if (from === undefined || from + wild === '') return [1, 0];
  const hex = (digits: string): number => Number.parseInt(digits, 16);
  if (wild !== '') return [hex(from + wild.replaceAll('?', '0')), hex(from + wild.replaceAll('?', 'F'))];
  return [hex(from), hex(to ?? from)];
}
