/** What a replica must still know when its broker starts again (S20): files are as old as their last checkpoint, and no older. */
import type { FactName, FactOf } from '#kafka/facts.ts';
import { type BrokerId, brokerName, type Offset, type Tp } from '#kafka/protocol/names.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import { type Observed, observedBroker } from '#kafka/replication/observe.ts';
import type { Invariant } from '#sim/invariant.ts';

interface Known {
  readonly tp: Tp;
  readonly broker: BrokerId;
  latest: Offset;
  latestUs: number;
  /** Since when its process has written nothing: it is paused, or gone. */
  pausedUs: number | undefined;
  /** Stood long enough to be in the checkpoint file. */
  settled: Offset;
}

type Memory = Map<string, Known>;

const FACTS = [
  'HighWatermarkAdvanced',
  'HighWatermarkLowered',
  'LogTailLost',
  'CheckpointsLost',
  'TopicDeleted',
  'ProcessKilled',
  'ProcessPaused',
  'PowerLost',
  'LogsLoaded',
  'DiskFilled',
  'DiskHealed',
  'DiskWiped',
  'FaultsHealed',
  'RecordsAppended',
] as const satisfies readonly FactName[];

function of(memory: Memory, tp: Tp, broker: BrokerId): Known {
  const key = `${tp}/${broker}`;
  const one = memory.get(key) ?? { tp, broker, latest: 0, latestUs: 0, pausedUs: undefined, settled: 0 };
  memory.set(key, one);
  return one;
}

function moved(one: Known, to: Offset, nowUs: number): void {
  one.latest = to;
  one.latestUs = nowUs;
  one.pausedUs = undefined;
  one.settled = Math.min(one.settled, to);
}

/** Three times replica.high.watermark.checkpoint.interval.ms: by then it is written. */
function settlesUs(world: Observed, node: string): number {
  const state = world.processes[world.index.get(node) ?? -1]?.state as { readonly settings?: { readonly checkpointUs?: number } } | undefined;
  return 3 * (state?.settings?.checkpointUs ?? 5_000_000);
}

/** The process is gone. One that was paused wrote no checkpoints since. */
function settle(memory: Memory, node: string, world: Observed): void {
  const afterUs = settlesUs(world, node);
  for (const one of memory.values()) {
    if (brokerName(one.broker) !== node) continue;
    if ((one.pausedUs ?? world.nowUs) - one.latestUs >= afterUs) one.settled = one.latest;
    // The dead write nothing: power that fails later finds the files as they are now.
    one.pausedUs ??= world.nowUs;
  }
}

function loaded(memory: Memory, broker: BrokerId, world: Observed): string | undefined {
  let lost: string | undefined;
  for (const replica of observedBroker(world, broker)?.partitions ?? []) {
    if (!replica) continue;
    const { tp, highWatermark, log } = replica;
    const one = of(memory, tp, broker);
    if (highWatermark < Math.min(one.settled, log.logEnd))
      lost ??= `${tp} on broker ${broker}: its high watermark is ${highWatermark}, the last checkpoint said ${one.settled}`;
    moved(one, highWatermark, world.nowUs);
  }
  return lost;
}

/** What is lost with a disk is lost: nothing older is expected. */
function forget(memory: Memory, fact: FactOf<'LogTailLost'> | FactOf<'CheckpointsLost'> | FactOf<'TopicDeleted'>, nowUs: number): void {
  for (const [key, one] of [...memory]) {
    if (fact.fact === 'TopicDeleted') {
      if (one.tp.slice(0, one.tp.lastIndexOf('-')) === fact.topic) memory.delete(key);
    } else if (one.broker === fact.broker) {
      if (fact.fact === 'CheckpointsLost') moved(one, 0, nowUs);
      else if (one.tp === fact.tp) moved(one, Math.min(one.latest, fact.to), nowUs);
    }
  }
}

/** The high watermark that a restarted replica begins with. */
const recovery: Invariant<unknown> = () => {
  const memory: Memory = new Map();
  const full = new Set<BrokerId>();
  return onFacts(
    'S20',
    'A restarted replica knows at least the high watermark of its last checkpoint, and a disk that is full takes nothing',
    FACTS,
    (fact, world) => {
      switch (fact.fact) {
        case 'DiskFilled':
          full.add(fact.broker);
          return undefined;
        case 'DiskWiped':
          full.delete(fact.broker);
          return undefined;
        case 'FaultsHealed':
          full.clear();
          return undefined;
        case 'DiskHealed':
          if (fact.fault === 'disk-full') full.delete(fact.broker);
          return undefined;
        case 'RecordsAppended':
          return full.has(fact.broker) ? `broker ${fact.broker} appends ${fact.tp}@${fact.baseOffset} to a disk that is full (KAFKA-10778)` : undefined;
        case 'HighWatermarkAdvanced':
        case 'HighWatermarkLowered':
          moved(of(memory, fact.tp, fact.broker), fact.to, world.nowUs);
          return undefined;
        case 'ProcessKilled':
        case 'PowerLost':
          settle(memory, fact.node, world);
          return undefined;
        case 'ProcessPaused':
          for (const one of memory.values()) if (brokerName(one.broker) === fact.node) one.pausedUs ??= world.nowUs;
          return undefined;
        case 'LogsLoaded':
          return loaded(memory, fact.broker, world);
        default:
          forget(memory, fact, world.nowUs);
          return undefined;
      }
    },
  );
};

export const recoveryInvariants: readonly Invariant<unknown>[] = [recovery];
