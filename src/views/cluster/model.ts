/** What the cluster view says, before geometry: who is there, in which state, who talks to whom. Picture and table read the same model. */
import type { BrokerFrame, ControllerFrame, Frame, ProcessFrame, ProducerFrame, ServiceFrame } from '#kafka/frame.ts';
import type { Selection, ViewProps, Words } from '../contract.ts';
import { halosOf, litBy, markOf, sameThing } from '../marks/attention.ts';
import { staleOf } from '../marks/beliefs.ts';
import { brokerClock, memberClock, shows, type ToldClock, toldClock } from '../marks/clock.ts';
import { type GlyphName, glyphOfService, groupShape } from '../marks/glyphs.tsx';
import { serviceLines, serviceLinks, servicePlights, standOf } from './services.ts';

/** What is wrong with a process, in words and shape. */
export interface Plight {
  readonly id: 'down' | 'paused' | 'cut' | 'fenced' | 'starting' | 'failed' | 'stale';
  readonly glyph: GlyphName;
  readonly text: string;
}

/** A partition on a broker: led, followed in sync, followed out of sync. */
export interface Holding {
  readonly label: string;
  readonly role: 'leader' | 'believes' | 'in-sync' | 'out-of-isr' | 'offline';
  readonly fact: string;
}

/** A line of words, and shorter ones for where it does not fit. */
export interface Line {
  readonly text: string;
  readonly short: readonly string[];
}

export interface Card {
  readonly node: string;
  readonly kind: 'broker' | 'controller' | 'producer' | 'consumer' | 'tool' | 'service';
  readonly glyph: GlyphName;
  readonly title: string;
  /** Kafka's own word for its state, or what it does. */
  readonly lines: readonly Line[];
  readonly plights: readonly Plight[];
  readonly holdings: readonly Holding[];
  /** Of a broker: where it stands, as broker.rack says. */
  readonly rack: string | null;
  readonly up: boolean;
  readonly connected: boolean;
  readonly selection: Selection;
  readonly selected: boolean;
  readonly lit: boolean;
  readonly halo: boolean;
  /** Of its session: it shows when a heartbeat is overdue; and whether it does at the moment of the frame. */
  readonly clock: ToldClock | null;
  readonly late: boolean;
  readonly name: string;
  readonly fact: string;
}

export interface GroupBox {
  readonly group: string;
  readonly shape: string;
  readonly state: string;
  /** The state in words, longest first. */
  readonly states: readonly string[];
  readonly coordinator: number;
  readonly members: readonly Card[];
  /** Members whose cards stand elsewhere, because their process is in several groups. */
  readonly guests: readonly string[];
  readonly selected: boolean;
  readonly halo: boolean;
  readonly name: string;
  readonly fact: string;
}

export interface ClusterModel {
  /** Too many clients for a card each: producers are a line, members a number. */
  readonly crowded: boolean;
  readonly controllers: readonly Card[];
  readonly brokers: readonly Card[];
  readonly producers: readonly Card[];
  readonly tools: readonly Card[];
  readonly groups: readonly GroupBox[];
  /** What stands beside Kafka: who fills a queue, the queues, who reads from Kafka or empties a queue. Members of a group stand in its box. */
  readonly beside: { readonly left: readonly Card[]; readonly centre: readonly Card[]; readonly right: readonly Card[] };
  /** Who talks to whom by what they believe: a producer to its believed leaders, a member to the leaders of its partitions. */
  readonly links: readonly { readonly from: string; readonly to: string; readonly fact: string }[];
}

/** Every card of the picture, in the order in which they are drawn. */
export const cardsOf = ({ controllers, brokers, producers, tools, groups, beside }: ClusterModel): Card[] => [
  ...controllers,
  ...brokers,
  ...beside.centre,
  ...producers,
  ...tools,
  ...beside.left,
  ...groups.flatMap(({ members }) => members),
  ...beside.right,
];

type Input = Pick<ViewProps, 'frame' | 'changes' | 'selection' | 'spotlight' | 'words'>;

/** A broker wears this many partitions; the rest are counted. */
const MOST_HOLDINGS = 8;
/** With more than this many it wears its topics instead, each with the number of its partitions. */
const MANY_HOLDINGS = 12;
/** More clients than this, on either side, are drawn small. */
const MANY_CLIENTS = 16;
/** More wires than this are a fog: then only those of the selected process are drawn. */
const MANY_LINKS = 150;

