/** What can be broken or mended now: each process with the commands that apply to it, as far as the lesson allows them. */
import { engineNow } from '#app/run/load.ts';
import type { FaultGroup, MenuFault } from '#faults/catalog.ts';
import type { Role, Target } from '#faults/fault.ts';
import type { ConsumerFrame, Frame, ProcessFrame } from '#kafka/frame.ts';
import type { Selection } from '#views/contract.ts';

export type NodeFault = 'kill' | 'stop' | 'start' | 'restart' | 'pause' | 'unpause' | 'disconnect' | 'connect' | 'scale';

export interface Choice {
  readonly node: string;
  readonly role: Role;
  readonly faults: readonly { readonly id: NodeFault; readonly heals: boolean; readonly command: string }[];
  /** What docker has no verb for, by subject; subjects with nothing to offer are left out. */
  readonly groups: readonly { readonly group: FaultGroup; readonly faults: readonly GroupedFault[] }[];
}

export interface GroupedFault {
  readonly id: MenuFault['id'];
  readonly heals: boolean;
  readonly command: string;
}

/** The process that a selection is about, if it is one. */
export function targetOf(frame: Frame, selection: Selection | null): Target | null {
  return targets(frame).find((target) => isSelected(frame, target, selection)) ?? null;
}

function targets(frame: Frame): Target[] {
  const list = (role: Role, processes: readonly ProcessFrame[]): Target[] =>
    processes.map(({ node, status, connected }) => ({ node, role, status, connected, overlays: overlaysOver(frame, node) }));
  return [
    ...list('broker', frame.brokers),
    ...list('controller', frame.controllers),
    ...list('producer', frame.producers),
    ...list('consumer', frame.consumers).map((target, n) => ({ ...target, ...readsOf(frame.consumers[n]) })),
    ...list('service', frame.services ?? []),
  ];
}

/** A share consumer holds records, and has no position to move. */
const readsOf = ({ held, paused }: ConsumerFrame): Pick<Target, 'reads'> => (held === undefined ? { reads: paused === undefined ? 'all' : 'paused' } : {});

/** Names of the faults that lie over a process: its links, its clock, its disk. */
function overlaysOver(frame: Frame, node: string): readonly string[] {
  const links = (frame.overlays ?? []).filter(({ from, to }) => from?.includes(node) || to?.includes(node)).map(({ fault }) => fault);
  const disk = frame.brokers.find((broker) => broker.node === node)?.disk;
  if (disk === undefined) return links;
  return [...links, ...(disk.full ? ['disk-full'] : []), ...(disk.latencyMs > 0 ? ['slow-disk'] : []), ...(disk.lies ? ['lying-fsync'] : [])];
}

/** The line that heals everything, while there is something to heal and the lesson allows it. */
export function healing(frame: Frame, commands: readonly string[] | undefined): string | undefined {
  const isIll = (frame.overlays?.length ?? 0) > 0 || frame.brokers.some(({ disk }) => disk !== undefined);
  return isIll && isAllowed('fault heal', commands) ? 'fault heal' : undefined;
}

function isSelected(frame: Frame, { node, role }: Target, selection: Selection | null): boolean {
  switch (selection?.kind) {
    case 'broker':
      return role === 'broker' && frame.brokers.some((broker) => broker.node === node && broker.id === selection.id);
    case 'replica':
    case 'record':
      return role === 'broker' && frame.brokers.some((broker) => broker.node === node && broker.id === selection.broker);
    case 'producer':
    case 'consumer':
    case 'controller':
    case 'service':
      return node === selection.node;
    default:
      return false;
  }
}

/** Is this command line one that the lesson allows? `undefined` allows all; entries are tools or the first words of lines. */
export function isAllowed(line: string, commands: readonly string[] | undefined): boolean {
  return commands === undefined || commands.some((allowed) => line === allowed || line.startsWith(`${allowed} `));
}

export function choiceFor(target: Target, commands: readonly string[] | undefined): Choice {
  const faults = engineNow()
    .faultsFor(target)
    .map((fault) => ({ id: fault.id as NodeFault, heals: fault.heals, command: fault.command({ nodes: [target.node] }) }))
    .filter(({ command }) => isAllowed(command, commands));
  const offered = engineNow()
    .menuFaultsFor(target)
    .map(({ id, group, heals, command }) => ({ id, group, heals, command: command(target.node) }))
    .filter(({ command }) => isAllowed(command, commands));
  const groups = engineNow()
    .FAULT_GROUPS.map((group) => ({ group, faults: offered.filter((one) => one.group === group) }))
    .filter((one) => one.faults.length > 0);
  return { node: target.node, role: target.role, faults, groups };
}

/** Sizes that a group may be scaled to, each with its command. */
export interface Scaling {
  readonly group: string;
  readonly members: number;
  readonly sizes: readonly { readonly members: number; readonly command: string }[];
}

const LARGEST = 6;

export function scalings(frame: Frame, commands: readonly string[] | undefined): Scaling[] {
  return frame.groups
    .filter(({ group }) => frame.consumers.some((consumer) => consumer.group === group))
    .map(({ group }) => {
      const members = frame.consumers.filter((consumer) => consumer.group === group && consumer.status !== 'down').length;
      const sizes = Array.from({ length: LARGEST }, (_, n) => ({ members: n + 1, command: engineNow().faults.scale.command({ group, members: n + 1 }) }));
      return { group, members, sizes: sizes.filter((size) => size.members !== members && isAllowed(size.command, commands)) };
    })
    .filter(({ sizes }) => sizes.length > 0);
}

/** Is there anything to do at all? Where every command is allowed, whoever is there can be broken. */
export function isAnythingBreakable(frame: Frame, commands: readonly string[] | undefined): boolean {
  if (commands === undefined) return targets(frame).length > 0;
  return faultChoices(frame, commands, null).length + scalings(frame, commands).length > 0 || healing(frame, commands) !== undefined;
}

/** All processes with something to do to them; the selected one first. */
export function faultChoices(frame: Frame, commands: readonly string[] | undefined, selection: Selection | null): Choice[] {
  const all = targets(frame);
  const first = all.findIndex((target) => isSelected(frame, target, selection));
  const ordered = first > 0 ? [all[first], ...all.slice(0, first), ...all.slice(first + 1)] : all;
  return ordered.map((target) => choiceFor(target, commands)).filter(({ faults, groups }) => faults.length + groups.length > 0);
}
