/** The high watermark: one record from append to visible, the follower's fetch as acknowledgement, the one-round lag, a paused follower, the ISR shrink. */
import type { Lesson } from '#lessons/lesson.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

/** One record a second, so that each is seen alone. A new group does not wait for company, and one partition keeps all offsets: what matters here is orders-0. With acks=1 the leader's log grows on while the high watermark waits. */
const scenario: ScenarioDocument = {
  highwater: 1,
  title: { en: 'The high watermark', ko: '하이 워터마크' },
  kafka: '4.3',
  seed: 7,
  cluster: { brokers: 3, config: { 'group.initial.rebalance.delay.ms': 0, 'offsets.topic.num.partitions': 1 } },
  network: { latency: '2ms' },
  topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
  clients: {
    p1: { producer: 'orders', rate: '1/s', keys: ['A', 'B', 'C'], start: '1s', config: { acks: 1 } },
    billing: { consumer: 'orders', members: 1, processing: '5ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
  },
  timeline: [{ at: '3.6s', run: 'docker pause kafka3' }],
  until: '15s',
  lesson: {
    beats: [
      { id: 'append', when: 'leo(orders-0) == 1', focus: 'orders-0@0' },
      { id: 'pull', when: 'leo(orders-0, 2) == 1 and leo(orders-0, 3) == 1', focus: 'orders-0@0' },
      { id: 'ack', when: 'hw(orders-0) == 1', focus: 'orders-0@0' },
      { id: 'one-round', when: 'hw(orders-0, 2) == 1', focus: 'broker:2' },
      { id: 'stall', at: '6.5s', focus: 'broker:3' },
      { id: 'unseen', when: 'acked() == 8', focus: 'orders-0@3..7' },
      { id: 'jump', when: 'hw(orders-0) > 3', focus: 'broker:1' },
    ],
    questions: [
      { id: 'pause', at: '3.5s', kind: 'number', value: 'hw(orders-0)', reveal: { at: '6.5s' } },
      {
        id: 'freed',
        at: '9.5s',
        kind: 'choice',
        options: [
          { id: 'majority', check: 'isr(orders-0) == {1, 2, 3} and state(kafka3) == paused' },
          { id: 'shrink', check: 'isr(orders-0) == {1, 2}' },
          { id: 'return', check: 'state(kafka3) != paused' },
        ],
        reveal: { when: 'hw(orders-0) > 3' },
      },
    ],
  },
};

const challenge: ScenarioDocument = {
  ...scenario,
  title: { en: 'Let billing read', ko: 'billing이 읽게 하세요' },
  clients: {
    p1: { producer: 'orders', rate: '10/s', keys: ['A', 'B', 'C'], config: { acks: 'all' } },
    billing: { consumer: 'orders', members: 1, processing: '5ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
  },
  timeline: [{ at: '2s', run: 'docker pause kafka3' }],
  until: '9s',
  lesson: {
    goals: [
      { id: 'visible', check: 'hw(orders-0) >= 40', by: '7s' },
      { id: 'read', check: 'processed(billing) >= 40', by: '8s' },
    ],
    limits: {
      commands: ['docker', 'kafka-topics.sh'],
      settings: ['p1.acks', 'topic:orders.min.insync.replicas', 'cluster.broker.session.timeout.ms'],
      budget: 4,
    },
  },
};

export const lesson: Lesson = {
  slug: 'high-watermark',
  minutes: 8,
  level: 'beginner',
  needs: [],
  terms: ['log-end-offset', 'isr', 'high-watermark'],
  view: 'lanes',
  scenario,
  challenge: {
    scenario: challenge,
    solutions: [
      { name: 'freeing the paused follower', change: [], inputs: [{ at: '3s', run: 'docker unpause kafka3' }] },
      { name: 'a shorter broker session', change: [{ target: 'cluster', key: 'broker.session.timeout.ms', value: '4000' }], inputs: [] },
    ],
    wrong: [
      { name: 'acks=1, which changes what p1 waits for but not what consumers see', change: [{ target: 'p1', key: 'acks', value: '1' }], inputs: [] },
      {
        name: 'min.insync.replicas=1, which is no count of replicas to wait for',
        change: [{ target: 'topic:orders', key: 'min.insync.replicas', value: '1' }],
        inputs: [],
      },
      { name: 'restarting the consumer, which was healthy', change: [], inputs: [{ at: '3s', run: 'docker restart billing-1' }] },
      { name: 'freeing the follower too late', change: [], inputs: [{ at: '7.5s', run: 'docker unpause kafka3' }] },
    ],
  },
};