export function clusterModel(input: Input): ClusterModel {
  const { frame, words } = input;
  const halos = halosOf(input.changes);
  const card = cardMaker(input, halos);
  const consumerCard = (node: string) =>
    frame.consumers
      .filter((one) => one.node === node)
      .map((one) => card(one, 'consumer', one.node, { kind: 'consumer', node: one.node }, [work(one, words)], []));
  const services = frame.services ?? [];
  const serviceCard = (one: ServiceFrame) => card(one, 'service', one.node, { kind: 'service', node: one.node }, serviceLines(one, words), []);
  return {
    crowded: frame.producers.length > MANY_CLIENTS || frame.consumers.length > MANY_CLIENTS,
    controllers: frame.controllers.map((one) => card(one, 'controller', one.node, { kind: 'controller', node: one.node }, controllerLines(one, words), [])),
    brokers: byRack(frame.brokers).map((one) =>
      card(
        one,
        'broker',
        words('broker', { broker: one.id }),
        { kind: 'broker', id: one.id },
        one.status === 'up' ? brokerLines(one, words) : [],
        holdingsOf(frame, one.id, words),
      ),
    ),
    producers: frame.producers.map((one) => card(one, 'producer', one.node, { kind: 'producer', node: one.node }, producerLines(one, words), [])),
    tools: frame.tools
      .filter((one) => one.exitCode === undefined)
      .map((one) => ({
        ...card(one, 'tool', one.node, { kind: 'tool', node: one.node }, toolLines(one.command), []),
        name: `${words('cluster.kind.tool')} ${toolOf(one.command)}, ${one.node}`,
      })),
    groups: groupsOf(input, halos, (group) => [
      ...frame.consumers.filter((one) => one.group === group).flatMap((one) => consumerCard(one.node)),
      ...services.filter((one) => standOf(one) === 'group' && applicationOf(one) === group).map(serviceCard),
    ]),
    beside: {
      left: services.filter((one) => standOf(one) === 'left').map(serviceCard),
      centre: services.filter((one) => standOf(one) === 'centre').map(serviceCard),
      right: services.filter((one) => standOf(one) === 'right').map(serviceCard),
    },
    links: fewOf([...linksOf(frame), ...serviceLinks(frame)], input),
  };
}

/** Brokers of a rack stand together; racks in the order in which they first come. */
function byRack(brokers: readonly BrokerFrame[]): readonly BrokerFrame[] {
  const racks = [...new Set(brokers.map(({ rack }) => rack))];
  return racks.length < 2 ? brokers : racks.flatMap((rack) => brokers.filter((one) => one.rack === rack));
}

function fewOf(links: ClusterModel['links'], { frame, selection }: Input): ClusterModel['links'] {
  if (links.length <= MANY_LINKS) return links;
  const chosen =
    selection !== null && 'node' in selection ? selection.node : frame.brokers.find((one) => selection?.kind === 'broker' && one.id === selection.id)?.node;
  return links.filter(({ from, to }) => from === chosen || to === chosen);
}

const toolOf = (command: string): string => command.split(' ')[0];

/** A long name such as kafka-console-consumer.sh stands on two lines, so that none of it is lost. */
function toolLines(command: string): Line[] {
  const name = toolOf(command);
  const cut = name.length > 18 ? name.lastIndexOf('-') + 1 : 0;
  const parts = cut === 0 ? [name] : [name.slice(0, cut), name.slice(cut)];
  return parts.map((text) => ({ text, short: [text.replace(/^kafka-/, '')] }));
}

function groupsOf({ frame, selection, words }: Input, halos: ReadonlySet<string>, membersOf: (group: string) => Card[]): GroupBox[] {
  const applications = (frame.services ?? []).filter((one) => standOf(one) === 'group').map(applicationOf);
  const names = [...new Set([...frame.groups.map((one) => one.group), ...frame.consumers.map((one) => one.group), ...applications])];
  return names.map((group, index) => {
    const known = frame.groups.find((one) => one.group === group);
    const state = known?.state ?? 'Dead';
    const gloss = words(`state.${state}`);
    const members = membersOf(group);
    const coordinator = known === undefined || known.coordinator < 0 ? '' : ` · ${words('cluster.coordinator', { broker: known.coordinator })}`;
    return {
      group,
      states: [`${gloss}${coordinator}`, `${state}${coordinator}`, gloss, state, words(`stateShort.${state}`)],
      shape: groupShape(index),
      state,
      coordinator: known?.coordinator ?? -1,
      members,
      guests: guestsOf(known, members, frame),
      selected: selection?.kind === 'group' && selection.group === group,
      halo: halos.has(markOf.group(group)),
      name: groupName(group, gloss, known?.coordinator ?? -1, words),
      fact: `${group} state=${state} coordinator=${known?.coordinator ?? -1}`,
    };
  });
}

