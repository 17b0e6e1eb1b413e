/** The last replica standing, without and with eligible leader replicas (KIP-966): the same fall of three brokers, and two ends. */
import type { Example } from '#lessons/examples/example.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

type Told = Pick<ScenarioDocument, 'title' | 'description'>;

/** Everybody is in sync when five records are acknowledged. Then 3 and 2 go, and 1, the last of the ISR, loses its power and with it what it had not flushed. */
const scenario = (told: Told, elr: 0 | 1): ScenarioDocument => ({
  highwater: 1,
  ...told,
  kafka: '4.3',
  seed: 21,
  cluster: { brokers: 3, features: { 'eligible.leader.replicas.version': elr }, config: { 'offsets.topic.num.partitions': 1 } },
  network: { latency: '2ms' },
  topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
  clients: { p1: { producer: 'orders', rate: '5/s', count: 5, keys: ['A', 'B', 'C'], config: { acks: 'all' } } },
  timeline: [
    { at: '3s', run: 'docker stop kafka3' },
    { at: '6s', run: 'docker stop kafka2' },
    { at: '20s', run: 'kafka-topics.sh --bootstrap-server kafka1:9092 --describe --topic orders' },
    { at: '25s', run: 'fault power-loss kafka1' },
    { at: '38s', run: 'docker start kafka1' },
    { at: '39s', run: 'docker start kafka2' },
    { at: '50s', run: 'docker start kafka3' },
  ],
  until: '70s',
});

export const lastReplica: Example = {
  slug: 'last-replica',
  view: 'lanes',
  scenario: scenario(
    {
      title: { en: 'The last replica standing', ko: '마지막으로 남은 복제본' },
      description: {
        en: 'Two brokers leave in good order, then the last in-sync replica loses its power and its unflushed records. It alone may lead, so the others must forget what they still had.',
        ko: '두 브로커가 정상 종료된 뒤, 마지막 ISR의 전원이 나가 플러시하지 않은 레코드를 잃습니다. 그래도 그 복제본만 리더가 될 수 있어, 나머지가 갖고 있던 레코드까지 버려집니다.',
      },
    },
    0,
  ),
};

export const lastReplicaElr: Example = {
  slug: 'last-replica-elr',
  view: 'lanes',
  scenario: scenario(
    {
      title: { en: 'The last replica standing, with ELR', ko: '마지막으로 남은 복제본, ELR이 있을 때' },
      description: {
        en: 'The same fall, but the controller remembers who left below min.insync.replicas: broker 2 is an eligible leader replica, leads at once, and nothing is lost.',
        ko: '같은 상황이지만, 컨트롤러가 min.insync.replicas 아래에서 빠진 복제본을 기억합니다. ELR인 브로커 2가 바로 리더가 되고 아무것도 잃지 않습니다.',
      },
    },
    1,
  ),
};
