import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Mistake } from '#headless/open.ts';
import { replay } from '#headless/replay.ts';
import { writeLink } from '#scenario/link/write.ts';
import { readYaml } from '#scenario/yaml.ts';
import { ENGINE_VERSION } from '#session/engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'replay-'));

function file(text: string): string {
  const path = join(folder, `${text.length}.yaml`);
  writeFileSync(path, text);
  return path;
}

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  const lines: string[] = [];
  const code = await replay(args, (line) => lines.push(line));
  return { code, out: lines.join('\n') };
}

const refused = async (...args: string[]): Promise<string> => {
  try {
    await run(...args);
  } catch (thrown) {
    if (thrown instanceof Mistake) return thrown.message;
    throw thrown;
  }
  return '';
};

const loss = 'e2e/scenarios/acks-1-loss.yaml';
const small = (goal: string): string =>
  file(
    `highwater: 1\ncluster: { brokers: 1 }\ntopics: { orders: {} }\nclients: { p1: { producer: orders, rate: 5/s } }\nuntil: 3s\nlesson: { goals: [{ id: g, check: ${goal} }] }\n`,
  );

describe('replay', () => {
  it('prints the ledger, goals, invariants and the hash', async () => {
    const { code, out } = await run(loss);
    expect(code).toBe(0);
    expect(out).toContain('acknowledged but lost 1');
    expect(out).toContain('goal        met      lost: lost(acked) >= 1  (now 1)');
    expect(out).toContain('invariants  all held');
    expect(out).toMatch(/hash {8}[0-9a-f]{16} \(engine \d+\)/);
  });

  it('prints one object with --json, in which views are plain arrays', async () => {
    const { out } = await run(loss, '--until', '5s', '--json');
    const all = JSON.parse(out);
    expect(Object.keys(all)).toEqual(['version', 'hash', 'step', 'timeMs', 'frame', 'ledger', 'violations', 'goals']);
    expect(all.timeMs).toBeLessThanOrEqual(5000);
    expect(Array.isArray(all.frame.partitions[0].logs[0].records)).toBe(true);
  });

  it('gives the same hash wherever it stops on the way', async () => {
    const whole = JSON.parse((await run(loss, '--step', '500', '--json')).out);
    const again = JSON.parse((await run(loss, '--json', '--step', '500')).out);
    expect(whole.step).toBe(500);
    expect(again.hash).toBe(whole.hash);
  });

  it('prints one line an event with --trace, a column a node', async () => {
    const { out } = await run(loss, '--trace', '--step', '60');
    const [header, ...lines] = out.split('\n');
    expect(header).toMatch(/kafka1 +kafka2 +kafka3 +controller1 +p1 +billing-1 +what changed/);
    expect(lines).toHaveLength(60);
    expect(out).toContain('RecordSent node=p1 id=p1#1');
  });

  it('exits with 4 when a goal is not met and --check is given', async () => {
    expect((await run(small('sent() == 0'), '--check')).code).toBe(4);
    expect((await run(small('sent() == 0'))).code).toBe(0);
    expect((await run(small('sent() > 3'), '--check')).code).toBe(0);
  });

  it('refuses a bad document with line and column', async () => {
    expect(await refused(file('highwater: 1\ncluster: { brokrs: 3 }\n'))).toMatch(/\.yaml:2:12 cluster\.brokrs: unknown field\. Did you mean brokers\?/);
    expect(await refused(file('highwater: 1\ncluster: { brokers: 1 }\nclients: { p1: { producer: orders } }\n'))).toMatch(
      /\.yaml:3:28 clients\.p1\.producer: There is no topic called orders\./,
    );
    expect(await refused('/nowhere.yaml')).toContain('/nowhere.yaml is neither a file');
  });

  it('explains itself', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') });
    expect((await run()).code).toBe(2);
    expect(await refused(loss, '--unitl', '5s')).toContain('Unknown option --unitl');
    expect(await refused(loss, '--until', 'soon')).toContain('not soon');
    expect(await refused(loss, '--step')).toContain('--step needs a value');
    expect(await refused('lesson:nothing')).toContain('There is no lesson nothing. Lessons: ');
  });

  it('opens a link, proves its hash, and says plainly when it is another', async () => {
    const source = readYaml(readFileSync(loss, 'utf8'));
    if (!source.ok) throw new Error();
    const { hash } = JSON.parse((await run(loss, '--step', '700', '--json')).out);
    const link = (promised: string): string =>
      `https://example.org/app/?lang=ko${writeLink({ route: { kind: 'scenario', document: source.value.document }, acts: { changes: [], inputs: [] }, playhead: { kind: 'step', step: 700 }, hash: promised, engine: ENGINE_VERSION })}`;
    expect((await run(link(hash))).out).toContain('the link gives the hash that it promises');
    expect((await run(link('0123456789abcdef'))).out).toContain('THE LINK PROMISES ANOTHER HASH');
    expect(JSON.parse((await run(link(hash), '--json', '--step', '700')).out)).toMatchObject({ hash, proof: 'same' });
    expect(await refused(link(hash).slice(0, 120))).toContain('U04 The end of this link is missing.');
  });
});
