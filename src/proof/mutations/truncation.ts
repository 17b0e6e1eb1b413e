/** Bugs of truncation that need a whole cluster to show: who cuts, to where, and what is left of the high watermark. */
import { joinsTooEarly } from '#lessons/examples/truncation/s5.ts';
import { document, ORDERS } from '#proof/mutations/document.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';

export const truncation: readonly Mutation[] = [
  {
    id: 'M04',
    kind: 'H',
    title: 'A replica joins the ISR at the high watermark, before the start of the leader’s epoch',
    reference: 'KAFKA-7128, 70c51633f2f',
    caughtBy: ['S17'],
    directed: { how: 'scenario', document: { ...joinsTooEarly.scenario, kafka: '2.1', lesson: undefined } },
  },
  {
    id: 'M05',
    kind: 'H',
    title: 'A follower that missed epochs does not truncate, because its leader is the same again',
    reference: 'KAFKA-7164, 69283b4038a',
    caughtBy: ['S02'],
    directed: {
      how: 'scenario',
      document: document({
        kafka: '2.1',
        cluster: { brokers: 4, config: { 'leader.imbalance.check.interval.seconds': 5 } },
        topics: { orders: { 'replica-assignment': [[1, 3, 2]], config: { 'min.insync.replicas': 1 } } },
        clients: { p1: { producer: 'orders', rate: '10/s', count: 300, keys: ['A'], config: { acks: 1, 'request.timeout.ms': 2000 } } },
        timeline: [
          { at: '1s', run: 'docker pause kafka3' },
          { at: '2s', run: 'docker pause kafka2' },
          { at: '2s', run: 'docker kill kafka1' },
          { at: '2.5s', run: 'docker unpause kafka3' },
          { at: '14s', run: 'docker start kafka1' },
          { at: '30s', run: 'docker unpause kafka2' },
        ],
        until: '40s',
      }),
    },
  },
  {
    id: 'M14',
    kind: 'H',
    title: 'The checkpointed high watermark is forgotten while there is no leader',
    reference: 'KAFKA-1647, 1ed9cf6d036',
    caughtBy: ['S20'],
    instead: 'S10 and S11 would follow in 0.10, whose own truncation excuses them; S20 sees the checkpoint itself',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 2 },
        topics: { orders: { 'replica-assignment': [[1, 2]], config: { 'min.insync.replicas': 1 } } },
        clients: { p1: { producer: 'orders', rate: '10/s', count: 10, keys: ['A'], config: { acks: 'all' } } },
        timeline: [
          { at: '8s', run: 'docker kill kafka2' },
          { at: '20s', run: 'docker kill kafka1' },
          { at: '31s', run: 'docker start kafka2' },
          { at: '60s', run: 'docker kill kafka2' },
          { at: '70s', run: 'docker start kafka2' },
        ],
        until: '80s',
      }),
    },
  },
  {
    id: 'M15',
    kind: 'H',
    title: 'A follower whose offset is out of range begins anew, whatever its leader has',
    reference: 'KAFKA-2143, 87eccb9a3be',
    caughtBy: ['S10'],
    directed: {
      how: 'scenario',
      document: document({
        kafka: '0.10',
        cluster: { brokers: 2 },
        // Between the fetch that is out of range and the question for the leader's end lies a second, in which that end comes to the follower's.
        network: { latency: '2ms', links: { 'kafka1>kafka2': { latency: '500ms' }, 'kafka2>kafka1': { latency: '500ms' } } },
        topics: { orders: { 'replica-assignment': [[1, 2]], config: { 'min.insync.replicas': 1, 'unclean.leader.election.enable': true } } },
        clients: { p1: { producer: 'orders', rate: '2/s', count: 100, keys: ['A'], config: { acks: 1, 'request.timeout.ms': 2000 } } },
        timeline: [
          { at: '8s', run: 'docker kill kafka2' },
          { at: '24s', run: 'docker kill kafka1' },
          { at: '25s', run: 'docker start kafka2' },
          { at: '43.9s', run: 'docker start kafka1' },
        ],
        until: '55s',
      }),
    },
  },
  {
    id: 'M18',
    kind: 'H',
    title: 'The high watermark stays where it was when the log below it is cut off',
    reference: 'KAFKA-9491, b029902b129',
    caughtBy: ['S09'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3 },
        topics: { orders: { ...ORDERS.orders, config: { 'unclean.leader.election.enable': true } } },
        clients: { p1: { producer: 'orders', rate: '2/s', count: 26, keys: ['A'], config: { acks: 'all' } } },
        timeline: [
          { at: '2s', run: 'docker pause kafka2 kafka3' },
          { at: '16s', run: 'docker kill kafka1' },
          { at: '17s', run: 'docker unpause kafka2 kafka3' },
          { at: '35s', run: 'docker start kafka1' },
        ],
        until: '45s',
      }),
    },
  },
];