/** A group without a coordinator says so: -1 is for programs. */
export const groupName = (group: string, state: string, coordinator: number, words: Words): string =>
  coordinator < 0 ? words('cluster.name.groupAlone', { group, state }) : words('cluster.name.group', { group, state, coordinator });

const applicationOf = ({ config }: ServiceFrame): string => config['application.id'] ?? '';

function guestsOf(group: Frame['groups'][number] | undefined, members: readonly Card[], { services = [] }: Frame): string[] {
  const nodes = (group?.members ?? []).map(({ node }) => node).filter((node) => !members.some((card) => card.node === node));
  return [...new Set(nodes)].filter((node) => services.some((one) => one.node === node));
}

/** Of a broker with the controller, of a member with its coordinator. */
function clockOf(one: ProcessFrame, kind: Card['kind'], frame: Frame, words: Words): ToldClock | null {
  const group = kind === 'consumer' ? frame.groups.find(({ members }) => members.some(({ node }) => node === one.node)) : undefined;
  const member = group?.members.find(({ node }) => node === one.node);
  const ofMember = group === undefined || member === undefined ? null : memberClock(frame, group, member);
  const clock = kind === 'broker' ? brokerClock(one as BrokerFrame) : ofMember;
  return clock === null ? null : toldClock(clock, one.node, frame.timeUs, words);
}

function cardMaker({ frame, selection, spotlight, words }: Input, halos: ReadonlySet<string>) {
  return (one: ProcessFrame | ServiceFrame, kind: Card['kind'], title: string, here: Selection, lines: readonly Line[], holdings: readonly Holding[]): Card => {
    const stale = one.status !== 'down' && 'believedLeaders' in one && staleOf(frame, (one as ProducerFrame).believedLeaders).length > 0;
    const plights = [...plightsOf(one, words, stale), ...('service' in one ? servicePlights(one, words) : [])];
    const clock = clockOf(one, kind, frame, words);
    const late = clock !== null && shows(clock, frame.timeUs);
    return {
      node: one.node,
      kind,
      glyph: 'service' in one ? glyphOfService(one.service) : kind === 'service' ? 'tool' : kind,
      title,
      lines,
      plights,
      holdings,
      rack: kind === 'broker' ? (one as BrokerFrame).rack : null,
      up: one.status === 'up',
      connected: one.connected,
      selection: here,
      selected: selection !== null && sameThing(selection, here),
      lit: litBy(spotlight, here),
      halo: halos.has(markOf.node(one.node)) || (here.kind === 'broker' && halos.has(markOf.broker(here.id))),
      clock,
      late,
      name: [
        kind === 'broker' ? title : `${words('service' in one ? `cluster.image.${one.service}` : `cluster.kind.${kind}`)} ${title}`,
        ...plights.map((plight) => plight.text),
        ...(late ? [clock.text] : []),
        ...lines.map((line) => line.text),
        ...holdings.map((one) => `${one.label} ${words(`cluster.role.${one.role}`)}`),
      ].join(', '),
      fact: `${one.node} ${lines.map((line) => line.text).join(' ')} ${plights.map((plight) => plight.id).join(' ')}`.trim(),
    };
  };
}

function plightsOf(one: ProcessFrame, words: Words, stale: boolean): Plight[] {
  const plights: Plight[] = [];
  const add = (id: Plight['id'], glyph: GlyphName) => plights.push({ id, glyph, text: words(`cluster.plight.${id}`) });
  if (one.status === 'down') add('down', 'power');
  if (one.status === 'paused') add('paused', 'pause');
  if (!one.connected) add('cut', 'unplugged');
  if ('fenced' in one && (one as BrokerFrame).fenced) add('fenced', 'lock');
  if (stale) add('stale', 'warn');
  return plights;
}

/** In a ZooKeeper cluster one of the brokers is the controller. */
function brokerLines({ state, controller }: Frame['brokers'][number], words: Words): Line[] {
  const life = words(`state.${state}`);
  if (!controller?.active) return [{ text: life, short: [state] }];
  const office = words('cluster.brokerController', { epoch: controller.epoch });
  return [{ text: `${life} · ${office}`, short: [`${state} · ${office}`, office] }];
}

function controllerLines(one: ControllerFrame, words: Words): Line[] {
  if (one.ensemble) return [{ text: words(`cluster.ensemble.${one.ensemble.role}`), short: [one.ensemble.role] }];
  if (!one.active) return [{ text: words('cluster.controller'), short: [] }];
  return [{ text: words('cluster.activeController', { epoch: one.epoch }), short: [words('cluster.activeShort', { epoch: one.epoch })] }];
}

