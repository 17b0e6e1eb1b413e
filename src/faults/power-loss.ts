/** Power loss (fault F02): memory and page cache are gone, each log ends where it was last flushed, checkpoints may be older or newer than that. */
import { type Broken, brokerIn, type DiskPayload, overBrokers, partitionIn, replaceBroker } from '#faults/disk.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tailLost } from '#kafka/broker/loading.ts';
import { tell } from '#kafka/facts.ts';
import { end } from '#sim/process.ts';

export const powerLoss: Fault<Nodes> = {
  id: 'power-loss',
  title: 'faults.power-loss',
  heals: false,
  command: ({ nodes }) => `fault power-loss ${nodes.join(' ')}`,
  appliesTo: ({ role, status }) => role === 'broker' && status !== 'down',
};

/** Also when its process is down: what a killed broker had not flushed was still in the page cache of its machine. */
export function cutPower({ model, world, name, broker, process, node, facts }: Broken<DiskPayload>): void {
  if (process.status !== 'down') end(model, world, name, 'power-loss');
  else replaceBroker(world, name, (state) => ({ ...(model.crash(state, 'power-loss') as typeof state), cleanShutdownEpoch: node.cleanShutdownEpoch }));
  tell({ facts }, { fact: 'PowerLost', node: name });
  const after = brokerIn(world, name);
  for (const before of node.partitions) {
    const logEnd = before && partitionIn(after, before.tp)?.log.logEnd;
    if (before && logEnd !== undefined && logEnd < before.log.logEnd) tell({ facts }, tailLost(broker, before.tp, before.log, logEnd, 'power-loss'));
  }
}

export const losePower = overBrokers<DiskPayload>((broken) => {
  cutPower(broken);
  return undefined;
});
