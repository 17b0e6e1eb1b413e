/** Bugs of ZooKeeper clusters: of the controller that a broker is, and of brokers that obey it. */
import { document } from '#proof/mutations/document.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';

const WITH_ZOOKEEPER = { brokers: 3, metadata: 'zookeeper' } as const;

export const zookeeper: readonly Mutation[] = [
  {
    id: 'M09',
    kind: 'H',
    title: 'A control request is obeyed though it was meant for an earlier life of the broker',
    reference: 'KIP-380, KAFKA-7235, 2155c6d54b0',
    caughtBy: ['S14'],
    instead: 'S14 sees the command taken over; S06 would have to wait for what the broker makes of it',
    directed: {
      how: 'scenario',
      document: document({
        kafka: '3.9',
        cluster: WITH_ZOOKEEPER,
        topics: { orders: { 'replica-assignment': [[3, 1, 2]] } },
        timeline: [
          // The controller hears late that broker 3 is gone and back, and sends again what broker 3 did not hear.
          { at: '0.9s', run: 'fault delay --from zookeeper1 --to kafka1 --latency 1s' },
          { at: '0.9s', run: 'fault drop --from kafka1 --to kafka3 --api LeaderAndIsr --count 1' },
          { at: '1s', run: 'docker restart kafka3' },
        ],
        until: '8s',
      }),
    },
  },
  {
    id: 'M10',
    kind: 'H',
    title: 'A controller that has been replaced goes on writing',
    reference: 'KAFKA-6082, 297fb396a00',
    caughtBy: ['S18'],
    instead: 'the version of the state znode lets nobody write over what he has not read, so no epoch goes back and S14 is content',
    directed: {
      how: 'scenario',
      document: document({
        kafka: '3.9',
        cluster: WITH_ZOOKEEPER,
        topics: { orders: { 'replica-assignment': [[3, 1, 2]] } },
        timeline: [
          { at: '0.9s', run: 'fault delay --from zookeeper1 --to kafka1 --latency 300ms' },
          { at: '1s', run: 'docker stop kafka3' },
          { at: '1.1s', run: 'fault delete-znode /controller' },
        ],
        until: '4s',
      }),
    },
  },
  {
    id: 'M50',
    kind: 'E',
    title: 'LeaderAndIsr is obeyed once more when the network brings it twice',
    reference: '—',
    caughtBy: ['S14'],
    directed: {
      how: 'scenario',
      document: document({
        kafka: '2.1',
        cluster: { ...WITH_ZOOKEEPER, config: { 'auto.leader.rebalance.enable': false } },
        network: { latency: '2ms', links: { 'kafka1>kafka2': { latency: '1ms..4s', duplicate: '100%' } } },
        topics: { orders: { 'replica-assignment': [[2, 3]] } },
        clients: { p1: { producer: 'orders', rate: '10/s', count: 100, keys: ['A'], config: { acks: 'all' } } },
        timeline: [{ at: '1s', run: 'docker restart kafka3' }],
        until: '12s',
      }),
    },
  },
];
