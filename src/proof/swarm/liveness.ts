/**
 * The liveness phase (reliability catalogue 3.5): everything is healed, or a random core while the rest is lost for good. Producers stop, and within a
 * bound the cluster must be whole again; a part of the seeds must then also take new records in peace. What is stuck needs a legal reason, or is a
 * violation L01 to L09.
 */

import type { Frame } from '#kafka/frame.ts';
import { intConfig } from '#kafka/metadata/config.ts';
import { zookeeperInt } from '#kafka/metadata/zookeeperConfig.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { losing, type Outside, outsideOf } from '#proof/swarm/core.ts';
import type { Dice } from '#proof/swarm/dice.ts';
import { newPeace, type Peace, troubled } from '#proof/swarm/peace.ts';
import { proceed, type Swarming } from '#proof/swarm/safety.ts';
import { type Stuck, stuck, wholeIn } from '#proof/swarm/whole.ts';
import { addInput } from '#session/run.ts';
import { noOverlays } from '#sim/overlay.ts';

/** Events between two looks. */
const LOOK = 100;
/** A process may end while it is being healed, as a broker does whose old znode is still there: it is started again, as docker's restart policy does. */
const ROUND_US = 2_000_000;
/** Longer than docker's grace period. */
const STOP_US = 12_000_000;
/** How long producers send again once all is well. */
const PEACE_US = 5_000_000;
const MOST_EVENTS = 500_000;

/** How a part of the cluster is chosen, and whether it must take new records at the end. */
export interface Healing {
  readonly dice: Dice;
  readonly corePercent: number;
  readonly peacePercent: number;
  /** A controller has lost its disk: no other may be missing. */
  readonly isDiskLost: boolean;
}

export interface Verdict {
  /** undefined: whole again. */
  readonly stuck: Stuck | undefined;
  /** Nodes that were lost for good. */
  readonly outside: Outside;
  readonly isCore: boolean;
  readonly peace: boolean;
  /** Events and virtual time that it took. */
  readonly events: number;
  readonly tookUs: number;
}

/** Three times the longest timeout, and a minute. */
export function boundUs({ config, metadata, producers, groups }: ClusterSpec): number {
  // A controller's request that got lost holds up those behind it until controller.socket.timeout.ms is over.
  const session =
    metadata === 'zookeeper'
      ? Math.max(zookeeperInt(config, 'zookeeper.session.timeout.ms'), intConfig(config, 'controller.socket.timeout.ms'))
      : intConfig(config, 'broker.session.timeout.ms');
  const delivery = producers.map((one) => Number(one.config['delivery.timeout.ms'] ?? 120_000));
  const sessions = groups.map((one) => Number(one.config['session.timeout.ms'] ?? 45_000));
  return (3 * Math.max(session, intConfig(config, 'replica.lag.time.max.ms'), ...delivery, ...sessions) + 60_000) * 1000;
}

/** Lines that heal what is hurt now, in the core. */
function healing(frame: Frame, outside: Outside): string[] {
  const inCore = ({ node }: { readonly node: string }): boolean => !outside.has(node);
  const nodes = [...frame.brokers, ...frame.controllers, ...frame.consumers].filter(inCore);
  const named = (verb: string, hurt: readonly { readonly node: string }[]): string[] =>
    hurt.length === 0 ? [] : [`docker ${verb} ${hurt.map(({ node }) => node).join(' ')}`];
  const sick = frame.brokers
    .filter(inCore)
    .flatMap(({ node, disk }) => [
      ...(disk?.full ? [`fault disk-full ${node} --heal`] : []),
      ...(disk && disk.latencyMs > 0 ? [`fault slow-disk ${node} --heal`] : []),
      ...(disk?.lies ? [`fault lying-fsync ${node} --heal`] : []),
    ]);
  return [
    ...[...nodes, ...frame.producers].filter(({ connected }) => !connected).map(({ node }) => `docker network connect kafka ${node}`),
    ...sick,
    ...named(
      'unpause',
      [...nodes, ...frame.producers].filter(({ status }) => status === 'paused'),
    ),
    ...named(
      'start',
      nodes.filter(({ status }) => status === 'down'),
    ),
  ];
}

