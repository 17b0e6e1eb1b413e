import { expect, test } from 'vitest';
import type { ControllerFrame, Frame } from '#kafka/frame.ts';
import { fixtures } from '../fixtures.ts';
import { metadataModel } from './model.ts';

const words = (key: string, params?: Readonly<Record<string, string | number>>): string => [key, ...Object.values(params ?? {})].join(' ');

const znode = (path: string) => ({ path, text: '', version: 0, ephemeralOwner: null });
const server: ControllerFrame = {
  ...fixtures.healthy.frame.controllers[0],
  quorum: undefined,
  ensemble: { role: 'LEADING', epoch: 1, serving: true, sessions: [], connections: [], znodes: ['/brokers/ids/1', '/brokers/ids/3'].map(znode) },
};
const zookeeper: Frame = {
  ...fixtures.healthy.frame,
  controllers: [server],
  brokers: fixtures.healthy.frame.brokers.map((broker) => ({ ...broker, status: 'up', controller: { active: broker.id === 1, epoch: 1 } })),
};

test('a broker of a ZooKeeper cluster is registered by its znode, and nobody calls it fenced', () => {
  const brokers = metadataModel(zookeeper, words).rows.filter(({ kind }) => kind === 'broker');
  expect(brokers.map(({ state }) => state)).toEqual(['metadata.registered · metadata.active', 'metadata.unregistered', 'metadata.registered']);
});

test('a broker of a quorum is unfenced or fenced', () => {
  const brokers = metadataModel(fixtures.healthy.frame, words).rows.filter(({ kind }) => kind === 'broker');
  expect(new Set(brokers.map(({ state }) => state))).toEqual(new Set(['metadata.unfenced']));
});
