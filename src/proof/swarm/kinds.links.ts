/** Kinds of harm to links, processors and clocks, and to metadata: the words of `fault` that lie over a healthy cluster and can be taken away again. */
import type { Dice } from '#proof/swarm/dice.ts';
import { always, type Kind, membersOf, type Plan, word } from '#proof/swarm/kind.ts';

const serversOf = ({ brokers, controllers }: Plan): string[] => [...brokers, ...controllers];
const clientsOf = (plan: Plan): string[] => [...plan.producers, ...membersOf(plan)];
const nodesOf = (plan: Plan): string[] => [...serversOf(plan), ...clientsOf(plan)];

/** Two different ends: mostly servers, by name or by class. */
function endsOf(dice: Dice, plan: Plan): readonly [from: string, to: string] {
  if (dice.chance(15)) return dice.pick([['brokers', 'brokers'] as const, ['brokers', 'controllers'] as const, ['controllers', 'brokers'] as const]);
  if (dice.chance(15)) return ['clients', dice.pick(plan.brokers)];
  const from = dice.pick(dice.chance(70) ? serversOf(plan) : nodesOf(plan));
  const others = nodesOf(plan).filter((node) => node !== from);
  return [from, dice.pick(dice.chance(70) ? serversOf(plan).filter((node) => node !== from) : others)];
}

const between = (dice: Dice, plan: Plan): string => {
  const [from, to] = endsOf(dice, plan);
  return `--from ${from} --to ${to}`;
};

/** What a broker asks its controller, what a controller tells the brokers, what replicas and clients ask. */
const KRAFT_APIS = ['BrokerHeartbeat', 'Fetch', 'AlterPartition', 'Vote', 'BeginQuorumEpoch', 'Produce', 'Metadata', 'OffsetsForLeaderEpoch'] as const;
const ZOOKEEPER_APIS = ['LeaderAndIsr', 'UpdateMetadata', 'StopReplica', 'Fetch', 'Produce', 'Metadata', 'OffsetsForLeaderEpoch', 'Zk'] as const;
const GROUP_APIS = ['JoinGroup', 'SyncGroup', 'Heartbeat', 'OffsetCommit', 'FindCoordinator'] as const;

const apiOf = (dice: Dice, { kraft, groups }: Plan): string => {
  const apis: readonly string[] = kraft ? KRAFT_APIS : ZOOKEEPER_APIS;
  return dice.pick(groups.length > 0 ? [...apis, ...GROUP_APIS] : apis);
};

/** Halves, one against the rest, a bridge between halves, or a ring in which each reaches two others. */
function groupsOf(dice: Dice, servers: readonly string[]): string[] {
  const how = dice.roll(1, 4);
  if (how === 1) {
    const alone = dice.pick(servers);
    return [alone, servers.filter((node) => node !== alone).join(',')];
  }
  if (how === 4 && servers.length > 3) return servers.map((node, n) => `${node},${servers[(n + 1) % servers.length]}`);
  const left = servers.filter((_, n) => n === 0 || (n < servers.length - 1 && dice.chance(50)));
  const right = servers.filter((node) => !left.includes(node));
  return [left.join(','), (how === 3 ? [left[0], ...right] : right).join(',')];
}

/** With the answers or without, the next ones or a share of them. */
function dropOf(dice: Dice, plan: Plan): string {
  const how = dice.pick(['', ` --count ${dice.roll(1, 8)}`, ` --percent ${dice.roll(5, 60)}`]);
  const api = dice.chance(50) ? ` --api ${apiOf(dice, plan)}` : '';
  return `drop ${between(dice, plan)}${api}${how}${dice.chance(40) ? ' --response' : ''}`;
}

/** Clogs one node after the other, and lets them go in another order. */
const swizzle: Kind = {
  id: 'clog',
  fits: always,
  lines(dice, plan) {
    const nodes = dice.some(serversOf(plan), 40);
    const gapMs = dice.pick([50, 400]);
    const release = dice.shuffled(nodes);
    const [first, ...rest] = nodes;
    const afterMs = nodes.length * gapMs + dice.pick([200, 2000, 6000]);
    return {
      run: `fault clog ${first}`,
      more: [
        ...rest.map((node, n) => ({ afterMs: (n + 1) * gapMs, run: `fault clog ${node}` })),
        ...release.map((node, n) => ({ afterMs: afterMs + n * gapMs, run: `fault heal ${node} --only clog` })),
      ],
    };
  },
};

