import { describe, expect, test } from 'vitest';
import type { Profile } from '#kafka/spec.ts';
import { complete } from '#shell/complete.ts';
import type { ShellContext } from '#shell/context.ts';
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';

const on = (profile: Profile): ShellContext => ({
  ...exampleContext,
  spec: { ...exampleContext.spec, profile, metadata: profile === '4.3' ? 'kraft' : 'zookeeper' },
});

describe('the tools of a release', () => {
  test.each(['0.10', '0.11', '2.0', '2.1'] as const)('kafka-topics.sh of %s speaks to ZooKeeper, and knows no --bootstrap-server', (profile) => {
    expect(parseCommand('kafka-topics.sh --zookeeper zookeeper1:2181 --list', on(profile))).toMatchObject({
      ok: true,
      payload: { launch: { kind: 'zookeeper', program: 'kafka-topics-zookeeper' } },
    });
    expect(parseCommand('kafka-topics.sh --bootstrap-server kafka1:9092 --list', on(profile))).toMatchObject({
      ok: false,
      stderr: ['Exception in thread "main" joptsimple.UnrecognizedOptionException: bootstrap-server is not a recognized option', '\tat ...'],
      teaching: `kafka-topics.sh of Kafka ${profile} speaks to ZooKeeper: use --zookeeper zookeeper1:2181.`,
    });
  });

  test.each(['2.8', '3.9', '4.3'] as const)('kafka-topics.sh of %s speaks to brokers', (profile) => {
    expect(parseCommand('kafka-topics.sh --bootstrap-server kafka1:9092 --list', on(profile)).ok).toBe(true);
  });

  test('kafka-topics.sh of 2.8 speaks to ZooKeeper too, but not to both', () => {
    const zookeeper = parseCommand('kafka-topics.sh --zookeeper zookeeper1:2181 --list', on('2.8'));
    expect(zookeeper).toMatchObject({ ok: true, payload: { launch: { kind: 'zookeeper', program: 'kafka-topics-zookeeper' } } });
    const both = parseCommand('kafka-topics.sh --zookeeper zookeeper1:2181 --bootstrap-server kafka1:9092 --list', on('2.8'));
    const why = 'Only one of --bootstrap-server or --zookeeper must be specified';
    expect(both).toMatchObject({ ok: false, stderr: [`Exception in thread "main" java.lang.IllegalArgumentException: ${why}`, '\tat ...'] });
  });

  test('kafka-leader-election.sh takes --command-config since 4.2', () => {
    const line = 'kafka-leader-election.sh --bootstrap-server kafka1:9092 --election-type preferred --all-topic-partitions --command-config x';
    expect(parseCommand(line, on('4.3')).ok).toBe(true);
    expect(parseCommand(line, on('3.9'))).toMatchObject({ ok: false, stderr: expect.arrayContaining(['command-config is not a recognized option']) });
    expect(parseCommand('kafka-leader-election.sh', on('2.1')).ok).toBe(false);
  });

  test('kafka-preferred-replica-election.sh is gone since 3.0', () => {
    expect(parseCommand('kafka-preferred-replica-election.sh --zookeeper zookeeper1:2181', on('2.1')).ok).toBe(true);
    expect(parseCommand('kafka-preferred-replica-election.sh --zookeeper zookeeper1:2181', on('3.9'))).toMatchObject({
      ok: false,
      stderr: ['bash: kafka-preferred-replica-election.sh: command not found'],
    });
  });

  test('completion offers the options of the release', () => {
    const line = 'kafka-topics.sh --zoo';
    const offered = (profile: Profile) => complete(line, line.length, on(profile)).suggestions.map(({ text }) => text);
    expect(offered('2.1')).toEqual(['--zookeeper']);
    expect(offered('3.9')).toEqual([]);
  });
});
