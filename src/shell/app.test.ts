import { describe, expect, it } from 'vitest';
import { complete } from '#shell/complete.ts';
import { exampleContext } from '#shell/example.ts';
import { parseCommand, type ShellContext } from '#shell/parse.ts';

const shareGroup = { group: 'crew', topics: ['orders'], members: 1, processingUs: 0, commit: 'with-poll', release: [], reject: [] } as const;
const context: ShellContext = {
  ...exampleContext,
  spec: { ...exampleContext.spec, shareGroups: [{ ...shareGroup, renewUs: undefined, startUs: 0, config: {} }] },
  nodes: [...exampleContext.nodes, 'crew-1'],
};

const parsed = (line: string) => parseCommand(line, context);
const payload = (line: string): unknown => {
  const found = parsed(line);
  if (!found.ok) throw new Error(found.stderr.join('\n'));
  return found.payload;
};
const refusal = (line: string): readonly string[] => {
  const found = parsed(line);
  if (found.ok) throw new Error(`${line} was taken`);
  return [...found.stderr, found.teaching].filter((text) => text !== '');
};

describe('app', () => {
  it('pauses and resumes what a consumer has, or the partitions that are named', () => {
    expect(payload('app pause billing-1')).toMatchObject({ type: 'CallConsumer', nodes: ['billing-1'], calls: [{ call: 'pause', partitions: [] }] });
    expect(payload('app resume billing-1 orders-0 orders-1')).toMatchObject({ calls: [{ call: 'resume', partitions: ['orders-0', 'orders-1'] }] });
  });

  it('takes a group for all its members', () => {
    expect(payload('app seek-to-end billing')).toMatchObject({ nodes: ['billing-1', 'billing-2'], calls: [{ call: 'seekToEnd', partitions: [] }] });
  });

  it('seeks partition by partition, as seek() does', () => {
    expect(payload('app seek billing-1 orders-0@3 orders-1@0')).toMatchObject({
      calls: [
        { call: 'seek', partitions: ['orders-0'], offset: 3 },
        { call: 'seek', partitions: ['orders-1'], offset: 0 },
      ],
    });
  });

  it('says what is wrong, and what was probably meant', () => {
    expect(refusal('app puase billing-1')).toEqual(['app: an application has no call puase', 'Did you mean app pause?']);
    expect(refusal('app pause')).toEqual(['app: usage: app pause CONSUMER [PARTITION...]']);
    expect(refusal('app seek billing-1')).toEqual(['app: usage: app seek CONSUMER PARTITION@OFFSET...']);
    expect(refusal('app seek billing-1 orders-0')).toEqual(['app: seek needs an offset: orders-0@0']);
    expect(refusal('app pause billing-1 nothing-0')[0]).toBe('app: no partition is called nothing-0');
    expect(refusal('app pause biling-1')).toEqual(['app: no process is called biling-1', 'Did you mean billing-1?']);
    expect(refusal('app pause kafka1')).toEqual(['app: kafka1 is not an application with a KafkaConsumer']);
    expect(refusal('app pause crew-1')).toEqual([
      'app: crew-1 is not an application with a KafkaConsumer',
      'A share consumer has no position of its own: its group keeps what is delivered, so it can neither pause nor seek.',
    ]);
  });

  it('lists its words, and completes them, consumers and partitions', () => {
    const help = parsed('app --help');
    expect(help.stdout.join('\n')).toContain('seek CONSUMER PARTITION@OFFSET...');
    const suggested = (line: string) => complete(line, line.length, context).suggestions.map(({ text }) => text);
    expect(suggested('app s')).toEqual(['seek', 'seek-to-beginning', 'seek-to-end']);
    expect(suggested('app pause ')).toEqual(expect.arrayContaining(['billing-1', 'billing']));
    expect(suggested('app pause ')).not.toContain('kafka1');
    expect(suggested('app seek billing-1 ')).toContain('orders-0@0');
  });
});
