/** One seed of the swarm: composed, run with its faults, healed; and a part of the seeds computed twice. */
import type { Profile } from '#kafka/spec.ts';
import { compose } from '#proof/swarm/compose.ts';
import type { Outside } from '#proof/swarm/core.ts';
import { diceOf } from '#proof/swarm/dice.ts';
import { documentSoFar, type Finding, findingOf, NOBODY } from '#proof/swarm/findings.ts';
import { heal } from '#proof/swarm/liveness.ts';
import { badValue } from '#proof/swarm/plain.ts';
import type { Counts } from '#proof/swarm/probes.ts';
import { FAR_US, happened, proceed, type Swarming, startSwarming } from '#proof/swarm/safety.ts';
import { shownWrong } from '#proof/swarm/shown.ts';
import { reasonOf } from '#proof/swarm/whole.ts';
import { emptyChunks, worldAgain } from '#session/chunks.ts';
import { hex } from '#sim/hash.ts';

export interface SwarmOptions {
  /** Events of the safety phase. */
  readonly events: number;
  readonly profile: Profile | undefined;
  /** So many of a hundred seeds are healed, and so many computed again. */
  readonly healPercent: number;
  readonly againPercent: number;
  /** So many of the healed seeds heal only a core, and so many of those that came right send again in peace. */
  readonly corePercent: number;
  readonly peacePercent: number;
  /** Every hundredth seed fails on purpose. */
  readonly canary: boolean;
  /** Draw clients that write in transactions, and groups that are static, cooperative or of KIP-848, too. */
  readonly variants: boolean;
}

export const DEFAULTS: SwarmOptions = {
  events: 2000,
  profile: undefined,
  healPercent: 50,
  againPercent: 10,
  corePercent: 50,
  peacePercent: 25,
  canary: false,
  variants: true,
};

export interface Outcome {
  readonly seed: number;
  readonly events: number;
  readonly healedEvents: number;
  readonly healed: boolean;
  readonly finding: Finding | undefined;
}

/** What a run must be besides what its checkers say: plain to the last value, the same again, and shown as it is (E01, E04, E07, E10). */
function engineFault(swarming: Swarming): { readonly checker: string; readonly message: string } | undefined {
  const { run } = swarming;
  const bad = badValue(run.world.processes, run.world.queue);
  if (bad !== undefined) return { checker: 'E07', message: bad };
  const shown = shownWrong(run.options.system.frame(run.world, run.scenario.spec), run.world);
  if (shown !== undefined) return { checker: 'E10', message: shown };
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

const disksLost = (swarming: Swarming): number => (happened(swarming).timeline ?? []).filter(({ run }) => run.startsWith('fault quorum-disk-loss')).length;

/** Brokers that know more metadata than is left end themselves, for good: no cluster comes right by itself after that. */
function quorumLost({ run, document }: Swarming, losses: number): boolean {
  const removed = run.world.overlays.removed.filter((node) => /^(controller|zookeeper)\d+$/.test(node)).length;
  return 2 * (losses + removed) >= (document.cluster.controllers ?? 1) && losses > 0;
}

type Judged = Pick<Outcome, 'healed' | 'healedEvents' | 'finding'>;

function judge(seed: number, swarming: Swarming, options: SwarmOptions, counts: Counts): Judged {
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
  return heals ? healed(seed, swarming, options, counts) : { ...at, finding: undefined };
}

const note = (counts: Counts, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

function healed(seed: number, swarming: Swarming, { corePercent, peacePercent }: SwarmOptions, counts: Counts): Judged {
  const { run } = swarming;
  const losses = disksLost(swarming);
  if (quorumLost(swarming, losses)) {
    note(counts, 'legally stuck: no-controller-majority');
    return { healed: false, healedEvents: 0, finding: undefined };
  }
  const healedAtUs = run.world.nowUs;
  const verdict = heal(swarming, { dice: diceOf(seed, 'core'), corePercent, peacePercent, isDiskLost: losses > 0 });
  const { stuck, events, outside } = verdict;
  note(counts, verdict.isCore ? 'healed: a core' : 'healed: everything');
  if (verdict.peace && !stuck) note(counts, 'healed: sends in peace');
  if (run.violations.length === 0 && !stuck) for (const reason of reasonsIn(swarming, outside)) note(counts, `legally stuck: ${reason}`);
  const broken = run.violations.length > 0 ? { ...run.violations[0] } : stuck && { invariant: stuck.checker, step: run.world.step - 1, message: stuck.message };
  const isStuck = run.violations.length === 0;
  return { healed: true, healedEvents: events, finding: broken && findingOf(seed, broken, swarming, isStuck ? healedAtUs : undefined, outside) };
}

function reasonsIn({ run }: Swarming, outside: Outside): ReadonlySet<string> {
  const { partitions } = run.options.system.frame(run.world, run.scenario.spec);
  return new Set(partitions.flatMap((one) => reasonOf(one, outside) ?? []));
}

export function swarmOne(seed: number, options: SwarmOptions, counts: Counts): Outcome {
  const document = compose(seed, options.profile, options.variants);
  const swarming = startSwarming(document, counts, options.canary && seed % 100 === 0);
  try {
    proceed(swarming, options.events, FAR_US);
    const events = swarming.run.world.step;
    return { seed, events, ...judge(seed, swarming, options, counts) };
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
      outside: NOBODY,
      document: documentSoFar(swarming),
      link: '',
    };
    return { seed, events: world.step, healedEvents: 0, healed: false, finding };
  }
}
