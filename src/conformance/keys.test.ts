import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { murmur2, partitionForKey, utf8 } from '#kafka/clients/producer/partitioner.ts';
import { RECORDED } from './fixtures.ts';

const COUNT = 10_000;
/** First code point and size of each script, as in `recorder/classes/Keys.java`. */
const SCRIPTS = [
  [0x20, 95],
  [0xc0, 320],
  [0x391, 57],
  [0x410, 64],
  [0x5d0, 27],
  [0x621, 26],
  [0x905, 53],
  [0xe01, 46],
  [0x3041, 86],
  [0x4e00, 20000],
  [0xac00, 11172],
  [0x2190, 112],
  [0x1f300, 256],
] as const;

function keyOf(i: number): string {
  let state = Math.imul(0x9e3779b9, i + 1);
  const draw = (bound: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
  const length = i % 100 === 99 ? 100 + draw(900) : i % 70;
  const script = SCRIPTS[draw(SCRIPTS.length)];
  let text = '';
  for (let n = 0; n < length; n++) {
    const from = draw(8) === 0 ? SCRIPTS[draw(SCRIPTS.length)] : script;
    text += String.fromCodePoint(from[0] + draw(from[1]));
  }
  return text;
}

const sections = readFileSync(join(import.meta.dirname, 'fixtures', RECORDED, 'keys.txt'), 'utf8').split(/^# \w+\n/m);
const packed = (text: string): Buffer => Buffer.from(text.replaceAll('\n', ''), 'base64');

test('ten thousand keys of all lengths and scripts have the hash and the partition that Apache Kafka 4.3.1 gives them', () => {
  const hashes = packed(sections[1]);
  const partitions = packed(sections[2]);
  expect(hashes.length).toBe(4 * COUNT);
  const wrong: number[] = [];
  for (let i = 0; i < COUNT; i++) {
    const key = keyOf(i);
    if (murmur2(utf8(key)) !== hashes.readInt32BE(4 * i) || partitionForKey(key, 1 + (i % 100)) !== partitions[i]) wrong.push(i);
  }
  expect(wrong).toEqual([]);
});
