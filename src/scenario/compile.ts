/** Compiles a scenario document into what runs: the cluster before it starts, the inputs, and the lesson's moments in microseconds. */
import { compileClients } from '#scenario/clients.ts';
import { compileCluster } from '#scenario/topology.ts';
import type { ScenarioDocument, Text } from '#scenario/document.ts';
import { fail, type Result, type ScenarioError, succeed } from '#scenario/error.ts';
import type { Input } from '#scenario/input.ts';
import { compileLesson, type LessonBlock } from '#scenario/lesson.ts';
import { compileTimeline } from '#scenario/timeline.ts';
import { costError } from '#scenario/cost.ts';
import type { ClusterSpec } from '#kafka/spec.ts';

export const DEFAULT_UNTIL_US = 30_000_000;

export interface Scenario {
  readonly document: ScenarioDocument;
  readonly title: Text;
  readonly spec: ClusterSpec;
  /** In the order of the document; the run sorts them by time. */
  readonly inputs: readonly Input[];
  readonly untilUs: number;
  readonly lesson: LessonBlock;
}
