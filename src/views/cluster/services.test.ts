import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/views.ts';
import { fixtures } from '../fixtures.ts';
import { wordsFrom } from '../gallery/words.ts';
import { clusterLayout } from './layout.ts';
import { type Card, cardsOf, clusterModel } from './model.ts';

const words = wordsFrom(en);
const { frame } = fixtures.beside;
const model = clusterModel({ frame, changes: [], selection: { kind: 'service', node: 'burrow' }, spotlight: [], words });
const card = (node: string): Card => {
  const found = cardsOf(model).find((one) => one.node === node);
  if (found === undefined) throw new Error(`${node} has no card`);
  return found;
};
const told = (node: string) => [...card(node).lines, ...card(node).plights].map(({ text }) => text);
const reached = (node: string) => model.links.filter(({ from }) => from === node).map(({ to }) => to);

describe('what stands beside Kafka', () => {
  it('has a card each, that can be selected', () => {
    for (const { node } of frame.services ?? []) expect(card(node).selection).toEqual({ kind: 'service', node });
    expect(cardsOf(model).filter(({ selected }) => selected)).toEqual([card('burrow')]);
  });

  it('tells its state in words, and nothing that nobody has any more', () => {
    expect(told('connect')).toEqual(['Kafka Connect · RUNNING 1', 'test.txt → orders', 'orders → test.sink.txt', '1 FAILED']);
    expect(told('words-2')).toEqual(['RESTORING 1_0']);
    expect(told('burrow')).toEqual(['Burrow', 'WARN: words', 'groups watched: 1']);
    expect(told('work')).toEqual(['RabbitMQ queue', 'ready 1 · out 1']);
    expect(told('crew-2')).toEqual(['Worker', 'down']);
  });

  it('is wired to the leaders of what it reads and writes, or to its queue', () => {
    expect(reached('words-1')).toEqual(['kafka2']);
    expect(reached('connect')).toEqual(['kafka1']);
    expect(reached('burrow')).toEqual(['kafka2']);
    expect(reached('q1')).toEqual(['work']);
    expect(reached('crew-2')).toEqual([]);
  });

  it('stands in its group when it is an instance of an application; another member is named there', () => {
    const [sinks, application] = model.groups;
    expect(sinks).toMatchObject({ group: 'connect-local-file-sink', members: [], guests: ['connect'] });
    expect(application.members.map(({ node }) => node)).toEqual(['words-1', 'words-2']);
  });

  it('puts who fills a queue left of it, and who empties it right', () => {
    const { cards } = clusterLayout(model, 1096);
    const [fills, queue, empties] = ['q1', 'work', 'crew-1'].map((node) => cards.get(node)?.x ?? 0);
    expect(fills).toBeLessThan(queue);
    expect(queue).toBeLessThan(empties);
  });
});
