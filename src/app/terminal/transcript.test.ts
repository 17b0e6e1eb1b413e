import { afterEach, describe, expect, it } from 'vitest';
import { addHistory, clear, entriesAt, forgetTranscript, note, readingTool, useTranscript, walkHistory } from '#app/terminal/transcript.ts';
import { act, branchOf, openSession, type Session } from '#session/session.ts';
import { lineAt } from '#shell/history.ts';

function small(): Session {
  const session = openSession({
    highwater: 1,
    cluster: { brokers: 1 },
    topics: { orders: { partitions: 1, 'replication-factor': 1 } },
    timeline: [{ at: '1s', run: 'docker pause kafka1' }],
    until: '5s',
  });
  if (!session.ok) throw new Error('It does not open.');
  const { timeline } = branchOf(session.value);
  while (timeline.extend({ steps: 500 }));
  return session.value;
}

const nothing = () => [];

describe('The transcript', () => {
  afterEach(forgetTranscript);

  it('holds what has been run up to the playhead, and nothing that comes later', () => {
    const { timeline } = branchOf(small());
    expect(entriesAt(timeline, 0, useTranscript.getState(), nothing)).toEqual([]);
    const [entry] = entriesAt(timeline, timeline.end, useTranscript.getState(), (command) => [command.split(' ').at(-1) ?? '']);
    expect(entry).toMatchObject({ command: 'docker pause kafka1', lines: [{ stream: 'stdout', text: 'kafka1' }], exitCode: 0 });
  });

  it('shows the output of a tool with the command that started it', () => {
    const acted = act(small(), 5, 'kafka-topics.sh --bootstrap-server kafka1:9092 --list');
    if (!acted.ok) throw new Error(acted.stderr.join(' '));
    const { timeline } = branchOf(acted.session);
    timeline.extend({ untilUs: 900_000 });
    const entry = entriesAt(timeline, timeline.end, useTranscript.getState(), nothing).at(-1);
    expect(entry).toMatchObject({ node: 'tool-1', exitCode: 0 });
    expect(entry?.lines.map(({ text }) => text)).toContain('orders');
  });

  it('keeps refusals and our own words at the step where they were said', () => {
    const { timeline } = branchOf(small());
    note({ command: 'docker kil', cursor: 3, lines: [], exitCode: 1, ours: 'Did you mean docker kill?', node: null });
    expect(entriesAt(timeline, 2, useTranscript.getState(), nothing)).toEqual([]);
    expect(entriesAt(timeline, 3, useTranscript.getState(), nothing).map(({ command }) => command)).toEqual(['docker kil']);
  });

  it('can be cleared', () => {
    const { timeline } = branchOf(small());
    clear(timeline.end);
    expect(entriesAt(timeline, timeline.end, useTranscript.getState(), nothing)).toEqual([]);
  });

  it('knows a tool that reads what is typed', () => {
    const acted = act(small(), 5, 'kafka-console-producer.sh --bootstrap-server kafka1:9092 --topic orders');
    if (!acted.ok) throw new Error(acted.stderr.join(' '));
    const { timeline } = branchOf(acted.session);
    timeline.extend({ untilUs: 500_000 });
    expect(readingTool(timeline.frameAt(timeline.end))?.node).toBe('tool-1');
  });
});

describe('History', () => {
  it('comes back with the arrow, and the line being written is not lost', () => {
    addHistory('first');
    addHistory('second');
    expect(lineAt(walkHistory(-1, 'draft'))).toBe('second');
    expect(lineAt(walkHistory(-1, 'second'))).toBe('first');
    walkHistory(1, 'first');
    expect(lineAt(walkHistory(1, 'second'))).toBe('draft');
  });
});
