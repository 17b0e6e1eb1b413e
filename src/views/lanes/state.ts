/** What a replica is, in words: the truth of the metadata log beside what the broker itself believes. */
import type { BrokerFrame, Frame, PartitionFrame, ReplicaFrame } from '#kafka/frame.ts';
import type { Words } from '../contract.ts';
import type { GlyphName } from '../marks/glyphs.tsx';

export const LANE_STATES = ['leader', 'electing', 'believes', 'in-sync', 'out-of-isr', 'elr', 'offline'] as const;
export type LaneState = (typeof LANE_STATES)[number];

/** What has become of the process that holds a replica. */
export interface Condition {
  readonly id: 'paused' | 'cut' | 'fenced' | 'starting';
  /** Short, beside the title. */
  readonly text: string;
  readonly long: string;
  readonly glyph: GlyphName | null;
}

/** What to know of the replica besides its role. */
export interface Remark {
  readonly id: 'behind' | 'fetch-paused' | 'out-of-reach' | 'deposed' | 'in-isr' | 'preferred';
  /** Short, in the lane: how far it is behind is drawn there. */
  readonly text: string;
  readonly long: string;
}

export function laneState(partition: PartitionFrame, replica: ReplicaFrame, broker: BrokerFrame | undefined): LaneState {
  if (replica.role === 'offline' || broker?.status === 'down') return 'offline';
  const leads = partition.leader === replica.broker;
  if (leads) return replica.role === 'leader' ? 'leader' : 'electing';
  if (replica.role === 'leader') return 'believes';
  if (partition.isr.includes(replica.broker)) return 'in-sync';
  return partition.elr.includes(replica.broker) ? 'elr' : 'out-of-isr';
}

/** The lane's second line. */
export function roleText(state: LaneState, partition: PartitionFrame, replica: ReplicaFrame, words: Words): string {
  if (state === 'leader') return words('lanes.role.leader', { epoch: partition.leaderEpoch });
  if (state === 'electing') return words('lanes.role.electing', { epoch: partition.leaderEpoch });
  if (state === 'believes') return words('lanes.role.believes', { epoch: replica.leaderEpoch });
  return words(`lanes.role.${state}`);
}

export function conditionOf(broker: BrokerFrame | undefined, words: Words): Condition | null {
  const condition = (id: Condition['id'], glyph: GlyphName | null): Condition => ({
    id,
    glyph,
    text: words(`lanes.condition.${id}`),
    long: words(`lanes.conditionLong.${id}`),
  });
  if (!broker || broker.status === 'down') return null;
  if (broker.status === 'paused') return condition('paused', 'pause');
  if (!broker.connected) return condition('cut', 'unplugged');
  if (broker.state !== 'RUNNING') return { ...condition('starting', null), long: words(`state.${broker.state}`) };
  return broker.fenced ? condition('fenced', 'lock') : null;
}

/** The lane's third line: worst first. */
export function remarkOf(state: LaneState, frame: Frame, partition: PartitionFrame, replica: ReplicaFrame, words: Words): Remark | null {
  const remark = (id: Remark['id'], text: string, long = text): Remark => ({ id, text, long });
  if (state === 'believes') return remark('deposed', deposedText(partition, words));
  if (state === 'offline' && partition.isr.includes(replica.broker)) return remark('in-isr', words('lanes.remark.inIsr'));
  const count = behindLeader(partition, replica);
  if (state === 'out-of-isr' && count > 0) {
    const stopped = whyNothingIsFetched(frame, partition, replica);
    if (stopped !== null) return remark(stopped, words(`lanes.remark.${stopped}`), words(`lanes.remarkLong.${stopped}`, { count }));
    return remark('behind', words('lanes.remark.behind', { count }));
  }
  return partition.replicas[0] === replica.broker ? remark('preferred', words('lanes.remark.preferred')) : null;
}

/** A follower that is behind catches up only while its process runs and messages pass between it and its leader, both ways. */
function whyNothingIsFetched(frame: Frame, { leader: leads }: PartitionFrame, replica: ReplicaFrame): 'fetch-paused' | 'out-of-reach' | null {
  const [follower, leader] = [brokerOf(frame, replica.broker), brokerOf(frame, leads)];
  if (follower?.status === 'paused') return 'fetch-paused';
  if (follower === undefined || leader === undefined) return null;
  const reaches = follower.connected && leader.connected && leader.status === 'up';
  const isStopped = isCut(frame, follower.node, leader.node, 'FetchRequest') || isCut(frame, leader.node, follower.node, 'FetchResponse');
  return !reaches || isStopped ? 'out-of-reach' : null;
}

/** Faults that let nothing through; others only make it late or rare. */
const CUTS: ReadonlySet<string> = new Set(['cut', 'isolate', 'split', 'clog']);

const isCut = ({ overlays = [] }: Frame, sender: string, receiver: string, type: string): boolean =>
  overlays.some(
    ({ fault, from, to, types }) => CUTS.has(fault) && (from?.includes(sender) ?? true) && (to?.includes(receiver) ?? true) && (types?.includes(type) ?? true),
  );

function deposedText(partition: PartitionFrame, words: Words): string {
  if (partition.leader < 0) return words('lanes.remark.noLeader');
  return words('lanes.remark.deposed', { broker: partition.leader, epoch: partition.leaderEpoch });
}

export function behindLeader(partition: PartitionFrame, replica: ReplicaFrame): number {
  const leader = partition.logs.find((log) => log.broker === partition.leader);
  return leader ? leader.logEndOffset - replica.logEndOffset : 0;
}

export interface Problem {
  readonly id: 'offline' | 'below-min' | 'out';
  readonly text: string;
}

/** Problem chips of the partition's header. */
export function problemsOf(partition: PartitionFrame, words: Words): Problem[] {
  const problems: Problem[] = [];
  const out = partition.replicas.filter((broker) => !partition.isr.includes(broker));
  if (partition.leader < 0) problems.push({ id: 'offline', text: words('lanes.problem.noLeader') });
  if (partition.isr.length < partition.minInsyncReplicas) problems.push({ id: 'below-min', text: words('lanes.problem.belowMinIsr') });
  if (out.length > 0)
    problems.push({ id: 'out', text: words(out.length > 1 ? 'lanes.problem.outOfIsrMany' : 'lanes.problem.outOfIsr', { brokers: out.join(', ') }) });
  return problems;
}

export const brokerOf = (frame: Frame, id: number): BrokerFrame | undefined => frame.brokers.find((broker) => broker.id === id);
