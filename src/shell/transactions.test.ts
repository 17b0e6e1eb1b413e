/** The command line of kafka-transactions.sh as argparse4j of 4.3.1 answers it. */
import { describe, expect, it } from 'vitest';
import { readArguments, typeset } from '#shell/argparse.ts';
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';
import { parser } from '#shell/usage/kafka-transactions.ts';

const AT = '--bootstrap-server kafka1:9092';

const refused = (line: string): string[] => {
  const read = readArguments(parser, line === '' ? [] : line.split(' '));
  if (read.ok) throw new Error('It was accepted.');
  return [...read.refusal.stdout, ...read.refusal.stderr];
};

const MAIN = ['usage: kafka-transactions.sh [-h] [-v] [--command-config FILE]', '                             --bootstrap-server host:port COMMAND ...'];

describe('argparse4j', () => {
  it('fills lines up from the middle', () => {
    expect(typeset("kafka-transactions.sh: error: argument --partition: could not convert 'b' to Integer")).toEqual([
      "kafka-transactions.sh: error: argument --partition:  could  not convert 'b'",
      'to Integer',
    ]);
    expect(typeset('kafka-transactions.sh: error: argument --bootstrap-server: expected one argument')).toEqual([
      'kafka-transactions.sh: error:  argument  --bootstrap-server:  expected  one',
      'argument',
    ]);
  });

  it.each([
    ['', [...MAIN, 'kafka-transactions.sh: error: too few arguments']],
    [AT, [...MAIN, 'kafka-transactions.sh: error: too few arguments']],
    ['describe --transactional-id a', [...MAIN, 'kafka-transactions.sh: error: argument --bootstrap-server is required']],
    [`--foo ${AT} list`, [...MAIN, "kafka-transactions.sh: error: unrecognized arguments: '--foo'"]],
    [
      `${AT} foo`,
      [
        ...MAIN,
        "kafka-transactions.sh: error: invalid  choice:  'foo'  (choose from 'list',",
        "'describe',      'describe-producers',       'abort',       'find-hanging',",
        "'forceTerminateTransaction')",
        '',
        'Did you mean:',
        '\tabort',
      ],
    ],
    [
      `${AT} describe`,
      [
        'usage: kafka-transactions.sh --bootstrap-server host:port describe [-h]',
        '                             --transactional-id TRANSACTIONAL_ID',
        'kafka-transactions.sh: error: argument --transactional-id is required',
      ],
    ],
    [
      `${AT} describe-producers --topic a --partition b`,
      [
        'usage: kafka-transactions.sh --bootstrap-server host:port',
        '                             describe-producers [-h]',
        '                             [--broker-id BROKER_ID] --topic TOPIC',
        '                             --partition PARTITION',
        "kafka-transactions.sh: error: argument --partition:  could  not convert 'b'",
        'to Integer (For input string: "b")',
      ],
    ],
    [
      `${AT} list --foo`,
      [
        'usage: kafka-transactions.sh --bootstrap-server host:port list [-h]',
        '                             [--duration-filter DURATION_FILTER]',
        '                             [--transactional-id-pattern TRANSACTIONAL_ID_PATTERN]',
        "kafka-transactions.sh: error: unrecognized arguments: '--foo'",
      ],
    ],
  ])('answers "%s" as the tool of 4.3.1 did', (line, expected) => {
    expect(refused(line)).toEqual(expected);
  });

  it('prints the help of a command on standard output and exits with 0', () => {
    const read = readArguments(parser, `${AT} describe -h`.split(' '));
    expect(read.ok ? undefined : [read.refusal.exitCode, read.refusal.stdout.length, read.refusal.stderr]).toEqual([0, 9, []]);
  });
});

describe('kafka-transactions.sh', () => {
  it('is no tool of 2.8', () => {
    const parsed = parseCommand(`kafka-transactions.sh ${AT} list`, { ...exampleContext, spec: { ...exampleContext.spec, profile: '2.8' } });
    expect(parsed.ok ? '' : parsed.stderr.join(' ')).toMatch(/kafka-transactions\.sh/);
  });
});
