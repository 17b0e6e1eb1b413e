/** Reads the fragment of a link: pure, total, every stage with its own limit and its own error (reliability notes, section 6.2). */
import { type Acts, NO_ACTS } from '#scenario/acts.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { fail, type Result, type ScenarioError, succeed } from '#scenario/error.ts';
import { LIMITS } from '#scenario/limits.ts';
import { readActs } from '#scenario/link/acts.ts';
import { type LinkError, linkError } from '#scenario/link/error.ts';
import type { LinkMark, Playhead, ReadLink, Route } from '#scenario/link/link.ts';
import { unpack } from '#scenario/link/payload.ts';
import { parseDurationUs } from '#scenario/units.ts';
import { validate } from '#scenario/validate.ts';

/** Reads YAML text; given by whoever has loaded the parser, so that other links open without it. */
export type YamlReader = (
  text: string,
) => Result<{ readonly document: ScenarioDocument; locate(errors: readonly ScenarioError[]): ScenarioError[] }, ScenarioError[]>;

/** True when reading this fragment needs the YAML parser. */
export const needsYaml = (fragment: string): boolean => /^#?\/(s|studio)\/1y\./.test(fragment);

const noYaml: YamlReader = () => fail([]);

export function readLink(fragment: string, yaml: YamlReader = noYaml): Result<ReadLink, LinkError> {
  if (fragment.length > LIMITS.fragmentChars) return fail(linkError('U02'));
  const text = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  if (!text.startsWith('/')) return fail(linkError('U00'));
  const question = text.indexOf('?');
  const route = readRoute(question < 0 ? text : text.slice(0, question), yaml);
  return route.ok ? withParams(route.value, question < 0 ? '' : text.slice(question + 1)) : route;
}

function readRoute(path: string, yaml: YamlReader): Result<Route, LinkError> {
  const [, kind, first, ...rest] = path.split('/');
  if (kind === '' && first === undefined) return succeed({ kind: 'home' });
  if (kind === 'studio' && first === undefined) return succeed({ kind: 'studio', document: undefined });
  if (kind === 'lesson') return readLesson(first, rest);
  if ((kind !== 's' && kind !== 'studio') || rest.length > 0) return fail(linkError('U00'));
  const document = readDocument(first ?? '', yaml);
  return document.ok ? succeed({ kind: kind === 's' ? 'scenario' : 'studio', document: document.value }) : document;
}

function readLesson(slug: string | undefined, rest: readonly string[]): Result<Route, LinkError> {
  if (slug === undefined || !/^[a-z0-9][a-z0-9-]{0,63}$/.test(slug)) return fail(linkError('U00'));
  if (rest.length === 0) return succeed({ kind: 'lesson', slug, part: 'story' });
  return rest.length === 1 && rest[0] === 'challenge' ? succeed({ kind: 'lesson', slug, part: 'challenge' }) : fail(linkError('U00'));
}

/** Splits the codec's letter from its payload. A beginning of a codec name is a link that was cut. */
function payloadOf(text: string): Result<{ readonly codec: '1z' | '1y'; readonly payload: string }, LinkError> {
  const dot = text.indexOf('.');
  const codec = dot < 0 ? text : text.slice(0, dot);
  if (dot < 0 && (codec === '' || '1z'.startsWith(codec) || '1y'.startsWith(codec))) return fail(linkError('U04'));
  if (codec !== '1z' && codec !== '1y') return fail(linkError(/^[0-9]{1,3}[a-z]$/.test(codec) ? 'U01' : 'U00'));
  return succeed({ codec, payload: text.slice(dot + 1) });
}

function readDocument(text: string, yaml: YamlReader): Result<ScenarioDocument, LinkError> {
  const split = payloadOf(text);
  if (!split.ok) return split;
  const { codec, payload } = split.value;
  if (codec === '1y') return readPercent(payload, yaml);
  const raw = unpack(payload);
  if (!raw.ok) return raw;
  const document = validate(raw.value);
  return document.ok ? document : fail(scenarioError(document.error));
}

