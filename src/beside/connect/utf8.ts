/** UTF-8 as Java's decoders read it: what is malformed becomes U+FFFD, a character that is not complete yet waits. */

export function encode(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Bytes that a character takes which begins with this one; 0 for a byte that begins none. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

function codePoint(bytes: readonly number[], at: number, length: number): number {
  let code = length === 1 ? bytes[at] : bytes[at] & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) code = (code << 6) | (bytes[at + i] & 63);
  return code;
}

/** Up to `most` characters (of UTF-16, as Java counts) from `from` on, and the byte after them. */
export function decode(bytes: readonly number[], from: number, most: number): { readonly text: string; readonly to: number } {
  let text = '';
  let at = from;
  while (at < bytes.length && text.length < most) {
    const length = lengthOf(bytes[at]);
    let known = 1;
    while (known < length && isContinuation(bytes[at + known])) known++;
    if (length > 0 && at + known === bytes.length && known < length) break;
    const isWhole = length > 0 && known === length;
    text += isWhole ? String.fromCodePoint(codePoint(bytes, at, length)) : '\ufffd';
    at += isWhole ? length : known;
  }
  return { text, to: at };
}
