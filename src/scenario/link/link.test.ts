import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ScenarioDocument } from '#scenario/document.ts';
import { LIMITS } from '#scenario/limits.ts';
import { canonicalJson } from '#scenario/link/canonical.ts';
import { crc32 } from '#scenario/link/crc32.ts';
import { DICTIONARY } from '#scenario/link/dictionary.ts';
import type { Link } from '#scenario/link/link.ts';
import { wrap } from '#scenario/link/payload.ts';
import { readLink } from '#scenario/link/read.ts';
import { toUtf8 } from '#scenario/link/utf8.ts';
import { pack, packYaml, writeLink } from '#scenario/link/write.ts';
import { readYaml, writeYaml } from '#scenario/yaml.ts';

const document: ScenarioDocument = {
  highwater: 1,
  title: { en: 'An acknowledged record is lost', ko: '확인받은 레코드가 사라진다' },
  seed: 42,
  cluster: { brokers: 3, config: { 'replica.lag.time.max.ms': 10_000 } },
  network: { latency: '1ms..3ms' },
  topics: { orders: { partitions: 1, 'replication-factor': 3, config: { 'min.insync.replicas': 1 } } },
  clients: {
    p1: { producer: 'orders', rate: '10/s', keys: ['A', 'B', null], config: { acks: 1, retries: 0 } },
    billing: { consumer: 'orders', members: 2, commit: 'after-processing' },
  },
  timeline: [
    { at: '200ms', run: 'docker pause kafka2 kafka3' },
    { after: 'ack(p1#2)', run: 'docker kill kafka1' },
    { when: 'leader(orders-0) changes', run: 'docker start kafka1' },
  ],
  until: '20s',
  lesson: {
    beats: [
      { id: 'first', at: '1s', chapter: { en: 'One', ko: '하나' } },
      { id: 'second', at: '2s', chapter: 'Two' },
    ],
  },
};

const link = (more: Partial<Link> = {}): Link => ({
  route: { kind: 'scenario', document },
  acts: { changes: [], inputs: [] },
  playhead: undefined,
  hash: undefined,
  engine: undefined,
  ...more,
});
const codeOf = (fragment: string): string => {
  const read = readLink(fragment, readYaml);
  return read.ok ? 'ok' : read.error.code;
};
const crafted = (bytes: Uint8Array): string => `#/s/1z.${wrap(bytes)}`;
const deflated = (text: string | Uint8Array): Uint8Array => deflateSync(typeof text === 'string' ? toUtf8(text) : text, { level: 9, dictionary: DICTIONARY });
const json = (text: string): string => codeOf(crafted(deflated(text)));

/** A scenario of forty lines, as an instructor would write it. */
const fortyLines = `highwater: 1
title: { en: The leader dies before anyone has copied, ko: 아무도 복제하지 못한 채 리더가 죽는다 }
description: What acks=1 promises, and what it does not.
kafka: "4.3"
seed: 20240917
cluster:
  brokers: 3
  config: { replica.lag.time.max.ms: 10000, broker.session.timeout.ms: 9000 }
network: { latency: 1ms..3ms }
topics:
  orders: { partitions: 3, replication-factor: 3, config: { min.insync.replicas: 1 } }
  payments: { partitions: 1, replication-factor: 3 }
clients:
  p1: { producer: orders, rate: 10/s, keys: [A, B, C], count: 200, config: { acks: 1, enable.idempotence: false, retries: 0 } }
  p2: { producer: payments, rate: 2/s, config: { acks: all } }
  billing: { consumer: orders, members: 2, processing: 20ms, commit: after-processing, config: { auto.offset.reset: earliest } }
  audit: { consumer: [orders, payments], members: 1, processing: 5ms }
timeline:
  - { at: 2s, run: docker pause kafka2 kafka3 }
  - { after: "append(orders-0@3) before ack", run: docker kill kafka1 }
  - { when: "leader(orders-0) changes", run: kafka-topics.sh --describe --topic orders --bootstrap-server kafka2:9092 }
  - { at: 12s, run: docker unpause kafka2 kafka3 }
  - { at: 20s, run: docker start kafka1 }
until: 40s
lesson:
  beats:
    - { id: early, at: 2s, focus: "orders-0@3..4", title: { en: The leader answers early, ko: 리더가 먼저 답한다 }, text: { en: It acknowledges before any follower has copied., ko: 팔로워가 복제하기 전에 확인 응답을 보낸다. } }
    - { id: dead, after: "append(orders-0@3) before ack", title: { en: The leader is gone, ko: 리더가 사라졌다 } }
    - { id: elected, when: "leader(orders-0) changes", view: cluster }
  questions:
    - id: survive
      at: 3s
      kind: choice
      ask: { en: Which records survive?, ko: 어떤 레코드가 살아남을까요? }
      options:
        - { id: all, text: All of them, check: lost(acked) == 0 }
        - { id: some, text: Not all, check: lost(acked) > 0 }
      reveal: { at: 30s }
  goals:
    - { id: none-lost, check: lost(acked) == 0, text: { en: Nothing acknowledged is lost, ko: 확인받은 레코드는 잃지 않는다 } }
  limits: { settings: [p1.acks], commands: [docker], budget: 3 }
`;

