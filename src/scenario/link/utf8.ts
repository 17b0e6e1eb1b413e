/** UTF-8, strict: overlong forms, surrogates and cut sequences are refused (RFC 3629). */

export function toUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(bytes);
}

/** Length of a sequence by its first byte, its payload bits, and the least code point that needs such a length. */
function lead(byte: number): readonly [length: number, bits: number, least: number] | undefined {
  if (byte < 0x80) return [1, byte, 0];
  if (byte >= 0xc2 && byte < 0xe0) return [2, byte & 31, 0x80];
  if (byte >= 0xe0 && byte < 0xf0) return [3, byte & 15, 0x800];
  return byte >= 0xf0 && byte < 0xf5 ? [4, byte & 7, 0x10000] : undefined;
}

/** undefined when the bytes are not UTF-8, or begin with a byte order mark. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const first = lead(bytes[at]);
    if (!first || at + first[0] > bytes.length) return undefined;
    let code = first[1];
    for (let n = 1; n < first[0]; n++) {
      if ((bytes[at + n] & 0xc0) !== 0x80) return undefined;
      code = (code << 6) | (bytes[at + n] & 63);
    }
    if (code < first[2] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || (code === 0xfeff && at === 0)) return undefined;
    parts.push(String.fromCodePoint(code));
    at += first[0];
  }
  return parts.join('');
}
