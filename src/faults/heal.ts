/** Takes overlays away: of links, clocks, processors and timers; without a name also what ails the disks. What has happened stays happened. */
import { withStorage } from '#faults/disk.ts';
import type { Command, KafkaWorld } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { Payload } from '#sim/event.ts';
import { heal, overlay, type Rule } from '#sim/overlay.ts';

export interface HealPayload extends Payload {
  readonly type: 'Heal';
  readonly command: string;
  /** Whatever concerns one of them; none: everything. */
  readonly nodes: readonly string[];
  readonly from: readonly string[] | undefined;
  readonly to: readonly string[] | undefined;
  /** Only faults of this name. */
  readonly only: string | undefined;
}

const meet = (some: readonly string[] | undefined, wanted: readonly string[] | undefined): boolean =>
  wanted === undefined || (some?.some((name) => wanted.includes(name)) ?? false);

const concerns = ({ nodes, from, to, only }: HealPayload, rule: Rule): boolean =>
  (nodes.length === 0 || meet(rule.from, nodes) || meet(rule.to, nodes)) &&
  meet(rule.from, from) &&
  meet(rule.to, to) &&
  (only === undefined || rule.fault === only);

export const healOverlays: Command = (_model, world, given, facts) => {
  const payload = given as HealPayload;
  const { command, nodes, from, to, only } = payload;
  tell({ facts }, { fact: 'CommandRun', command });
  const faults = new Set(heal(world, (rule) => concerns(payload, rule)).map(({ fault }) => fault));
  const isAboutLinks = from !== undefined || to !== undefined;
  if (!isAboutLinks && (only === undefined || only === 'clock') && setRight(world, nodes)) faults.add('clock');
  if (!isAboutLinks && nodes.length === 0 && (only === undefined || only === 'tie-shuffle') && world.overlays.shuffleTies) {
    overlay(world, { shuffleTies: false });
    faults.add('tie-shuffle');
  }
  if (!isAboutLinks && only === undefined) for (const disk of healDisks(world, nodes)) faults.add(disk);
  if (faults.size === 0) tell({ facts }, { fact: 'CommandFailed', command, message: 'fault: there is nothing of that kind to heal' });
  else tell({ facts }, { fact: 'FaultsHealed', faults: [...faults] });
};

function setRight(world: KafkaWorld, nodes: readonly string[]): boolean {
  const clocks = new Map([...world.overlays.clocks].filter(([node]) => nodes.length > 0 && !nodes.includes(node)));
  const isChanged = clocks.size < world.overlays.clocks.size;
  if (isChanged) overlay(world, { clocks });
  return isChanged;
}

function healDisks(world: KafkaWorld, nodes: readonly string[]): readonly string[] {
  const healed: string[] = [];
  for (const { name, state } of world.processes) {
    if (state.kind !== 'broker' || (nodes.length > 0 && !nodes.includes(name))) continue;
    const { latencyUs, full, lies } = state.storage;
    if (latencyUs > 0) healed.push('slow-disk');
    if (full) healed.push('disk-full');
    if (lies) healed.push('lying-fsync');
    if (latencyUs > 0 || full || lies) withStorage(world, name, { latencyUs: 0, full: false, lies: false });
  }
  return healed;
}
