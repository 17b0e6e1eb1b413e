/** Reconciling with a new target (AbstractMembershipManager.maybeReconcile): commit, give up, take on. What stays is read on all the time. */
import { allConsumed, startCommit, tendCommit } from '#kafka/clients/consumer/commit.ts';
import type { Turn } from '#kafka/clients/consumer/core.ts';
import { changeModern, withModern } from '#kafka/clients/consumer/modern.ts';
import { newPosition } from '#kafka/clients/consumer/position.ts';
import { tell } from '#kafka/facts.ts';
import type { Tp } from '#kafka/protocol/names.ts';

function revoked({ core }: Turn): Tp[] {
  const target = core.modern.data.target ?? [];
  return [...core.partitions.keys()].filter((tp) => !target.includes(tp));
}

/** In poll(): all that it returned before has been worked on, so positions may be committed. Returns when to look again. */
export function reconcileInPoll(turn: Turn): number {
  const { core } = turn;
  if (core.modern.value !== 'RECONCILING' || core.modern.data.target === undefined) return Number.POSITIVE_INFINITY;
  if (core.commit?.why === 'prepare') return tendCommit(turn);
  if (turn.commitResult === undefined && core.settings.autoCommit && allConsumed(core).length > 0) {
    startCommit(turn, 'prepare', core.settings.maxPollIntervalMs);
    if (core.commit !== undefined) return tendCommit(turn);
  }
  turn.commitResult = undefined;
  adopt(turn);
  return Number.POSITIVE_INFINITY;
}

/** Beside the application only what asks nothing of it: more partitions, and no commit. */
export function reconcileInBackground(turn: Turn): void {
  const { core } = turn;
  if (core.modern.data.target !== undefined && !core.settings.autoCommit && revoked(turn).length === 0) adopt(turn);
}

/** While the commit before a revocation is under way, nothing more is read of what will go. */
export const isGoing = ({ core }: Turn, tp: Tp): boolean =>
  core.modern.value === 'RECONCILING' && core.modern.data.target !== undefined && !core.modern.data.target.includes(tp);

function adopt(turn: Turn): void {
  const { core, env } = turn;
  const target = core.modern.data.target ?? [];
  const gone = revoked(turn);
  const added = target.filter((tp) => !core.partitions.has(tp));
  if (gone.length > 0) tell(env, { fact: 'PartitionsRevoked', group: core.group, node: env.self, partitions: gone, lost: false });
  core.partitions = new Map(target.map((tp) => [tp, core.partitions.get(tp) ?? newPosition(tp)]));
  core.modern = withModern(changeModern(core.modern, { type: 'RECONCILED' }), { dueUs: env.nowUs });
  if (core.settings.autoCommit) core.autoCommitUs = Math.min(core.autoCommitUs, env.nowUs + core.settings.autoCommitIntervalMs * 1000);
  tell(env, { fact: 'PartitionsAssigned', group: core.group, node: env.self, generation: core.modern.data.epoch, partitions: target, added });
}

/** onPartitionsLost: fenced, or poll() came too late. */
export function releaseLost({ core, env }: Turn): void {
  const partitions = [...core.partitions.keys()];
  core.partitions = new Map();
  core.buffer = [];
  if (core.commit?.why === 'prepare') core.commit = undefined;
  if (partitions.length > 0) tell(env, { fact: 'PartitionsRevoked', group: core.group, node: env.self, partitions, lost: true });
}
