/** What is wrong with a scenario: where, what, and the nearest valid word. Codes are those of the reliability notes, section 6.6. */

export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const succeed = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const fail = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** A step into the document: a key or an index. */
export type Path = readonly (string | number)[];

export const SCENARIO_CODES = ['U09', 'U10', 'U11', 'U12', 'U13', 'U14', 'U15', 'U16', 'U17', 'U19', 'U20'] as const;
/** U09 not a scenario · U11 unknown field · U12 wrong kind of value · U13 number out of range · U14 over a limit · U15 unknown name · U16 Kafka refuses it · U17 too heavy · U19 characters · U20 too long. */
export type ScenarioCode = (typeof SCENARIO_CODES)[number];

export interface ScenarioError {
  readonly code: ScenarioCode;
  readonly path: Path;
  /** In plain English; for U16 in the words of Kafka's ConfigException. */
  readonly message: string;
  /** The same before its words were put in, so that it can be said in another language. */
  readonly said: Said;
  /** The nearest valid word, when one is near. */
  readonly nearest: string | undefined;
  /** Where inside the text at `path` (an expression, a command) it is, 0-based. */
  readonly offset: number | undefined;
  /** 1-based; known when the document was read from text. */
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** A sentence with holes, `{{topic}}`, and what goes into them. The English sentence is the name under which other languages keep theirs. */
export interface Said {
  readonly template: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export const say = (template: string, params: Said['params']): Said => ({ template, params });
/** A sentence that has no holes, or words that are not ours: Kafka's, the YAML parser's. */
export const plainly = (text: string | Said): Said => (typeof text === 'string' ? { template: text, params: {} } : text);
export const inEnglish = ({ template, params }: Said): string => template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name]));

export interface Extra {
  readonly nearest?: string;
  readonly offset?: number;
}

export const problem = (code: ScenarioCode, path: Path, text: string | Said, extra: Extra = {}): ScenarioError => ({
  code,
  path,
  message: inEnglish(plainly(text)),
  said: plainly(text),
  nearest: extra.nearest,
  offset: extra.offset,
  line: undefined,
  column: undefined,
});

/** Words of Kafka, of a tool or of the YAML parser, as they are. Other languages know them by `name`, or say whose words follow. */
export const quoted = (code: ScenarioCode, path: Path, name: string, words: string): ScenarioError => ({
  ...problem(code, path, words),
  said: say(name, { words }),
});

/** `topics.orders.config`, `timeline[3].run`: the way people write a path. */
export const pathText = (path: Path): string =>
  path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '');

/** One line for a terminal: `7:11 topics.orders.partitons: unknown field; did you mean partitions?` */
export function errorLine(error: ScenarioError): string {
  const place = error.line === undefined ? '' : `${error.line}:${error.column} `;
  const where = error.path.length === 0 ? '' : `${pathText(error.path)}: `;
  const hint = error.nearest === undefined ? '' : ` Did you mean ${error.nearest}?`;
  const stop = hint === '' || /[.?!:]$/.test(error.message) ? '' : '.';
  return `${place}${where}${error.message}${stop}${hint}`;
}
