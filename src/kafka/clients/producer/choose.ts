/**
 * Which partition a record goes to (Partitioner, BuiltInPartitioner). By release: round robin up to 2.3; sticky until a batch is done since 2.4 (KIP-480);
 * sticky by bytes, weighed by load, since 3.3 (KIP-794). `partitioner.class` may name another.
 */

import { leaderOf } from '#kafka/clients/metadata.ts';
import { isFull } from '#kafka/clients/producer/batch.ts';
import type { ProducerCore, Turn } from '#kafka/clients/producer/core.ts';
import { anotherSticky, available, isWorn, type LoadStats, loadStats, nextSticky, partitionForKey, type Sticky } from '#kafka/clients/producer/partitioner.ts';
import { type NodeName, tpOf } from '#kafka/protocol/names.ts';
import { copied } from '#sim/copy.ts';

/** `keysFirst`: a key decides. `batch`: sticky until a new batch is opened. `bytes`: the built-in one. `twice`: asked again for a new batch, so that counters skip (KAFKA-9965). */
export interface Partitioner {
  readonly keysFirst: boolean;
  readonly keyless: 'round-robin' | 'sticky-by-batch' | 'sticky-by-bytes';
  readonly twice: boolean;
  /** Counters begin by chance, as those of DefaultPartitioner did; else at zero. */
  readonly randomStart: boolean;
}

export interface Choice {
  readonly partition: number;
  /** Of the built-in partitioner, for a record without key. */
  readonly sticky: Sticky | undefined;
}

export function choose(turn: Turn, topic: string, key: string | null, partitions: number): Choice {
  const { keysFirst, keyless } = turn.core.settings.partitioner;
  if (keysFirst && key !== null) return { partition: partitionForKey(key, partitions), sticky: undefined };
  if (keyless === 'round-robin') return { partition: roundRobin(turn, topic, partitions), sticky: undefined };
  const sticky = keyless === 'sticky-by-bytes' ? stickyOf(turn, topic, partitions) : currentSticky(turn, topic, partitions);
  return { partition: sticky.partition, sticky: keyless === 'sticky-by-bytes' ? sticky : undefined };
}

/** Before 4.0 a custom partitioner was asked again when its record did not fit into an open batch (abortForNewBatch). */
export function chooseForNewBatch(turn: Turn, topic: string, key: string | null, partitions: number, before: Choice): Choice {
  const { core, env } = turn;
  const { keyless, keysFirst, twice } = core.settings.partitioner;
  if (!twice) return before;
  if (keyless === 'sticky-by-batch' && !(keysFirst && key !== null)) {
    const known = core.sticky.get(topic);
    if (known === undefined || known.partition === before.partition)
      core.sticky = copied(core.sticky).set(topic, anotherSticky(env, topic, partitions, hasLeader(core, topic), before.partition));
  }
  return choose(turn, topic, key, partitions);
}

function roundRobin({ core, env }: Turn, topic: string, partitions: number): number {
  const known = core.counters.get(topic) ?? (core.settings.partitioner.randomStart ? env.random(`partition:${topic}`) & 0x7fffffff : 0);
  core.counters = copied(core.counters).set(topic, known + 1);
  const choice = available(partitions, hasLeader(core, topic));
  return choice[known % choice.length];
}

function currentSticky({ core, env }: Turn, topic: string, partitions: number): Sticky {
  const known = core.sticky.get(topic);
  if (known !== undefined) return known;
  const first = anotherSticky(env, topic, partitions, hasLeader(core, topic), -1);
  core.sticky = copied(core.sticky).set(topic, first);
  return first;
}

/** A switch that was put off because a batch still had room is made up for once that batch is gone or full (RecordAccumulator.partitionChanged). */
function stickyOf(turn: Turn, topic: string, partitions: number): Sticky {
  const { core } = turn;
  const known = core.sticky.get(topic);
  if (known !== undefined && known.partition < partitions && !isWorn(known, core.settings.batchSize, allBatchesFull(core, topic, known.partition)))
    return known;
  const fresh = drawn(turn, topic, partitions);
  core.sticky = copied(core.sticky).set(topic, fresh);
  return fresh;
}

const drawn = ({ core, env }: Turn, topic: string, partitions: number): Sticky =>
  nextSticky(env, topic, partitions, hasLeader(core, topic), core.settings.adaptive ? loadOf(core, topic, partitions) : undefined);

/** Nothing waits there that could still take a record. */
function allBatchesFull(core: ProducerCore, topic: string, partition: number): boolean {
  const last = core.queues.get(tpOf(topic, partition))?.waiting.at(-1);
  return last === undefined || isFull(last.data, core.settings.batchSize);
}

/** So many bytes more went to the sticky partition: perhaps it is time for another. */
export function useSticky(turn: Turn, topic: string, sticky: Sticky, bytes: number, isBatchFull: boolean): void {
  const { core } = turn;
  const used = { partition: sticky.partition, producedBytes: sticky.producedBytes + bytes };
  const count = core.metadata.counts.get(topic) ?? 1;
  const next = isWorn(used, core.settings.batchSize, isBatchFull) ? drawn(turn, topic, count) : used;
  core.sticky = copied(core.sticky).set(topic, next);
}

const hasLeader =
  (core: ProducerCore, topic: string) =>
  (partition: number): boolean =>
    (core.metadata.partitions.get(tpOf(topic, partition))?.leader ?? -1) >= 0;

/** Batches that wait, by partition with a leader; nothing before every partition has had one (RecordAccumulator.partitionReady). */
function loadOf(core: ProducerCore, topic: string, partitions: number): LoadStats | undefined {
  if (partitions < 2) return undefined;
  const queues: { partition: number; batches: number }[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    const queue = core.queues.get(tpOf(topic, partition));
    if (queue === undefined) return undefined;
    const leader = leaderOf(core.metadata, queue.tp);
    if (leader !== undefined && !(queue.waiting.length > 0 && isSlow(core, leader))) queues.push({ partition, batches: queue.waiting.length });
  }
  return loadStats(queues, partitions);
}

/** partitioner.availability.timeout.ms: it has had data to send to this broker for longer, and could not. */
function isSlow(core: ProducerCore, leader: NodeName): boolean {
  const known = core.latencies.get(leader);
  return known !== undefined && known.readyUs - known.drainUs > core.settings.availabilityTimeoutMs * 1000;
}

/** The sender found data for this node, and could drain it or not (RecordAccumulator.updateNodeLatencyStats). */
export function noteReady({ core, env }: Turn, node: NodeName, canDrain: boolean): void {
  if (core.settings.availabilityTimeoutMs <= 0) return;
  const drainUs = canDrain ? env.nowUs : (core.latencies.get(node)?.drainUs ?? env.nowUs);
  core.latencies = copied(core.latencies).set(node, { readyUs: env.nowUs, drainUs });
}
