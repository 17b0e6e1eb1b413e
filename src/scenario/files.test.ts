import { describe, expect, it } from 'vitest';
import { compile } from '#scenario/compile.ts';
import { validate } from '#scenario/validate.ts';

const compiled = (raw: object) => {
  const read = validate({ highwater: 1, cluster: { brokers: 3 }, ...raw });
  return read.ok ? compile(read.value) : read;
};

describe('files of a scenario', () => {
  it('are texts, or JSON that is written in one form', () => {
    const result = compiled({ files: { 'b.json': { version: 1, partitions: [] }, 'a.txt': 'hello' } });
    expect(result).toMatchObject({ ok: true, value: { spec: { files: { 'a.txt': 'hello', 'b.json': '{"partitions":[],"version":1}' } } } });
  });

  it('have names and an end', () => {
    expect(compiled({ files: { '../x': 'a' } })).toMatchObject({ ok: false, error: [{ code: 'U12', path: ['files', '../x'] }] });
    expect(compiled({ files: { x: ['a'.repeat(9000)] } })).toMatchObject({ ok: false, error: [{ code: 'U20', path: ['files', 'x'] }] });
  });
});

describe('feature levels of a scenario', () => {
  it('can be other than the release’s own', () => {
    expect(compiled({ cluster: { brokers: 1, features: { 'eligible.leader.replicas.version': 0 } } })).toMatchObject({
      ok: true,
      value: { spec: { features: { 'eligible.leader.replicas.version': 0 } } },
    });
  });

  it('are refused in the words of kafka-storage.sh', () => {
    expect(compiled({ cluster: { brokers: 1, features: { 'eligible.leader.replicas.version': 2 } } })).toMatchObject({
      ok: false,
      error: [{ message: 'No feature:eligible.leader.replicas.version with feature level 2' }],
    });
  });
});
