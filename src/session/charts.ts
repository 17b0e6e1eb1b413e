/** The machines of a thing, each with the state that the Frame says it is in. None for what has no machine of its own. */
import type { Frame, ProducerFrame } from '#kafka/frame.ts';
import { charts } from '#kafka/machines.ts';
import type { Thing } from '#session/asking.ts';
import type { Chart } from '#sim/chart.ts';

export interface StatedChart {
  /** Class whose states these are. */
  readonly of: string;
  /** Which one of several it is, such as the partition of a batch. */
  readonly about?: string;
  readonly chart: Chart;
  /** Null when it is in none of them. */
  readonly state: string | null;
}

function stated(name: keyof typeof charts, state: string): StatedChart {
  const { of, chart } = charts[name];
  return { of, chart, state: chart.states.some((one) => one.name === state) ? state : null };
}

function ofReplica(frame: Frame, tp: string, broker: number): StatedChart[] {
  const partition = frame.partitions.find((one) => one.tp === tp);
  const log = partition?.logs.find((one) => one.broker === broker);
  if (partition === undefined || log === undefined) return [];
  const role = stated('role', log.role);
  if (log.role !== 'leader') return [role];
  const { pendingIsr } = log;
  const isr = pendingIsr === undefined ? 'CommittedPartitionState' : pendingIsr.length > partition.isr.length ? 'PendingExpandIsr' : 'PendingShrinkIsr';
  return [role, stated('isr', isr)];
}

function ofController(frame: Frame, node: string): StatedChart[] {
  const found = frame.controllers.find((one) => one.node === node);
  if (found?.ensemble !== undefined) return [stated('ensemble', found.ensemble.role)];
  // Voted is what releases before 4.0 called an unattached voter that has given its vote.
  return found?.quorum === undefined ? [] : [stated('quorum', found.quorum.state === 'Voted' ? 'Unattached' : found.quorum.state)];
}

/** Its transactions if it has any, and its oldest batch: in no state while everything is settled. */
function ofProducer({ transaction, batch }: ProducerFrame): StatedChart[] {
  const { of, chart } = charts.batch;
  const oldest = batch === undefined ? { of, chart, state: null } : { ...stated('batch', batch.state), about: batch.tp };
  return transaction === undefined ? [oldest] : [stated('transactions', transaction.state), oldest];
}

export function chartsOf(frame: Frame, thing: Thing): readonly StatedChart[] {
  switch (thing.kind) {
    case 'broker': {
      const found = frame.brokers.find(({ id }) => id === thing.id);
      return found === undefined ? [] : [stated('broker', found.state)];
    }
    case 'controller':
      return ofController(frame, thing.node);
    case 'replica':
      return ofReplica(frame, thing.tp, thing.broker);
    case 'partition': {
      const state = frame.partitions.find(({ tp }) => tp === thing.tp)?.controllerState;
      return state === undefined ? [] : [stated('partition', state)];
    }
    case 'producer': {
      const found = frame.producers.find(({ node }) => node === thing.node);
      return found === undefined ? [] : ofProducer(found);
    }
    case 'consumer': {
      const found = frame.consumers.find(({ node }) => node === thing.node);
      if (found === undefined) return [];
      return [stated(found.config['group.protocol'] === 'consumer' ? 'modern' : 'membership', found.state)];
    }
    case 'group': {
      const found = frame.groups.find(({ group }) => group === thing.group);
      return found === undefined ? [] : [stated(found.targetEpoch === undefined ? 'classicGroup' : 'consumerGroup', found.state)];
    }
    default:
      return [];
  }
}
