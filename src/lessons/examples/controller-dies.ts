/** Without a controller records still flow, but nothing can change: a broker that dies meanwhile keeps its leadership until the controller is back. */
import type { Example } from '#lessons/examples/example.ts';

export const controllerDies: Example = {
  slug: 'controller-dies',
  view: 'cluster',
  scenario: {
    highwater: 1,
    title: { en: 'The controller dies', ko: '컨트롤러가 죽는다' },
    description: {
      en: 'The only controller is killed, and reading and writing go on. Then a broker dies too: nobody can elect a leader until the controller is back and has waited out the session.',
      ko: '하나뿐인 컨트롤러가 죽어도 쓰고 읽는 일은 계속됩니다. 그런데 브로커까지 죽으면, 컨트롤러가 돌아와 세션 시간을 다시 기다릴 때까지 아무도 리더를 뽑지 못합니다.',
    },
    kafka: '4.3',
    seed: 9,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: {
      orders: {
        'replica-assignment': [
          [1, 2, 3],
          [2, 3, 1],
        ],
      },
    },
    clients: {
      p1: { producer: 'orders', rate: '4/s', keys: ['A', 'D', 'B', 'E'] },
      billing: { consumer: 'orders', members: 1, processing: '20ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
    },
    timeline: [
      { at: '5s', run: 'docker kill controller1' },
      { at: '8s', run: 'docker kill kafka2' },
      { at: '20s', run: 'docker start controller1' },
      { at: '36s', run: 'docker start kafka2' },
    ],
    until: '45s',
  },
};
