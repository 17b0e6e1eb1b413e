/**
 * The liveness phase (reliability catalogue 3.5): everything is healed, producers stop, and within a bound the cluster must be whole again.
 * What is stuck needs a legal reason, or is a violation L01 to L06.
 */

import type { Frame } from '#kafka/frame.ts';
import { intConfig } from '#kafka/metadata/config.ts';
import { zookeeperInt } from '#kafka/metadata/zookeeperConfig.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { proceed, type Swarming } from '#proof/swarm/safety.ts';
import { stuck } from '#proof/swarm/whole.ts';
import { addInput } from '#session/run.ts';

/** Events between two looks. */
const LOOK = 100;
/** A process may end while it is being healed, as a broker does whose old znode is still there: it is started again, as docker's restart policy does. */
const ROUND_US = 2_000_000;
/** Longer than docker's grace period. */
const STOP_US = 12_000_000;
const MOST_EVENTS = 500_000;

export interface Verdict {
  /** undefined: whole again. */
  readonly stuck: { readonly checker: string; readonly message: string } | undefined;
  /** Events and virtual time that it took. */
  readonly events: number;
  readonly tookUs: number;
}

/** Three times the longest timeout, and a minute. */
export function boundUs({ config, metadata, producers, groups }: ClusterSpec): number {
  const session = metadata === 'zookeeper' ? zookeeperInt(config, 'zookeeper.session.timeout.ms') : intConfig(config, 'broker.session.timeout.ms');
  const delivery = producers.map((one) => Number(one.config['delivery.timeout.ms'] ?? 120_000));
  const sessions = groups.map((one) => Number(one.config['session.timeout.ms'] ?? 45_000));
  return (3 * Math.max(session, intConfig(config, 'replica.lag.time.max.ms'), ...delivery, ...sessions) + 60_000) * 1000;
}

/** Lines that heal what is hurt now. */
function healing(frame: Frame): string[] {
  const nodes = [...frame.brokers, ...frame.controllers, ...frame.consumers];
  const named = (verb: string, hurt: readonly { readonly node: string }[]): string[] =>
    hurt.length === 0 ? [] : [`docker ${verb} ${hurt.map(({ node }) => node).join(' ')}`];
  const sick = frame.brokers.flatMap(({ node, disk }) => [
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

/** Heals, and runs until the cluster is whole or time is up. A violation of another kind ends it as well. */
export function heal(swarming: Swarming): Verdict {
  const { run } = swarming;
  const [beginUs, beginStep] = [run.world.nowUs, run.world.step];
  const endUs = beginUs + boundUs(run.scenario.spec);
  callOff(swarming);
  const frame = frameOf(swarming);
  give(swarming, [...healing(frame), ...stopping(frame)]);
  let [nextRoundUs, nextStopUs] = [beginUs + ROUND_US, beginUs + STOP_US];
  for (;;) {
    const before = run.world.step;
    proceed(swarming, before + LOOK, endUs);
    const done = { events: run.world.step - beginStep, tookUs: run.world.nowUs - beginUs };
    if (run.violations.length > 0) return { stuck: undefined, ...done };
    const seen = frameOf(swarming);
    const wrong = stuck(seen);
    if (!wrong || run.world.step === before || done.events > MOST_EVENTS) return { stuck: wrong, ...done };
    if (run.world.nowUs < nextRoundUs) continue;
    // One that was being restarted runs again.
    const stops = run.world.nowUs >= nextStopUs;
    give(swarming, [...healing(seen), ...(stops ? stopping(seen) : [])]);
    nextRoundUs = run.world.nowUs + ROUND_US;
    if (stops) nextStopUs = run.world.nowUs + STOP_US;
  }
}
