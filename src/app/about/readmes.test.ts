import { describe, expect, it } from 'vitest';
import { marked, readmes, readReadme } from '#app/about/readmes.ts';
import about from '#app/i18n/en/about.ts';

describe('A subsystem’s README', () => {
  it('is read into what is simulated and what is simplified', () => {
    const text =
      '# Log\n\nThe log of a `partition`.\n\n## What is simulated\n\n- append, **batches**\n\n## What is simplified\n\n- no segments\n  on disk (KIP-1)\n- no index\n';
    expect(readReadme('kafka/log', text)).toEqual({
      room: 'kafka/log',
      title: 'Log',
      simulated: ['append, batches'],
      simplified: ['no segments on disk (KIP-1)', 'no index'],
    });
  });

  it('keeps the names of Kafka apart from the words around them', () => {
    expect(
      marked('no `LogCleaner` (KIP-58)')
        .filter(({ code }) => code)
        .map(({ text }) => text),
    ).toEqual(['LogCleaner', 'KIP-58']);
    expect(marked('plain')).toEqual([{ text: 'plain', code: false }]);
  });

  it('has a title and a summary for people', () => {
    for (const { room } of readmes) expect(about.rooms, room).toHaveProperty([room]);
  });

  it('says of every subsystem what is simplified', () => {
    for (const { room, simplified } of readmes.filter(({ room }) => room.startsWith('kafka/'))) expect(simplified.length, room).toBeGreaterThan(0);
  });
});
