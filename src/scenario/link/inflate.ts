/**
 * Inflate (RFC 1951) of untrusted bytes: counts its output and stops at a cap, refuses every malformed block, and accepts nothing behind the end.
 * Own code, because libraries truncate silently, ignore trailing bytes, or unpack a bomb before anyone can say stop.
 */

export type Inflated = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly why: 'malformed' | 'too-large' };

class Refused {
  constructor(readonly why: 'malformed' | 'too-large') {}
}

interface Stream {
  readonly input: Uint8Array;
  at: number;
  bits: number;
  bitCount: number;
  /** Dictionary, then output. */
  output: Uint8Array;
  length: number;
  readonly cap: number;
}

const malformed = (): never => {
  throw new Refused('malformed');
};

function take(stream: Stream, count: number): number {
  while (stream.bitCount < count) {
    if (stream.at >= stream.input.length) malformed();
    stream.bits |= stream.input[stream.at++] << stream.bitCount;
    stream.bitCount += 8;
  }
  const value = stream.bits & ((1 << count) - 1);
  stream.bits >>>= count;
  stream.bitCount -= count;
  return value;
}

function emit(stream: Stream, byte: number): void {
  if (stream.length >= stream.cap) throw new Refused('too-large');
  if (stream.length >= stream.output.length) {
    const larger = new Uint8Array(Math.min(stream.cap, stream.output.length * 2 + 1024));
    larger.set(stream.output);
    stream.output = larger;
  }
  stream.output[stream.length++] = byte;
}

/** A canonical Huffman code: how many symbols have each length, and the symbols in order. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function codeOf(lengths: readonly number[], mayBeIncomplete: boolean): Code {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  let left = 1;
  for (let bits = 1; bits <= 15; bits++) {
    left = left * 2 - counts[bits];
    if (left < 0) malformed();
  }
  const used = lengths.length - counts[0];
  if (left > 0 && !(mayBeIncomplete && used <= 1)) malformed();
  const offsets = new Uint16Array(16);
  for (let bits = 1; bits < 15; bits++) offsets[bits + 1] = offsets[bits] + counts[bits];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length > 0) symbols[offsets[length]++] = symbol;
  });
  return { counts, symbols };
}

function decode(stream: Stream, { counts, symbols }: Code): number {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let bits = 1; bits <= 15; bits++) {
    code |= take(stream, 1);
    const count = counts[bits];
    if (code - count < first) return symbols[index + code - first];
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  return malformed();
}

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const range = (count: number, value: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => value(i));
const fixedLiterals = codeOf(
  range(288, (i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
  false,
);
const fixedDistances = codeOf([...range(30, () => 5), 5, 5], false);

function stored(stream: Stream): void {
  stream.bits = 0;
  stream.bitCount = 0;
  const { input, at } = stream;
  if (at + 4 > input.length) malformed();
  const length = input[at] | (input[at + 1] << 8);
  if ((length ^ 0xffff) !== (input[at + 2] | (input[at + 3] << 8)) || at + 4 + length > input.length) malformed();
  for (let i = 0; i < length; i++) emit(stream, input[at + 4 + i]);
  stream.at = at + 4 + length;
}

function compressed(stream: Stream, literals: Code, distances: Code): void {
  for (;;) {
    const symbol = decode(stream, literals);
    if (symbol === 256) return;
    if (symbol < 256) emit(stream, symbol);
    else copy(stream, symbol - 257, distances);
  }
}

function copy(stream: Stream, symbol: number, distances: Code): void {
  if (symbol >= LENGTH_BASE.length) malformed();
  const length = LENGTH_BASE[symbol] + take(stream, LENGTH_EXTRA[symbol]);
  const far = decode(stream, distances);
  if (far >= DISTANCE_BASE.length) malformed();
  const distance = DISTANCE_BASE[far] + take(stream, DISTANCE_EXTRA[far]);
  if (distance > stream.length) malformed();
  for (let i = 0; i < length; i++) emit(stream, stream.output[stream.length - distance]);
}

function dynamic(stream: Stream): void {
  const literalCount = take(stream, 5) + 257;
  const distanceCount = take(stream, 5) + 1;
  const lengthCount = take(stream, 4) + 4;
  if (literalCount > 286 || distanceCount > 30) malformed();
  const codeLengths = range(19, () => 0);
  for (let i = 0; i < lengthCount; i++) codeLengths[LENGTH_ORDER[i]] = take(stream, 3);
  const lengths = readLengths(stream, codeOf(codeLengths, false), literalCount + distanceCount);
  if (lengths[256] === 0) malformed();
  compressed(stream, codeOf(lengths.slice(0, literalCount), true), codeOf(lengths.slice(literalCount), true));
}

function readLengths(stream: Stream, code: Code, total: number): number[] {
  const lengths: number[] = [];
  while (lengths.length < total) {
    const symbol = decode(stream, code);
    if (symbol < 16) {
      lengths.push(symbol);
      continue;
    }
    if (symbol === 16 && lengths.length === 0) malformed();
    const value = symbol === 16 ? lengths[lengths.length - 1] : 0;
    const repeat = symbol === 16 ? 3 + take(stream, 2) : symbol === 17 ? 3 + take(stream, 3) : 11 + take(stream, 7);
    if (lengths.length + repeat > total) malformed();
    for (let i = 0; i < repeat; i++) lengths.push(value);
  }
  return lengths;
}

/** Unpacks at most `cap` bytes. `dictionary` is what both sides know beforehand. */
export function inflate(input: Uint8Array, dictionary: Uint8Array, cap: number): Inflated {
  const output = new Uint8Array(dictionary.length + 4096);
  output.set(dictionary);
  const stream: Stream = { input, at: 0, bits: 0, bitCount: 0, output, length: dictionary.length, cap: dictionary.length + cap };
  try {
    let last = false;
    while (!last) {
      last = take(stream, 1) === 1;
      const type = take(stream, 2);
      if (type === 0) stored(stream);
      else if (type === 1) compressed(stream, fixedLiterals, fixedDistances);
      else if (type === 2) dynamic(stream);
      else malformed();
    }
    if (stream.at < input.length) malformed();
    return { ok: true, bytes: stream.output.slice(dictionary.length, stream.length) };
  } catch (thrown) {
    if (thrown instanceof Refused) return { ok: false, why: thrown.why };
    throw thrown;
  }
}
