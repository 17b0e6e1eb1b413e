/** Between what a connector handles and what stands in a record: JsonConverter and StringConverter. */

export interface Converter {
  readonly kind: 'json' | 'string';
  /** schemas.enable of a JsonConverter: every value travels with its schema. */
  readonly schemas: boolean;
}

/** A line of a file (Schema.STRING_SCHEMA) as it is written to Kafka. */
export function fromLine({ kind, schemas }: Converter, line: string): string {
  if (kind === 'string') return line;
  return schemas ? `{"schema":{"type":"string","optional":false},"payload":${quoted(line)}}` : quoted(line);
}

/** Jackson escapes as JSON.stringify does, but with upper-case digits. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/\\(?:u00[0-9a-f]{2}|.)/g, (code) => (code[1] === 'u' ? `\\u${code.slice(2).toUpperCase()}` : code));

export type Converted = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: string };

const NO_ENVELOPE =
  'JsonConverter with schemas.enable requires "schema" and "payload" fields and may not contain additional fields. If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter configuration.';

/** What the sink prints of a record's value: its toString(), `null` for none. */
export function toLine({ kind, schemas }: Converter, value: string | null): Converted {
  if (value === null) return { ok: true, text: 'null' };
  if (kind === 'string') return { ok: true, text: value };
  const parsed = parse(value);
  if (!parsed.ok) return { ok: false, error: 'Converting byte[] to Kafka Connect data failed due to serialization error: ' };
  if (!schemas) return { ok: true, text: javaString(parsed.value) };
  const envelope = parsed.value;
  if (!isObject(envelope) || Object.keys(envelope).length !== 2 || !Object.hasOwn(envelope, 'schema') || !Object.hasOwn(envelope, 'payload'))
    return { ok: false, error: NO_ENVELOPE };
  return { ok: true, text: javaString(envelope.payload, isObject(envelope.schema) && envelope.schema.type === 'struct') };
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

function parse(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** String.valueOf() of a list, a map or a Struct. */
function javaString(value: unknown, isStruct = false): string {
  if (Array.isArray(value)) return `[${value.map((one) => javaString(one)).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).map(([key, one]) => `${key}=${javaString(one)}`);
  return isStruct ? `Struct{${entries.join(',')}}` : `{${entries.join(', ')}}`;
}
