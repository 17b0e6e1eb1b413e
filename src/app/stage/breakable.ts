/** What "Break something" offers: every process and what can be done to it, each with the exact command line that choosing it records. */
import {
  Activity,
  Box,
  Cable,
  CirclePause,
  CirclePlay,
  CircleStop,
  Clock,
  FastForward,
  FileX,
  Gauge,
  HardDrive,
  HeartPulse,
  History,
  Hourglass,
  type LucideIcon,
  Network,
  PackageX,
  PlugZap,
  Rewind,
  RotateCw,
  Send,
  Server,
  Snail,
  SquareFunction,
  Trash2,
  Unplug,
  Users,
  Waypoints,
  Zap,
} from 'lucide-react';
import { look } from '#app/i18n/i18n.ts';
import { type Choice, faultChoices, healing, type Scaling, scalings } from '#app/run/faults.ts';
import { give } from '#app/run/give.ts';
import type { Item, Section } from '#app/widgets/Menu.tsx';
import type { Role } from '#faults/fault.ts';
import type { Frame } from '#kafka/frame.ts';
import type { Selection } from '#views/contract.ts';

export const FAULT_ICONS = {
  kill: Zap,
  stop: CircleStop,
  start: CirclePlay,
  restart: RotateCw,
  pause: CirclePause,
  unpause: CirclePlay,
  disconnect: Unplug,
  connect: Cable,
  scale: Activity,
} as const;
const GROUP_ICONS = { calls: SquareFunction, disk: HardDrive, network: Network, slow: Snail } as const;
const MENU_ICONS: Readonly<Record<string, LucideIcon>> = {
  'consumer-pause': CirclePause,
  'seek-to-beginning': Rewind,
  'seek-to-end': FastForward,
  'power-loss': PlugZap,
  'torn-tail': FileX,
  'slow-disk': Snail,
  'disk-full': HardDrive,
  'lying-fsync': FileX,
  'lose-checkpoint': FileX,
  'wipe-disk': Trash2,
  'isolate-controllers': Unplug,
  'isolate-brokers': Unplug,
  'isolate-clients': Unplug,
  delay: Hourglass,
  drop: PackageX,
  throttle: Gauge,
  clog: CirclePause,
  'freeze-metadata': History,
  'slow-cpu': Snail,
  clock: Clock,
};
const ROLE_ICONS: Readonly<Record<Role, typeof Server>> = {
  broker: Server,
  controller: Box,
  zookeeper: Waypoints,
  producer: Send,
  consumer: Activity,
  service: Gauge,
};

/** Sections of the menu at one moment; what a lesson does not allow is left out. Hundreds of items in a large cluster: asked for when the menu opens. */
export function breakSections(frame: Frame, commands: readonly string[] | undefined, selection: Selection | null): Section[] {
  const choices = faultChoices(frame, commands, selection);
  const of = (...roles: readonly Role[]) => choices.filter(({ role }) => roles.includes(role)).map(processItem);
  const cure = healing(frame, commands);
  const sections: Section[] = [
    { id: 'cures', items: cure === undefined ? [] : [{ ...commandItem(cure, look('app', 'stage.healAll')), id: 'heal', icon: HeartPulse }] },
    { id: 'brokers', title: look('app', 'stage.servers'), items: of('broker', 'controller', 'zookeeper') },
    { id: 'clients', title: look('app', 'stage.clients'), items: of('producer', 'consumer') },
    { id: 'services', title: look('app', 'stage.services'), items: of('service') },
    { id: 'groups', title: look('app', 'stage.groups'), items: scalings(frame, commands).map(groupItem) },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

const commandItem = (command: string, label: string): Item => ({ id: command, label, command, run: () => void give(command) });

function processItem({ node, role, faults, groups }: Choice): Item {
  const verbs = faults.map(({ id, command }) => ({ ...commandItem(command, look('app', `faults.${id}`)), id: `${node} ${id}`, icon: FAULT_ICONS[id] }));
  return {
    id: node,
    label: node,
    note: look('app', `roles.${role}`),
    icon: ROLE_ICONS[role],
    items: [...verbs, ...groups.map((one) => subjectItem(node, one))],
  };
}

function subjectItem(node: string, { group, faults }: Choice['groups'][number]): Item {
  const items = faults.map(({ id, command, heals }) => ({
    ...commandItem(command, look('app', `menuFaults.${id as 'delay'}`)),
    icon: heals ? HeartPulse : MENU_ICONS[id],
  }));
  return { id: `${node} group ${group}`, label: look('app', `faultGroups.${group}`), icon: GROUP_ICONS[group], items };
}

function groupItem({ group, members, sizes }: Scaling): Item {
  const count = (many: number) => look('app', 'stage.members', { count: many });
  return { id: `group ${group}`, label: group, note: count(members), icon: Users, items: sizes.map((size) => commandItem(size.command, count(size.members))) };
}
