/** The packed part of a link: seven bytes that tell a cut link from a changed one, then deflated canonical JSON. Unpacking is total and needs no library. */
import { fail, type Result, succeed } from '#scenario/error.ts';
import { LIMITS } from '#scenario/limits.ts';
import { fromBase64url, toBase64url } from '#scenario/link/base64url.ts';
import { crc32 } from '#scenario/link/crc32.ts';
import { DICTIONARY } from '#scenario/link/dictionary.ts';
import { type LinkError, linkError } from '#scenario/link/error.ts';
import { inflate } from '#scenario/link/inflate.ts';
import { prescan } from '#scenario/link/prescan.ts';
import { fromUtf8 } from '#scenario/link/utf8.ts';

/** Length of what follows (2 bytes), a check on the length (1), CRC-32 of what follows (4). */
const HEADER = 7;
/** A short text made of the dictionary's words unpacks to much more than it is; a bomb does so by thousands. */
const SMALL_BYTES = 32 * 1024;

const lengthCheck = (length: number): number => ((length >> 8) * 31 + (length & 255) * 17 + 0xa5) & 255;

/** Puts the seven bytes before compressed ones, as text. */
export function wrap(compressed: Uint8Array): string {
  const bytes = new Uint8Array(HEADER + compressed.length);
  const crc = crc32(compressed);
  bytes.set([compressed.length >> 8, compressed.length & 255, lengthCheck(compressed.length), crc >>> 24, (crc >>> 16) & 255, (crc >>> 8) & 255, crc & 255]);
  bytes.set(compressed, HEADER);
  return toBase64url(bytes);
}

function unwrap(text: string): Result<Uint8Array, LinkError> {
  const read = fromBase64url(text);
  if (!read) return fail(linkError('U03'));
  const { bytes, canonical } = read;
  if (bytes.length < 3) return fail(linkError('U04'));
  const length = (bytes[0] << 8) | bytes[1];
  if (lengthCheck(length) !== bytes[2]) return fail(linkError('U05'));
  if (bytes.length < HEADER + length) return fail(linkError('U04'));
  if (bytes.length > HEADER + length) return fail(linkError('U05'));
  if (!canonical) return fail(linkError('U03'));
  const compressed = bytes.subarray(HEADER);
  const crc = ((bytes[3] << 24) | (bytes[4] << 16) | (bytes[5] << 8) | bytes[6]) >>> 0;
  if (crc32(compressed) !== crc) return fail(linkError('U05'));
  return length > LIMITS.compressedBytes ? fail(linkError('U02')) : succeed(compressed);
}

/** The JSON value in a payload. Nothing is parsed before it has been measured. */
export function unpack(text: string): Result<unknown, LinkError> {
  const compressed = unwrap(text);
  if (!compressed.ok) return compressed;
  const cap = Math.min(LIMITS.textBytes, Math.max(SMALL_BYTES, compressed.value.length * LIMITS.ratio));
  const inflated = inflate(compressed.value, DICTIONARY, cap);
  if (!inflated.ok) return fail(linkError(inflated.why === 'too-large' ? 'U07' : 'U06'));
  const json = fromUtf8(inflated.bytes);
  if (json === undefined || json.includes('\u0000')) return fail(linkError('U08'));
  return parseJson(json);
}

export function parseJson(json: string): Result<unknown, LinkError> {
  const scanned = prescan(json);
  if (!scanned.ok) return fail(linkError(scanned.code, scanned.message));
  try {
    return succeed(JSON.parse(json));
  } catch {
    return fail(linkError('U09'));
  }
}
