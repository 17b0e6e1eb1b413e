import { beforeAll, describe, expect, it } from 'vitest';
import { choiceFor, faultChoices, isAllowed, scalings, targetOf } from '#app/run/faults.ts';
import { loadEngine } from '#app/run/load.ts';
import type { Frame } from '#kafka/frame.ts';
import { lessonOf } from '#lessons/catalog.ts';
import { openSession } from '#session/session.ts';

function start(slug: string): Frame {
  const session = openSession(lessonOf(slug)?.scenario as never);
  if (!session.ok) throw new Error('The lesson does not open.');
  const { timeline } = session.value.branches[0];
  timeline.extend({ untilUs: 5_000_000 });
  return timeline.frameAt(timeline.end);
}

describe('What can be broken', () => {
  let frame: Frame;
  beforeAll(async () => {
    await loadEngine();
    frame = start('consumer-lag');
  });

  it('is said as the exact command line', () => {
    const target = targetOf(frame, { kind: 'broker', id: 2 });
    expect(target).toMatchObject({ node: 'kafka2', role: 'broker', status: 'up' });
    const commands = target === null ? [] : choiceFor(target, undefined).faults.map(({ command }) => command);
    expect(commands).toEqual(expect.arrayContaining(['docker kill kafka2', 'docker pause kafka2', 'docker network disconnect kafka kafka2']));
    expect(commands).not.toContain('docker start kafka2');
  });

  it('puts the selected process first', () => {
    expect(faultChoices(frame, undefined, { kind: 'producer', node: 'p1' })[0].node).toBe('p1');
  });

  it('is only what the lesson allows', () => {
    expect(faultChoices(frame, [], null)).toEqual([]);
    expect(faultChoices(frame, ['docker kill'], null).every(({ faults }) => faults.every(({ command }) => command.startsWith('docker kill ')))).toBe(true);
    expect(isAllowed('docker killall kafka1', ['docker kill'])).toBe(false);
  });

  it('is what its application may call, of a consumer: pause() or resume(), and seeking', () => {
    const billing = targetOf(frame, { kind: 'consumer', node: 'billing-1' });
    const calls = (target: typeof billing) => (target === null ? [] : choiceFor(target, undefined).groups.find(({ group }) => group === 'calls')?.faults);
    const commands = (target: typeof billing) => calls(target)?.map(({ command }) => command);
    expect(commands(billing)).toEqual(['app pause billing-1', 'app seek-to-beginning billing-1', 'app seek-to-end billing-1']);
    expect(commands(billing && { ...billing, reads: 'paused' })?.[0]).toBe('app resume billing-1');
    expect(commands(billing && { ...billing, status: 'down' })).toBeUndefined();
    expect(commands(targetOf(frame, { kind: 'producer', node: 'p1' }))).toBeUndefined();
  });

  it('offers other sizes of a group, never its own', () => {
    const [billing] = scalings(frame, ['docker compose']);
    expect(billing.group).toBe('billing');
    expect(billing.sizes.map(({ members }) => members)).not.toContain(billing.members);
    expect(billing.sizes[0].command).toMatch(/^docker compose up -d --scale billing=\d$/);
  });
});
