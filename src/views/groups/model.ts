/** What the groups view says: who the members are, what each has and is to have, in which phase the group is, and when nobody read. */
import type { Frame, GroupFrame } from '#kafka/frame.ts';
import type { TraceView, ViewProps, Words } from '../contract.ts';
import { halosOf, litBy, markOf } from '../marks/attention.ts';
import { memberClock, shows, type ToldClock, toldClock } from '../marks/clock.ts';
import { groupShape } from '../marks/glyphs.tsx';
import { type FlightRow, flightOf, heldBy } from './flight.ts';
import { type GroupTimes, type Pause, type Rebalance, timesOf } from './pauses.ts';

/** What a frame may tell of a member beyond its assignment (static membership; KIP-848). */
interface MemberMore {
  readonly instanceId?: string;
  readonly epoch?: number;
  readonly target?: readonly string[];
  readonly pendingRevocation?: readonly string[];
}

export interface Cell {
  readonly tp: string;
  /** Has it, and reads it; has it and must give it up; is to have it, and does not yet. */
  readonly holds: 'owns' | 'revoking' | 'pending' | 'none';
  readonly fact: string | null;
}

export interface MemberRow {
  readonly key: string;
  readonly node: string;
  readonly leader: boolean;
  /** Kafka's own name of its state. */
  readonly state: string;
  readonly notes: readonly string[];
  readonly well: boolean;
  /** Of its session: it shows when a heartbeat is overdue. */
  readonly clock: ToldClock | null;
  /** It shows at the moment of the frame. */
  readonly late: boolean;
  readonly cells: readonly Cell[];
  readonly fact: string;
  readonly halo: boolean;
  readonly selected: boolean;
  readonly name: string;
}

export interface Column {
  readonly tp: string;
  readonly topic: string;
  readonly partition: string;
  readonly owned: boolean;
  /** Records, as text and as a number; none where the group has committed nothing. */
  readonly lag: string;
  readonly lagRecords: number | null;
  readonly fact: string;
  readonly selected: boolean;
}

export interface GroupModel {
  readonly group: string;
  readonly shape: string;
  readonly state: string;
  readonly phases: readonly string[];
  /** Of a classic group that rebalances: how many members have come so far. Empty otherwise. */
  readonly gathered: string;
  readonly detail: string;
  readonly members: readonly MemberRow[];
  readonly columns: readonly Column[];
  readonly rebalances: readonly Rebalance[];
  readonly pauses: readonly Pause[];
  /** Of a share group: what it has in flight, instead of when nobody read. */
  readonly flight: readonly FlightRow[] | undefined;
  readonly fact: string;
  readonly halo: boolean;
  readonly lit: boolean;
  readonly selected: boolean;
  readonly name: string;
  /** One line instead of a matrix: with many groups only one is open. */
  readonly folded: { readonly text: string; readonly fact: string } | null;
}

/** Up to this many groups are all open. */
const OPEN_GROUPS = 3;

const CLASSIC = ['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable'];
const SHARE = ['Empty', 'Stable'];
const CONSUMER = ['Empty', 'Assigning', 'Reconciling', 'Stable'];

type Input = Pick<ViewProps, 'frame' | 'changes' | 'selection' | 'spotlight' | 'words'> & { readonly times: ReadonlyMap<string, GroupTimes> };

/** Read from the trace once a playhead: up to it and no further. */
export function timesByGroup({ events, cursor }: TraceView, groups: readonly string[]): ReadonlyMap<string, GroupTimes> {
  const all = events();
  return new Map(groups.map((group) => [group, timesOf(all, Math.min(cursor, all.length), group)]));
}

export function groupsModel(input: Input): GroupModel[] {
  const { groups } = input.frame;
  const open = groups.length <= OPEN_GROUPS ? null : openGroup(input);
  return groups.map((group, index) => (open === null || open === group ? openModel(input, group, index) : foldedModel(input, group, index)));
}

/** Of many groups: the selected one, that of the selected member, or the first. */
function openGroup({ frame: { groups }, selection }: Input): GroupFrame {
  const chosen = groups.find(
    ({ group, members }) =>
      (selection?.kind === 'group' && selection.group === group) || (selection?.kind === 'consumer' && members.some(({ node }) => node === selection.node)),
  );
  return chosen ?? groups[0];
}

type Head = Omit<GroupModel, 'members' | 'columns' | 'rebalances' | 'pauses' | 'folded'>;

