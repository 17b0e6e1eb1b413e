import { describe, expect, it } from 'vitest';
import { complete } from '#shell/complete.ts';
import { exampleContext as context } from '#shell/example.ts';
import { emptyHistory, lineAt, remembered, walked } from '#shell/history.ts';

const texts = (line: string): string[] => complete(line, line.length, context).suggestions.map(({ text }) => text);

describe('completion', () => {
  it('begins with commands, and keeps a path', () => {
    const con = ['kafka-console-producer.sh', 'kafka-console-consumer.sh', 'kafka-consumer-groups.sh', 'kafka-configs.sh', 'kafka-console-share-consumer.sh'];
    expect(texts('kafka-con')).toEqual(con);
    expect(texts('bin/kafka-t')).toEqual(['bin/kafka-topics.sh', 'bin/kafka-transactions.sh']);
  });
  it('offers the options of the tool with what they do, but not those already given', () => {
    const { suggestions } = complete('kafka-topics.sh --list --exc', 28, context);
    expect(suggestions).toEqual([{ text: '--exclude-internal', description: 'Exclude internal topics when listing or describing topics.' }]);
    expect(texts('kafka-topics.sh --list --l')).toEqual([]);
  });
  it('offers topics, groups and brokers where an option wants one', () => {
    expect(texts('kafka-topics.sh --describe --topic ')).toEqual(['orders', 'payments']);
    expect(texts('kafka-consumer-groups.sh --describe --group b')).toEqual(['billing']);
    expect(texts('kafka-topics.sh --bootstrap-server kafka2')).toEqual(['kafka2:9092']);
  });
  it('offers containers to docker, but no tools and none twice', () => {
    expect(texts('docker kill kafka1 kaf')).toEqual(['kafka2', 'kafka3']);
    expect(texts('docker kill t')).toEqual([]);
    expect(texts('docker network disconnect ')).toEqual(['kafka']);
  });
  it('completes after a pipe and replaces only the word at the cursor', () => {
    expect(complete('echo a | kafka-console-p', 24, context)).toEqual({
      from: 9,
      suggestions: [{ text: 'kafka-console-producer.sh', description: 'This tool helps to read data from standard input and publish it to Kafka.' }],
    });
  });
});

describe('history', () => {
  it('walks up and down and keeps the line that was being written', () => {
    let history = remembered(remembered(remembered(emptyHistory, 'docker ps'), 'docker ps'), 'help');
    history = walked(history, -1, 'draft');
    expect(lineAt(history)).toBe('help');
    history = walked(history, -1, 'help');
    expect(lineAt(history)).toBe('docker ps');
    history = walked(walked(walked(history, -1, 'docker ps'), 1, 'docker ps'), 1, 'help');
    expect(lineAt(history)).toBe('draft');
  });
});
