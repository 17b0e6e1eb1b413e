/** What an event is about: the thing that is selected when somebody goes to it. */
import { asKafkaFact, type KafkaFact, SIGNIFICANCE } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Selection } from '../contract.ts';

/** A process of the run by its name; null for the world outside. */
export function thingOfNode(node: string, frame: Frame): Selection | null {
  const broker = frame.brokers.find((one) => one.node === node);
  if (broker) return { kind: 'broker', id: broker.id };
  if (frame.controllers.some((one) => one.node === node)) return { kind: 'controller', node };
  if (frame.producers.some((one) => one.node === node)) return { kind: 'producer', node };
  if (frame.consumers.some((one) => one.node === node)) return { kind: 'consumer', node };
  if (frame.services?.some((one) => one.node === node)) return { kind: 'service', node };
  return frame.tools.some((one) => one.node === node) ? { kind: 'tool', node } : null;
}

function thingOfFact(fact: KafkaFact, frame: Frame): Selection | null {
  if (fact.fact === 'RecordsAppended') return { kind: 'record', tp: fact.tp, broker: fact.broker, offset: fact.baseOffset };
  if ('tp' in fact && 'broker' in fact) return { kind: 'replica', tp: fact.tp, broker: fact.broker };
  if ('tp' in fact) return { kind: 'partition', tp: fact.tp };
  if ('group' in fact) return { kind: 'group', group: fact.group };
  if ('broker' in fact) return { kind: 'broker', id: fact.broker };
  return 'node' in fact ? thingOfNode(fact.node, frame) : null;
}

/** The most telling fact of an event; undefined when it has none that is worth a line. */
export function news(event: TraceEvent): KafkaFact | undefined {
  let best: KafkaFact | undefined;
  for (const one of event.facts) {
    const fact = asKafkaFact(one);
    if (SIGNIFICANCE[fact.fact] > (best === undefined ? 0 : SIGNIFICANCE[best.fact])) best = fact;
  }
  return best;
}

/** How much an event matters: as much as its most telling fact. */
export function weightOf(event: TraceEvent): 0 | 1 | 2 | 3 {
  const fact = news(event);
  return fact === undefined ? 0 : SIGNIFICANCE[fact.fact];
}

export function thingOfEvent(event: TraceEvent, frame: Frame): Selection | null {
  const fact = news(event);
  return (fact === undefined ? null : thingOfFact(fact, frame)) ?? thingOfNode(event.node, frame);
}