function headOf({ changes, selection, spotlight, words }: Input, group: GroupFrame, index: number): Head {
  // Only the classic protocol counts generations: consumer and share groups have an epoch.
  const classic = group.targetEpoch === undefined && group.share === undefined;
  const detail = [
    words(classic ? 'groups.generation' : 'groups.groupEpoch', { generation: group.generation }),
    ...(group.protocol === '' ? [] : [group.protocol]),
    group.coordinator < 0 ? words('groups.noCoordinator') : words('groups.coordinator', { coordinator: group.coordinator }),
  ].join(' · ');
  const gathered = gatheredOf(group, words);
  return {
    group: group.group,
    shape: groupShape(index),
    state: group.state,
    phases: group.share ? SHARE : CONSUMER.includes(group.state) && !CLASSIC.includes(group.state) ? CONSUMER : CLASSIC,
    detail,
    gathered,
    flight: flightOf(group, words),
    fact: `group ${group.group} ${group.state} generation=${group.generation} coordinator=${group.coordinator}${gathered === '' ? '' : ` ${gathered}`}`,
    halo: halosOf(changes).has(markOf.group(group.group)),
    lit: litBy(spotlight, { kind: 'group', group: group.group }),
    selected: selection?.kind === 'group' && selection.group === group.group,
    name: words('groups.name.group', { group: group.group, state: gathered === '' ? group.state : `${group.state} (${gathered})`, detail }),
  };
}

/** A join waits until all are there, a sync for the leader's word: requests that the coordinator holds back (GroupMetadata, awaitingJoinCallback). */
function gatheredOf({ state, members }: GroupFrame, words: Words): string {
  const held = state === 'PreparingRebalance' ? 'awaiting-join' : state === 'CompletingRebalance' ? 'awaiting-sync' : null;
  if (held === null || members.length === 0) return '';
  const came = members.filter(({ phase }) => phase === held).length;
  return words(held === 'awaiting-join' ? 'groups.joined' : 'groups.synced', { came, members: members.length });
}

/** A share group's members follow each other by no rule of Kafka's: ids are drawn, and every member may have every partition. */
function inOrder({ members, share }: GroupFrame): GroupFrame['members'] {
  return share === undefined ? members : [...members].sort((a, b) => numberOf(a.node) - numberOf(b.node) || (a.node < b.node ? -1 : 1));
}

const numberOf = (node: string): number => Number(/\d+$/.exec(node)?.[0] ?? 0);

function openModel(input: Input, group: GroupFrame, index: number): GroupModel {
  const { frame, changes, selection, words, times } = input;
  const columns = columnsOf(frame, group, selection);
  const halos = halosOf(changes);
  const { rebalances, pauses } = times.get(group.group) ?? { rebalances: [], pauses: [] };
  const members = inOrder(group).map((member) => memberRow(frame, group, member, columns, { halos, selection, words }));
  return { ...headOf(input, group, index), members, columns, rebalances, pauses, folded: null };
}

function foldedModel(input: Input, group: GroupFrame, index: number): GroupModel {
  const head = headOf(input, group, index);
  const lag = group.offsets.reduce((sum, { lagRecords }) => sum + (lagRecords ?? 0), 0);
  const text = input.words('groups.folded', { members: group.members.length, lag });
  const folded = { text, fact: `group ${group.group} members=${group.members.length} lag=${lag}` };
  return { ...head, name: `${head.name}, ${text}`, members: [], columns: [], rebalances: [], pauses: [], folded };
}

const split = (tp: string): readonly [string, string] => [tp.slice(0, tp.lastIndexOf('-')), tp.slice(tp.lastIndexOf('-') + 1)];

/** Every partition that the group has, had or is to have; topics in the order of the frame. */
function columnsOf(frame: Frame, group: GroupFrame, selection: ViewProps['selection']): Column[] {
  const known = new Set([
    ...group.offsets.map(({ tp }) => tp),
    ...(group.share ?? []).map(({ tp }) => tp),
    ...group.members.flatMap((member) => [...inHand(frame, group, member), ...member.partitions, ...((member as MemberMore).target ?? [])]),
  ]);
  const topics = new Set([...known].map((tp) => split(tp)[0]));
  const all = frame.partitions.filter(({ topic, tp }) => topics.has(topic) || known.has(tp)).map(({ tp }) => tp);
  const owned = new Set(group.members.flatMap((member) => inHand(frame, group, member)));
  return all.map((tp) => {
    const lag = [...group.offsets, ...(group.share ?? [])].find((one) => one.tp === tp)?.lagRecords;
    const [topic, partition] = split(tp);
    return {
      tp,
      topic,
      partition,
      owned: owned.has(tp),
      lag: lag === undefined ? '–' : `${lag}`,
      lagRecords: lag ?? null,
      fact: `${group.group} ${tp} lag=${lag ?? '-'} owned=${owned.has(tp)}`,
      selected: selection?.kind === 'partition' && selection.tp === tp,
    };
  });
}

