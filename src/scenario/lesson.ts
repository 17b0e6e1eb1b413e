/** The lesson block of a scenario, compiled: beats, questions and goals with ids and moments. */
import { durationUs } from '#scenario/clients.ts';
import type { BeatDocument, GoalDocument, MomentDocument, QuestionDocument, ScenarioDocument, Text, ViewName } from '#scenario/document.ts';
import { type Path, problem, type ScenarioError, say } from '#scenario/error.ts';
import { isKnownNode, isKnownTp, type KnownNames } from '#scenario/names.ts';
import { checkExpression, compileMoment } from '#scenario/timeline.ts';
import { nearest } from '#shell/near.ts';

/** When something is due: at a time, or the first time that a predicate holds or a protocol point is passed. */
export type Moment = { readonly atUs: number } | { readonly when: string } | { readonly after: string };

export interface Beat {
  readonly id: string;
  readonly moment: Moment;
  readonly title: Text | undefined;
  readonly text: Text | undefined;
  /** Title of the chapter that begins here. */
  readonly chapter: Text | undefined;
  readonly focus: string | undefined;
  readonly view: ViewName | undefined;
}

export interface Question {
  readonly id: string;
  readonly moment: Moment;
  readonly kind: 'choice' | 'number';
  readonly ask: Text | undefined;
  readonly options: readonly { readonly id: string; readonly text: Text | undefined; readonly check: string }[];
  readonly value: string | undefined;
  readonly reveal: Moment;
  readonly why: Text | undefined;
}

export interface Goal {
  readonly id: string;
  readonly check: string;
  readonly text: Text | undefined;
  readonly byUs: number | undefined;
}

export interface Limits {
  /** undefined: everything is allowed. */
  readonly commands: readonly string[] | undefined;
  readonly settings: readonly string[] | undefined;
  readonly views: readonly string[] | undefined;
  /** Commands that a learner may give. */
  readonly budget: number | undefined;
}

export interface LessonBlock {
  readonly beats: readonly Beat[];
  readonly questions: readonly Question[];
  readonly goals: readonly Goal[];
  readonly limits: Limits;
}

interface Checking {
  readonly untilUs: number;
  readonly names: KnownNames;
  readonly errors: ScenarioError[];
}

/** Exactly one of at, when and after says when. */
function anchorOf(anchor: { at?: string | 0; when?: string; after?: string }, path: Path, { untilUs, names, errors }: Checking): Moment {
  const given = (['at', 'when', 'after'] as const).filter((key) => anchor[key] !== undefined);
  if (given.length !== 1) {
    errors.push(
      problem(
        'U12',
        path,
        given.length === 0 ? 'needs a moment: at, when or after.' : say('has more than one moment: {{moments}}.', { moments: given.join(', ') }),
      ),
    );
    return { atUs: 0 };
  }
  const [key] = given;
  return compileMoment({ [key]: anchor[key] } as MomentDocument, untilUs, names, path, errors);
}

const PLACE = /^(.+?)(?:@[0-9]{1,12}(?:\.\.[0-9]{1,12})?)?$/;

/** `orders-0`, `orders-0@3..4`, `broker:1`, `group:billing`, `producer:p1`, `consumer:billing-1`, `controller:controller1`. */
function checkFocus(focus: string, path: Path, { names, errors }: Checking): void {
  const colon = focus.indexOf(':');
  const name = colon < 0 ? (PLACE.exec(focus)?.[1] ?? focus) : focus.slice(colon + 1);
  const kinds: Readonly<Record<string, readonly string[]>> = {
    broker: names.brokers.map((broker) => broker.slice('kafka'.length)),
    group: names.groups,
    producer: names.producers,
  };
  const kind = colon < 0 ? 'partition' : focus.slice(0, colon);
  if (
    kind === 'partition'
      ? isKnownTp(names, name)
      : kind === 'consumer' || kind === 'controller'
        ? isKnownNode(names, name)
        : Object.hasOwn(kinds, kind) && kinds[kind].includes(name)
  )
    return;
  const valid = [...names.tps, ...Object.entries(kinds).flatMap(([of, list]) => list.map((one) => `${of}:${one}`))];
  errors.push(
    problem(
      'U15',
      path,
      say('There is no {{focus}} to look at: write orders-0, orders-0@3..4, broker:1, group:billing or producer:p1.', { focus: focus.slice(0, 60) }),
      {
        nearest: nearest(focus, valid),
      },
    ),
  );
}

