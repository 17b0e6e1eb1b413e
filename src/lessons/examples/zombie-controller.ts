/** A zombie controller (F32): frozen in the middle of an election, it wakes up and commands; the brokers have a newer controller epoch. */
import type { Example } from '#lessons/examples/example.ts';

export const zombieController: Example = {
  slug: 'zombie-controller',
  view: 'cluster',
  scenario: {
    highwater: 1,
    title: { en: 'A zombie controller commands', ko: '좀비 컨트롤러가 명령한다' },
    description: {
      en: 'The controller freezes with commands on its lips. When it wakes up another one is in office: its LeaderAndIsr carry an old controller epoch, and are refused.',
      ko: '컨트롤러가 명령을 내리려다 멈춥니다. 깨어났을 때는 다른 컨트롤러가 있습니다. 옛 컨트롤러 에포크가 실린 LeaderAndIsr은 거절됩니다.',
    },
    kafka: '2.1',
    seed: 1,
    cluster: { brokers: 4 },
    network: { latency: '1ms..3ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
    timeline: [
      { at: '1s', run: 'docker kill kafka1' },
      { when: 'after online(orders-0)', run: 'docker pause kafka4' },
      { at: '20s', run: 'docker unpause kafka4' },
    ],
    until: '30s',
    lesson: {
      beats: [
        {
          id: 'frozen',
          when: 'after online(orders-0)',
          title: { en: 'Decided, not yet told', ko: '정했지만 아직 말하지 않았다' },
          text: {
            en: 'Broker 4, the controller, has written the new leader to ZooKeeper. Before it can tell the brokers, it freezes.',
            ko: '컨트롤러인 브로커 4가 새 리더를 ZooKeeper에 썼습니다. 브로커들에게 말하기 전에 멈춥니다.',
          },
          focus: 'broker:4',
        },
        {
          id: 'successor',
          at: '16s',
          title: { en: 'Another controller', ko: '다른 컨트롤러' },
          text: {
            en: 'Its session expired, /controller vanished with it, and another broker took office in controller epoch 2. It has told the brokers who leads.',
            ko: '세션이 만료돼 /controller가 사라졌고, 다른 브로커가 컨트롤러 에포크 2로 컨트롤러가 됐습니다. 누가 리더인지는 그 브로커가 알렸습니다.',
          },
          focus: 'orders-0',
        },
        {
          id: 'refused',
          at: '21s',
          title: { en: 'Refused by epoch', ko: '에포크로 거절한다' },
          text: {
            en: 'Broker 4 wakes up and sends what it was about to send. The brokers know epoch 2 and answer STALE_CONTROLLER_EPOCH. Then it hears that its session is over.',
            ko: '브로커 4가 깨어나 보내려던 것을 보냅니다. 브로커들은 에포크 2를 알고 있어 STALE_CONTROLLER_EPOCH로 답합니다. 그 뒤 자기 세션이 끝난 것을 듣습니다.',
          },
          focus: 'broker:4',
        },
      ],
    },
  },
};
