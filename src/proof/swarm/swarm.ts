/** One seed of the swarm: composed, run with its faults, healed; and a part of the seeds computed twice. */
import type { Profile } from '#kafka/spec.ts';
import { compose } from '#proof/swarm/compose.ts';
import { diceOf } from '#proof/swarm/dice.ts';
import { documentSoFar, type Finding, findingOf } from '#proof/swarm/findings.ts';
import { heal } from '#proof/swarm/liveness.ts';
import { badValue } from '#proof/swarm/plain.ts';
import type { Counts } from '#proof/swarm/probes.ts';
import { FAR_US, happened, proceed, type Swarming, startSwarming } from '#proof/swarm/safety.ts';
import { emptyChunks, worldAgain } from '#session/chunks.ts';
import { hex } from '#sim/hash.ts';

export interface SwarmOptions {
  /** Events of the safety phase. */
  readonly events: number;
  readonly profile: Profile | undefined;
  /** So many of a hundred seeds are healed, and so many computed again. */
  readonly healPercent: number;
  readonly againPercent: number;
}

export const DEFAULTS: SwarmOptions = { events: 2000, profile: undefined, healPercent: 50, againPercent: 10 };

export interface Outcome {
  readonly seed: number;
  readonly events: number;
  readonly healedEvents: number;
  readonly healed: boolean;
  readonly finding: Finding | undefined;
}

/** What a run must be besides what its checkers say: plain to the last value, and the same again (E01, E04, E07). */
function engineFault(swarming: Swarming): { readonly checker: string; readonly message: string } | undefined {
  const { run } = swarming;
  const bad = badValue(run.world.processes, run.world.queue);
  if (bad !== undefined) return { checker: 'E07', message: bad };
  const hash = hex(run.world.hashA, run.world.hashB);
  const restored = worldAgain(emptyChunks(), run, run.world.step);
  if (hex(restored.hashA, restored.hashB) !== hash)
    return { checker: 'E04', message: `from its last checkpoint the run comes to ${hex(restored.hashA, restored.hashB)} instead of ${hash}` };
  const again = startSwarming(happened(swarming), new Map());
  proceed(again, run.world.step, FAR_US);
  const other = hex(again.run.world.hashA, again.run.world.hashB);
  return other === hash
    ? undefined
    : { checker: 'E01', message: `computed again from its document, the run comes to ${other} at step ${again.run.world.step} instead of ${hash}` };
}

/** Brokers that know more metadata than is left end themselves, for good: no cluster comes right by itself after that. */
function quorumLost(swarming: Swarming): boolean {
  const losses = (happened(swarming).timeline ?? []).filter(({ run }) => run.startsWith('fault quorum-disk-loss'));
  return 2 * losses.length >= (swarming.document.cluster.controllers ?? 1);
}

function judge(seed: number, swarming: Swarming, options: SwarmOptions): Pick<Outcome, 'healed' | 'healedEvents' | 'finding'> {
  const { run } = swarming;
  const at = { healed: false, healedEvents: 0 };
  const found = (checker: string, message: string): Finding => findingOf(seed, { invariant: checker, step: run.world.step - 1, message }, swarming);
  if (run.violations.length > 0) return { ...at, finding: findingOf(seed, run.violations[0], swarming) };
  const dice = diceOf(seed, 'phases');
  const heals = dice.chance(options.healPercent);
  if (dice.chance(options.againPercent)) {
    const fault = engineFault(swarming);
    if (fault) return { ...at, finding: found(fault.checker, fault.message) };
  }
  if (!heals || quorumLost(swarming)) return { ...at, finding: undefined };
  const healedAtUs = run.world.nowUs;
  const { stuck, events } = heal(swarming);
  const finding = run.violations.length > 0 ? findingOf(seed, run.violations[0], swarming) : stuck && { ...found(stuck.checker, stuck.message), healedAtUs };
  return { healed: true, healedEvents: events, finding };
}

export function swarmOne(seed: number, options: SwarmOptions, counts: Counts): Outcome {
  const document = compose(seed, options.profile);
  const swarming = startSwarming(document, counts);
  try {
    proceed(swarming, options.events, FAR_US);
    const events = swarming.run.world.step;
    return { seed, events, ...judge(seed, swarming, options) };
  } catch (thrown) {
    // An assertion of the engine is a finding like any other.
    const { world } = swarming.run;
    const message = thrown instanceof Error ? (thrown.stack ?? thrown.message).split('\n').slice(0, 3).join(' ') : String(thrown);
    const finding: Finding = {
      seed,
      checker: 'E09',
      message,
      step: world.step,
      timeUs: world.nowUs,
      healedAtUs: undefined,
      document: documentSoFar(swarming),
      link: '',
    };
    return { seed, events: world.step, healedEvents: 0, healed: false, finding };
  }
}