const stopping = ({ producers }: Frame): string[] => producers.filter(({ status }) => status !== 'down').map(({ node }) => `docker stop ${node}`);

const frameOf = ({ run }: Swarming): Frame => run.options.system.frame(run.world, run.scenario.spec);

function give({ run }: Swarming, lines: readonly string[]): void {
  for (const line of lines) addInput(run, { atUs: run.world.nowUs + 1, run: line });
}

/** Faults that have not struck will not. */
function callOff({ run }: Swarming): void {
  run.waiting = { times: [], steps: [], predicates: [], points: [] };
  for (const watch of run.watches) watch.fired ??= -1;
}

const isLossy = ({ run }: Swarming): boolean => run.scenario.spec.network.lossPpm > 0;

/** Heals until a look shows a whole cluster, or time is up. */
function untilWhole(swarming: Swarming, outside: Outside, endUs: number): Stuck | undefined {
  const { run } = swarming;
  const beginStep = run.world.step;
  const whole = new Set<Tp>();
  let [nextRoundUs, nextStopUs] = [run.world.nowUs + ROUND_US, run.world.nowUs + STOP_US];
  for (;;) {
    const before = run.world.step;
    proceed(swarming, before + LOOK, endUs);
    if (run.violations.length > 0) return undefined;
    const seen = frameOf(swarming);
    if (isLossy(swarming)) for (const tp of wholeIn(seen, outside)) whole.add(tp);
    const problem = stuck(seen, outside, whole);
    if (!problem || run.world.step === before || run.world.step - beginStep > MOST_EVENTS) return problem?.isPolling ? undefined : problem;
    if (run.world.nowUs < nextRoundUs) continue;
    // One that was being restarted runs again.
    const stops = run.world.nowUs >= nextStopUs;
    give(swarming, [...healing(seen, outside), ...(stops ? stopping(seen) : [])]);
    nextRoundUs = run.world.nowUs + ROUND_US;
    if (stops) nextStopUs = run.world.nowUs + STOP_US;
  }
}

/** Producers send again for a while, and stop: all of it must arrive, and nobody may lose his part. */
function inPeace(swarming: Swarming, outside: Outside, boundsUs: number): Stuck | undefined {
  const { run } = swarming;
  const { producers } = frameOf(swarming);
  if (producers.length === 0) return undefined;
  const peace: Peace = newPeace();
  give(swarming, [`docker start ${producers.map(({ node }) => node).join(' ')}`]);
  proceed(swarming, Number.MAX_SAFE_INTEGER, run.world.nowUs + PEACE_US, peace.see);
  if (run.violations.length > 0) return undefined;
  give(swarming, stopping(frameOf(swarming)));
  const problem = untilWhole(swarming, outside, run.world.nowUs + boundsUs);
  return problem ?? troubled(peace, frameOf(swarming), outside, isLossy(swarming));
}

/** Heals, and runs until the cluster is whole or time is up. A violation of another kind ends it as well. */
export function heal(swarming: Swarming, { dice, corePercent, peacePercent, isDiskLost }: Healing): Verdict {
  const { run } = swarming;
  const [beginUs, beginStep] = [run.world.nowUs, run.world.step];
  const bound = boundUs(run.scenario.spec);
  callOff(swarming);
  const frame = frameOf(swarming);
  const gone: Outside = new Set(run.world.overlays.removed);
  const isCore = dice.chance(corePercent);
  const outside = isCore ? outsideOf(frame, dice, gone, isDiskLost) : gone;
  const overlaid = run.world.overlays === noOverlays ? [] : ['fault heal'];
  give(swarming, [...overlaid, ...losing(frame, dice, outside, gone), ...healing(frame, outside), ...stopping(frame)]);
  const peace = dice.chance(peacePercent);
  const problem = untilWhole(swarming, outside, beginUs + bound) ?? (peace && run.violations.length === 0 ? inPeace(swarming, outside, bound) : undefined);
  return { stuck: problem, outside, isCore, peace, events: run.world.step - beginStep, tookUs: run.world.nowUs - beginUs };
}
