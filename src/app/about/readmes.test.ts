import { describe, expect, it } from 'vitest';
import { readmes, readReadme } from '#app/about/readmes.ts';

describe('A subsystem’s README', () => {
  it('is read into what is simulated and what is simplified', () => {
    const text =
      '# Log\n\nThe log of a `partition`.\n\n## What is simulated\n\n- append, **batches**\n\n## What is simplified\n\n- no segments\n  on disk (KIP-1)\n- no index\n';
    expect(readReadme('kafka/log', text)).toEqual({
      room: 'kafka/log',
      about: 'The log of a partition.',
      simulated: ['append, batches'],
      simplified: ['no segments on disk (KIP-1)', 'no index'],
    });
  });

  it('says of every subsystem what is simplified', () => {
    for (const { room, simplified } of readmes.filter(({ room }) => room.startsWith('kafka/'))) expect(simplified.length, room).toBeGreaterThan(0);
  });
});
