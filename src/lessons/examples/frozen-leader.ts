/** A leader that was frozen wakes up as a zombie: it answers what had waited, with acks=1, before it learns that it was replaced. */
import type { Example } from '#lessons/examples/example.ts';

export const frozenLeader: Example = {
  slug: 'frozen-leader',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'A frozen leader wakes up', ko: '일시 정지됐던 리더가 다시 움직인다' },
    description: {
      en: 'Broker 1 freezes for 12 s, as in a long garbage collection. It wakes up believing that it leads, and acknowledges records that are already doomed.',
      ko: '긴 가비지 컬렉션처럼 브로커 1이 12초 동안 일시 정지됩니다. 다시 움직이면서도 자기가 리더인 줄 알고, 이미 사라질 레코드에 성공이라고 답합니다.',
    },
    kafka: '4.3',
    seed: 8,
    cluster: { brokers: 3 },
    network: { latency: '1ms..3ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 1 } } },
    clients: { p1: { producer: 'orders', rate: '2/s', count: 30, keys: ['A', 'B', 'C'], config: { acks: 1 } } },
    timeline: [
      { at: '2.2s', run: 'docker pause kafka1' },
      { at: '14.2s', run: 'docker unpause kafka1' },
    ],
    until: '30s',
  },
};
