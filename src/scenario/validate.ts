/** From an unknown value to a scenario document: migrated, cleaned, checked against the schema; every mistake with its path and the nearest valid word. */
import type * as z from 'zod';
import { cleaned } from '#scenario/clean.ts';
import { DOCUMENT_VERSION, documentSchema, type ScenarioDocument } from '#scenario/document.ts';
import { fail, type Path, pathText, problem, type Result, type Said, type ScenarioCode, type ScenarioError, say, succeed } from '#scenario/error.ts';
import { migrated } from '#scenario/migrations/catalog.ts';
import { wordsAt } from '#scenario/schema-words.ts';
import { nearest } from '#shell/near.ts';

type Issue = z.core.$ZodIssue;

export function validate(raw: unknown): Result<ScenarioDocument, ScenarioError[]> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return fail([problem('U09', [], 'This is not a scenario: expected a mapping that begins with highwater: 1.')]);
  const version = Object.hasOwn(raw, 'highwater') ? (raw as { highwater: unknown }).highwater : undefined;
  if (version === undefined) return fail([problem('U09', [], 'This is not a scenario: the first line should say highwater: 1.')]);
  if (typeof version === 'number' && version > DOCUMENT_VERSION)
    return fail([
      problem(
        'U09',
        ['highwater'],
        say('This scenario was written for a newer Highwater (document version {{version}}); this one knows version {{known}}.', {
          version,
          known: DOCUMENT_VERSION,
        }),
      ),
    ]);
  const { value, errors } = cleaned(migrated(raw));
  const parsed = documentSchema.safeParse(value, { reportInput: true });
  if (parsed.success) return errors.length > 0 ? fail([...errors]) : succeed(parsed.data);
  const found = [...errors];
  for (const issue of parsed.error.issues) {
    if (found.length >= MAX_ERRORS) break;
    found.push(...told(issue as Issue, [], value));
  }
  return fail(withoutSlips(found).slice(0, MAX_ERRORS));
}

/** A slip in a field's name is one mistake: that the right name is missing need not be said as well. */
function withoutSlips(found: readonly ScenarioError[]): ScenarioError[] {
  const meant = new Set(found.filter(({ code }) => code === 'U11').map(({ path, nearest }) => pathText([...path.slice(0, -1), nearest ?? ''])));
  return found.filter(({ code, said, path }) => code !== 'U12' || !said.template.startsWith('is missing') || !meant.has(pathText(path)));
}

/** Nobody reads more, and looking for near misses takes time. */
const MAX_ERRORS = 50;

/** The value at a path, by own keys only. */
function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

const isMissing = (issue: Issue, root: unknown, path: Path): boolean =>
  (issue.code === 'invalid_type' || issue.code === 'invalid_union') && valueAt(root, path) === undefined;

/** How far a branch of a union is from what was written: a missing field weighs more than a wrong one. */
function distance(issues: readonly Issue[]): number {
  return issues.reduce(
    (sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 2 * issue.keys.length : issue.path.length === 0 ? 3 : /undefined/.test(issue.message) ? 3 : 1),
    0,
  );
}

function told(issue: Issue, base: Path, root: unknown): ScenarioError[] {
  const path = [...base, ...(issue.path as Path)];
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .slice(0, MAX_ERRORS)
      .map((key) => problem('U11', [...path, key], 'unknown field.', { nearest: nearest(key, wordsAt(path, valueAt(root, path))) }));
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input' && issue.errors.length > 0) {
    const branches = issue.errors as unknown as readonly Issue[][];
    const closest = branches.reduce((best, branch) => (distance(branch) < distance(best) ? branch : best));
    // A slip in a field's name is one mistake: that the right name is missing need not be said as well.
    const slipped = closest.some((inner) => inner.code === 'unrecognized_keys');
    return closest.filter((inner) => !slipped || !isMissing(inner, valueAt(root, path), inner.path as Path)).flatMap((inner) => told(inner, path, root));
  }
  if (isMissing(issue, root, path)) return [problem('U12', path, missingText(path))];
  return [problem(codeOf(issue), path, textOf(issue, valueAt(root, path)), { nearest: nearestValue(issue, valueAt(root, path)) })];
}

const missingText = (path: Path): Said =>
  path.length === 0 ? say('is missing.', {}) : say('is missing: {{field}} is needed here.', { field: path[path.length - 1] });

function codeOf(issue: Issue): ScenarioCode {
  if (issue.code === 'too_big' || issue.code === 'too_small') return issue.origin === 'string' ? 'U20' : issue.origin === 'array' ? 'U14' : 'U13';
  if (issue.code === 'invalid_type' && issue.expected === 'int') return 'U13';
  return 'U12';
}

function textOf(issue: Issue, value: unknown): string | Said {
  if (issue.code === 'too_big')
    return issue.origin === 'string'
      ? say('is too long: at most {{limit}} characters.', { limit: String(issue.maximum) })
      : issue.origin === 'array'
        ? say('has {{entries}} entries; the limit is {{limit}}.', { entries: Object.keys(value as object).length, limit: String(issue.maximum) })
        : say('must be a whole number of at most {{limit}}.', { limit: String(issue.maximum) });
  if (issue.code === 'too_small')
    return issue.origin === 'string'
      ? 'must not be empty.'
      : issue.origin === 'array'
        ? say('needs at least {{limit}}.', { limit: String(issue.minimum) })
        : say('must be a whole number of at least {{limit}}.', { limit: String(issue.minimum) });
  if (issue.code === 'invalid_value') return say('expected {{what}}, not {{value}}.', { what: issue.values.map(String).join(', '), value: shownValue(value) });
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input'))
    return say('expected {{what}}, not {{value}}.', { what: TYPE_WORDS.get(issue.expected) ?? issue.expected, value: shownValue(value) });
  const range = /^expected a whole number from ([0-9]+) to ([0-9]+)$/.exec(issue.message);
  if (range) return say('expected a whole number from {{min}} to {{max}}, not {{value}}.', { min: range[1], max: range[2], value: shownValue(value) });
  return say('{{complaint}}, not {{value}}.', { complaint: issue.message, value: shownValue(value) });
}

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['record', 'a mapping of names'],
]);

function shownValue(value: unknown): string {
  if (typeof value === 'string') return `"${value.slice(0, 40)}"`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a mapping' : String(value);
}

const nearestValue = (issue: Issue, value: unknown): string | undefined =>
  issue.code === 'invalid_value' && typeof value === 'string' ? nearest(value, issue.values.map(String)) : undefined;
