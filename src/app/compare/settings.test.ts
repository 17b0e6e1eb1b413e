import { describe, expect, it } from 'vitest';
import { ownersOf } from '#app/compare/settings.ts';
import { lessonOf } from '#lessons/catalog.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { ifChanged } from '#session/compare/what-if.ts';
import { openSession } from '#session/session.ts';

const document = lessonOf('consumer-lag')?.scenario as ScenarioDocument;
const session = openSession(document);
if (!session.ok) throw new Error(JSON.stringify(session.error));
const frame = session.value.branches[0].timeline.frameAt(0);

describe('Settings that a what-if can change', () => {
  it('are those of clients, groups, topics and all brokers, each with its value now', () => {
    const owners = ownersOf(frame, document, undefined);
    expect(owners.map(({ kind }) => kind)).toEqual(['producer', 'group', 'topic', 'cluster']);
    const [producer, group, topic, cluster] = owners.map(({ settings }) => Object.fromEntries(settings.map(({ key, value }) => [key, value])));
    expect(producer).toMatchObject({ acks: 'all', 'linger.ms': '5' });
    expect(group).toMatchObject({ members: '1', 'auto.offset.reset': 'earliest' });
    expect(topic).toMatchObject({ 'min.insync.replicas': expect.any(String), 'cleanup.policy': 'delete' });
    expect(topic).not.toHaveProperty('partitions'); // the document says which broker has which replica
    expect(cluster).toMatchObject({ 'broker.session.timeout.ms': '9000' });
  });

  it('are only those that a lesson allows', () => {
    expect(ownersOf(frame, document, ['billing.members']).map(({ target, settings }) => [target, settings.map(({ key }) => key)])).toEqual([
      ['billing', ['members']],
    ]);
    expect(ownersOf(frame, document, [])).toEqual([]);
  });

  it('can be set to what they are: none of them is refused', () => {
    for (const { target, settings } of ownersOf(frame, document, undefined))
      for (const { key, value } of settings) {
        const same = ifChanged(session.value, [{ target, key, value }]);
        expect([target, key, same.ok ? [] : same.error.map(({ message }) => message)]).toEqual([target, key, []]);
      }
  });
});
