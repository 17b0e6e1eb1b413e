/** A cluster of three brokers as tests of the shell know it: no World behind it. */
import type { ShellContext } from '#shell/context.ts';
import { quietNetwork } from '#sim/network.ts';

export const exampleContext: ShellContext = {
  spec: {
    profile: '4.3',
    metadata: 'kraft',
    seed: 1,
    brokers: [1, 2, 3].map((id) => ({ id, rack: null, config: {} })),
    controllers: 1,
    config: {},
    network: quietNetwork,
    topics: [{ name: 'orders', partitions: 3, replicationFactor: 3, config: {} }],
    producers: [],
    groups: [{ group: 'billing', topics: ['orders'], members: 2, processingUs: 0, commit: 'auto', startUs: 0, config: {} }],
  },
  nodes: ['controller1', 'kafka1', 'kafka2', 'kafka3', 'p1', 'billing-1', 'billing-2', 'tool-1'],
  topics: ['orders', 'payments'],
  groups: ['billing'],
  nextTool: 2,
};
