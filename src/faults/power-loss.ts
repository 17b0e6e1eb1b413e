/** Power loss (fault F02): memory and page cache are gone, each log ends where it was last flushed, checkpoints may be older or newer than that. */
import { type Broken, brokerIn, type DiskPayload, overBrokers, partitionIn, replaceBroker } from '#faults/disk.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tailLost } from '#kafka/broker/loading.ts';
import type { Command, KafkaModel, KafkaWorld } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { Fact } from '#sim/event.ts';
import { end } from '#sim/process.ts';
import { processOf } from '#sim/world.ts';

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

const ofBrokers = overBrokers<DiskPayload>((broken) => {
  cutPower(broken);
  return undefined;
});

/** A voter flushes what it acknowledges, so a power loss takes nothing of it that counts. */
function cutPowerOfController(model: KafkaModel, world: KafkaWorld, node: string, facts: Fact[]): void {
  const i = world.index.get(node) as number;
  const process = world.processes[i];
  if (process.status !== 'down') end(model, world, node, 'power-loss');
  else world.processes[i] = { ...process, state: model.crash(process.state, 'power-loss') };
  tell({ facts }, { fact: 'PowerLost', node });
}

export const losePower: Command = (model, world, given, facts) => {
  const payload = given as DiskPayload;
  const isController = (name: string): boolean => processOf(world, name)?.state.kind === 'controller';
  ofBrokers(model, world, { ...payload, nodes: payload.nodes.filter((name) => !isController(name)) } as DiskPayload, facts);
  for (const name of payload.nodes) if (isController(name)) cutPowerOfController(model, world, name, facts);
};
