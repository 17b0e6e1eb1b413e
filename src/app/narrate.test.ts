import { describe, expect, it } from 'vitest';
import { changeLines, isNews, narrate } from '#app/narrate.ts';
import type { KafkaFact } from '#kafka/facts.ts';

const say = (key: string, params: Readonly<Record<string, string | number>>) => `${key} ${params.node ?? params.broker ?? ''}`.trim();
const texts = (facts: readonly KafkaFact[]) => changeLines(facts, say).map(({ text }) => text);
const appended: KafkaFact = {
  fact: 'RecordsAppended',
  tp: 'orders-0',
  broker: 1,
  role: 'leader',
  baseOffset: 3,
  lastOffset: 4,
  leaderEpoch: 0,
  ids: ['p1#4', 'p1#5'],
};

describe('Narration', () => {
  it('uses the sentence that fits the fact', () => {
    expect(narrate({ fact: 'ProcessKilled', node: 'kafka1' }, say)).toBe('ProcessKilled kafka1');
    expect(narrate(appended, say)).toBe('RecordsAppended.leader.many 1');
  });
});

describe('What changed', () => {
  it('tells landmarks first, each sentence once, noise never', () => {
    const killed: KafkaFact = { fact: 'ProcessKilled', node: 'kafka1' };
    expect(texts([{ fact: 'MetadataRefreshed', node: 'p1' }, appended, killed, killed])).toEqual(['ProcessKilled kafka1', 'RecordsAppended.leader.many 1']);
  });

  it('stops at five lines', () => {
    expect(texts([1, 2, 3, 4, 5, 6].map((broker): KafkaFact => ({ fact: 'BrokerUnfenced', broker })))).toHaveLength(5);
  });

  it('tells what Kafka does for itself, who hears of a thing later and how it was ordered after the thing', () => {
    expect(
      texts([
        { ...appended, tp: '__consumer_offsets-0', broker: 2 },
        { fact: 'HighWatermarkAdvanced', tp: 'orders-0', broker: 3, role: 'follower', from: 0, to: 1 },
        { fact: 'CommandRun', command: 'docker start kafka1' },
        { fact: 'ProcessStarted', node: 'kafka1' },
        appended,
      ]),
    ).toEqual(['ProcessStarted kafka1', 'RecordsAppended.leader.many 1', 'HighWatermarkAdvanced.follower 3', 'CommandRun', 'RecordsAppended.leader.many 2']);
  });
});

describe('The news', () => {
  it('is a landmark of what a person follows, not of an internal topic or of a partition that begins', () => {
    const elected: KafkaFact = { fact: 'LeaderElected', tp: 'orders-0', leader: 2, previousLeader: 1, leaderEpoch: 1, isr: [2], candidates: [2], how: 'isr' };
    expect(isNews(elected)).toBe(true);
    expect(isNews({ ...elected, tp: '__consumer_offsets-0' })).toBe(false);
    expect(isNews({ ...elected, how: 'created' })).toBe(false);
    expect(isNews(appended)).toBe(false);
  });
});