const only = (fault: string): string => `fault heal --only ${fault}`;

export const linkKinds: readonly Kind[] = [
  word(
    'split',
    (plan) => serversOf(plan).length > 2,
    (dice, plan) => [`split ${groupsOf(dice, serversOf(plan)).join(' ')}`, only('split')],
  ),
  word('cut', always, (dice, plan) => {
    const ends = between(dice, plan);
    return [`cut ${ends}${dice.chance(30) ? ' --both' : ''}`, `fault heal ${ends} --only cut`];
  }),
  word('cut --api', always, (dice, plan) => [`cut ${between(dice, plan)} --api ${apiOf(dice, plan)}`, only('cut')]),
  word('isolate', always, (dice, plan) => {
    const node = dice.pick(nodesOf(plan));
    return [`isolate ${node}`, `fault heal ${node} --only isolate`];
  }),
  word('isolate --of', always, (dice, plan) => {
    const node = dice.pick(serversOf(plan));
    return [`isolate ${node} --of ${dice.pick(['brokers', 'controllers', 'clients'])}`, `fault heal ${node} --only isolate`];
  }),
  word('delay', always, (dice, plan) => {
    const api = dice.chance(30) ? ` --api ${apiOf(dice, plan)}` : '';
    return [`delay ${between(dice, plan)} --latency ${dice.pick(['20ms', '200ms', '1s', '0ms..2s', '3s'])}${api}`, only('delay')];
  }),
  word('drop', always, (dice, plan) => [dropOf(dice, plan), only('drop')]),
  word('duplicate', always, (dice, plan) => {
    const api = dice.chance(70) ? ` --api ${apiOf(dice, plan)}` : '';
    return [`duplicate ${between(dice, plan)}${api} --count ${dice.roll(1, 4)}`, only('duplicate')];
  }),
  word('reorder', always, (dice, plan) => {
    const ends = dice.chance(40) ? '--from all --to all' : between(dice, plan);
    return [`reorder ${ends} --by ${dice.pick(['20ms', '200ms', '1s'])}`, only('reorder')];
  }),
  word('reset', always, (dice, plan) => [`reset ${between(dice, plan)}`, undefined]),
  word('throttle', always, (dice, plan) => [`throttle ${between(dice, plan)} --rate ${dice.pick(['200B', '1KB', '20KB'])}/s`, only('throttle')]),
  swizzle,
  word(
    'freeze-metadata',
    (plan) => clientsOf(plan).length > 0,
    (dice, plan) => {
      const node = dice.pick(clientsOf(plan));
      return [`freeze-metadata ${node}`, `fault heal ${node} --only freeze-metadata`];
    },
  ),
  word('slow-cpu', always, (dice, plan) => {
    const node = dice.pick(nodesOf(plan));
    return [`slow-cpu ${node} --factor ${dice.pick([2, 10, 50, 200])}`, `fault heal ${node} --only slow-cpu`];
  }),
  word('clock', always, (dice, plan) => {
    const node = dice.pick(nodesOf(plan));
    return [`clock ${node} --skew ${dice.pick(['200ms', '-200ms', '5s', '-5s', '1h', '-1h', '8d'])}`, `fault clock ${node} --skew 0s`];
  }),
  word('timer-jitter', always, (dice, plan) => {
    const node = dice.chance(20) ? 'all' : dice.pick(nodesOf(plan));
    return [`timer-jitter ${node} --percent ${dice.pick([5, 30, 200])}`, only('timer-jitter')];
  }),
  word('tie-shuffle', always, () => ['tie-shuffle', only('tie-shuffle')]),
  word('bounce-leader', always, (dice, plan) => [
    `bounce-leader ${dice.pick(plan.tps)} --times ${dice.roll(1, 3)}${dice.chance(40) ? ' --clean' : ''}`,
    undefined,
  ]),
];
