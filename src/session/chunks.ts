/**
 * Hot chunks: parts of a run computed again from their checkpoint, with their events and, once somebody steps back in them, a world every few
 * steps, so that any moment in them is at hand.
 */
import type { KafkaWorld } from '#kafka/cluster.ts';
import { CHECKPOINT_STEPS, inject, type Run } from '#session/run.ts';
import { settle, step } from '#sim/step.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { copyWorld } from '#sim/world.ts';

const SAVE_STEPS = 32;
const HOT_CHUNKS = 12;

interface Chunk {
  readonly base: number;
  readonly events: TraceEvent[];
  /** World at base, base + 32, base + 64 …: none before the first step back, since whoever jumps through the run never asks for them. */
  readonly saves: KafkaWorld[];
  /** Stands at base + events.length. */
  readonly live: KafkaWorld;
}

/** The least recently used goes first. */
export interface Chunks {
  readonly hot: Map<number, Chunk>;
}

export const emptyChunks = (): Chunks => ({ hot: new Map() });

function chunkOf(chunks: Chunks, run: Run, index: number): Chunk {
  let chunk = chunks.hot.get(index);
  if (!chunk) chunk = { base: index * CHECKPOINT_STEPS, events: [], saves: [], live: copyWorld(run.checkpoints[index]) };
  chunks.hot.delete(index);
  chunks.hot.set(index, chunk);
  for (const oldest of chunks.hot.keys()) {
    if (chunks.hot.size <= HOT_CHUNKS) break;
    chunks.hot.delete(oldest);
  }
  return chunk;
}

/** Injections that come before a step; they lie ascending by step, and most runs have few. */
function injectAt(run: Run, world: KafkaWorld): void {
  const { injections } = run;
  if (injections.length === 0 || injections[injections.length - 1].step < world.step) return;
  for (let i = 0; i < injections.length && injections[i].step <= world.step; i++) if (injections[i].step === world.step) inject(run, world, injections[i]);
}

/** One event of the run once more, in a world that stands before it. */
export function stepAgain(run: Run, world: KafkaWorld): TraceEvent {
  injectAt(run, world);
  const event = step(run.options.system.model, world);
  if (!event) throw new Error(`The run ended at step ${world.step} when it was computed again.`);
  return event;
}

function fill(chunk: Chunk, run: Run, cursor: number): void {
  while (chunk.live.step < cursor) chunk.events.push(stepAgain(run, chunk.live));
}

function save(chunk: Chunk, world: KafkaWorld): void {
  if (world.step === chunk.base + chunk.saves.length * SAVE_STEPS) chunk.saves.push(copyWorld(world));
}

/** A world of one's own at a moment that the chunk has gone past. The first time, the saves up to there are made on the way. */
function steppedBack(chunk: Chunk, run: Run, cursor: number): KafkaWorld {
  const last = Math.min(Math.floor((cursor - chunk.base) / SAVE_STEPS), chunk.saves.length - 1);
  const world = copyWorld(last < 0 ? run.checkpoints[chunk.base / CHECKPOINT_STEPS] : chunk.saves[last]);
  while (world.step < cursor) {
    save(chunk, world);
    stepAgain(run, world);
  }
  return world;
}

const indexOf = (cursor: number, run: Run): number => Math.min(Math.floor(cursor / CHECKPOINT_STEPS), run.checkpoints.length - 1);

export function eventAgain(chunks: Chunks, run: Run, step: number): TraceEvent {
  const chunk = chunkOf(chunks, run, indexOf(step, run));
  fill(chunk, run, step + 1);
  return chunk.events[step - chunk.base];
}

/** A world of one's own after `cursor` events; its last event's messages have not left yet. */
export function worldAgain(chunks: Chunks, run: Run, cursor: number): KafkaWorld {
  const chunk = chunkOf(chunks, run, indexOf(cursor, run));
  fill(chunk, run, cursor);
  return chunk.live.step === cursor ? copyWorld(chunk.live) : steppedBack(chunk, run, cursor);
}

/** The same, as it is to be seen: what the last event sent is on its way, unless something struck before it could leave. */
export function worldSeen(chunks: Chunks, run: Run, cursor: number): KafkaWorld {
  const world = worldAgain(chunks, run, cursor);
  const struck = run.injections.some(({ step, how }) => step === cursor && how === 'strike');
  if (!struck) settle(run.options.system.model, world);
  return world;
}
