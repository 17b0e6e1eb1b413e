import { expect, it } from 'vitest';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

const document = (...lines: readonly string[]): ScenarioDocument => ({
  highwater: 1,
  title: 'A group grows',
  cluster: { brokers: 1 },
  topics: { orders: {} },
  clients: { billing: { consumer: ['orders'], members: 1 } },
  timeline: lines.map((run, n) => ({ at: `${n + 1}s`, run })),
});

it.each(['docker compose up -d --scale billing=3', 'docker compose scale billing=3'])('after `%s` its members are known to later lines', (scale) => {
  expect(compile(document(scale, 'docker kill billing-3')).ok).toBe(true);
  const beyond = compile(document(scale, 'docker kill billing-4'));
  expect(beyond.ok ? [] : beyond.error).toMatchObject([{ path: ['timeline', 1, 'run'], message: expect.stringContaining('No such container: billing-4') }]);
});
