import { describe, expect, it } from 'vitest';
import { linesOf } from '#app/story/Ending.tsx';
import { lessonOf } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import { outcomeAt } from '#session/compare/outcome.ts';
import { openSession } from '#session/session.ts';

function outcomeOf(slug: string) {
  const scenario = lessonOf(slug)?.scenario ?? examples.find((one) => one.slug === slug)?.scenario;
  const session = scenario && openSession(scenario);
  if (!session?.ok) throw new Error(slug);
  const { timeline } = session.value.branches[0];
  timeline.extend({});
  return outcomeAt(timeline, timeline.end);
}

describe('The end of a run tells', () => {
  it('what was acknowledged and lost before what went well', () => {
    const lines = linesOf(outcomeOf('acks-1'));
    expect(lines[0]).toBe('acknowledgedButLost');
    expect(lines).toContain('acknowledged');
    expect(lines).not.toContain('peakLag');
    expect(lines).not.toContain('processed');
  });

  it('of a group what it has processed, and how far behind it was', () => {
    const lines = linesOf(outcomeOf('consumer-lag'));
    expect(lines).toContain('processed');
    expect(lines).toContain('peakLag');
    expect(lines).not.toContain('acknowledgedButLost');
  });
});
