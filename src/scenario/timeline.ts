/** The timeline of a scenario: command lines with their triggers, each checked by the shell that will run it. */

import type { ClusterSpec } from '#kafka/spec.ts';
import { durationUs } from '#scenario/clients.ts';
import type { InputDocument, MomentDocument, ScenarioDocument } from '#scenario/document.ts';
import { type Path, problem, quoted, type ScenarioError } from '#scenario/error.ts';
import { compileExpression, type Purpose } from '#scenario/expression.ts';
import type { Input } from '#scenario/input.ts';
import type { Moment } from '#scenario/lesson.ts';
import { type KnownNames, nodeWords } from '#scenario/names.ts';
import { compilePoint, isPoint } from '#scenario/point.ts';
import { filesAfter, NO_FILES } from '#shell/files.ts';
import { parseCommand, type ShellContext } from '#shell/parse.ts';

export function checkExpression(source: string, names: KnownNames, purpose: Purpose, path: Path, errors: ScenarioError[]): void {
  const compiled = compileExpression(source, names, purpose);
  if (!compiled.ok) errors.push(problem('U15', path, compiled.error.said, { nearest: compiled.error.nearest, offset: compiled.error.at }));
}

function checkPoint(source: string, names: KnownNames, path: Path, errors: ScenarioError[]): void {
  const compiled = compilePoint(source, names);
  if (!compiled.ok) errors.push(problem('U15', path, compiled.error.said, { nearest: compiled.error.nearest, offset: compiled.error.at }));
}

/** A moment of the document; `when: after append(…)` is a protocol point too. */
export function compileMoment(moment: MomentDocument, untilUs: number, names: KnownNames, path: Path, errors: ScenarioError[]): Moment {
  if ('at' in moment) {
    const atUs = durationUs(moment.at, 0, [...path, 'at'], errors);
    if (atUs > untilUs) errors.push(problem('U13', [...path, 'at'], 'is after the end of the run: make until longer.'));
    return { atUs };
  }
  const source = 'after' in moment ? moment.after : moment.when;
  if ('after' in moment || isPoint(source)) {
    checkPoint(source, names, [...path, 'after' in moment ? 'after' : 'when'], errors);
    return { after: source };
  }
  checkExpression(source, names, 'predicate', [...path, 'when'], errors);
  return { when: source };
}

/** What the shell may know before the run: the document's names, and those that its own lines bring into being. */
export function staticContext(spec: ClusterSpec, names: KnownNames): ShellContext {
  const members = [...spec.groups, ...(spec.shareGroups ?? [])].flatMap(({ group, members }) => Array.from({ length: members }, (_, i) => `${group}-${i + 1}`));
  return {
    spec,
    nodes: [...new Set([...nodeWords(names), ...members, ...names.scaled])],
    topics: names.topics,
    groups: names.groups,
    nextTool: 1,
    files: spec.files ?? NO_FILES,
  };
}

function checkCommand(run: string, context: ShellContext, path: Path, errors: ScenarioError[]): void {
  const parsed = parseCommand(run, context);
  if (parsed.ok) return;
  const said = [...parsed.stderr, ...(parsed.stderr.length === 0 ? parsed.stdout.slice(0, 1) : []), parsed.teaching].filter((line) => line !== '');
  errors.push(
    said.length === 0
      ? problem('U15', path, 'This command does nothing.')
      : quoted('U15', path, 'The command is refused: {{words}}', said.slice(0, 3).join(' ')),
  );
}

export function compileTimeline(document: ScenarioDocument, spec: ClusterSpec, untilUs: number, names: KnownNames, errors: ScenarioError[]): Input[] {
  const inputs = document.timeline ?? [];
  // A file may be written after a line that reads it stands in the document, as long as its moment comes before.
  const files = filesAfter(
    spec.files ?? NO_FILES,
    inputs.map(({ run }) => run),
  );
  const context = { ...staticContext(spec, names), files };
  return inputs.map((input: InputDocument, i) => {
    const path = ['timeline', i];
    checkCommand(input.run, context, [...path, 'run'], errors);
    return { ...compileMoment(input, untilUs, names, path, errors), run: input.run };
  });
}
