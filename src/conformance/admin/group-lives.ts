/** The life of a group in either protocol, looked at with kafka-consumer-groups.sh: members join, leave, are killed and come back, and the coordinator moves. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';
import { partitionOf } from './dump-log.ts';

export type Protocol = 'classic' | 'consumer';

const say = (id: string, run: string): Step => ({ id, run });

/** Two partitions, so that no member's place hangs on whose random id comes first. */
const prepare = ({ topics, produce }: Dialect): Step[] => [
  { run: `${topics} --create --topic orders --replica-assignment 1:2:3,3:1:2` },
  { wait: 2000 },
  { run: `printf 'A:1\\nB:2\\nC:3\\nD:4\\nE:5\\nF:6\\n' | ${produce} --topic orders --reader-property parse.key=true --reader-property key.separator=:` },
];

/** With the classic protocol it is the members who say when they count as dead, with the other one the brokers. */
const sessionOf = (protocol: Protocol): string => (protocol === 'classic' ? ' --command-property session.timeout.ms=30000' : '');
const EXPIRED: Readonly<Record<Protocol, number>> = { classic: 45_000, consumer: 65_000 };

function member({ consume }: Dialect, protocol: Protocol, group: string, name: string, more: string): Step {
  const properties = `--command-property group.protocol=${protocol} --command-property auto.commit.interval.ms=1000${sessionOf(protocol)}`;
  return { run: `${consume} --topic orders --group ${group} --from-beginning ${properties}${more}`, background: `${group}-${name}`, anyOrder: true };
}

/** What every view shows of the group as it is now. */
const views = ({ groups }: Dialect, group: string, when: string): Step[] => [
  say(`${group}-${when}-offsets`, `${groups} --describe --group ${group} --offsets --verbose`),
  say(`${group}-${when}-members`, `${groups} --describe --group ${group} --members --verbose`),
  say(`${group}-${when}-state`, `${groups} --describe --group ${group} --state --verbose`),
];

/** The client id begins the id of a classic member and so decides who comes first; the ids of the others are random, and they look alike. */
const clientOf = (protocol: Protocol, name: string): string => (protocol === 'classic' ? ` --command-property client.id=${name}` : '');

function membersLife(dialect: Dialect, protocol: Protocol, group: string): Step[] {
  const join = (name: string): Step[] => [member(dialect, protocol, group, name, clientOf(protocol, name)), { wait: 20_000 }];
  return [
    ...join('a'),
    ...views(dialect, group, 'one'),
    ...join('b'),
    ...views(dialect, group, 'two'),
    ...join('c'),
    ...views(dialect, group, 'three'),
    { stop: `${group}-b`, anyOrder: true, warns: 'by chance' },
    { wait: 12_000 },
    ...views(dialect, group, 'left'),
    { kill: `${group}-c` },
    ...views(dialect, group, 'killed'),
    { wait: EXPIRED[protocol] },
    ...views(dialect, group, 'expired'),
  ];
}

/** The group's partition of __consumer_offsets is given another leader, which then dies: the next replica knows all of the group. */
function coordinatorMoves(dialect: Dialect, group: string): Step[] {
  const partition = partitionOf(group);
  const plan = `{"version":1,"partitions":[{"topic":"__consumer_offsets","partition":${partition},"replicas":[2,3]}]}`;
  const elect = `kafka-leader-election.sh --bootstrap-server kafka1:9092 --election-type preferred --topic __consumer_offsets --partition ${partition}`;
  return [
    { run: `echo '${plan}' > move.json` },
    { run: `${dialect.reassign} --reassignment-json-file move.json --execute` },
    { wait: 10_000 },
    { run: elect },
    { wait: 10_000 },
    ...views(dialect, group, 'moved'),
    { run: 'docker kill kafka2' },
    { wait: 30_000 },
    ...views(dialect, group, 'failed-over'),
    { run: 'docker start kafka2' },
    { wait: 15_000 },
    { stop: `${group}-a`, anyOrder: true, warns: 'by chance' },
    { wait: 5000 },
    ...views(dialect, group, 'empty'),
  ];
}

/** A static member (KIP-345) that stops keeps its place and its partitions, for a session. */
function staticLife(dialect: Dialect, protocol: Protocol, group: string): Step[] {
  const join = (name: string, life: string): Step[] => [
    member(dialect, protocol, group, `${name}-${life}`, `${clientOf(protocol, name)} --command-property group.instance.id=${name}`),
    { wait: 20_000 },
  ];
  return [
    ...join('s1', 'first'),
    ...join('s2', 'first'),
    ...views(dialect, group, 'two'),
    { stop: `${group}-s1-first`, anyOrder: true, warns: 'by chance' },
    { wait: 4000 },
    ...views(dialect, group, 'away'),
    ...join('s1', 'second'),
    ...views(dialect, group, 'back'),
    { stop: `${group}-s1-second`, anyOrder: true, warns: 'by chance' },
    { wait: EXPIRED[protocol] },
    ...views(dialect, group, 'gone'),
    { stop: `${group}-s2-first`, anyOrder: true, warns: 'by chance' },
  ];
}

export const groupLife =
  (protocol: Protocol) =>
  (dialect: Dialect): Step[] => [
    ...prepare(dialect),
    ...membersLife(dialect, protocol, 'audit'),
    ...coordinatorMoves(dialect, 'audit'),
    ...staticLife(dialect, protocol, 'billing'),
  ];
