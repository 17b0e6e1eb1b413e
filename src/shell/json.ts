/** JSON files of tools: what is in them, and what Jackson says of what is not JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export type ReadJson = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };

const SOURCE = ' at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)';

export function readJson(text: string): ReadJson {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch {
    return { ok: false, message: complaint(text) };
  }
}

/** Jackson names the first thing that it cannot take; of the many kinds of mistakes these are told in its words. */
function complaint(text: string): string {
  const [lead] = /^\s*/.exec(text) ?? [''];
  const line = lead.split('\n').length;
  const at = `${SOURCE}; line: ${line}, column: ${lead.length - lead.lastIndexOf('\n')}]`;
  const word = /^[A-Za-z_$][\w$]*/.exec(text.slice(lead.length))?.[0];
  if (word !== undefined && !['true', 'false', 'null'].includes(word))
    return `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n${at}`;
  if (text.trim() === '') return 'The input string is not a valid JSON';
  const lines = text.split('\n');
  return `Unexpected end-of-input within/between Object entries\n${SOURCE}; line: ${lines.length}, column: ${lines[lines.length - 1].length + 1}]`;
}

export const field = (json: Json | undefined, name: string): Json | undefined =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && Object.hasOwn(json, name)
    ? (json as { readonly [name: string]: Json })[name]
    : undefined;

export const items = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? (json as readonly Json[]) : []);

/** The first of the named fields that one of these lacks (JsonObject.apply). */
export const absentField = (listed: readonly Json[], names: readonly string[]): string | undefined =>
  listed.flatMap((one) => names.filter((name) => field(one, name) === undefined))[0];