describe('a link', () => {
  it('gives back the scenario that it was made of', () => {
    expect(readLink(writeLink(link()))).toMatchObject({ ok: true, value: { route: { kind: 'scenario', document } } });
  });

  it('carries what the learner did, the playhead, the hash and the engine', () => {
    const full = link({
      route: { kind: 'lesson', slug: 'acks-1', part: 'challenge' },
      acts: {
        changes: [{ target: 'p1', key: 'acks', value: 'all' }],
        inputs: [
          { atStep: 41, run: 'docker kill kafka1' },
          { atUs: 5, run: 'docker ps' },
        ],
      },
      playhead: { kind: 'step', step: 96 },
      hash: '0123456789abcdef',
      engine: '1',
    });
    expect(readLink(writeLink(full))).toEqual({ ok: true, value: { ...full, ignored: [] } });
    for (const playhead of [
      { kind: 'beat', id: 'a&b=c' },
      { kind: 'time', timeUs: 250_000 },
    ] as const)
      expect(readLink(writeLink(link({ playhead })))).toMatchObject({ value: { playhead } });
  });

  it('is the same for the same scenario, however its fields are ordered', () => {
    const shuffled: ScenarioDocument = {
      until: '20s',
      timeline: document.timeline,
      ...Object.fromEntries(Object.entries(document).reverse()),
    } as ScenarioDocument;
    expect(writeLink(link({ route: { kind: 'scenario', document: shuffled } }))).toBe(writeLink(link()));
  });

  it('of a scenario of forty lines stays below 2,000 characters', () => {
    expect(fortyLines.trim().split('\n').length).toBeGreaterThanOrEqual(40);
    const source = readYaml(fortyLines);
    if (!source.ok) throw new Error(JSON.stringify(source.error));
    const text = writeLink(
      link({
        route: { kind: 'scenario', document: source.value.document },
        acts: { changes: [{ target: 'p1', key: 'acks', value: 'all' }], inputs: [{ atStep: 400, run: 'docker start kafka1' }] },
        playhead: { kind: 'step', step: 1234 },
        hash: '0123456789abcdef',
        engine: '1',
      }),
    );
    expect(text.length).toBeLessThan(LIMITS.shareChars);
    expect(readLink(text)).toMatchObject({ ok: true, value: { route: { document: source.value.document } } });
  });

  it('may be percent-encoded YAML, written by hand', () => {
    expect(readLink(`#/s/${packYaml(writeYaml(document))}`, readYaml)).toMatchObject({ ok: true, value: { route: { document } } });
    expect(codeOf('#/s/1y.highwater:+1%0Acluster:+{brokers:+1}')).toBe('ok');
  });

  it('remembers what it did not understand instead of failing', () => {
    expect(readLink(`${writeLink(link())}?step=3&flavour=mint&hash=zz&step=-1`)).toMatchObject({
      ok: true,
      value: { playhead: { kind: 'step', step: 3 }, ignored: ['flavour', 'hash', 'step'] },
    });
  });

  it('round-trips every scenario that the schema allows', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,10}$/);
    const config = fc.dictionary(name, fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean()), { maxKeys: 4 });
    const text = fc.oneof(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), fc.constantFrom('하이 워터마크', 'é', '🙂'));
    const documents = fc.record({
      highwater: fc.constant(1 as const),
      title: text,
      seed: fc.integer({ min: 0, max: 0xffffffff }),
      cluster: fc.record({ brokers: fc.integer({ min: 1, max: 15 }), config }),
      topics: fc.dictionary(name, fc.record({ partitions: fc.integer({ min: 1, max: 50 }), config }), { maxKeys: 5 }),
      timeline: fc.array(
        fc.record({ at: fc.nat({ max: 100_000 }).map((ms) => `${ms}ms`), run: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 }) }),
        { maxLength: 8 },
      ),
    });
    fc.assert(
      fc.property(documents, (made) => {
        const written = writeLink(link({ route: { kind: 'scenario', document: made as ScenarioDocument } }));
        const read = readLink(written);
        expect(read).toMatchObject({ ok: true });
        if (!read.ok || read.value.route.kind !== 'scenario') return;
        expect(canonicalJson(read.value.route.document)).toBe(canonicalJson(made));
        expect(writeLink(read.value)).toBe(written);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a link that is not whole', () => {
  const text = writeLink(link());

  it('cut at any character is said to be cut', () => {
    for (let length = '#/s'.length; length < text.length; length++) expect([length, codeOf(text.slice(0, length))]).toEqual([length, 'U04']);
  });

  it('with any bit changed is said to be changed, or to have characters that do not belong', () => {
    const start = '#/s/1z.'.length;
    for (let at = start; at < text.length; at++) {
      for (let bit = 0; bit < 7; bit++) {
        const other = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1);
        if (other[at] === '?') continue; // begins the parameters: the rest reads as a link that was cut
        expect(['U03', 'U05', 'U00']).toContain(codeOf(other));
      }
    }
  });

  it.each([
    ['', 'U00'],
    ['#', 'U00'],
    ['#section', 'U00'],
    ['#!x', 'U00'],
    ['#/nowhere', 'U00'],
    ['#/lesson/', 'U00'],
    ['#/lesson/../x', 'U00'],
    ['#/lesson/a/b', 'U00'],
    ['#/s/1z.a/b', 'U00'],
    ['#/s/2z.abc', 'U01'],
    ['#/s/1q.abc', 'U01'],
    ['#/s/12b.abc', 'U01'],
    [`#/s/1z.${'A'.repeat(LIMITS.fragmentChars)}`, 'U02'],
    [`#/${'x'.repeat(2_000_000)}`, 'U02'],
    ['#/s/1z.ab+c', 'U03'],
    ['#/s/1z.ab c', 'U03'],
    ['#/s/1z.abc=', 'U03'],
    ['#/s/1z.ab%20', 'U03'],
    ['#/s/1z.é', 'U03'],
    ['#/s/1z.\uFEFF', 'U03'],
    ['#/s/1y.%zz', 'U03'],
    ['#/s/1y.%E0%A4x', 'U03'],
    ['#/s/1y.a%2', 'U04'],
    ['#/s/1y.', 'U04'],
    ['#/', 'ok'],
    ['#/studio', 'ok'],
    ['#/lesson/acks-1', 'ok'],
    ['#/lesson/acks-1/challenge?step=3', 'ok'],
  ])('%s is %s', (fragment, code) => {
    expect(codeOf(fragment)).toBe(code);
  });

  it('with letters left over is not what was written', () => {
    for (const more of ['A', 'AA', 'AAA', 'AAAA', '_']) expect(['U03', 'U05']).toContain(codeOf(text + more));
  });
});

