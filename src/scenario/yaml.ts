/** Reads a scenario from YAML (or JSON, which is YAML) and keeps positions, so that every mistake has a line and a column. Loaded only where text is edited or opened. */
import { type Document, isMap, isNode, isPair, isSeq, LineCounter, type Pair, parseDocument, stringify } from 'yaml';
import type { ScenarioDocument } from '#scenario/document.ts';
import { fail, type Path, problem, quoted, type Result, type ScenarioError, say, succeed } from '#scenario/error.ts';
import { validate } from '#scenario/validate.ts';

export interface ScenarioSource {
  readonly document: ScenarioDocument;
  /** Gives errors found later (by `compile`) their places in this text. */
  locate(errors: readonly ScenarioError[]): ScenarioError[];
}

const MAX_SOURCE_CHARS = 256 * 1024;

export function readYaml(text: string): Result<ScenarioSource, ScenarioError[]> {
  if (text.length > MAX_SOURCE_CHARS)
    return fail([problem('U20', [], say('This file has {{chars}} characters; the limit is {{limit}}.', { chars: text.length, limit: MAX_SOURCE_CHARS }))]);
  const deep = tooDeep(text);
  if (deep) return fail([{ ...problem('U10', [], 'This scenario is nested too deeply.'), ...deep }]);
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, schema: 'core', strict: true });
  const syntax = parsed.errors.map((error) => at(quoted('U09', [], `YAML ${error.code}`, `${plain(error.message)}.`), lines, error.pos[0]));
  if (syntax.length > 0) return fail(syntax);
  const raw = plainValue(parsed);
  if (!raw.ok) return raw;
  const locate = (errors: readonly ScenarioError[]): ScenarioError[] => errors.map((error) => located(error, parsed, lines));
  const document = validate(raw.value);
  return document.ok ? succeed({ document: document.value, locate }) : fail(locate(document.error));
}

/** Aliases could make little text into much data, and a scenario has no use for them. */
function plainValue(parsed: Document.Parsed): Result<unknown, ScenarioError[]> {
  try {
    return succeed(parsed.toJS({ maxAliasCount: 0 }));
  } catch {
    return fail([problem('U09', [], 'Anchors and aliases (& and *) are not used in scenarios.')]);
  }
}

const plain = (message: string): string => message.split('\n')[0].slice(0, 160).replace(/[.:]$/, '');

function at(error: ScenarioError, lines: LineCounter, offset: number): ScenarioError {
  const { line, col } = lines.linePos(offset);
  return { ...error, line: Math.max(1, line), column: Math.max(1, col) };
}

/** Indentation or brackets beyond any real scenario: refused before the parser recurses into them. */
function tooDeep(text: string): { line: number; column: number } | undefined {
  let open = 0;
  let line = 1;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '\n') line++;
    if (character === '[' || character === '{') open++;
    if ((character === ']' || character === '}') && open > 0) open--;
    if (open > 64) return { line, column: 1 };
  }
  return /^ {200}/m.test(text) || /(?:- ){40}/.test(text) ? { line: 1, column: 1 } : undefined;
}

function pairOf(node: unknown, key: string | number): Pair | undefined {
  return isMap(node)
    ? (node.items.find((pair) => isPair(pair) && isNode(pair.key) && String((pair.key as { value?: unknown }).value) === String(key)) as Pair | undefined)
    : undefined;
}

/** Offset in the text of what stands at a path: of the key for a field that should not be there, of the value otherwise; of the nearest parent when it is missing. */
function offsetOf(parsed: Document.Parsed, path: Path, wantsKey: boolean): { readonly start: number; readonly scalarStart: number | undefined } {
  let node: unknown = parsed.contents;
  let start = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  let scalarStart: number | undefined;
  for (const [depth, part] of path.entries()) {
    const last = depth === path.length - 1;
    const pair = pairOf(node, part);
    const next: unknown = pair ? (last && wantsKey ? pair.key : (pair.value ?? pair.key)) : isSeq(node) ? node.items[Number(part)] : undefined;
    if (!isNode(next)) break;
    start = pair && isNode(pair.key) && (last ? wantsKey : !isScalarNode(next)) ? (pair.key.range?.[0] ?? start) : (next.range?.[0] ?? start);
    scalarStart = last && isScalarNode(next) ? textStart(next) : undefined;
    node = pair && !(last && wantsKey) ? pair.value : next;
  }
  return { start, scalarStart };
}

const isScalarNode = (node: unknown): boolean => isNode(node) && !isMap(node) && !isSeq(node);

/** Where the text of a scalar begins: after the quotation mark; unknown for block scalars, whose lines are indented. */
function textStart(node: unknown): number | undefined {
  const { range, type } = node as { range?: readonly number[]; type?: string };
  if (!range) return undefined;
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return range[0] + 1;
  return type === 'PLAIN' ? range[0] : undefined;
}

function located(error: ScenarioError, parsed: Document.Parsed, lines: LineCounter): ScenarioError {
  const { start, scalarStart } = offsetOf(parsed, error.path, error.code === 'U11');
  return at(error, lines, error.offset !== undefined && scalarStart !== undefined ? scalarStart + error.offset : start);
}

/** A document as people would write it: for the editor, and for links made by hand. */
export const writeYaml = (document: ScenarioDocument): string => stringify(document, { lineWidth: 0, flowCollectionPadding: true });
