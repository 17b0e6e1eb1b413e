import { describe, expect, it } from 'vitest';
import { parseOptions, readingProblem } from '#shell/jopt.ts';
import { usage } from '#shell/usage/kafka-topics.ts';
import { readUsage } from '#shell/usage.ts';

const table = readUsage(usage).options;
const parse = (line: string) => {
  const parsed = parseOptions(
    table,
    line.split(' ').filter((word) => word !== ''),
  );
  return parsed.ok ? { values: Object.fromEntries(parsed.options.values), words: parsed.options.words } : parsed.problem.message;
};

describe('options are read as jopt-simple reads them', () => {
  it('takes a value after a blank, after =, and after a single dash', () => {
    const expected = { values: { topic: ['t'] }, words: [] };
    for (const line of ['--topic t', '--topic=t', '-topic t', '-topic=t']) expect(parse(line)).toEqual(expected);
  });
  it('never takes an abbreviation', () => {
    expect(parse('--boot localhost:9092')).toBe('boot is not a recognized option');
  });
  it('names one letter of an unknown word after a single dash', () => {
    expect(parse('-boot')).toBe('b is not a recognized option');
  });
  it('lets a required argument eat the next word, even an option', () => {
    expect(parse('--topic --first-test')).toEqual({ values: { topic: ['--first-test'] }, words: [] });
  });
  it('wants an argument where the line ends', () => {
    expect(parse('--describe --topic')).toBe('Option topic requires an argument');
  });
  it('collects bare words and takes everything after -- as such', () => {
    expect(parse('list --list -- --topic')).toEqual({ values: { list: [] }, words: ['list', '--topic'] });
  });
  it('notices two values and no number only when the option is read', () => {
    const parsed = parseOptions(table, ['--partitions', 'abc', '--topic', 'a', '--topic', 'b']);
    if (!parsed.ok) throw new Error('refused too early');
    expect(readingProblem(table, parsed.options, ['partitions'])?.message).toBe("Cannot parse argument 'abc' of option partitions");
    expect(readingProblem(table, parsed.options, ['topic'])?.message).toBe('Found multiple arguments for option topic, but you asked for only one');
  });
});
