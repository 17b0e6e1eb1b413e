/** Bugs of truncation and fencing, which random runs seldom meet: the exhaustive search of the partition protocol finds the way to each, and a cluster shows most. */
import { staleAnswer } from '#lessons/examples/truncation/s4.ts';
import { document, ORDERS } from '#proof/mutations/document.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';

const path = (...moves: readonly string[]): Mutation['directed'] => ({ how: 'partition path', path: moves });

export const fencing: readonly Mutation[] = [
  {
    id: 'M01',
    kind: 'H',
    title: 'A follower truncates to its own high watermark',
    reference: 'KIP-101, 0baea2ac135',
    caughtBy: ['S06'],
    directed: path('1 appends', '2 fetches from 1', '2 fetches from 1', 'the controller fences 3', '1 applies metadata', '2 applies metadata'),
  },
  {
    id: 'M02',
    kind: 'H',
    title: 'The epoch is looked up once, not until both logs agree',
    reference: 'KIP-279, KAFKA-6361, 9679c44d2b5',
    caughtBy: ['S02'],
    directed: path(
      '1 appends',
      'the controller fences 1',
      '2 applies metadata',
      '2 appends',
      '3 fetches from 1',
      '1 applies metadata',
      '3 applies metadata',
      'the controller fences 2',
      '2 applies metadata',
      '3 applies metadata',
      '2 fetches from 3',
    ),
  },
  {
    id: 'M03',
    kind: 'H',
    title: 'Fetches of another epoch are not fenced',
    reference: 'KIP-320, KAFKA-7395, ed3bd79633a',
    caughtBy: ['S03', 'S04'],
    directed: { how: 'scenario', document: { ...staleAnswer.scenario, kafka: '2.1', lesson: undefined } },
  },
  {
    id: 'M06',
    kind: 'H',
    title: 'The high watermark waits for the committed ISR, not for the maximal one',
    reference: 'KIP-497, 57de67db22e',
    caughtBy: ['S03', 'S04', 'S09'],
    instead: 'S07 looks at what a leader says of its ISR, which stays right; what it exposes is seen by S03 and S04',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3, config: { 'replica.lag.time.max.ms': 600 } },
        // The leader hears late that the controller has agreed: meanwhile the new member falls silent.
        network: { latency: '2ms', links: { 'controller1>kafka1': { latency: '1500ms' } } },
        topics: ORDERS,
        clients: { p1: { producer: 'orders', rate: '10/s', count: 300, keys: ['A'], config: { acks: 1, 'request.timeout.ms': 2000 } } },
        timeline: [
          { at: '1s', run: 'docker kill kafka2' },
          { at: '14s', run: 'docker start kafka2' },
          { when: 'isr(orders-0) expands', run: 'docker pause kafka2' },
        ],
        until: '24s',
      }),
    },
  },
  {
    id: 'M44',
    kind: 'E',
    title: 'The high watermark is the end of the leader’s log',
    reference: '—',
    caughtBy: ['S03', 'S04', 'S09'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3 },
        topics: ORDERS,
        clients: { p1: { producer: 'orders', rate: '5/s', count: 5, keys: ['A'], config: { acks: 1 } } },
        until: '3s',
      }),
    },
  },
  {
    id: 'M45',
    kind: 'E',
    title: 'Followers never truncate',
    reference: '—',
    caughtBy: ['S02'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3 },
        topics: ORDERS,
        clients: { p1: { producer: 'orders', rate: '10/s', count: 200, keys: ['A'], config: { acks: 1, 'request.timeout.ms': 2000 } } },
        timeline: [
          { at: '1s', run: 'docker pause kafka2 kafka3' },
          { at: '1.5s', run: 'docker kill kafka1' },
          { at: '2s', run: 'docker unpause kafka2 kafka3' },
          { at: '14s', run: 'docker start kafka1' },
        ],
        until: '30s',
      }),
    },
  },
];
