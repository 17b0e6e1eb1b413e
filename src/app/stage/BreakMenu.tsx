/** "Break something": every process and what can be done to it, each with the exact command line that choosing it records. */
import {
  Activity,
  Box,
  Cable,
  CirclePause,
  CirclePlay,
  CircleStop,
  Clock,
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
  RotateCw,
  Send,
  Server,
  Snail,
  Trash2,
  Unplug,
  Users,
  Waypoints,
  Zap,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Choice, faultChoices, healing, type Scaling, scalings } from '#app/run/faults.ts';
import { give } from '#app/run/give.ts';
import { useRun } from '#app/run/holder.ts';
import styles from '#app/stage/BreakMenu.module.css';
import { useStore } from '#app/store.ts';
import { Button } from '#app/widgets/Button.tsx';
import { type Item, Menu, type Section } from '#app/widgets/Menu.tsx';
import type { Role } from '#faults/fault.ts';

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
const GROUP_ICONS = { disk: HardDrive, network: Network, slow: Snail } as const;
const MENU_ICONS: Readonly<Record<string, LucideIcon>> = {
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

export function BreakMenu() {
  const { t } = useTranslation('app');
  const { timeline, branch } = useRun();
  const cursor = useStore((state) => state.cursor);
  const selection = useStore((state) => state.selection);
  if (timeline === null || branch === null) return null;
  const frame = timeline.frameAt(Math.min(cursor, timeline.end));
  const { commands } = branch.scenario.lesson.limits;
  const choices = faultChoices(frame, commands, selection);
  const groups = scalings(frame, commands);
  const cure = healing(frame, commands);
  if (choices.length + groups.length === 0 && cure === undefined) return null;
  const item = (choice: Choice): Item => ({
    id: choice.node,
    label: choice.node,
    note: t(`roles.${choice.role}`),
    icon: ROLE_ICONS[choice.role],
    items: [
      ...choice.faults.map(({ id, command }) => ({
        id: `${choice.node} ${id}`,
        label: t(`faults.${id}`),
        command,
        icon: FAULT_ICONS[id],
        run: () => void give(command),
      })),
      ...choice.groups.map((one) => subject(choice.node, one)),
    ],
  });
  const subject = (node: string, { group: name, faults }: Choice['groups'][number]): Item => ({
    id: `${node} group ${name}`,
    label: t(`faultGroups.${name}`),
    icon: GROUP_ICONS[name],
    items: faults.map(({ id, command, heals }) => ({
      id: command,
      label: t(`menuFaults.${id as 'delay'}`),
      command,
      icon: heals ? HeartPulse : MENU_ICONS[id],
      run: () => void give(command),
    })),
  });
  const group = ({ group: name, members, sizes }: Scaling): Item => ({
    id: `group ${name}`,
    label: name,
    note: t('stage.members', { count: members }),
    icon: Users,
    items: sizes.map(({ members: size, command }) => ({ id: command, label: t('stage.members', { count: size }), command, run: () => void give(command) })),
  });
  const cures: Item[] = cure === undefined ? [] : [{ id: 'heal', label: t('stage.healAll'), command: cure, icon: HeartPulse, run: () => void give(cure) }];
  const sections: Section[] = [
    { id: 'cures', items: cures },
    { id: 'brokers', title: t('stage.servers'), items: choices.filter(({ role }) => role === 'broker' || role === 'controller').map(item) },
    { id: 'clients', title: t('stage.clients'), items: choices.filter(({ role }) => role === 'producer' || role === 'consumer').map(item) },
    { id: 'groups', title: t('stage.groups'), items: groups.map(group) },
  ].filter(({ items }) => items.length > 0);
  return (
    <Menu label={t('stage.break')} sections={sections} placement="bottom end">
      {(trigger) => (
        <Button {...trigger} look="outline" size="small" className={styles.button}>
          <Zap size={14} strokeWidth={1.75} aria-hidden="true" />
          <span className={styles.label}>{t('stage.break')}</span>
        </Button>
      )}
    </Menu>
  );
}