function producerLines(one: Frame['producers'][number], words: Words): Line[] {
  const lines = [
    `acks=${one.config['acks'] ?? 'all'}`,
    words('cluster.sent', { count: one.recordsSent }),
    words('cluster.acked', { count: one.recordsAcknowledged }),
  ];
  if (one.recordsFailed > 0) lines.push(words('cluster.failed', { count: one.recordsFailed }));
  else if (one.retries > 0) lines.push(words('cluster.retries', { count: one.retries }));
  const acked = words('cluster.ackedShort', { count: one.recordsAcknowledged });
  return lines.map((text, i) => ({ text, short: i === 2 ? [acked] : [] }));
}

function work(one: Frame['consumers'][number], words: Words): Line {
  if (one.state !== 'STABLE') return { text: words(`cluster.consumer.${one.state}`), short: [words(`cluster.consumerShort.${one.state}`)] };
  if (one.assignment.length === 0) return { text: words('cluster.idle'), short: [words('cluster.idleShort')] };
  const topics = new Map<string, string[]>();
  for (const tp of one.assignment) {
    const cut = tp.lastIndexOf('-');
    topics.set(tp.slice(0, cut), [...(topics.get(tp.slice(0, cut)) ?? []), tp.slice(cut + 1)]);
  }
  const text = [...topics].map(([topic, numbers]) => `${topic}-${numbers.join(',')}`).join(' ');
  const { length: count } = one.assignment;
  return { text, short: [words('cluster.partitions', { count }), words('cluster.partitionsShort', { count })] };
}

/** Users' partitions one by one, internal topics as one count. */
function holdingsOf(frame: Frame, broker: number, words: Words): Holding[] {
  const holdings: Holding[] = [];
  let internal = 0;
  let internalLed = 0;
  for (const partition of frame.partitions) {
    const replica = partition.logs.find((log) => log.broker === broker);
    if (!replica) continue;
    if (partition.internal) {
      internal += 1;
      if (partition.leader === broker) internalLed += 1;
      continue;
    }
    const role =
      replica.role === 'offline'
        ? 'offline'
        : partition.leader === broker
          ? 'leader'
          : replica.role === 'leader'
            ? 'believes'
            : partition.isr.includes(broker)
              ? 'in-sync'
              : 'out-of-isr';
    holdings.push({ label: partition.tp, role, fact: `${broker} ${partition.tp} ${role}` });
  }
  const order: readonly Holding['role'][] = ['leader', 'believes', 'in-sync', 'out-of-isr', 'offline'];
  holdings.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  const shown = fewest(holdings, broker, words);
  if (internal > 0)
    shown.push({
      label: words('cluster.internal', { count: internal }),
      role: internalLed > 0 ? 'leader' : 'in-sync',
      fact: `${broker} internal=${internal} led=${internalLed}`,
    });
  return shown;
}

/** One by one while they are few, then topic by topic; what is still too much is counted. */
function fewest(holdings: readonly Holding[], broker: number, words: Words): Holding[] {
  const told = holdings.length > MANY_HOLDINGS ? topicsOf(holdings, broker) : holdings;
  const shown = told.slice(0, MOST_HOLDINGS);
  const more = told.length - shown.length;
  if (more > 0) shown.push({ label: words('cluster.more', { count: more }), role: 'in-sync', fact: `${broker} more=${more}` });
  return shown;
}

function topicsOf(holdings: readonly Holding[], broker: number): Holding[] {
  const counts = new Map<string, { topic: string; role: Holding['role']; count: number }>();
  for (const { label, role } of holdings) {
    const topic = label.slice(0, label.lastIndexOf('-'));
    const known = counts.get(`${role} ${topic}`);
    if (known === undefined) counts.set(`${role} ${topic}`, { topic, role, count: 1 });
    else known.count++;
  }
  return [...counts.values()].map(({ topic, role, count }) => ({ label: `${topic} ×${count}`, role, fact: `${broker} ${topic} ×${count} ${role}` }));
}

function linksOf(frame: Frame): { from: string; to: string; fact: string }[] {
  const pairs = new Map<string, { from: string; to: string; fact: string }>();
  const link = (from: string, broker: number) => {
    const to = frame.brokers.find((one) => one.id === broker)?.node;
    if (to) pairs.set(`${from}>${to}`, { from, to, fact: `${from} talks to ${to}` });
  };
  for (const one of frame.producers) for (const tp of Object.keys(one.believedLeaders).sort()) link(one.node, one.believedLeaders[tp]);
  for (const one of frame.consumers) for (const tp of one.assignment) link(one.node, frame.partitions.find((partition) => partition.tp === tp)?.leader ?? -1);
  return [...pairs.values()];
}
