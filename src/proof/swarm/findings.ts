/** What a swarm found: a broken promise with the shortest scenario that breaks it again. */
import type { Outside } from '#proof/swarm/core.ts';
import { linkTo } from '#proof/swarm/link.ts';
import type { Swarming } from '#proof/swarm/safety.ts';
import { happened } from '#proof/swarm/safety.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { durationText } from '#scenario/units.ts';
import type { Violation } from '#sim/invariant.ts';

export interface Finding {
  readonly seed: number;
  readonly checker: string;
  readonly message: string;
  readonly step: number;
  readonly timeUs: number;
  /** Of a liveness failure: when healing began. What was said from then on is no fault. */
  readonly healedAtUs: number | undefined;
  /** Of a liveness failure: nodes that were lost for good. */
  readonly outside: Outside;
  /** A document that breaks the promise by itself. */
  readonly document: ScenarioDocument;
  readonly link: string;
}

/** The document of a run as it went, ending a little after now. */
export function documentSoFar(swarming: Swarming): ScenarioDocument {
  const untilMs = Math.floor(swarming.run.world.nowUs / 1000) + 1000;
  return { ...happened(swarming), until: durationText(untilMs * 1000) };
}

export const NOBODY: Outside = new Set();

export function findingOf(seed: number, violation: Violation, swarming: Swarming, healedAtUs?: number, outside: Outside = NOBODY): Finding {
  const { world, columns } = swarming.run;
  const document = documentSoFar(swarming);
  const step = violation.step + 1;
  const hash = [columns.hashA[step - 1] ?? world.hashA, columns.hashB[step - 1] ?? world.hashB] as const;
  return {
    seed,
    checker: violation.invariant,
    message: violation.message,
    step,
    timeUs: world.nowUs,
    healedAtUs,
    outside,
    document,
    link: linkTo(document, step, hash),
  };
}
