import { describe, expect, it } from 'vitest';
import { brokerConfigError, intConfig, topicConfigError, topicInt, topicValue } from '#kafka/metadata/config.ts';

describe('configuration', () => {
  it('has the defaults of Kafka 4.3', () => {
    expect(intConfig({}, 'replica.lag.time.max.ms')).toBe(30_000);
    expect(intConfig({}, 'broker.session.timeout.ms')).toBe(9000);
    expect(intConfig({ 'replica.lag.time.max.ms': '10000' }, 'replica.lag.time.max.ms')).toBe(10_000);
  });

  it('falls back from the topic to the broker, under the broker’s name', () => {
    expect(topicInt({}, { 'message.max.bytes': '10' }, 'max.message.bytes')).toBe(10);
    expect(topicInt({ 'min.insync.replicas': '3' }, { 'min.insync.replicas': '2' }, 'min.insync.replicas')).toBe(3);
    expect(topicValue({}, {}, 'cleanup.policy')).toBe('delete');
  });

  it('refuses bad values in the words of ConfigException', () => {
    expect(topicConfigError({ 'min.insync.replicas': 'two' })).toBe('Invalid value two for configuration min.insync.replicas: Not a number of type INT');
    expect(topicConfigError({ 'min.insync.replicas': '0' })).toBe('Invalid value 0 for configuration min.insync.replicas: Value must be at least 1');
    expect(topicConfigError({ 'cleanup.policy': 'burn' })).toBe('Invalid value burn for configuration cleanup.policy: String must be one of: compact, delete');
    expect(topicConfigError({ 'unclean.leader.election.enable': 'yes' })).toBe(
      'Invalid value yes for configuration unclean.leader.election.enable: Expected value to be either true or false',
    );
    expect(topicConfigError({ 'min.cleanable.dirty.ratio': '2' })).toBe(
      'Invalid value 2.0 for configuration min.cleanable.dirty.ratio: Value must be no more than 1',
    );
    expect(brokerConfigError({ 'replica.lag.time.max.ms': '-' })).toBe('Invalid value - for configuration replica.lag.time.max.ms: Not a number of type LONG');
  });

  it('takes throttled replicas as a star or as partition:broker pairs', () => {
    const name = 'leader.replication.throttled.replicas';
    for (const good of ['*', '0:1', '0:1, 3:7', '']) expect(topicConfigError({ [name]: good })).toBeUndefined();
    for (const [bad, shown] of [
      ['0:1,x', '[0:1, x]'],
      ['*,0:1', '[*, 0:1]'],
      ['1', '[1]'],
    ])
      expect(topicConfigError({ [name]: bad })).toBe(
        `Invalid value ${shown} for configuration ${name}: ${name} must be the literal '*' or a list of replicas in the following format: [partitionId]:[brokerId],[partitionId]:[brokerId],...`,
      );
  });

  it('knows one replica selector, and says so of any other', () => {
    const name = 'replica.selector.class';
    expect(brokerConfigError({ [name]: 'org.apache.kafka.common.replica.RackAwareReplicaSelector' })).toBeUndefined();
    expect(brokerConfigError({ [name]: 'com.example.Mine' })).toBe('Highwater does not simulate replica.selector.class=com.example.Mine yet.');
  });

  it('refuses unknown topic settings by name', () => {
    expect(topicConfigError({ 'retention.mss': '1' })).toBe('Unknown topic config name: retention.mss');
  });

  it('checks settings against each other as the broker does when it starts', () => {
    expect(brokerConfigError({ 'replica.lag.time.max.ms': '400' })).toContain(
      'replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms',
    );
    expect(brokerConfigError({ 'replica.lag.time.max.ms': '1000' })).toBeUndefined();
  });
});

describe('settings that change nothing here', () => {
  it('have their ranges: a level of gzip is 1 to 9, or -1', () => {
    expect(topicConfigError({ 'compression.gzip.level': '-1', 'compression.lz4.level': '17', 'compression.zstd.level': '-5' })).toBeUndefined();
    expect(topicConfigError({ 'compression.gzip.level': '0' })).toBe(
      'Invalid value 0 for configuration compression.gzip.level: Value must be between 1 and 9 or equal to -1',
    );
    expect(topicConfigError({ 'compression.lz4.level': '18' })).toBe('Invalid value 18 for configuration compression.lz4.level: Value must be no more than 17');
  });

  it('are refused where the cluster would need tiered storage', () => {
    expect(topicConfigError({ 'remote.storage.enable': 'false', 'local.retention.ms': '1000' })).toBeUndefined();
    expect(topicConfigError({ 'remote.storage.enable': 'TRUE' })).toBe(
      'Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.',
    );
  });
});
