import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complete } from '#shell/complete.ts';
import { exampleContext as context } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';

const payloadOf = (line: string) => {
  const parsed = parseCommand(line, context);
  if (!parsed.ok) throw new Error(`${line}: ${[...parsed.stderr, parsed.teaching].join('\n')}`);
  return parsed.payload as unknown as Record<string, unknown> & { launch: Record<string, unknown> };
};
const refusalOf = (line: string) => {
  const parsed = parseCommand(line, context);
  if (parsed.ok) throw new Error(`${line} was accepted`);
  return parsed;
};

describe('a line becomes a payload', () => {
  it('docker verbs name their containers', () => {
    expect(payloadOf('docker kill kafka1 kafka2')).toEqual({ type: 'DockerKill', command: 'docker kill kafka1 kafka2', nodes: ['kafka1', 'kafka2'] });
    expect(payloadOf('docker stop -t 30 kafka1')['nodes']).toEqual(['kafka1']);
    expect(payloadOf('docker network disconnect kafka kafka2')).toMatchObject({ type: 'DockerNetworkDisconnect', nodes: ['kafka2'] });
    expect(payloadOf('docker compose up -d --scale billing=3')).toMatchObject({
      type: 'DockerComposeUp',
      scale: [{ group: 'billing', members: 3 }],
      everything: true,
    });
  });
  it('docker repeats the names of the containers that it acted on', () => {
    expect(parseCommand('docker pause kafka1 kafka9', context)).toMatchObject({ ok: true, stdout: ['kafka1'] });
  });
  it('a tool is started under the next free name', () => {
    expect(parseCommand('kafka-topics.sh --list --bootstrap-server kafka1:9092', context)).toMatchObject({ ok: true, node: 'tool-2' });
  });
  it('a tool is found under its path and without .sh, but not as a batch file', () => {
    for (const name of ['./kafka-topics.sh', 'bin/kafka-topics.sh', '/opt/kafka/bin/kafka-topics.sh', 'kafka-topics']) {
      expect(payloadOf(`${name} --list --bootstrap-server localhost:9092`)['type']).toBe('StartTool');
    }
    expect(refusalOf('kafka-topics.bat --list').exitCode).toBe(127);
  });
  it('bootstrap addresses become nodes, in the order given', () => {
    expect(payloadOf('kafka-topics.sh --list --bootstrap-server kafka2:9092,localhost:9092,kafka2:9093').launch['bootstrap']).toEqual(['kafka2', 'kafka1']);
  });
  it('what echo and printf write is piped into the producer', () => {
    const line = (writer: string): unknown => payloadOf(`${writer} | kafka-console-producer.sh --topic orders --bootstrap-server kafka1:9092`).launch['stdin'];
    expect(line('echo "k:v"')).toEqual(['k:v']);
    expect(line('echo -e "a\\nb"')).toEqual(['a', 'b']);
    expect(line("printf '%s:%s\\n' a 1 b 2")).toEqual(['a:1', 'b:2']);
    expect(line('seq 3')).toEqual(['1', '2', '3']);
  });
  it('a producer without a pipe reads the terminal', () => {
    expect(payloadOf('kafka-console-producer.sh --topic orders --bootstrap-server kafka1:9092').launch['stdin']).toBeUndefined();
  });
  it('keys of the keyboard are lines as well', () => {
    expect(payloadOf('input tool-1  two blanks')).toEqual({ type: 'StandardInput', command: 'input tool-1  two blanks', node: 'tool-1', line: ' two blanks' });
    expect(payloadOf('ctrl-d tool-1')).toMatchObject({ type: 'StandardInput', line: undefined });
    expect(payloadOf('ctrl-c tool-1')).toMatchObject({ type: 'SIGINT', node: 'tool-1' });
  });
});

describe('a line is refused in the words of whoever would refuse it', () => {
  it('bash knows no such command, and we name the near miss', () => {
    expect(refusalOf('kafka-topic.sh --list')).toMatchObject({
      stderr: ['bash: kafka-topic.sh: command not found'],
      teaching: 'Did you mean kafka-topics.sh?',
      exitCode: 127,
    });
    expect(refusalOf('kafka-topcis --list').teaching).toBe('Did you mean kafka-topics.sh?');
    expect(refusalOf('bin/kafka-tops.sh').stderr).toEqual(['bash: bin/kafka-tops.sh: No such file or directory']);
  });
  it('docker knows no such container', () => {
    expect(refusalOf('docker kill kafka9').stderr).toEqual(['Error response from daemon: No such container: kafka9']);
    expect(refusalOf('docker kill tool-1').stderr).toEqual(['Error response from daemon: No such container: tool-1']);
    expect(refusalOf('docker kil kafka1').teaching).toBe('Did you mean `docker kill`?');
  });
  it('options that are gone are named with what replaced them', () => {
    expect(refusalOf('kafka-console-producer.sh --broker-list kafka1:9092 --topic t').teaching).toContain('--bootstrap-server');
    expect(refusalOf('kafka-topics.sh --zookeeper zk:2181 --list').teaching).toContain('no ZooKeeper');
    expect(refusalOf('kafka-topics.sh --list --bootstrapserver kafka1:9092').teaching).toBe('Did you mean --bootstrap-server?');
  });
  it('nothing is typed, nothing happens', () => {
    expect(refusalOf('   ')).toMatchObject({ stdout: [], stderr: [], exitCode: 0 });
  });
  it('help and man only say something', () => {
    expect(refusalOf('help').stdout.join('\n')).toContain('kafka-consumer-groups.sh');
    expect(refusalOf('man kafka-topics').stdout[0]).toBe('This tool helps to create, delete, describe, or change a topic.');
    expect(refusalOf('man zk').stderr).toEqual(['No manual entry for zk']);
  });
  it('a line is never so strange that reading it throws', () => {
    for (const line of [
      '|',
      '| docker',
      'docker |',
      'echo | echo | echo',
      '"',
      '\\',
      '-',
      '--',
      'docker network',
      'docker compose',
      'docker compose up',
      'kafka-topics.sh',
      'man',
      'seq 9 x',
      'printf',
      'docker compose up -d --scale',
      'docker compose up -d --scale x=',
    ]) {
      expect(() => parseCommand(line, context)).not.toThrow();
    }
  });
});

describe('whatever is typed', () => {
  const word = fc.constantFrom(
    'docker',
    'kill',
    'kafka1',
    'network',
    'compose',
    'up',
    '-d',
    '--scale',
    'billing=3',
    'kafka-topics.sh',
    'kafka-console-consumer.sh',
    'kafka-consumer-groups.sh',
    '--describe',
    '--group',
    '--topic',
    'orders',
    '--bootstrap-server',
    'kafka1:9092',
    '--property',
    'print.key=true',
    '|',
    'echo',
    "'",
    '"',
    '\\',
    '#',
    '--',
    '-',
    '=',
    'input tool-1',
    'seq',
    '9999999',
    'printf',
    '%s',
  );
  const line = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
  );
  it('is read, refused or completed, but never an error of ours', () => {
    fc.assert(
      fc.property(line, (text) => {
        const parsed = parseCommand(text, context);
        expect(parsed).toEqual(parseCommand(text, context));
        for (const cursor of [0, 3, text.length]) expect(complete(text, Math.min(cursor, text.length), context).from).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500, seed: 43 },
    );
  });
});
