import { describe, expect, it } from 'vitest';
import { commands } from '#faults/catalog.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import { createCluster, createModel, type KafkaWorld } from '#kafka/cluster.ts';
import { exampleContext } from '#shell/example.ts';
import { filesAfter } from '#shell/files.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';
import { processOf } from '#sim/world.ts';

const model = createModel({ programs, commands });
const SERVER = '--bootstrap-server kafka1:9092';
const LEADER = `kafka-leader-election.sh ${SERVER}`;
const REASSIGN = `kafka-reassign-partitions.sh ${SERVER}`;

const brokers = [1, 2, 3, 4].map((id) => ({ id, rack: null, config: {} }));
const topics = [{ name: 't', partitions: 2, replicationFactor: 2, assignment: [[1, 2] as const, [2, 3] as const], config: {} }];
const spec = { ...exampleContext.spec, brokers, topics, producers: [], groups: [] };

/** A terminal over a cluster of four brokers, with topic t on 1,2 and 2,3. */
class Terminal {
  readonly world: KafkaWorld = createCluster(model, spec);
  private readonly lines: string[] = [];

  private parse(line: string) {
    const nodes = this.world.processes.map(({ name }) => name);
    const nextTool = nodes.filter((name) => name.startsWith('tool-')).length + 1;
    return parseCommand(line, { ...exampleContext, spec, nodes, nextTool, files: filesAfter({}, this.lines) });
  }

  run(seconds: number): void {
    const untilUs = this.world.nowUs + seconds * 1_000_000;
    for (let next = nextTimeUs(model, this.world); next !== undefined && next <= untilUs; next = nextTimeUs(model, this.world)) step(model, this.world);
    this.world.nowUs = untilUs;
  }

  /** Standard output of a line, and what is not fine after it. */
  give(line: string, seconds = 3): { readonly stdout: readonly string[]; readonly stderr: readonly string[]; readonly exitCode: number | undefined } {
    const parsed = this.parse(line);
    if (!parsed.ok) return { stdout: parsed.stdout, stderr: parsed.stderr, exitCode: parsed.exitCode };
    this.lines.push(line);
    scheduleInput(this.world, this.world.nowUs, parsed.payload);
    this.run(seconds);
    const tool = processOf(this.world, parsed.node ?? '')?.state as ToolNode | undefined;
    const said = (stream: string): string[] => (tool?.lines ?? []).filter((one) => one.stream === stream).map(({ text }) => text);
    return { stdout: said('stdout'), stderr: said('stderr'), exitCode: tool?.exitCode };
  }

  out(line: string, seconds?: number): readonly string[] {
    return this.give(line, seconds).stdout;
  }
}

type Planned = readonly [partition: number, replicas: readonly number[]];
const planIn = (logDir: string, ...moves: readonly Planned[]): string =>
  JSON.stringify({ version: 1, partitions: moves.map(([partition, replicas]) => ({ topic: 't', partition, replicas, log_dirs: replicas.map(() => logDir) })) });
const plan = (...moves: readonly Planned[]): string => planIn('any', ...moves);
/** What is, with the directories that it is in. */
const NOW = planIn('/tmp/kraft-combined-logs', [0, [1, 2]], [1, [2, 3]]);

