/** Consumer lag: a consumer slower than its producer, members up to the number of partitions, and one too many. */
import type { Lesson } from '#lessons/lesson.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

/** Six keys, two for each partition (murmur2), so that all three get the same share. max.poll.records keeps a poll to about a second of work. */
const scenario: ScenarioDocument = {
  highwater: 1,
  title: { en: 'Consumer lag', ko: '컨슈머 랙' },
  kafka: '4.3',
  seed: 11,
  cluster: { brokers: 3, config: { 'group.initial.rebalance.delay.ms': 0, 'offsets.topic.num.partitions': 1 } },
  network: { latency: '2ms' },
  topics: {
    orders: {
      'replica-assignment': [
        [1, 2, 3],
        [2, 3, 1],
        [3, 1, 2],
      ],
    },
  },
  clients: {
    p1: { producer: 'orders', rate: '12/s', keys: ['A', 'D', 'F', 'B', 'G', 'H'], config: { acks: 'all' } },
    billing: {
      consumer: 'orders',
      members: 1,
      processing: '125ms',
      commit: 'after-processing',
      config: { 'auto.offset.reset': 'earliest', 'max.poll.records': 8 },
    },
  },
  timeline: [
    { at: '14s', run: 'docker compose up -d --scale billing=3' },
    { at: '26s', run: 'docker compose up -d --scale billing=4' },
  ],
  until: '32s',
  lesson: {
    beats: [
      { id: 'alone', chapter: 'one', when: 'members(billing) == 1 and state(billing) == Stable', focus: 'group:billing', view: 'lanes' },
      { id: 'growing', at: '3s', focus: 'group:billing', view: 'lag' },
      { id: 'rebalance', chapter: 'more', when: 'time() > 14s and state(billing) == PreparingRebalance', focus: 'group:billing', view: 'cluster' },
      { id: 'shared', when: 'members(billing) == 3 and state(billing) == Stable', focus: 'group:billing', view: 'cluster' },
      { id: 'falling', at: '19s', focus: 'group:billing', view: 'lag' },
      { id: 'idle', when: 'members(billing) == 4 and state(billing) == Stable', focus: 'group:billing', view: 'cluster' },
    ],
    questions: [
      {
        id: 'lag-at-13',
        at: '6s',
        kind: 'choice',
        options: [
          { id: 'same', check: 'lag(billing) < 44' },
          { id: 'sum', check: 'lag(billing) >= 44 and lag(billing) < 71' },
          { id: 'written', check: 'lag(billing) >= 71 and lag(billing) < 99' },
          { id: 'all', check: 'lag(billing) >= 99' },
        ],
        reveal: { at: '13s' },
      },
      {
        id: 'fourth',
        at: '24s',
        kind: 'choice',
        options: [
          { id: 'faster', check: 'members(billing) == 4 and idle(billing) == 0' },
          { id: 'splits', check: 'members(billing) < 4' },
          { id: 'idle', check: 'members(billing) == 4 and idle(billing) == 1' },
        ],
        reveal: { when: 'members(billing) == 4 and state(billing) == Stable' },
      },
    ],
  },
};

const challenge: ScenarioDocument = {
  ...scenario,
  title: { en: 'Catch up on a budget', ko: '정해진 인원으로 따라잡기' },
  topics: {
    orders: {
      'replica-assignment': [
        [1, 2, 3],
        [2, 3, 1],
        [3, 1, 2],
        [1, 3, 2],
      ],
    },
  },
  clients: {
    p1: { producer: 'orders', rate: '24/s', keys: ['A', 'B', 'D', 'G'], config: { acks: 'all' } },
    billing: {
      consumer: 'orders',
      members: 1,
      processing: '125ms',
      commit: 'after-processing',
      config: { 'auto.offset.reset': 'earliest', 'max.poll.records': 8 },
    },
  },
  timeline: [],
  until: '40s',
  lesson: {
    goals: [
      { id: 'work', check: 'processed(billing) >= 900', by: '40s' },
      { id: 'caught-up', check: 'lag(billing) <= 20', by: '40s' },
      { id: 'budget', check: 'members(billing) <= 4', by: '40s' },
    ],
    limits: { commands: ['docker compose', 'kafka-consumer-groups.sh'], settings: ['billing.max.poll.records', 'p1.acks'], budget: 4 },
  },
};

export const lesson: Lesson = {
  slug: 'consumer-lag',
  minutes: 8,
  level: 'beginner',
  needs: [],
  terms: ['lag', 'consumer-group', 'rebalance'],
  view: 'lag',
  scenario,
  challenge: {
    scenario: challenge,
    solutions: [{ name: 'one member for each partition', change: [], inputs: [{ at: '6s', run: 'docker compose up -d --scale billing=4' }] }],
    wrong: [
      { name: 'two members', change: [], inputs: [{ at: '6s', run: 'docker compose up -d --scale billing=2' }] },
      { name: 'three members for four partitions', change: [], inputs: [{ at: '6s', run: 'docker compose up -d --scale billing=3' }] },
      { name: 'six members, of which two are idle', change: [], inputs: [{ at: '6s', run: 'docker compose up -d --scale billing=6' }] },
      { name: 'larger polls, which do not make the work faster', change: [{ target: 'billing', key: 'max.poll.records', value: '500' }], inputs: [] },
      { name: 'acks=1 for the producer', change: [{ target: 'p1', key: 'acks', value: '1' }], inputs: [] },
    ],
  },
};
