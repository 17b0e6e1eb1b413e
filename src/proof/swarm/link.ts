/** A failing run as a link: the scenario, and where in it the promise broke. */
import { NO_ACTS } from '#scenario/acts.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { writeLink } from '#scenario/link/write.ts';
import { ENGINE_VERSION } from '#session/engine.ts';
import { hex } from '#sim/hash.ts';

export function linkTo(document: ScenarioDocument, step: number, hash: readonly [number, number]): string {
  return writeLink({ route: { kind: 'scenario', document }, acts: NO_ACTS, playhead: { kind: 'step', step }, hash: hex(...hash), engine: ENGINE_VERSION });
}
