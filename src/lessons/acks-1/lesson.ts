/** An acknowledged record is lost: with acks=1 the leader answers before anybody copied the record, and dies with the only copy. */
import type { Lesson } from '#lessons/lesson.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

/** The wire is cut when three records are everywhere; the leader dies when acks=1 has had two more acknowledged. Story and challenge have the same faults. */
const FAULTS: ScenarioDocument['timeline'] = [
  { when: 'hw(orders-0) == 3', run: 'docker network disconnect kafka kafka2' },
  { when: 'hw(orders-0) == 3', run: 'docker network disconnect kafka kafka3' },
  { at: '480ms', run: 'docker kill kafka1' },
  { at: '480ms', run: 'docker network connect kafka kafka2' },
  { at: '480ms', run: 'docker network connect kafka kafka3' },
  { at: '12s', run: 'docker start kafka1' },
];

const scenario: ScenarioDocument = {
  highwater: 1,
  title: { en: 'An acknowledged record is lost (acks=1)', ko: '성공 응답을 받은 레코드가 사라진다 (acks=1)' },
  kafka: '4.3',
  seed: 42,
  cluster: { brokers: 3 },
  network: { latency: '2ms' },
  topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 1 } } },
  clients: { p1: { producer: 'orders', rate: '10/s', count: 8, keys: ['A', 'B', 'C'], config: { acks: 1 } } },
  timeline: FAULTS,
  until: '16s',
  lesson: {
    beats: [
      { id: 'safe', when: 'hw(orders-0) == 3', focus: 'orders-0@0..2' },
      { id: 'cut', at: '300ms', focus: 'broker:2' },
      { id: 'early', when: 'acked() == 4', focus: 'orders-0@3' },
      { id: 'killed', when: 'state(kafka1) == down', focus: 'broker:1' },
      { id: 'elected', when: 'leader(orders-0) == 2', focus: 'broker:2' },
      { id: 'reused', when: 'leo(orders-0, 2) >= 4', focus: 'orders-0@3' },
      { id: 'truncated', when: 'leo(orders-0, 1) falls', focus: 'broker:1' },
    ],
    questions: [
      {
        id: 'survivors',
        at: '2s',
        kind: 'choice',
        options: [
          { id: 'all', check: 'lost(acked) == 0' },
          { id: 'copied', check: 'lost(acked) == 2' },
          { id: 'half', check: 'lost(acked) == 1' },
          { id: 'none', check: 'lost(acked) == 5' },
        ],
        reveal: { when: 'leader(orders-0) == 2' },
      },
      {
        id: 'told',
        at: '11s',
        kind: 'choice',
        options: [
          { id: 'error', check: 'failed() >= 2' },
          { id: 'resend', check: 'lost(acked) == 0' },
          { id: 'nothing', check: 'failed() == 0 and lost(acked) == 2' },
        ],
        reveal: { when: 'leo(orders-0, 1) falls' },
      },
    ],
  },
};

const challenge: ScenarioDocument = {
  ...scenario,
  title: { en: 'Same faults, no loss', ko: '같은 장애, 유실 없음' },
  lesson: {
    goals: [
      { id: 'none-lost', check: 'lost(acked) == 0' },
      { id: 'all-readable', check: 'visible() == 8', by: '16s' },
    ],
    limits: {
      commands: ['kafka-topics.sh', 'kafka-console-consumer.sh'],
      settings: ['p1.acks', 'p1.retries', 'p1.linger.ms', 'topic:orders.min.insync.replicas'],
    },
  },
};

export const lesson: Lesson = {
  slug: 'acks-1',
  minutes: 8,
  level: 'beginner',
  needs: ['high-watermark'],
  terms: ['acks', 'high-watermark', 'truncation'],
  view: 'lanes',
  scenario,
  challenge: {
    scenario: challenge,
    solutions: [
      { name: 'acks=all', change: [{ target: 'p1', key: 'acks', value: 'all' }], inputs: [] },
      {
        name: 'acks=all with min.insync.replicas=2',
        change: [
          { target: 'p1', key: 'acks', value: 'all' },
          { target: 'topic:orders', key: 'min.insync.replicas', value: '2' },
        ],
        inputs: [],
      },
    ],
    wrong: [
      { name: 'more retries, which repeat only what failed', change: [{ target: 'p1', key: 'retries', value: '2147483647' }], inputs: [] },
      { name: 'linger.ms=0', change: [{ target: 'p1', key: 'linger.ms', value: '0' }], inputs: [] },
      { name: 'acks=0', change: [{ target: 'p1', key: 'acks', value: '0' }], inputs: [] },
      {
        name: 'min.insync.replicas=2 with acks=1, which it does not concern',
        change: [{ target: 'topic:orders', key: 'min.insync.replicas', value: '2' }],
        inputs: [],
      },
    ],
  },
};
