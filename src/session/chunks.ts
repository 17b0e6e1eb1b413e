/** Hot chunks: parts of a run computed again from their checkpoint, with their events and a world every few steps, so that any moment in them is at hand. */
import type { KafkaWorld } from '#kafka/cluster.ts';
import { countUpTo } from '#session/columns.ts';
import { CHECKPOINT_STEPS, inject, type Run } from '#session/run.ts';
import { settle, step } from '#sim/step.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { copyWorld } from '#sim/world.ts';

const SAVE_STEPS = 32;
const HOT_CHUNKS = 12;

interface Chunk {
  readonly base: number;
  readonly events: TraceEvent[];
  /** World at base, base + 32, base + 64 … */
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

/** Injections that come before a step; there are few, ascending by step. */
function injectAt(run: Run, world: KafkaWorld): void {
  const { injections } = run;
  if (injections.length === 0) return;
  const steps = injections.map((injection) => injection.step);
  for (let i = countUpTo(steps, steps.length, world.step - 1); i < injections.length && injections[i].step === world.step; i++)
    inject(run, world, injections[i]);
}

function stepAgain(run: Run, world: KafkaWorld): TraceEvent {
  injectAt(run, world);
  const event = step(run.options.system.model, world);
  if (!event) throw new Error(`The run ended at step ${world.step} when it was computed again.`);
  return event;
}

function fill(chunk: Chunk, run: Run, cursor: number): void {
  while (chunk.live.step < cursor) {
    if (chunk.events.length % SAVE_STEPS === 0) chunk.saves.push(copyWorld(chunk.live));
    chunk.events.push(stepAgain(run, chunk.live));
  }
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
  if (chunk.live.step === cursor) return copyWorld(chunk.live);
  const world = copyWorld(chunk.saves[Math.floor((cursor - chunk.base) / SAVE_STEPS)]);
  while (world.step < cursor) stepAgain(run, world);
  return world;
}

/** The same, as it is to be seen: what the last event sent is on its way, unless something struck before it could leave. */
export function worldSeen(chunks: Chunks, run: Run, cursor: number): KafkaWorld {
  const world = worldAgain(chunks, run, cursor);
  const struck = run.injections.some(({ step, how }) => step === cursor && how === 'strike');
  if (!struck) settle(run.options.system.model, world);
  return world;
}
