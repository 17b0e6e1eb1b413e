import { describe, expect, it } from 'vitest';
import { DIFFERENCES } from './differences.ts';
import { fixturesOf, RECORDED } from './fixtures.ts';
import { replay } from './replay.ts';
import { scripts } from './scripts.ts';

describe.each(scripts.filter(({ cluster }) => cluster))(`the simulated cluster answers like Apache Kafka ${RECORDED}: $name`, (script) => {
  const printed = replay(script);
  it.each(fixturesOf(script.name))('$id', ({ id, fixture }) => {
    const theirs = { stdout: fixture.stdout, stderr: fixture.stderr, exitCode: fixture.exitCode };
    if (DIFFERENCES[`${script.name}/${id}`] === undefined) expect(printed.get(id)).toEqual(theirs);
    else expect(printed.get(id)).not.toEqual(theirs);
  });
});

describe('the list of differences', () => {
  it('names only what was recorded', () => {
    const recorded = scripts.flatMap(({ name }) => fixturesOf(name).map(({ id }) => `${name}/${id}`));
    expect(recorded).toEqual(expect.arrayContaining(Object.keys(DIFFERENCES)));
  });
});