/** A link whose scenario is wrong says the scenario's first mistake, and keeps the others. */
export const scenarioError = (errors: readonly ScenarioError[]): LinkError => linkError(errors[0]?.code ?? 'U09', undefined, errors);

function readPercent(payload: string, yaml: YamlReader): Result<ScenarioDocument, LinkError> {
  if (payload === '') return fail(linkError('U04'));
  let text: string;
  try {
    text = decodeURIComponent(payload.replaceAll('+', '%20'));
  } catch {
    return fail(linkError(/%[0-9A-Fa-f]?$/.test(payload) ? 'U04' : 'U03'));
  }
  const source = yaml(text);
  return source.ok ? succeed(source.value.document) : fail(scenarioError(source.error));
}

function readPlayhead(key: string, value: string): Playhead | undefined {
  if (key === 'step') return /^[0-9]{1,9}$/.test(value) ? { kind: 'step', step: Number(value) } : undefined;
  if (key === 'beat') return value !== '' && value.length <= LIMITS.nameChars ? { kind: 'beat', id: value } : undefined;
  const timeUs = parseDurationUs(/^[0-9]{1,9}$/.test(value) ? `${value}ms` : value);
  return timeUs === undefined ? undefined : { kind: 'time', timeUs };
}

/** `846:note` */
function readMark(value: string): LinkMark | undefined {
  const found = /^([0-9]{1,9})(?::(.*))?$/s.exec(value);
  const note = found?.[2] ?? '';
  return found === null || note.length > LIMITS.bookmarkChars ? undefined : { step: Number(found[1]), note };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const MOST_PARAMS = 80;

/** Unknown keys and bad values are ignored, and said so: a link is never lost for its presentation. */
function withParams(route: Route, query: string): Result<ReadLink, LinkError> {
  const link = {
    playhead: undefined as Playhead | undefined,
    hash: undefined as string | undefined,
    engine: undefined as string | undefined,
    acts: NO_ACTS as Acts,
  };
  let beside = false;
  const marks: LinkMark[] = [];
  const ignored: string[] = [];
  for (const pair of query === '' ? [] : query.split('&').slice(0, MOST_PARAMS)) {
    const equals = pair.indexOf('=');
    const key = equals < 0 ? pair : pair.slice(0, equals);
    const value = decoded(equals < 0 ? '' : pair.slice(equals + 1));
    if (key === 'run' && value !== undefined) {
      const acts = readRun(value);
      if (!acts.ok) return acts;
      link.acts = acts.value;
    } else if (value !== undefined && (key === 'step' || key === 'beat' || key === 't') && readPlayhead(key, value)) link.playhead = readPlayhead(key, value);
    else if (key === 'mark' && value !== undefined && marks.length < LIMITS.bookmarks && readMark(value)) marks.push(readMark(value) as LinkMark);
    else if (key === 'vs' && value === '1') beside = true;
    else if (key === 'hash' && value !== undefined && /^[0-9a-f]{16}$/.test(value)) link.hash = value;
    else if (key === 'v' && value !== undefined && /^[0-9a-z.-]{1,20}$/.test(value)) link.engine = value;
    else ignored.push(key.slice(0, 40));
  }
  return succeed({ route, ...link, ...(beside ? { beside } : {}), ...(marks.length > 0 ? { marks } : {}), ignored });
}

function readRun(value: string): Result<Acts, LinkError> {
  const split = payloadOf(value);
  if (!split.ok) return split;
  if (split.value.codec !== '1z') return fail(linkError('U01'));
  const raw = unpack(split.value.payload);
  if (!raw.ok) return raw;
  const acts = readActs(raw.value);
  return acts.ok ? acts : fail(linkError('U12', 'What was done in this run could not be read.'));
}
