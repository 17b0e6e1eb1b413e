/** The consumer gutter in words and numbers: what a group committed, where it reads, how far behind it is. */
import type { Frame, PartitionFrame } from '#kafka/frame.ts';
import type { ViewProps, Words } from '../contract.ts';
import { halosOf, litBy, markOf } from '../marks/attention.ts';
import { groupShape } from '../marks/glyphs.tsx';
import type { Window } from './window.ts';

export interface GutterModel {
  readonly group: string;
  readonly state: string;
  readonly shape: string;
  readonly committed: number;
  readonly position: number;
  readonly from: { readonly committed: number; readonly position: number } | null;
  /** Where auto.offset.reset would begin while nothing is committed. */
  readonly wouldBegin: number;
  readonly policy: string;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  readonly lagRecords: number | undefined;
  /** The offset that the owner is working on, if it is shown. */
  readonly processing: number | null;
  /** `2` of `billing-2`; null without an owner. */
  readonly member: string | null;
  readonly owner: string | null;
  /** Its owner, or the state that keeps it from having one; longest first. */
  readonly captions: readonly string[];
  readonly lagText: string;
  readonly name: string;
  readonly facts: {
    readonly committed: string;
    readonly position: string;
    readonly lag: string;
    readonly owner: string;
    readonly state: string;
    readonly notVisible: string | null;
    readonly processing: string | null;
  };
  readonly lit: boolean;
  readonly halo: boolean;
  readonly haloCommitted: boolean;
  readonly haloPosition: boolean;
  readonly selected: boolean;
}

export type GuttersInput = Pick<ViewProps, 'frame' | 'previous' | 'changes' | 'selection' | 'spotlight' | 'words'>;

export function guttersModel(input: GuttersInput, partition: PartitionFrame, window: Window): GutterModel[] {
  const halos = halosOf(input.changes);
  const models: GutterModel[] = [];
  input.frame.groups.forEach((group, index) => {
    const offset = group.offsets.find((one) => one.tp === partition.tp);
    if (offset) models.push(gutterModel(input, partition, group, offset, groupShape(index), halos, window));
  });
  return models;
}

type Group = Frame['groups'][number];

function gutterModel(
  input: GuttersInput,
  partition: PartitionFrame,
  group: Group,
  offset: Group['offsets'][number],
  shape: string,
  halos: ReadonlySet<string>,
  window: Window,
): GutterModel {
  const { words, frame, selection, spotlight } = input;
  const { tp } = partition;
  const leader = partition.logs.find((log) => log.broker === partition.leader);
  const highWatermark = leader?.highWatermark ?? Math.max(0, ...partition.logs.map((log) => log.highWatermark));
  const logEndOffset = Math.max(leader?.logEndOffset ?? highWatermark, highWatermark);
  const policy = frame.consumers.find((one) => one.group === group.group)?.config['auto.offset.reset'] ?? 'latest';
  const was = input.previous?.groups.find((one) => one.group === group.group)?.offsets.find((one) => one.tp === tp);
  const member = offset.owner === null ? null : (/(\d+)$/.exec(offset.owner)?.[1] ?? '');
  const id = `${group.group} ${tp}`;
  const work = frame.consumers.find((one) => one.node === offset.owner)?.processing ?? null;
  const processing = work?.tp === tp && work.offset >= window.start && work.offset < window.end ? work.offset : null;
  const lagText = offset.lagRecords === undefined ? words('lanes.group.noCommit') : words('lanes.group.lag', { count: offset.lagRecords });
  const owner = member === null ? words('lanes.group.noOwner') : words('lanes.group.member', { member });
  return {
    group: group.group,
    state: words(`state.${group.state}`),
    shape,
    committed: offset.committed,
    position: offset.position,
    from: was ? { committed: was.committed, position: was.position } : null,
    wouldBegin: policy === 'earliest' ? (leader?.logStart ?? 0) : highWatermark,
    policy,
    highWatermark,
    logEndOffset,
    lagRecords: offset.lagRecords,
    processing,
    member,
    owner: offset.owner,
    captions: group.state === 'Stable' ? [owner] : [words(`state.${group.state}`), group.state, words(`stateShort.${group.state}`)],
    lagText,
    name: gutterName(group.group, offset, owner, words(`state.${group.state}`), lagText, processing, words),
    facts: {
      committed: `${id} committed=${offset.committed}`,
      position: `${id} position=${offset.position}`,
      lag: `${id} lag=${offset.lagRecords ?? '-'}`,
      owner: `${id} owner=${offset.owner ?? '-'}`,
      state: `${group.group} state=${group.state}`,
      notVisible: logEndOffset > highWatermark ? `${tp} notVisible=${highWatermark}..${logEndOffset - 1}` : null,
      processing: processing === null ? null : `${id} processing=${processing}`,
    },
    lit: litBy(
      spotlight,
      { kind: 'group', group: group.group },
      { kind: 'partition', tp },
      ...(offset.owner ? [{ kind: 'consumer', node: offset.owner } as const] : []),
    ),
    halo: halos.has(markOf.group(group.group)),
    haloCommitted: halos.has(markOf.committed(group.group, tp)),
    haloPosition: halos.has(markOf.position(group.group, tp)),
    selected: selection?.kind === 'group' && selection.group === group.group,
  };
}

function gutterName(
  group: string,
  offset: Group['offsets'][number],
  owner: string,
  state: string,
  lagText: string,
  processing: number | null,
  words: Words,
): string {
  const committed = offset.committed < 0 ? words('lanes.group.nothingCommitted') : words('lanes.group.committed', { offset: offset.committed });
  const position = offset.position < 0 ? [] : [words('lanes.group.position', { offset: offset.position })];
  const lag = offset.lagRecords === undefined ? [] : [lagText];
  const working = processing === null ? [] : [words('lanes.group.processing', { offset: processing })];
  return [words('lanes.group.name', { group }), state, owner, committed, ...position, ...lag, ...working].join(', ');
}
