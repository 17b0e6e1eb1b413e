/** base64url without padding (RFC 4648, section 5), strict: every text has one meaning, and every meaning one text. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES: ReadonlyMap<string, number> = new Map([...ALPHABET].map((letter, i) => [letter, i]));

export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const letters = Math.min(4, bytes.length - i + 1);
    for (let n = 0; n < letters; n++) text += ALPHABET[(word >> (18 - 6 * n)) & 63];
  }
  return text;
}

export interface Bytes {
  readonly bytes: Uint8Array;
  /** False when letters are left over or unused bits are set: no encoder writes that. */
  readonly canonical: boolean;
}

/** The whole bytes in a text, also in one that was cut; undefined when a letter does not belong. */
export function fromBase64url(text: string): Bytes | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let length = 0;
  for (const letter of text) {
    const value = VALUES.get(letter);
    if (value === undefined) return undefined;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (word >> bits) & 255;
  }
  return { bytes: bytes.subarray(0, length), canonical: bits < 6 && (word & ((1 << bits) - 1)) === 0 };
}
