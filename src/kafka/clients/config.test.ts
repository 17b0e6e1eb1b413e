import { describe, expect, test } from 'vitest';
import { consumerSettings, effectiveConsumerConfig, validateConsumerConfig } from '#kafka/clients/consumer/config.ts';
import { effectiveProducerConfig, producerSettings, validateProducerConfig } from '#kafka/clients/producer/config.ts';

describe('a producer configuration', () => {
  test.each([
    [{ acks: '2' }, 'Invalid value 2 for configuration acks: String must be one of: all, -1, 0, 1'],
    [{ 'linger.ms': '-1' }, 'Invalid value -1 for configuration linger.ms: Value must be at least 0'],
    [{ 'linger.ms': 'soon' }, 'Invalid value soon for configuration linger.ms: Not a number of type LONG'],
    [{ 'batch.size': '9999999999' }, 'Invalid value 9999999999 for configuration batch.size: Not a number of type INT'],
    [{ 'enable.idempotence': 'yes' }, 'Invalid value yes for configuration enable.idempotence: Expected value to be either true or false'],
    [{ 'enable.idempotence': 'true', acks: '1' }, 'Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.'],
    [{ 'enable.idempotence': 'true', retries: '0' }, 'Must set retries to non-zero when using the idempotent producer.'],
    [
      { 'max.in.flight.requests.per.connection': '6' },
      'To use the idempotent producer, max.in.flight.requests.per.connection must be set to at most 5. Current value is 6.',
    ],
    [{ 'enable.idempotence': 'false', 'transactional.id': 't' }, 'Cannot set a transactional.id without also enabling idempotence.'],
    [{ acks: '1', 'transactional.id': 't' }, 'Cannot set a transactional.id without also enabling idempotence.'],
    [{ 'transactional.id': '' }, 'Invalid value  for configuration transactional.id: String must be non-empty'],
    [
      { 'partitioner.class': 'com.example.Mine' },
      'Invalid value com.example.Mine for configuration partitioner.class: Class com.example.Mine could not be found.',
    ],
    [
      { 'partitioner.class': 'org.apache.kafka.clients.producer.UniformStickyPartitioner' },
      'Invalid value org.apache.kafka.clients.producer.UniformStickyPartitioner for configuration partitioner.class: Class org.apache.kafka.clients.producer.UniformStickyPartitioner could not be found.',
    ],
    [{ 'delivery.timeout.ms': '1000' }, 'delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms'],
  ])("%j is refused in Kafka's words", (config, message) => {
    expect(validateProducerConfig(config as never)).toBe(message);
  });

  test.each([
    {},
    { acks: '1' },
    { acks: '0', retries: '0' },
    { 'enable.idempotence': 'false', 'max.in.flight.requests.per.connection': '10' },
    { 'linger.ms': '200000' },
    { 'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner' },
  ])('%j is fine', (config) => {
    expect(validateProducerConfig(config as never)).toBeNull();
  });

  test('idempotence is on by default, and silently off with acks=1 or retries=0', () => {
    expect(producerSettings({}).idempotence).toBe(true);
    expect(producerSettings({ acks: '1' }).idempotence).toBe(false);
    expect(producerSettings({ retries: '0' }).idempotence).toBe(false);
    expect(effectiveProducerConfig({ acks: '1' })['enable.idempotence']).toBe('false');
  });

  test('a default delivery.timeout.ms is raised to linger.ms + request.timeout.ms', () => {
    expect(producerSettings({ 'linger.ms': '100000' }).deliveryTimeoutMs).toBe(130_000);
  });

  test('the defaults are those of 4.3', () => {
    expect(producerSettings({})).toMatchObject({
      acks: -1,
      lingerMs: 5,
      batchSize: 16_384,
      retries: 2_147_483_647,
      deliveryTimeoutMs: 120_000,
      requestTimeoutMs: 30_000,
      maxInFlight: 5,
      maxBlockMs: 60_000,
    });
  });
});

describe('a consumer configuration', () => {
  test('may leave a part of group.instance.id to the name of the process', () => {
    expect(validateConsumerConfig({ 'group.instance.id': '$' + '{hostname}' })).toBeNull();
    expect(validateConsumerConfig({ 'group.instance.id': 'a/$' + '{hostname}' })).toMatch(/^Group instance id is invalid/);
  });

  test.each([
    [
      { 'auto.offset.reset': 'foo' },
      "Invalid value foo for configuration auto.offset.reset: Invalid value `foo` for configuration auto.offset.reset. The value must be either 'earliest', 'latest', 'none' or of the format 'by_duration:<PnDTnHnMn.nS.>'.",
    ],
    [{ 'isolation.level': 'x' }, 'Invalid value x for configuration isolation.level: String must be one of: read_committed, read_uncommitted'],
    [{ 'group.protocol': 'new' }, 'Invalid value new for configuration group.protocol: String must be one of (case insensitive): CONSUMER, CLASSIC'],
    [{ 'max.poll.records': '0' }, 'Invalid value 0 for configuration max.poll.records: Value must be at least 1'],
    [{ 'heartbeat.interval.ms': '45000' }, 'Heartbeat must be set lower than the session timeout'],
    [{ 'group.protocol': 'consumer', 'session.timeout.ms': '10000' }, 'session.timeout.ms cannot be set when group.protocol=CONSUMER'],
  ])("%j is refused in Kafka's words", (config, message) => {
    expect(validateConsumerConfig(config as never)).toBe(message);
  });

  test.each([
    ['by_duration:PT1H', null],
    ['by_duration:', 'by_duration:'],
    ['by_duration', 'by_duration'],
    ['by_duration:-PT1H', 'by_duration:-PT1H'],
    ['BY_DURATION:PT1H', 'BY_DURATION:PT1H'],
    ['Earliest', 'Earliest'],
  ])('auto.offset.reset=%s is as good as in AutoOffsetResetStrategy', (value, refused) => {
    const said = `Invalid value ${refused} for configuration auto.offset.reset: Invalid value \`${refused}\` for configuration auto.offset.reset. The value must be either 'earliest', 'latest', 'none' or of the format 'by_duration:<PnDTnHnMn.nS.>'.`;
    expect(validateConsumerConfig({ 'auto.offset.reset': value })).toBe(refused === null ? null : said);
  });

  test('the assignor of Kafka Streams is none for an ordinary group', () => {
    const config = { 'partition.assignment.strategy': 'stream' };
    expect(validateConsumerConfig(config)).toBe('Highwater does not simulate partition.assignment.strategy=stream yet.');
  });

  test('the defaults are those of 4.3, and assignors may be named by class', () => {
    expect(consumerSettings({})).toMatchObject({
      sessionTimeoutMs: 45_000,
      heartbeatIntervalMs: 3000,
      maxPollIntervalMs: 300_000,
      maxPollRecords: 500,
      autoCommit: true,
      offsetReset: 'latest',
      assignors: ['range', 'cooperative-sticky'],
    });
    expect(validateConsumerConfig({ 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.RoundRobinAssignor' })).toBeNull();
    expect(effectiveConsumerConfig({ 'group.id': 'billing' })['client.id']).toBe('consumer-billing-1');
  });
});
