/** The checksum of a batch: CRC-32C over its bytes from the attributes on, as DefaultRecordBatch v2 writes them without compression. */
import { utf8 } from '#kafka/clients/producer/partitioner.ts';
import type { BatchHeader, StoredRecord } from '#kafka/protocol/record.ts';

/** Castagnoli's polynomial, reversed. */
const POLYNOMIAL = 0x82f63b78;

const TABLE: readonly number[] = Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc >>> 0;
});

export function crc32c(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Big-endian, two's complement, in arithmetic that holds beyond 32 bits. */
function pushInt(bytes: number[], value: number, width: number): void {
  const at = bytes.length;
  let rest = value;
  for (let n = width - 1; n >= 0; n--) {
    const byte = ((rest % 256) + 256) % 256;
    bytes[at + n] = byte;
    rest = (rest - byte) / 256;
  }
}

/** Zig-zag, seven bits a byte (ByteUtils.writeVarint, writeVarlong). */
function pushVarint(bytes: number[], value: number): void {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

const utf8Of = (text: string | null): readonly number[] | null => (text === null ? null : [...utf8(text)]);

function pushBytes(bytes: number[], pushed: readonly number[] | null): void {
  if (pushed === null) return pushVarint(bytes, -1);
  pushVarint(bytes, pushed.length);
  for (const byte of pushed) bytes.push(byte);
}

/** Bit 4: in a transaction; bit 5: a control batch; bit 6: the base timestamp is a delete horizon. */
const attributesOf = ({ transactional, control, deleteHorizonMs }: BatchHeader): number =>
  (transactional ? 16 : 0) + (control === undefined ? 0 : 32) + (deleteHorizonMs === undefined ? 0 : 64);

/** Version 0 and the coordinator's epoch (EndTransactionMarker). */
function markerValue({ coordinatorEpoch = 0 }: BatchHeader): readonly number[] {
  const bytes: number[] = [];
  pushInt(bytes, 0, 2);
  pushInt(bytes, coordinatorEpoch, 4);
  return bytes;
}

/** `baseSequence` as the batch carries it. */
export function batchCrc(header: BatchHeader, baseSequence: number, records: readonly StoredRecord[]): number {
  const baseTimestamp = header.deleteHorizonMs ?? records[0]?.timestampMs ?? -1;
  const bytes: number[] = [];
  pushInt(bytes, attributesOf(header), 2);
  pushInt(bytes, header.lastOffset - header.baseOffset, 4);
  pushInt(bytes, baseTimestamp, 8);
  pushInt(bytes, header.maxTimestampMs, 8);
  pushInt(bytes, header.producerId, 8);
  pushInt(bytes, header.producerEpoch, 2);
  pushInt(bytes, baseSequence, 4);
  pushInt(bytes, records.length, 4);
  for (const record of records) {
    const body: number[] = [0];
    pushVarint(body, record.timestampMs - baseTimestamp);
    pushVarint(body, record.offset - header.baseOffset);
    pushBytes(body, header.control === undefined ? utf8Of(record.key) : [0, 0, 0, header.control === 'COMMIT' ? 1 : 0]);
    pushBytes(body, header.control === undefined ? utf8Of(record.value) : markerValue(header));
    pushVarint(body, 0);
    pushVarint(bytes, body.length);
    for (const byte of body) bytes.push(byte);
  }
  return crc32c(bytes);
}
