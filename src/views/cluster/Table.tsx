/** The cluster as tables: the same facts, cell for mark. */
import type { Words } from '../contract.ts';
import { type FactRow, FactTable } from '../marks/FactTable.tsx';
import type { Flight, Heartbeats } from './flights.ts';
import { messageName } from './hits.ts';
import { type Card, type ClusterModel, groupName } from './model.ts';

interface Props {
  readonly model: ClusterModel;
  readonly flights: readonly Flight[];
  readonly heartbeats: readonly Heartbeats[];
  readonly words: Words;
  readonly nowUs: number;
}

export function ClusterTable({ model, flights, heartbeats, words, nowUs }: Props) {
  const t = (key: string) => words(`cluster.table.${key}`);
  const racks = [...new Set(model.brokers.map(({ rack }) => rack))].filter((rack) => rack !== null);
  const clients = [...model.producers, ...model.tools];
  const beside = [...model.beside.left, ...model.beside.centre, ...model.beside.right];
  return (
    <>
      <FactTable
        caption={words('cluster.title')}
        columns={[t('node'), t('state'), t('partitions')]}
        rows={[...model.controllers, ...model.brokers].map((card) => nodeRow(card, words))}
      />
      {racks.length > 1 && <FactTable caption={t('racks')} columns={[t('rack'), t('brokers')]} rows={racks.map((rack) => rackRow(rack, model))} />}
      {clients.length > 0 && (
        <FactTable caption={words('cluster.producers')} columns={[t('node'), t('state'), t('talksTo')]} rows={clients.map((card) => clientRow(card, model))} />
      )}
      {model.groups.map((group) => (
        <FactTable
          key={group.group}
          caption={groupName(group.group, group.state, group.coordinator, words)}
          columns={[t('node'), t('state'), t('talksTo')]}
          rows={[
            { key: group.group, head: group.group, cells: [[{ text: [group.states[0], ...group.guests].join(' · '), fact: group.fact }], []] },
            ...group.members.map((card) => clientRow(card, model)),
          ]}
        />
      ))}
      {beside.length > 0 && (
        <FactTable caption={words('cluster.beside')} columns={[t('node'), t('state'), t('talksTo')]} rows={beside.map((card) => clientRow(card, model))} />
      )}
      <FactTable
        caption={words('cluster.onTheWire')}
        columns={[t('message'), t('what')]}
        rows={[...flights.map((flight) => flightRow(flight, words, nowUs)), ...heartbeats.map((one) => beatRow(one, words))]}
      />
    </>
  );
}

const stateOf = (card: Card) => [
  { text: [...card.lines.map((line) => line.text), ...card.plights.map((plight) => plight.text)].join(' · '), fact: card.fact },
  ...(card.late && card.clock !== null ? [{ text: card.clock.text, fact: card.clock.fact }] : []),
];

function nodeRow(card: Card, words: Words): FactRow {
  return {
    key: card.node,
    head: card.title,
    cells: [stateOf(card), card.holdings.map((one) => ({ text: `${one.label}: ${words(`cluster.role.${one.role}`)}`, fact: one.fact }))],
  };
}

function rackRow(rack: string, { brokers }: ClusterModel): FactRow {
  const names = brokers.filter((card) => card.rack === rack).map((card) => card.title);
  return { key: rack, head: rack, cells: [[{ text: names.join(', '), fact: `rack ${rack}` }]] };
}

function clientRow(card: Card, model: ClusterModel): FactRow {
  return {
    key: card.node,
    head: card.title,
    cells: [stateOf(card), model.links.filter((link) => link.from === card.node).map((link) => ({ text: link.to, fact: link.fact }))],
  };
}

function flightRow(flight: Flight, words: Words, nowUs: number): FactRow {
  return { key: flight.key, head: flight.message.label, cells: [[{ text: messageName(flight, words, nowUs), fact: flight.fact }]] };
}

function beatRow(one: Heartbeats, words: Words): FactRow {
  return { key: one.key, head: words('cluster.heartbeats'), cells: [[{ text: `${one.key.replace('|', ' – ')} ×${one.count}`, fact: one.fact }]] };
}
