/** JSON files of tools: what is in them, and what Jackson says of what is not JSON. */
import type { Features } from '#kafka/metadata/features.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export type ReadJson = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };

type Jackson = Features['jackson'];

/** Where it is told only that there is a mistake, the release makes no difference. */
const NEWEST: Jackson = { showsSource: false, column: 'start' };

/** As much of the text as Jackson shows (ErrorReportConfiguration's maxRawContentLength). */
const SHOWN = 500;

function source(text: string, { showsSource }: Jackson): string {
  if (!showsSource) return ' at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)';
  const rest = text.length - SHOWN;
  return ` at [Source: (String)"${text.slice(0, SHOWN)}"${rest > 0 ? `[truncated ${rest} chars]` : ''}`;
}

export function readJson(text: string, jackson: Jackson = NEWEST): ReadJson {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch {
    return { ok: false, message: complaint(text, jackson) };
  }
}

/** Jackson names the first thing that it cannot take; of the many kinds of mistakes these are told in its words. */
function complaint(text: string, jackson: Jackson): string {
  const [lead] = /^\s*/.exec(text) ?? [''];
  const line = lead.split('\n').length;
  const word = /^[A-Za-z_$][\w$]*/.exec(text.slice(lead.length))?.[0];
  if (word !== undefined && !['true', 'false', 'null'].includes(word)) {
    const column = lead.length - lead.lastIndexOf('\n') + (jackson.column === 'end' ? word.length : 0);
    const at = `${source(text, jackson)}; line: ${line}, column: ${column}]`;
    return `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n${at}`;
  }
  if (text.trim() === '') return 'The input string is not a valid JSON';
  const lines = text.split('\n');
  return `Unexpected end-of-input within/between Object entries\n${source(text, jackson)}; line: ${lines.length}, column: ${lines[lines.length - 1].length + 1}]`;
}

export const field = (json: Json | undefined, name: string): Json | undefined =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && Object.hasOwn(json, name)
    ? (json as { readonly [name: string]: Json })[name]
    : undefined;

export const items = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? (json as readonly Json[]) : []);

/** The first of the named fields that one of these lacks (JsonObject.apply). */
export const absentField = (listed: readonly Json[], names: readonly string[]): string | undefined =>
  listed.flatMap((one) => names.filter((name) => field(one, name) === undefined))[0];
