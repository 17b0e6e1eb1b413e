/** Faults that a menu offers beside docker's verbs, by subject, each with parameters that show something. */
import type { Target } from '#faults/fault.ts';

export const FAULT_GROUPS = ['calls', 'disk', 'network', 'slow'] as const;
export type FaultGroup = (typeof FAULT_GROUPS)[number];

export interface MenuFault {
  readonly id: string;
  readonly group: FaultGroup;
  readonly heals: boolean;
  readonly command: (node: string) => string;
  readonly appliesTo: (target: Target) => boolean;
}

const isBroker = ({ role }: Target): boolean => role === 'broker';
const isRunningBroker = (target: Target): boolean => isBroker(target) && target.status !== 'down';
const isServer = ({ role }: Target): boolean => role === 'broker' || role === 'controller' || role === 'zookeeper';
const isClient = (target: Target): boolean => !isServer(target);
const isUp = ({ status }: Target): boolean => status !== 'down';
const has = (fault: string) => (target: Target) => target.overlays?.includes(fault) === true;
const hasOnDisk = (fault: string) => (target: Target) => isBroker(target) && has(fault)(target);
const lacks = (fault: string, other: (target: Target) => boolean) => (target: Target) => other(target) && !has(fault)(target);

const fault = (id: string, group: FaultGroup, command: (node: string) => string, appliesTo: (target: Target) => boolean): MenuFault => ({
  id,
  group,
  heals: false,
  command,
  appliesTo,
});

const healed = (id: string, group: FaultGroup, command: (node: string) => string, appliesTo: (target: Target) => boolean): MenuFault => ({
  id,
  group,
  heals: true,
  command,
  appliesTo,
});

/** A running application with a KafkaConsumer. */
const reads = ({ status, reads: how }: Target): boolean => status === 'up' && how !== undefined;

const NETWORK = ['cut', 'isolate', 'split', 'delay', 'reorder', 'drop', 'duplicate', 'throttle', 'clog', 'freeze-metadata'];
const SLOW = ['slow-cpu', 'timer-jitter', 'clock'];

export const menuFaults: readonly MenuFault[] = [
  fault(
    'consumer-pause',
    'calls',
    (node) => `app pause ${node}`,
    (target) => reads(target) && target.reads === 'all',
  ),
  healed(
    'consumer-resume',
    'calls',
    (node) => `app resume ${node}`,
    (target) => reads(target) && target.reads === 'paused',
  ),
  fault('seek-to-beginning', 'calls', (node) => `app seek-to-beginning ${node}`, reads),
  fault('seek-to-end', 'calls', (node) => `app seek-to-end ${node}`, reads),
  fault('power-loss', 'disk', (node) => `fault power-loss ${node}`, isRunningBroker),
  fault('torn-tail', 'disk', (node) => `fault torn-tail ${node}`, isRunningBroker),
  fault('slow-disk', 'disk', (node) => `fault slow-disk ${node} --latency 500ms`, lacks('slow-disk', isBroker)),
  fault('disk-full', 'disk', (node) => `fault disk-full ${node}`, lacks('disk-full', isBroker)),
  fault('lying-fsync', 'disk', (node) => `fault lying-fsync ${node}`, lacks('lying-fsync', isBroker)),
  fault(
    'lose-checkpoint',
    'disk',
    (node) => `fault lose-checkpoint ${node}`,
    (target) => isBroker(target) && !isUp(target),
  ),
  fault('wipe-disk', 'disk', (node) => `fault wipe-disk ${node}`, isBroker),
  healed('heal-slow-disk', 'disk', (node) => `fault slow-disk ${node} --heal`, hasOnDisk('slow-disk')),
  healed('heal-disk-full', 'disk', (node) => `fault disk-full ${node} --heal`, hasOnDisk('disk-full')),
  healed('heal-lying-fsync', 'disk', (node) => `fault lying-fsync ${node} --heal`, hasOnDisk('lying-fsync')),
  fault('isolate-controllers', 'network', (node) => `fault isolate ${node} --of controllers`, isBroker),
  fault('isolate-brokers', 'network', (node) => `fault isolate ${node} --of brokers`, isServer),
  fault('isolate-clients', 'network', (node) => `fault isolate ${node} --of clients`, isBroker),
  fault('delay', 'network', (node) => `fault delay --from ${node} --to all --latency 500ms`, lacks('delay', isUp)),
  fault('drop', 'network', (node) => `fault drop --from ${node} --to all --percent 10`, lacks('drop', isUp)),
  fault('throttle', 'network', (node) => `fault throttle --from ${node} --to all --rate 1KB/s`, lacks('throttle', isBroker)),
  fault('clog', 'network', (node) => `fault clog ${node}`, lacks('clog', isUp)),
  fault('freeze-metadata', 'network', (node) => `fault freeze-metadata ${node}`, lacks('freeze-metadata', isClient)),
  healed(
    'heal-network',
    'network',
    (node) => `fault heal ${node}`,
    (target) => NETWORK.some((one) => has(one)(target)),
  ),
  fault('slow-cpu', 'slow', (node) => `fault slow-cpu ${node} --factor 10`, lacks('slow-cpu', isUp)),
  fault('clock', 'slow', (node) => `fault clock ${node} --skew 1h`, lacks('clock', isUp)),
  healed(
    'heal-slow',
    'slow',
    (node) => `fault heal ${node}`,
    (target) => SLOW.some((one) => has(one)(target)),
  ),
];

/** What lies over this process or could, in the order of the menu. */
export const menuFaultsFor = (target: Target): readonly MenuFault[] => menuFaults.filter(({ appliesTo }) => appliesTo(target));
