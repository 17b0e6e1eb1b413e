import { describe, expect, it } from 'vitest';
import { adminScripts } from './admin/scripts.ts';
import { DIFFERENCES } from './differences.ts';
import { fixturesOf, placeOf } from './fixtures.ts';
import { replay } from './replay.ts';
import { scripts } from './scripts.ts';

const recorded = [...scripts, ...adminScripts]
  .filter((script) => script.cluster && fixturesOf(script).length > 0)
  .map((script) => ({ script, title: placeOf(script, '') }));

describe.each(recorded)('the simulated cluster answers like Apache Kafka: $title', ({ script }) => {
  const printed = replay(script);
  it.each(fixturesOf(script))('$id', ({ id, fixture }) => {
    const theirs = { stdout: fixture.stdout, stderr: fixture.stderr, exitCode: fixture.exitCode };
    if (DIFFERENCES[placeOf(script, id)] === undefined) expect(printed.get(id)).toEqual(theirs);
    else expect(printed.get(id)).not.toEqual(theirs);
  });
});

describe('the list of differences', () => {
  it('names only what was recorded', () => {
    const places = [...scripts, ...adminScripts].flatMap((script) => fixturesOf(script).map(({ id }) => placeOf(script, id)));
    expect(places).toEqual(expect.arrayContaining(Object.keys(DIFFERENCES)));
  });
});
