import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { consumerConfigDef, validateConsumerConfig } from '#kafka/clients/consumer/config.ts';
import { producerConfigDef, validateProducerConfig } from '#kafka/clients/producer/config.ts';
import type { Config } from '#kafka/spec.ts';
import { RECORDED } from './fixtures.ts';

/** What the constructor of Kafka's own client said; null when it took the configuration. */
interface Said {
  readonly client: 'producer' | 'consumer';
  readonly config: Config;
  readonly message: string | null;
}

const CLIENTS = {
  producer: { def: producerConfigDef, validate: (config: Config) => validateProducerConfig(config) },
  consumer: { def: consumerConfigDef, validate: (config: Config) => validateConsumerConfig({ 'group.id': 'g', ...config }) },
} as const;

const said = readFileSync(join(import.meta.dirname, 'fixtures', RECORDED, 'configs.txt'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line) as Said)
  .filter(({ client, config }) => Object.keys(config).every((name) => name in CLIENTS[client].def));

/** What Kafka takes and we do not, or the other way round; each is said in `clients/README.md`. */
const isLeftOut = ({ config, message }: Said): boolean =>
  (message === null && config['partition.assignment.strategy'] === '') ||
  config['partition.assignment.strategy'] === 'range' ||
  Object.values(config).includes('java.lang.String');

const text = (client: Said['client'], config: Config): string => `${client} ${JSON.stringify(config)}`;

describe.each(['producer', 'consumer'] as const)("a %s's configuration", (client) => {
  const own = said.filter((one) => one.client === client && !isLeftOut(one));
  const ours = (one: Said): string => `${text(client, one.config)}: ${CLIENTS[client].validate(one.config)}`;
  const theirs = (one: Said): string => `${text(client, one.config)}: ${one.message}`;

  test('is refused in the words of Kafka 4.3.1, key by key and value by value', () => {
    const refused = own.filter(({ message }) => message !== null);
    expect(refused.length).toBeGreaterThan(300);
    expect(refused.map(ours)).toEqual(refused.map(theirs));
  });

  test('is taken where Kafka 4.3.1 takes it', () => {
    const taken = own.filter(({ message }) => message === null);
    expect(taken.length).toBeGreaterThan(150);
    expect(taken.map(ours)).toEqual(taken.map(theirs));
  });
});
