/** The three promises of delivery, under the same crash: an application reads orders, works and writes invoices, and dies between two of them (KIP-98, KIP-447). */
import type { Example } from '#lessons/examples/example.ts';
import type { ScenarioDocument, Text } from '#scenario/document.ts';

type Commit = 'before-processing' | 'after-processing' | 'in-transaction';

interface Promised {
  readonly slug: string;
  readonly commit: Commit;
  readonly title: Text;
  readonly description: Text;
}

/** Five records are polled at a time, and the third is under way when the process is killed. */
const scenario = ({ commit, title, description }: Promised): ScenarioDocument => ({
  highwater: 1,
  title,
  description,
  kafka: '4.3',
  seed: 7,
  cluster: { brokers: 3, config: { 'group.initial.rebalance.delay.ms': 0, 'offsets.topic.num.partitions': 1, 'transaction.state.log.num.partitions': 1 } },
  network: { latency: '1ms..3ms' },
  // The picture opens on the first: what was made tells how the promise was kept.
  topics: { invoices: { partitions: 1, 'replication-factor': 3 }, orders: { partitions: 1, 'replication-factor': 3 } },
  clients: {
    shop: { producer: 'orders', rate: '50/s', count: 20, keys: ['A', 'B', 'C'], config: { 'linger.ms': 0 } },
    enrich: {
      consumer: 'orders',
      produces: 'invoices',
      commit,
      processing: '100ms',
      config: {
        'auto.offset.reset': 'earliest',
        'session.timeout.ms': 6000,
        'heartbeat.interval.ms': 2000,
        'max.poll.records': 5,
        ...(commit === 'in-transaction' ? { 'isolation.level': 'read_committed' } : {}),
      },
      'producer-config': { 'linger.ms': 0 },
    },
  },
  timeline: [
    { after: 'process(enrich, orders-0@8)', run: 'docker kill enrich-1' },
    { when: 'state(enrich-1) == down', run: 'docker start enrich-1' },
    {
      at: '18s',
      run: `kafka-console-consumer.sh --bootstrap-server kafka1:9092 --topic invoices --from-beginning --timeout-ms 2000${commit === 'in-transaction' ? ' --isolation-level read_committed' : ''}`,
    },
  ],
  until: '22s',
});

const example = (promised: Promised): Example => ({ slug: promised.slug, view: 'lanes', scenario: scenario(promised) });

export const atMostOnce = example({
  slug: 'at-most-once',
  commit: 'before-processing',
  title: { en: 'At most once: committed first', ko: '최대 한 번: 먼저 커밋한다' },
  description: {
    en: 'The application commits its offsets, works and writes on. It dies between two records: what it had committed and not worked on has no invoice.',
    ko: '애플리케이션이 오프셋을 먼저 커밋하고, 처리하고, 이어서 씁니다. 두 레코드 사이에서 죽으면 커밋했지만 처리하지 못한 주문에는 인보이스가 없습니다.',
  },
});

export const atLeastOnce = example({
  slug: 'at-least-once',
  commit: 'after-processing',
  title: { en: 'At least once: committed last', ko: '최소 한 번: 나중에 커밋한다' },
  description: {
    en: 'The application works, writes on, and commits its offsets last. It dies in between: what it had written and not committed is read and written once more.',
    ko: '애플리케이션이 처리하고, 이어서 쓰고, 오프셋을 나중에 커밋합니다. 그 사이에서 죽으면 쓰고도 커밋하지 못한 것을 다시 읽어 한 번 더 씁니다.',
  },
});

export const exactlyOnce = example({
  slug: 'exactly-once',
  commit: 'in-transaction',
  title: { en: 'Exactly once: offsets in the transaction', ko: '정확히 한 번: 오프셋도 트랜잭션에' },
  description: {
    en: 'What is written and how far was read are committed together. It dies in between: the open transaction is aborted, and whoever reads committed records sees each invoice once.',
    ko: '쓴 것과 어디까지 읽었는지를 함께 커밋합니다. 그 사이에서 죽으면 열린 트랜잭션이 중단되고, 커밋된 레코드만 읽는 쪽은 인보이스를 한 번씩만 봅니다.',
  },
});
