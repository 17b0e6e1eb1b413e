/** What may be seen of controllers, and of topics as the metadata log has them. */
import type { ControllerNode } from '#kafka/controller/kraft/state.ts';
import type { ControllerFrame, QuorumFrame, TopicFrame } from '#kafka/frame.ts';
import type { Image } from '#kafka/metadata/image.ts';
import { isInternal } from '#kafka/protocol/names.ts';
import type { World } from '#sim/world.ts';

interface Kinded {
  readonly kind: string;
}

const isController = ({ state }: { readonly state: Kinded }): boolean => state.kind === 'controller';

/** The controller that knows most of what is committed: the truth of the metadata log, whoever leads now. */
export function committedBy<N extends Kinded>(world: World<N>): ControllerNode | undefined {
  let most: ControllerNode | undefined;
  for (const process of world.processes) {
    if (!isController(process)) continue;
    const node = process.state as unknown as ControllerNode;
    if (!most || node.highWatermark > most.highWatermark) most = node;
  }
  return most;
}

/** Lag is what the leader counts; elsewhere it is not known. */
function quorumOf(node: ControllerNode): QuorumFrame {
  const { value, data } = node.quorum;
  const voters = (node.leader?.replicas ?? []).filter(({ isVoter }) => isVoter);
  return {
    // Before 4.0 an unattached voter that has voted was said to be in a state of its own.
    state: value === 'Unattached' && data.votedId >= 0 && !node.settings.preVote ? 'Voted' : value,
    epoch: data.epoch,
    votedFor: data.votedId,
    leader: data.leaderId,
    logEndOffset: node.logEndOffset,
    highWatermark: node.highWatermark,
    voters: voters.map(({ id, endOffset }) => ({ id, lagRecords: endOffset < 0 ? undefined : node.logEndOffset - endOffset })),
  };
}

export function projectControllers<N extends Kinded>(world: World<N>): ControllerFrame[] {
  const processes = world.processes.filter(isController);
  return processes.map((process) => {
    const node = process.state as unknown as ControllerNode;
    return {
      node: process.name,
      status: process.status,
      connected: !world.network.cuts.has(process.name),
      id: node.id,
      active: process.status !== 'down' && node.claimEpoch >= 0,
      epoch: node.quorum.data.epoch,
      metadataLogEndOffset: node.logEndOffset,
      quorum: quorumOf(node),
    };
  });
}

/** In order of creation, internal topics last. */
export function topicFrames(image: Image): TopicFrame[] {
  const frames = [...image.topics.values()].map(({ name, config, partitions }) => ({
    name,
    internal: isInternal(name),
    partitions: partitions.length,
    replicationFactor: partitions[0]?.replicas.length ?? 0,
    config,
  }));
  return [...frames.filter(({ internal }) => !internal), ...frames.filter(({ internal }) => internal)];
}