/** A setting that may be changed names something that exists. */
function checkSetting(setting: string, path: Path, { names, errors }: Checking): void {
  const targets = ['cluster', ...names.brokers, ...names.producers, ...names.groups, ...names.topics.map((topic) => `topic:${topic}`)];
  if (targets.some((target) => setting.startsWith(`${target}.`))) return;
  errors.push(
    problem(
      'U15',
      path,
      say('{{setting}} is no setting: write p1.acks, topic:orders.min.insync.replicas or cluster.num.partitions.', { setting: setting.slice(0, 60) }),
      {
        nearest: nearest(setting.split('.')[0], targets),
      },
    ),
  );
}

function compileBeat(beat: BeatDocument, i: number, checking: Checking): Beat {
  const path = ['lesson', 'beats', i];
  if (beat.focus !== undefined) checkFocus(beat.focus, [...path, 'focus'], checking);
  const { title, text, chapter, focus, view } = beat;
  return { id: beat.id ?? `beat-${i + 1}`, moment: anchorOf(beat, path, checking), title, text, chapter, focus, view };
}

function compileQuestion(question: QuestionDocument, i: number, checking: Checking): Question {
  const path = ['lesson', 'questions', i];
  const { names, errors, untilUs } = checking;
  const options = question.options ?? [];
  for (const [n, option] of options.entries()) checkExpression(option.check, names, 'goal', [...path, 'options', n, 'check'], errors);
  if (question.value !== undefined) checkExpression(question.value, names, 'number', [...path, 'value'], errors);
  if (question.kind === 'choice' && options.length === 0) errors.push(problem('U12', path, 'A choice needs options, each with a check.'));
  if (question.kind === 'number' && question.value === undefined) errors.push(problem('U12', path, 'A number question needs a value, such as hw(orders-0).'));
  checkIds(
    options.map(({ id }) => id),
    [...path, 'options'],
    errors,
  );
  return {
    id: question.id ?? `question-${i + 1}`,
    moment: anchorOf(question, path, checking),
    kind: question.kind,
    ask: question.ask,
    options: options.map(({ id, text, check }) => ({ id, text, check })),
    value: question.value,
    reveal: compileMoment(question.reveal, untilUs, names, [...path, 'reveal'], errors),
    why: question.why,
  };
}

function compileGoal(goal: GoalDocument, i: number, { names, errors, untilUs }: Checking): Goal {
  const path = ['lesson', 'goals', i];
  checkExpression(goal.check, names, 'goal', [...path, 'check'], errors);
  return {
    id: goal.id ?? `goal-${i + 1}`,
    check: goal.check,
    text: goal.text,
    byUs: goal.by === undefined ? undefined : durationUs(goal.by, untilUs, [...path, 'by'], errors),
  };
}

function checkIds(ids: readonly string[], path: Path, errors: ScenarioError[]): void {
  const twice = ids.findIndex((id, i) => ids.indexOf(id) < i);
  if (twice >= 0) errors.push(problem('U15', [...path, twice], say('The id {{id}} is used twice.', { id: ids[twice] })));
}

const titlesOf = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : [text.en, text.ko]);

/** A chapter has a title, and no two have the same. */
function checkChapters(beats: readonly Beat[], errors: ScenarioError[]): void {
  const begun = new Set<string>();
  for (const [i, { chapter }] of beats.entries()) {
    if (chapter === undefined) continue;
    const path = ['lesson', 'beats', i, 'chapter'];
    const [title] = titlesOf(chapter);
    if (titlesOf(chapter).some((one) => one.trim() === '')) errors.push(problem('U12', path, 'A chapter needs a title: write it here, or leave chapter out.'));
    else if (begun.has(title))
      errors.push(problem('U15', path, say('The chapter {{chapter}} begins twice: only its first beat says chapter.', { chapter: title.slice(0, 60) })));
    begun.add(title);
  }
}

export function compileLesson(document: ScenarioDocument, untilUs: number, names: KnownNames, errors: ScenarioError[]): LessonBlock {
  const checking: Checking = { untilUs, names, errors };
  const lesson = document.lesson ?? {};
  const beats = (lesson.beats ?? []).map((beat, i) => compileBeat(beat, i, checking));
  const questions = (lesson.questions ?? []).map((question, i) => compileQuestion(question, i, checking));
  const goals = (lesson.goals ?? []).map((goal, i) => compileGoal(goal, i, checking));
  for (const [key, items] of [
    ['beats', beats],
    ['questions', questions],
    ['goals', goals],
  ] as const)
    checkIds(
      items.map(({ id }) => id),
      ['lesson', key],
      errors,
    );
  checkChapters(beats, errors);
  const limits = lesson.limits ?? {};
  for (const [i, setting] of (limits.settings ?? []).entries()) checkSetting(setting, ['lesson', 'limits', 'settings', i], checking);
  return { beats, questions, goals, limits: { commands: limits.commands, settings: limits.settings, views: limits.views, budget: limits.budget } };
}