describe('kafka-reassign-partitions.sh', () => {
  it('proposes, executes, lists and verifies', () => {
    const shell = new Terminal();
    shell.give(`echo '{"topics":[{"topic":"t"}],"version":1}' > topics.json`);
    const proposal = shell.out(`${REASSIGN} --topics-to-move-json-file topics.json --broker-list 3,4 --generate`);
    expect(proposal.slice(0, 4)).toEqual(['Current partition replica assignment', NOW, '', 'Proposed partition reassignment configuration']);
    expect(JSON.parse(proposal[4]).partitions.map(({ replicas }: { replicas: number[] }) => [...replicas].sort())).toEqual([
      [3, 4],
      [3, 4],
    ]);
    shell.give(`echo '${plan([0, [4, 3]], [1, [2, 3]])}' > plan.json`);
    expect(shell.out(`${REASSIGN} --reassignment-json-file plan.json --execute`)).toEqual([
      'Current partition replica assignment',
      '',
      NOW,
      '',
      'Save this to use as the --reassignment-json-file option during rollback',
      'Successfully started partition reassignments for t-0,t-1',
    ]);
    expect(shell.out(`${REASSIGN} --list`)).toEqual(['No partition reassignments found.']);
    expect(shell.out(`${REASSIGN} --reassignment-json-file plan.json --verify`)).toEqual([
      'Status of partition reassignment:',
      'Reassignment of partition t-0 is completed.',
      'Reassignment of partition t-1 is completed.',
      '',
      'Clearing broker-level throttles on brokers 1,2,3,4',
      'Clearing topic-level throttles on topic t',
    ]);
    expect(shell.out(`kafka-topics.sh ${SERVER} --describe --topic t`)[1]).toBe(
      '\tTopic: t\tPartition: 0\tLeader: 4\tReplicas: 4,3\tIsr: 3,4\tElr: \tLastKnownElr: ',
    );
  });

  it('shows what is under way, refuses a second plan, and cancels', () => {
    const shell = new Terminal();
    shell.give('docker kill kafka4', 12);
    shell.give(`echo '${plan([0, [4, 1]])}' > plan.json`);
    shell.give(`kafka-topics.sh ${SERVER} --list`);
    expect(shell.out(`${REASSIGN} --reassignment-json-file plan.json --execute`)[0]).toBe('Error: Unknown broker id 4');
    shell.give('docker start kafka4', 12);
    // Its session has not run out yet, so it still counts as alive.
    shell.give('docker kill kafka4', 0.1);
    expect(shell.out(`${REASSIGN} --reassignment-json-file plan.json --execute`, 2).at(-1)).toBe('Successfully started partition reassignment for t-0');
    expect(shell.out(`${REASSIGN} --list`, 1)).toEqual(['Current partition reassignments:', 't-0: replicas: 4,1,2. adding: 4. removing: 2.']);
    expect(shell.out(`${REASSIGN} --reassignment-json-file plan.json --verify`, 1)).toEqual([
      'Status of partition reassignment:',
      'Reassignment of partition t-0 is still in progress.',
      '',
    ]);
    expect(shell.out(`kafka-topics.sh ${SERVER} --describe --topic t`, 1).slice(0, 2)).toEqual([
      expect.stringMatching(/^Topic: t\tTopicId: .{22}\tPartitionCount: 2\tReplicationFactor: 2\tConfigs: min.insync.replicas=1$/),
      '\tTopic: t\tPartition: 0\tLeader: 1\tReplicas: 4,1,2\tIsr: 1,2\tAdding Replicas: 4\tRemoving Replicas: 2\tElr: \tLastKnownElr: ',
    ]);
    expect(shell.give(`${REASSIGN} --reassignment-json-file plan.json --execute`, 1)).toMatchObject({
      stdout: [expect.stringContaining('Cannot execute because there is an existing partition assignment.  Use --additional to override this')],
      exitCode: 1,
    });
    expect(shell.out(`${REASSIGN} --reassignment-json-file plan.json --cancel --preserve-throttles`, 1)).toEqual([
      'Successfully cancelled partition reassignment for: t-0',
      'None of the specified partition moves are active.',
    ]);
    expect(shell.out(`${REASSIGN} --reassignment-json-file plan.json --cancel --preserve-throttles`, 1)[0]).toBe(
      'None of the specified partition reassignments are active.',
    );
  });

  it('throttles by settings of brokers and topic', () => {
    const shell = new Terminal();
    shell.give(`echo '${plan([0, [4, 1]])}' > plan.json`);
    expect(shell.out(`${REASSIGN} --reassignment-json-file plan.json --execute --throttle 5000`).slice(4)).toEqual([
      'Save this to use as the --reassignment-json-file option during rollback',
      'Warning: You must run --verify periodically, until the reassignment completes, to ensure the throttle is removed.',
      'The inter-broker throttle limit was set to 5000 B/s',
      'Successfully started partition reassignment for t-0',
    ]);
    const topic = shell.out(`kafka-configs.sh ${SERVER} --describe --topic t`);
    expect(topic[1]).toContain('follower.replication.throttled.replicas=0:4 ');
    expect(topic[2]).toContain('leader.replication.throttled.replicas=0:1,0:2 ');
    expect(shell.out(`kafka-configs.sh ${SERVER} --describe --broker 4`)).toEqual([
      'Dynamic configs for broker 4 are:',
      '  follower.replication.throttled.rate=5000 sensitive=false synonyms={DYNAMIC_BROKER_CONFIG:follower.replication.throttled.rate=5000}',
      '  leader.replication.throttled.rate=5000 sensitive=false synonyms={DYNAMIC_BROKER_CONFIG:leader.replication.throttled.rate=5000}',
    ]);
    shell.give(`${REASSIGN} --reassignment-json-file plan.json --verify`);
    expect(shell.out(`kafka-configs.sh ${SERVER} --describe --broker 4`)).toEqual(['Dynamic configs for broker 4 are:']);
  });

  it('complains as Kafka does of what it cannot read or find', () => {
    const shell = new Terminal();
    expect(shell.give(`${REASSIGN} --execute --reassignment-json-file nope.json`)).toMatchObject({
      stdout: [
        'Error: Unable to read file nope.json',
        'java.io.IOException: Unable to read file nope.json',
        '\tat ...',
        'Caused by: java.nio.file.NoSuchFileException: nope.json',
        '\tat ...',
        '',
      ],
      exitCode: 1,
    });
    shell.give(`echo garbage > bad.json`);
    expect(shell.out(`${REASSIGN} --execute --reassignment-json-file bad.json`)[0]).toBe(
      "Error: Unrecognized token 'garbage': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    );
    shell.give(`echo '{"version":1}' > empty.json`);
    expect(shell.out(`${REASSIGN} --execute --reassignment-json-file empty.json`)[0]).toBe('Error: Partition reassignment list cannot be empty');
    shell.give(`echo '${plan([7, [1, 2]])}' > far.json`);
    expect(shell.out(`${REASSIGN} --execute --reassignment-json-file far.json`)[0]).toBe(
      'Error: org.apache.kafka.common.errors.UnknownTopicOrPartitionException: Unable to find partition: t-7',
    );
    expect(shell.give(`${REASSIGN} --execute --reassignment-json-file far.json --broker-list 1`).stderr[0]).toBe(
      'Option "[broker-list]" can\'t be used with action "[execute]"',
    );
    expect(shell.give(REASSIGN).stderr[0]).toBe('Command must include exactly one action: --generate, --execute, --verify, --cancel, --list');
  });
});

describe('kafka-leader-election.sh', () => {
  it('elects the preferred leader, and says when it leads already', () => {
    const shell = new Terminal();
    shell.give('docker stop kafka1', 5);
    shell.give('docker start kafka1', 20);
    const line = `kafka-leader-election.sh --bootstrap-server kafka2:9092 --election-type preferred --topic t --partition 0`;
    expect(shell.out(line)).toEqual(['Successfully completed leader election (PREFERRED) for partitions t-0']);
    expect(shell.out(line)).toEqual(['Valid replica already elected for partitions t-0']);
    expect(shell.out(`${LEADER} --election-type PREFERRED --all-topic-partitions`)).toEqual([]);
  });

  it('says why nobody could be elected', () => {
    const shell = new Terminal();
    shell.give('docker kill kafka1', 15);
    const reason = 'org.apache.kafka.common.errors.PreferredLeaderNotAvailableException: The preferred leader was not available.';
    shell.give(`echo '{"partitions":[{"topic":"t","partition":0},{"topic":"x","partition":0}]}' > e.json`);
    expect(shell.give('kafka-leader-election.sh --bootstrap-server kafka2:9092 --election-type preferred --path-to-json-file e.json')).toEqual({
      stdout: [
        `Error completing leader election (PREFERRED) for partition: t-0: ${reason}`,
        'Error completing leader election (PREFERRED) for partition: x-0: org.apache.kafka.common.errors.UnknownTopicOrPartitionException: No such topic as x',
      ],
      stderr: [
        '2 replica(s) could not be elected',
        'org.apache.kafka.tools.AdminCommandFailedException: 2 replica(s) could not be elected',
        '\tat ...',
        `\tSuppressed: ${reason}`,
        '\tSuppressed: org.apache.kafka.common.errors.UnknownTopicOrPartitionException: No such topic as x',
        '',
      ],
      exitCode: 1,
    });
  });

  it('checks its arguments in Kafka’s words', () => {
    const shell = new Terminal();
    expect(shell.give('kafka-leader-election.sh --topic t --partition 0').stderr[0]).toBe('Missing required option(s): bootstrap-server, election-type');
    expect(shell.give(`${LEADER} --election-type foo --all-topic-partitions`).stderr[0]).toBe("Cannot parse argument 'foo' of option election-type");
    expect(shell.give(`${LEADER} --election-type unclean`).stderr[0]).toBe(
      'One and only one of the following options is required: topic, all-topic-partitions, path-to-json-file',
    );
    expect(shell.give(`${LEADER} --election-type unclean --topic t`).stderr[0]).toBe('Missing required option(s): partition');
    expect(shell.give(`${LEADER} --election-type unclean --all-topic-partitions --partition 1`).stderr[0]).toBe(
      'Option partition is only allowed if topic is used',
    );
  });
});

describe('kafka-configs.sh for brokers', () => {
  it('changes settings of one broker or of all, without a restart', () => {
    const shell = new Terminal();
    const all = `kafka-configs.sh ${SERVER} --entity-type brokers --entity-default`;
    expect(shell.out(`${all} --alter --add-config log.retention.ms=1000`)).toEqual(['Completed updating default config for brokers in the cluster.']);
    expect(shell.out(`${all} --describe`)).toEqual([
      'Default configs for brokers in the cluster are:',
      '  log.retention.ms=1000 sensitive=false synonyms={DYNAMIC_DEFAULT_BROKER_CONFIG:log.retention.ms=1000}',
      '  min.insync.replicas=1 sensitive=false synonyms={DYNAMIC_DEFAULT_BROKER_CONFIG:min.insync.replicas=1}',
    ]);
    expect(shell.out(`kafka-configs.sh ${SERVER} --broker 2 --alter --add-config message.max.bytes=2000`)).toEqual(['Completed updating config for broker 2.']);
    expect(shell.out(`kafka-configs.sh ${SERVER} --broker 2 --describe`)[1]).toBe(
      '  message.max.bytes=2000 sensitive=false synonyms={DYNAMIC_BROKER_CONFIG:message.max.bytes=2000, DEFAULT_CONFIG:message.max.bytes=1048588}',
    );
  });

  it('refuses what only a restart changes, and what eligible leader replicas forbid', () => {
    const shell = new Terminal();
    const refusal = (line: string): string =>
      shell.give(line).stderr[1].replace('java.util.concurrent.ExecutionException: org.apache.kafka.common.errors.', '');
    expect(refusal(`kafka-configs.sh ${SERVER} --broker 2 --alter --add-config num.partitions=3`)).toBe(
      'InvalidRequestException: Cannot update these configs dynamically: [num.partitions]',
    );
    expect(refusal(`kafka-configs.sh ${SERVER} --broker 2 --alter --add-config min.insync.replicas=2`)).toBe(
      'InvalidConfigurationException: Broker-level min.insync.replicas cannot be altered while ELR is enabled.',
    );
    expect(shell.give(`kafka-configs.sh ${SERVER} --broker two --describe`).stderr).toEqual([
      'The entity name for brokers must be a valid integer broker id, but it is: two',
    ]);
  });
});

describe('kafka-topics.sh --alter', () => {
  it('places new partitions by hand', () => {
    const shell = new Terminal();
    expect(shell.give(`kafka-topics.sh ${SERVER} --alter --topic t --partitions 3 --replica-assignment 1:2,2:3,4:1`).exitCode).toBe(0);
    expect(shell.out(`kafka-topics.sh ${SERVER} --describe --topic t`)[3]).toContain('Partition: 2\tLeader: 4\tReplicas: 4,1\tIsr: 4,1');
  });
});
