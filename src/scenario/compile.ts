/** Compiles a scenario document into what runs: the cluster before it starts, the inputs, and the lesson's moments in microseconds. */

import type { ClusterSpec } from '#kafka/spec.ts';
import { compileClients, durationUs } from '#scenario/clients.ts';
import { costError } from '#scenario/cost.ts';
import type { ScenarioDocument, Text } from '#scenario/document.ts';
import { fail, type Result, type ScenarioError, succeed } from '#scenario/error.ts';
import { compileFiles } from '#scenario/files.ts';
import type { Input } from '#scenario/input.ts';
import { compileLesson, type LessonBlock } from '#scenario/lesson.ts';
import { type KnownNames, knownNames } from '#scenario/names.ts';
import { compileServices } from '#scenario/services.ts';
import { compileTimeline } from '#scenario/timeline.ts';
import { compileCluster } from '#scenario/topology.ts';

export const DEFAULT_UNTIL_US = 30_000_000;

export interface Scenario {
  readonly document: ScenarioDocument;
  readonly title: Text;
  readonly spec: ClusterSpec;
  /** In the order of the document; the run sorts them by time. */
  readonly inputs: readonly Input[];
  readonly untilUs: number;
  readonly lesson: LessonBlock;
  readonly names: KnownNames;
  /** Set when the run is likely to be too long for a browser: open it paused, and stop at the limit of steps. */
  readonly heavy: ScenarioError | undefined;
}

/** Checks everything and reports every mistake, not only the first. `lines` are commands that will be given besides the timeline's (a learner's own). */
export function compile(document: ScenarioDocument, lines: readonly string[] = []): Result<Scenario, ScenarioError[]> {
  const errors: ScenarioError[] = [];
  const names = knownNames(document, lines);
  const untilUs = durationUs(document.until, DEFAULT_UNTIL_US, ['until'], errors);
  const spec: ClusterSpec = {
    ...compileCluster(document, errors),
    ...compileClients(document, names, errors),
    ...compileServices(document, errors),
    ...compileFiles(document, errors),
  };
  const inputs = compileTimeline(document, spec, untilUs, names, errors);
  const lesson = compileLesson(document, untilUs, names, errors);
  if (errors.length > 0) return fail(errors);
  return succeed({ document, title: document.title ?? '', spec, inputs, untilUs, lesson, names, heavy: costError(spec, untilUs) });
}
