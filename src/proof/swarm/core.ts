/**
 * The core of a cluster (reliability catalogue 3.5): what is healed when only a part is. A majority of the controllers or of the ensemble, for each
 * partition somebody who may be elected, and a member of each group. What is outside is lost for good, and the core must do without it.
 */
import type { Frame, PartitionFrame, ProcessFrame } from '#kafka/frame.ts';
import { type BrokerId, brokerName, type NodeName } from '#kafka/protocol/names.ts';
import type { Dice } from '#proof/swarm/dice.ts';

/** Nodes that will not come back. */
export type Outside = ReadonlySet<NodeName>;

const namesOf = (list: readonly ProcessFrame[], gone: Outside): NodeName[] => list.map(({ node }) => node).filter((node) => !gone.has(node));

/** Whoever may lead it; of a reassignment also those who are to replace the others, for it ends only with them. */
function needed({ isr, elr, adding, replicas }: PartitionFrame): { readonly one: readonly BrokerId[]; readonly all: readonly BrokerId[] } {
  return { one: [...isr, ...elr].filter((id) => replicas.includes(id)), all: adding };
}

function brokersOf(frame: Frame, dice: Dice, gone: Outside): Set<NodeName> {
  const there = namesOf(frame.brokers, gone);
  if (there.length === 0) return new Set();
  const core = new Set(dice.some(there, 60));
  for (const partition of frame.partitions) {
    const { one, all } = needed(partition);
    for (const id of all) if (there.includes(brokerName(id))) core.add(brokerName(id));
    const electable = one.map(brokerName).filter((node) => there.includes(node));
    if (electable.length > 0 && !electable.some((node) => core.has(node))) core.add(dice.pick(electable));
  }
  return core;
}

/** All of them when a disk was lost: the rest may not know what was committed. */
function controllersOf(frame: Frame, dice: Dice, gone: Outside, isDiskLost: boolean): NodeName[] {
  const there = dice.shuffled(namesOf(frame.controllers, gone));
  const majority = Math.floor(frame.controllers.length / 2) + 1;
  return isDiskLost || dice.chance(40) ? there : there.slice(0, majority);
}

function membersOf(frame: Frame, dice: Dice, gone: Outside): NodeName[] {
  const there = frame.consumers.filter(({ node }) => !gone.has(node));
  const groups = [...new Set(there.map(({ group }) => group))];
  return groups.flatMap((group) =>
    dice.some(
      there.filter((one) => one.group === group).map(({ node }) => node),
      50,
    ),
  );
}

/** Draws a core, and gives what is outside of it. */
export function outsideOf(frame: Frame, dice: Dice, gone: Outside, isDiskLost: boolean): Outside {
  const core = new Set([...brokersOf(frame, dice, gone), ...controllersOf(frame, dice, gone, isDiskLost), ...membersOf(frame, dice, gone)]);
  return new Set([...frame.brokers, ...frame.controllers, ...frame.consumers].map(({ node }) => node).filter((node) => !core.has(node)));
}

/** Lines that lose a node for good: nobody reaches it any more, and it may also be dead or asleep. */
export function losing(frame: Frame, dice: Dice, outside: Outside, gone: Outside): string[] {
  const lost = [...frame.brokers, ...frame.controllers, ...frame.consumers].filter(({ node }) => outside.has(node) && !gone.has(node));
  return lost.flatMap(({ node, status, connected }) => [
    ...(connected ? [`docker network disconnect kafka ${node}`] : []),
    ...(status === 'up' ? dice.pick([[`docker kill ${node}`], [`docker pause ${node}`], []]) : []),
  ]);
}
