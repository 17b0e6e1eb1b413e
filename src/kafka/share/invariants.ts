/** Invariants of share groups, for each leader by itself: one that was cut off hands out on for a while, and the persister refuses what it writes. */

import { asKafkaFact, type FactName, type KafkaFact } from '#kafka/facts.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { Fact } from '#sim/event.ts';
import type { Invariant } from '#sim/invariant.ts';

/** What one leader has told of one group and partition since it began with it. */
interface Told {
  start: Offset;
  readonly holders: Map<Offset, string>;
  readonly deliveries: Map<Offset, number>;
}

const NAMES: readonly FactName[] = ['SharePartitionLoaded', 'RecordsAcquired', 'DeliveryStateChanged', 'ShareStartOffsetAdvanced'];

function judged(told: Map<string, Told>, fact: KafkaFact): string | undefined {
  switch (fact.fact) {
    case 'SharePartitionLoaded':
      told.set(`${fact.broker} ${fact.group} ${fact.tp}`, { start: fact.startOffset, holders: new Map(), deliveries: new Map() });
      return undefined;
    case 'RecordsAcquired':
      return acquired(told.get(`${fact.broker} ${fact.group} ${fact.tp}`), fact);
    case 'DeliveryStateChanged': {
      const one = told.get(`${fact.broker} ${fact.group} ${fact.tp}`);
      for (let offset = fact.firstOffset; offset <= fact.lastOffset; offset++) {
        if (one !== undefined && !one.holders.has(offset)) return `${fact.tp}@${offset} of group ${fact.group} became ${fact.state}, and nobody had it`;
        one?.holders.delete(offset);
      }
      return undefined;
    }
    case 'ShareStartOffsetAdvanced': {
      const one = told.get(`${fact.broker} ${fact.group} ${fact.tp}`);
      if (one !== undefined) one.start = fact.to;
      return undefined;
    }
    default:
      return undefined;
  }
}

function acquired(one: Told | undefined, fact: Extract<KafkaFact, { fact: 'RecordsAcquired' }>): string | undefined {
  if (one === undefined) return `kafka${fact.broker} gives out ${fact.tp} for group ${fact.group} before it has asked the persister`;
  for (let offset = fact.firstOffset; offset <= fact.lastOffset; offset++) {
    const at = `${fact.tp}@${offset} of group ${fact.group}`;
    const holder = one.holders.get(offset);
    if (holder !== undefined) return `${at} goes to ${fact.node}, and ${holder} has it`;
    if (offset < one.start) return `${at} goes to ${fact.node}, though the group is done with everything before ${one.start}`;
    const before = one.deliveries.get(offset);
    if (before !== undefined && fact.deliveryCount !== before + 1) return `${at} was delivered ${before} times, and now for the ${fact.deliveryCount}th`;
    one.holders.set(offset, fact.node);
    one.deliveries.set(offset, fact.deliveryCount);
  }
  return undefined;
}

export const shareInvariants: readonly Invariant<unknown>[] = [
  () => {
    const told = new Map<string, Told>();
    return {
      id: 'S20',
      title: 'A record of a share group is with one member at a time, counted with each delivery, and never delivered again when it is done with',
      facts: NAMES,
      check: (_, { facts }) => {
        for (const fact of facts as readonly Fact[]) {
          const message = judged(told, asKafkaFact(fact));
          if (message !== undefined) return message;
        }
        return undefined;
      },
    };
  },
];
