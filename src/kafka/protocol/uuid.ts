/** Ids of topics and of members of KIP-848 (org.apache.kafka.common.Uuid): 128 random bits, written in 22 characters of URL-safe base64, never with a dash in front. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** `draw` gives 32 random bits. */
export function randomUuid(draw: () => number): string {
  for (;;) {
    const id = base64([draw(), draw(), draw(), draw()]);
    if (!id.startsWith('-')) return id;
  }
}

function base64(words: readonly number[]): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (let byte = 0; byte < 16; byte++) {
    held = (held << 8) | ((words[byte >> 2] >>> (24 - 8 * (byte & 3))) & 0xff);
    for (bits += 8; bits >= 6; bits -= 6) text += ALPHABET[(held >> (bits - 6)) & 63];
    held &= (1 << bits) - 1;
  }
  return text + ALPHABET[(held << (6 - bits)) & 63];
}