describe('a link whose bytes are whole but wrong', () => {
  const good = deflated(canonicalJson(document));

  it('refuses every kind of broken compression', () => {
    expect(codeOf(crafted(new Uint8Array(0)))).toBe('U06');
    expect(codeOf(crafted(Uint8Array.from([...good, 0])))).toBe('U06');
    expect(codeOf(crafted(Uint8Array.from([...good, ...good])))).toBe('U06');
    expect(codeOf(crafted(Uint8Array.from([7])))).toBe('U06');
    expect(codeOf(crafted(Uint8Array.from([1, 5, 0, 0, 0, 1, 2, 3, 4, 5])))).toBe('U06');
    expect(codeOf(crafted(Uint8Array.from([0x78, 0x9c, ...good])))).toBe('U06');
    expect(codeOf(crafted(Uint8Array.from([0x1f, 0x8b, 8, 0, ...good])))).toBe('U06');
    for (let length = 1; length < good.length; length++) expect(codeOf(crafted(good.subarray(0, length)))).toBe('U06');
  });

  it('survives a thousand buffers of noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (bytes) => {
        expect(['U06', 'U07', 'U08', 'U09', 'U10', 'U13', 'U14']).toContain(codeOf(crafted(bytes)));
      }),
      { numRuns: 1000 },
    );
  });

  it('stops a bomb before it has gone off', () => {
    expect(json(' '.repeat(30_000_000))).toBe('U02'); // its compressed form is over the limit already
    expect(json(' '.repeat(12_000_000))).toBe('U07');
    expect(json(' '.repeat(3_000_000))).toBe('U07');
    expect(json(`"${'a'.repeat(LIMITS.textBytes)}"`)).toBe('U07');
    expect(json('['.repeat(1_000_000))).toBe('U07');
    // Whoever read on beyond what is allowed would find that the rest of it is missing.
    const bomb = deflated(' '.repeat(12_000_000));
    expect(codeOf(crafted(bomb.subarray(0, bomb.length / 2)))).toBe('U07');
    expect(codeOf(crafted(deflated(' '.repeat(1000)).subarray(0, 8)))).toBe('U06');
  });

  it('refuses what is not UTF-8', () => {
    for (const bytes of [
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80],
      [0xff],
      [0xe0, 0x80, 0x80],
      [0xf5, 0x80, 0x80, 0x80],
      [0xe2, 0x82],
      [0xef, 0xbb, 0xbf, 0x7b, 0x7d],
      [0x7b, 0, 0x7d],
    ])
      expect([bytes, codeOf(crafted(deflated(Uint8Array.from(bytes))))]).toEqual([bytes, 'U08']);
  });

  it.each([
    '{"highwater":1,}',
    "{'a':1}",
    '{"a":NaN}',
    '{"a":Infinity}',
    '{} {}',
    '// x\n{}',
    '1',
    '[]',
    '"x"',
    'null',
    '',
    '{"a":1',
    '{"highwater":1,"highwater":1}',
    '{"a":"\n"}',
    '{"a":01}',
    'undefined',
    '{a:1}',
  ])('%s is not a scenario', (text) => {
    expect(json(text)).toBe('U09');
  });

  it('refuses nesting beyond the limit before it parses it', () => {
    expect(json('['.repeat(17))).toBe('U10');
    expect(json('['.repeat(10_000))).toBe('U10');
    expect(json(`${'{"a":'.repeat(17)}1${'}'.repeat(17)}`)).toBe('U10');
    expect(json('['.repeat(16) + ']'.repeat(16))).toBe('U09');
  });

  it.each(['1e400', '-1e400', '1e-400', '-0', '9007199254740993', '1e21', '123456789012345678901234567890'])('refuses the number %s', (number) => {
    expect(json(`{"highwater":1,"cluster":{"brokers":1},"seed":${number}}`)).toBe('U13');
  });

  it.each([
    ['{"highwater":1,"cluster":{"brokers":1},"__proto__":{"x":1}}', 'U11'],
    ['{"highwater":1,"cluster":{"brokers":1,"constructor":{"prototype":{}}}}', 'U11'],
    ['{"highwater":1,"cluster":{"brokers":1,"toString":1}}', 'U11'],
    ['{"highwater":1,"cluster":{"brokers":1},"topics":{"__proto__":{},"hasOwnProperty":{},"then":{},"toJSON":{}}}', 'ok'],
    ['{"highwater":1,"cluster":{"brokers":"3"}}', 'U12'],
    ['{"highwater":1,"cluster":null}', 'U12'],
    ['{"highwater":1}', 'U12'],
    ['{"highwater":1,"cluster":{"brokers":0}}', 'U13'],
    ['{"highwater":1,"cluster":{"brokers":2.5}}', 'U13'],
    ['{"highwater":1,"cluster":{"brokers":1},"seed":4294967296}', 'U13'],
    ['{"highwater":1,"cluster":{"brokers":1},"title":"a\\u202eb"}', 'U19'],
    ['{"highwater":1,"cluster":{"brokers":1},"title":"\\ud800"}', 'U19'],
  ])('%s gives %s', (text, code) => {
    expect(json(text)).toBe(code);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('refuses more than its limits, one by one', () => {
    const event = { at: 0, run: 'docker ps' };
    expect(json(JSON.stringify({ ...document, title: 'x'.repeat(120) }))).toBe('ok');
    expect(json(JSON.stringify({ ...document, title: 'x'.repeat(121) }))).toBe('U20');
    expect(json(JSON.stringify({ ...document, timeline: Array.from({ length: 1000 }, () => event) }))).toBe('ok');
    expect(json(JSON.stringify({ ...document, timeline: Array.from({ length: 1001 }, () => event) }))).toBe('U14');
    expect(json(JSON.stringify({ ...document, topics: { orders: { partitions: 51 } } }))).toBe('U13');
    const beats = Array.from({ length: 40 }, (_, i) => ({
      at: 0,
      text: Array.from({ length: 200 }, (__, n) => (((i * 200 + n) * 7919) % 499) + 1000).join(' '),
    }));
    expect(json(JSON.stringify({ ...document, lesson: { beats } }))).toBe('U20');
    expect(json(JSON.stringify({ ...document, lesson: { beats: beats.slice(0, 15) } }))).toBe('ok');
    expect(json(JSON.stringify(Array.from({ length: 21_000 }, (_, i) => (i * i * 7919) % 997)))).toBe('U14');
  });

  it('refuses, however much is wrong', () => {
    const unknown = Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`tmeline${(i * 7919) % 10_007}`, i]));
    const links = [
      JSON.stringify({ ...document, ...unknown }),
      JSON.stringify({ ...document, timeline: Array.from({ length: 1000 }, (_, i) => ({ wen: `${i}`, rn: 'x' })) }),
      JSON.stringify({ ...document, clients: Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`p${i}`, { producr: 'orders' }])) }),
    ].map((text) => crafted(deflated(text)));
    for (const text of links) expect(['U11', 'U12', 'U14', 'U02']).toContain(codeOf(text));
  });

  it('refuses a run that it cannot read', () => {
    expect(codeOf(`#/lesson/acks-1?run=${pack({ inputs: [{ atStep: -1, run: 'x' }] })}`)).toBe('U12');
    expect(codeOf('#/lesson/acks-1?run=1z.AAAAAAAAAAAA')).toBe('U05');
    expect(codeOf('#/lesson/acks-1?run=9z.AAA')).toBe('U01');
  });

  it('never throws, whatever the fragment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (noise) => {
        for (const fragment of [noise, `#/s/1z.${noise}`, `#/s/1y.${noise}`, `#/lesson/a?${noise}`, `#/studio/${noise}`]) codeOf(fragment);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what links depend on for ever', () => {
  it('the dictionary of codec 1z does not change', () => {
    expect(crc32(DICTIONARY).toString(16)).toBe('596d8732');
  });
});
