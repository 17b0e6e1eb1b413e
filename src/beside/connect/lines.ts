/** How a file is read line by line (FileStreamSourceTask.poll, extractLine). Pure: the stream is a position, the file is given. */
import { decode, encode } from '#beside/connect/utf8.ts';

export interface Line {
  readonly text: string;
  /** Of the source offset: where the next line begins. Counts characters, though a restart skips as many bytes. */
  readonly position: number;
}

/** A file that is open. */
export interface Reading {
  /** Bytes that were read. */
  readonly read: number;
  /** Characters that were read and are no whole line yet. */
  readonly buffer: string;
  /** Of the buffer: it is doubled when it is full and has no line end. */
  readonly capacity: number;
  readonly position: number;
}

const INITIAL_BUFFER = 1024;

/** Opens the file and skips what a stored offset says was read before. */
export const opened = (position: number | undefined): Reading => ({ read: position ?? 0, buffer: '', capacity: INITIAL_BUFFER, position: position ?? 0 });

export interface Polled {
  readonly reading: Reading;
  readonly lines: readonly Line[];
  /** Nothing was there to be read: poll() sleeps for a second before it returns. */
  readonly waits: boolean;
}

/**
 * One call of poll(). As in Kafka, lines that stay in the buffer because batch.size was reached are not looked at again before the file grows, and a file that
 * was cut short gives nothing until it is longer than what was read.
 */
export function pollLines({ read, buffer, capacity, position }: Reading, file: string, batchSize: number): Polled {
  const bytes = encode(file);
  const now = { read, buffer, capacity, position };
  const lines: Line[] = [];
  let wasRead = false;
  while (now.read < bytes.length) {
    const { text, to } = decode(bytes, now.read, now.capacity - now.buffer.length);
    wasRead = text.length > 0;
    if (!wasRead) break;
    now.read = to;
    now.buffer += text;
    const before = lines.length;
    for (let line = takeLine(now.buffer); line !== undefined; line = takeLine(now.buffer)) {
      now.buffer = line.rest;
      now.position += line.taken;
      lines.push({ text: line.text, position: now.position });
      if (lines.length >= batchSize) return { reading: now, lines, waits: false };
    }
    if (lines.length === before && now.buffer.length >= now.capacity) now.capacity *= 2;
  }
  return { reading: now, lines, waits: !wasRead };
}

/** A carriage return at the very end may be the first half of a line end: it waits for the next character. */
function takeLine(buffer: string): { readonly text: string; readonly taken: number; readonly rest: string } | undefined {
  const until = buffer.search(/[\r\n]/);
  if (until < 0 || (buffer[until] === '\r' && until + 1 === buffer.length)) return undefined;
  const taken = until + (buffer[until] === '\r' && buffer[until + 1] === '\n' ? 2 : 1);
  return { text: buffer.slice(0, until), taken, rest: buffer.slice(taken) };
}
