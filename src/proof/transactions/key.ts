/** A state as a text: equal texts mean equal futures. Correlations count by who they belong to, times and offsets of __transaction_state not at all. */
import type { Caller } from '#kafka/coordinator/io.ts';
import type { Log } from '#kafka/log/log.ts';
import type { MarkerJob, MarkersInFlight, PendingTransit } from '#kafka/transactions/shard.ts';
import type { Transaction } from '#kafka/transactions/transaction.ts';
import type { Leader, Message, Producer, State } from '#proof/transactions/state.ts';
import { viewAt } from '#sim/view.ts';

/** Names of correlations by which something waits: a, b, c, as they first appear. Any other belongs to nobody any more. */
class Names {
  private readonly known = new Map<number, string>();

  given(correlation: number): string {
    if (correlation === 0) return '';
    const name = String.fromCharCode(97 + this.known.size);
    this.known.set(correlation, name);
    return name;
  }

  of(correlation: number): string {
    return this.known.get(correlation) ?? '?';
  }
}

const logs = new WeakMap<Log, string>();

function logKey(log: Log): string {
  const known = logs.get(log);
  if (known !== undefined) return known;
  let text = '';
  for (let n = 0; n < log.records.length; n++) {
    const { id, batch } = viewAt(log.records, n);
    text +=
      batch.control === undefined
        ? `${id}.${batch.producerEpoch}.${batch.baseSequence} `
        : `${batch.control[0]}${batch.producerEpoch}.${batch.coordinatorEpoch} `;
  }
  logs.set(log, text);
  return text;
}

const callerKey = ({ node, correlation }: Caller, names: Names): string => node + names.of(correlation);

function producerKey(one: Producer, names: Names): string {
  const { manager, producerEpoch, sequences, asked, batch, fates, acked } = one;
  const { adding, fresh, partitions, ids, started, needsBump } = manager.data;
  const sent = batch === undefined ? '' : `${batch.p}${batch.batch.baseSequence}${batch.tried ? '!' : ''}`;
  const flags = `${started ? 's' : ''}${needsBump ? 'n' : ''}`;
  return `${manager.value}${producerEpoch}|${sequences}|${names.given(asked)}|${sent}|${adding}|${fresh}|${partitions}|${ids}|${flags}|${fates}|${acked}`;
}

const leaderKey = ({ log, verifying }: Leader, names: Names): string =>
  `${logKey(log)}/${verifying
    .map(
      ({ correlation, caller, batch, invalid }) =>
        `${names.given(correlation)}${callerKey(caller, names)}${batch.records[0].id}${batch.producerEpoch}${invalid}`,
    )
    .join()}`;

function messageKey(message: Message, names: Names): string {
  switch (message.kind) {
    case 'request': {
      const { request, caller } = message;
      const what = request.type === 'EndTxnRequest' ? request.committed : request.type === 'InitProducerIdRequest' ? '' : request.partitions.join();
      return `${request.type[0]}${request.producerEpoch ?? ''}${what}${caller.node}`;
    }
    case 'produce':
      return `p${message.p}${message.batch.records[0].id}${message.batch.producerEpoch}.${message.batch.baseSequence}`;
    case 'markers':
      return `m${message.p}${message.request.markers.map(({ producerEpoch, coordinatorEpoch, committed }) => `${producerEpoch}.${coordinatorEpoch}${committed}`)}${names.of(message.correlation)}`;
    case 'verified':
      return `v${message.p}${message.error}${names.of(message.correlation)}`;
  }
}

function transactionKey({ value, data }: Transaction): string {
  const { producerEpoch, lastProducerEpoch, partitions, pending = '', failedFence } = data;
  return `${value}${producerEpoch}.${lastProducerEpoch}${partitions}${pending}${failedFence ? 'f' : ''}`;
}

function writeKey({ transit, then }: PendingTransit, names: Names): string {
  const caller = 'caller' in then && then.caller !== undefined ? callerKey(then.caller, names) : '';
  const how = then.kind === 'end' ? `${then.answer}${then.fences ? 'f' : ''}` : '';
  const { producerEpoch, lastProducerEpoch, partitions } = transit.data;
  return `${then.kind}${how}${caller}${transit.to}${producerEpoch}.${lastProducerEpoch}${partitions}`;
}

const jobKey = ({ marker, remaining, writing }: MarkerJob): string =>
  `${marker.producerEpoch}.${marker.coordinatorEpoch}${marker.committed}${remaining}${writing ? 'w' : ''}`;

const flightKey = ({ to, correlation, sent }: MarkersInFlight, names: Names): string => `${to}${names.given(correlation)}${sent.map(({ tps }) => tps)}`;

export function keyOf(state: State): string {
  const { coordinator, durable, tail, leaders, producers, network } = state;
  const names = new Names();
  const parts: string[] = producers.map((one) => producerKey(one, names));
  for (const leader of leaders) parts.push(leaderKey(leader, names));
  const shard = coordinator.shards.get(0);
  for (const transaction of shard?.transactions.values() ?? []) parts.push(transactionKey(transaction));
  for (const pending of shard?.writes ?? []) parts.push(writeKey(pending, names));
  parts.push('J');
  for (const job of coordinator.jobs.values()) parts.push(jobKey(job));
  for (const one of coordinator.inFlight) parts.push(flightKey(one, names));
  parts.push('N', ...network.map((message) => messageKey(message, names)).sort());
  parts.push(`${durable.length}${tail.length}${state.coordinatorEpoch}${state.timeouts}${state.late}${state.lateMarkers},${state.granted}`);
  return parts.join(';');
}