interface Attention {
  readonly halos: ReadonlySet<string>;
  readonly selection: ViewProps['selection'];
  readonly words: ViewProps['words'];
}

function memberRow(
  frame: Frame,
  group: GroupFrame,
  member: GroupFrame['members'][number] & MemberMore,
  columns: readonly Column[],
  { halos, selection, words }: Attention,
): MemberRow {
  const consumer = frame.consumers.find(({ node }) => node === member.node);
  const plight = consumer === undefined || consumer.status === 'down' ? 'down' : consumer.status === 'paused' ? 'paused' : consumer.connected ? null : 'cut';
  const state = consumer?.state ?? '–';
  const notes = [
    ...(member.leader ? [words('groups.leads')] : []),
    ...(member.instanceId === undefined ? [] : [words('groups.static', { id: member.instanceId })]),
    ...(group.share === undefined ? [] : [words('groups.flight.held', { count: heldBy(group, member.node) })]),
    ...(member.epoch === undefined ? [] : [words('groups.epoch', { epoch: member.epoch })]),
  ];
  const told = plight === null ? state : words(`groups.plight.${plight}`);
  const clock = memberClock(frame, group, member);
  const late = clock !== null && shows(clock, frame.timeUs);
  const session = clock === null ? null : toldClock(clock, `member ${group.group} ${member.node}`, frame.timeUs, words);
  return {
    key: member.memberId || member.node,
    node: member.node,
    leader: member.leader,
    state: told,
    notes,
    well: plight === null,
    clock: session,
    late,
    cells: columns.map(({ tp }) => cellOf(group.group, { ...member, ...handsOf(frame, group, member) }, tp)),
    fact: `member ${group.group} ${member.node} ${told} ${notes.join(' ')}`,
    halo: halos.has(markOf.node(member.node)),
    selected: selection?.kind === 'consumer' && selection.node === member.node,
    name: [
      words('groups.name.member', { node: member.node, state: told, partitions: inHand(frame, group, member).join(', ') || words('groups.nothing') }),
      ...(late && session !== null ? [session.text] : []),
    ].join(', '),
  };
}

/**
 * Of a classic group the coordinator knows an assignment only while it is Stable (ClassicGroup, describe). Its members go on reading what they have in
 * hand: an eager one until it hears of the rebalance and gives all up, a cooperative one throughout (KIP-429). And what the group has given is only to
 * come as long as its answer is on the way.
 */
function handsOf(frame: Frame, group: GroupFrame, member: GroupFrame['members'][number]): Pick<GroupFrame['members'][number], 'partitions' | 'target'> {
  const partitions = inHand(frame, group, member);
  return partitions === member.partitions ? { partitions } : { partitions, target: group.state === 'Stable' ? member.partitions : partitions };
}

function inHand({ consumers }: Frame, group: GroupFrame, member: GroupFrame['members'][number]): readonly string[] {
  if (group.targetEpoch !== undefined || group.share !== undefined) return member.partitions;
  const consumer = consumers.find((one) => one.node === member.node && one.group === group.group);
  return consumer === undefined || consumer.status === 'down' ? member.partitions : consumer.assignment;
}

function cellOf(group: string, member: GroupFrame['members'][number] & MemberMore, tp: string): Cell {
  const has = member.partitions.includes(tp);
  const leaves = member.pendingRevocation?.includes(tp) || (has && member.target !== undefined && !member.target.includes(tp));
  const comes = !has && member.target?.includes(tp) === true;
  const holds = has || member.pendingRevocation?.includes(tp) ? (leaves ? 'revoking' : 'owns') : comes ? 'pending' : 'none';
  return { tp, holds, fact: holds === 'none' ? null : `${holds} ${group} ${member.node} ${tp}` };
}

export const pauseFact = (group: string, { tp, fromUs, toUs, why }: Pause): string => `paused ${group} ${tp} ${why} ${fromUs}-${toUs ?? ''}`;
export const rebalanceFact = (group: string, { state, fromUs, toUs }: Rebalance): string => `rebalance ${group} ${state} ${fromUs}-${toUs ?? ''}`;
