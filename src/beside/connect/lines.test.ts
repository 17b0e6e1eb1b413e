import { describe, expect, it } from 'vitest';
import { fromLine, toLine } from '#beside/connect/converter.ts';
import { opened, pollLines } from '#beside/connect/lines.ts';
import { decode, encode } from '#beside/connect/utf8.ts';

const BATCH = 2000;
const textsOf = (lines: readonly { readonly text: string }[]): string[] => lines.map(({ text }) => text);

describe('a file that is read line by line', () => {
  it('gives its lines, each with the position after it', () => {
    const { lines, waits } = pollLines(opened(undefined), 'foo\nbar\n', BATCH);
    expect(lines).toEqual([
      { text: 'foo', position: 4 },
      { text: 'bar', position: 8 },
    ]);
    expect(waits).toBe(false);
  });

  it('waits at its end, and goes on with what was appended', () => {
    const first = pollLines(opened(undefined), 'foo\n', BATCH);
    const second = pollLines(first.reading, 'foo\n', BATCH);
    expect([second.lines, second.waits]).toEqual([[], true]);
    expect(pollLines(second.reading, 'foo\nteam\n', BATCH).lines).toEqual([{ text: 'team', position: 9 }]);
  });

  it('keeps a last line without an end until the end is there', () => {
    const first = pollLines(opened(undefined), 'foo\nba', BATCH);
    expect(textsOf(first.lines)).toEqual(['foo']);
    expect(first.reading.position).toBe(4);
    expect(textsOf(pollLines(first.reading, 'foo\nbar\n', BATCH).lines)).toEqual(['bar']);
  });

  it('knows the line ends of Windows and of old Macs', () => {
    expect(pollLines(opened(undefined), 'a\r\nb\rc\n', BATCH).lines).toEqual([
      { text: 'a', position: 3 },
      { text: 'b', position: 5 },
      { text: 'c', position: 7 },
    ]);
    expect(pollLines(opened(undefined), 'a\r', BATCH).lines).toEqual([]);
  });

  it('goes on at a stored position', () => {
    expect(textsOf(pollLines(opened(4), 'foo\nbar\n', BATCH).lines)).toEqual(['bar']);
  });

  it('counts characters and skips bytes, so that a restart reads the end of a line again that is not ASCII', () => {
    const file = '한글\nend\n';
    const { reading } = pollLines(opened(undefined), file, BATCH);
    expect(reading.position).toBe(7);
    expect(encode(file)).toHaveLength(11);
    expect(textsOf(pollLines(opened(reading.position), file, BATCH).lines)).toEqual(['end']);
    expect(textsOf(pollLines(opened(4), file, BATCH).lines)).toEqual(['\ufffd\ufffd', 'end']);
  });

  it('leaves what is beyond batch.size in its buffer until the file grows', () => {
    const first = pollLines(opened(undefined), 'a\nb\n', 1);
    expect(textsOf(first.lines)).toEqual(['a']);
    const second = pollLines(first.reading, 'a\nb\n', 1);
    expect([second.lines, second.waits]).toEqual([[], true]);
    expect(textsOf(pollLines(second.reading, 'a\nb\nc\n', 1).lines)).toEqual(['b']);
  });

  it('doubles its buffer for a line that is longer', () => {
    const long = 'x'.repeat(3000);
    const { lines, reading } = pollLines(opened(undefined), `${long}\nend\n`, BATCH);
    expect(textsOf(lines)).toEqual([long, 'end']);
    expect(reading.capacity).toBe(4096);
  });

  it('gives nothing of a file that was cut short, until it is longer than what was read', () => {
    const { reading } = pollLines(opened(undefined), 'foo\nbar\n', BATCH);
    expect(pollLines(reading, 'new\n', BATCH)).toMatchObject({ lines: [], waits: true });
    expect(textsOf(pollLines(reading, 'new\nlong\nfile\n', BATCH).lines)).toEqual(['', 'file']);
  });
});

/** Recorded from connect-standalone of Apache Kafka 4.3.1, killed after its first flush and started again. */
describe('a worker of Kafka 4.3.1', () => {
  const before = 'foo\nbar\nteam\n한글 "q" \\b\ttab\u0001\n';
  const RECORDED = ['foo', 'bar', 'team', '한글 \\"q\\" \\\\b\\ttab\\u0001', 'ab\\u0001', 'after', 'late'];

  it('stored position 28, read the end of a line again, and wrote these values', () => {
    const first = pollLines(opened(undefined), before, BATCH);
    expect(first.reading.position).toBe(28);
    const second = pollLines(opened(28), `${before}after\nlate\n`, BATCH);
    const values = [...first.lines, ...second.lines].map(({ text }) => fromLine({ kind: 'json', schemas: true }, text));
    expect(values).toEqual(RECORDED.map((payload) => `{"schema":{"type":"string","optional":false},"payload":"${payload}"}`));
  });
});

describe('UTF-8', () => {
  it('is read back as it was written', () => {
    const text = 'a é 한 😀\n';
    expect(encode(text)).toEqual([...Buffer.from(text)]);
    expect(decode(encode(text), 0, 1000).text).toBe(text);
  });

  it('waits for the rest of a character', () => {
    expect(decode(encode('한').slice(0, 2), 0, 10)).toEqual({ text: '', to: 0 });
  });
});

describe('a converter', () => {
  const json = { kind: 'json', schemas: true } as const;

  it('writes a line with its schema, as JsonConverter does by default', () => {
    expect(fromLine(json, 'foo')).toBe('{"schema":{"type":"string","optional":false},"payload":"foo"}');
    expect(fromLine(json, 'say "hi"\t\u0001')).toBe('{"schema":{"type":"string","optional":false},"payload":"say \\"hi\\"\\t\\u0001"}');
    expect(fromLine(json, '\u001b')).toContain('\\u001B');
    expect(fromLine(json, '\\u001b')).toContain('\\\\u001b');
  });

  it('writes a bare JSON value without schemas, and the text itself as a string', () => {
    expect(fromLine({ kind: 'json', schemas: false }, 'foo')).toBe('"foo"');
    expect(fromLine({ kind: 'string', schemas: false }, 'foo')).toBe('foo');
  });

  it('reads back what it wrote', () => {
    for (const converter of [json, { kind: 'json', schemas: false }, { kind: 'string', schemas: false }] as const)
      expect(toLine(converter, fromLine(converter, 'foo "bar" 한글'))).toEqual({ ok: true, text: 'foo "bar" 한글' });
  });

  it('prints what is no text as Java does', () => {
    const plain = { kind: 'json', schemas: false } as const;
    expect([null, '42', 'true', '{"a":1,"b":[1,null]}'].map((value) => toLine(plain, value))).toEqual(
      ['null', '42', 'true', '{a=1, b=[1, null]}'].map((text) => ({ ok: true, text })),
    );
    expect(toLine(json, '{"schema":{"type":"struct"},"payload":{"a":1,"b":"x"}}')).toEqual({ ok: true, text: 'Struct{a=1,b=x}' });
  });

  it('refuses what has no schema where one is wanted, and what is no JSON', () => {
    expect(toLine(json, '"foo"')).toMatchObject({ ok: false, error: expect.stringContaining('requires "schema" and "payload" fields') });
    expect(toLine(json, 'order-1')).toMatchObject({ ok: false, error: expect.stringContaining('serialization error') });
  });
});
