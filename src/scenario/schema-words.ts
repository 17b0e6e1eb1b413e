/** Valid field names at a place of the document, read from the schema itself: near misses and the editor's completion need no second list. */
import type * as z from 'zod';
import { documentSchema } from '#scenario/document.ts';
import type { Path } from '#scenario/error.ts';
import { itemOf } from '#scenario/named.ts';

type Schema = z.core.$ZodType;

interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly entries?: Readonly<Record<string, string>>;
}

const definitionOf = (schema: Schema): Definition => schema._zod.def as unknown as Definition;

/** Schemas that may stand one step further in. */
function inner(schema: Schema, part: string | number): Schema[] {
  const item = itemOf(schema);
  if (item) return [item];
  const definition = definitionOf(schema);
  if (definition.innerType) return inner(definition.innerType, part);
  if (definition.options) return definition.options.flatMap((option) => inner(option, part));
  if (definition.element) return [definition.element];
  const field = definition.shape && typeof part === 'string' && Object.hasOwn(definition.shape, part) ? definition.shape[part] : undefined;
  return field ? [field] : [];
}

function fields(schema: Schema): { readonly keys: readonly string[] }[] {
  const definition = definitionOf(schema);
  if (itemOf(schema)) return [];
  if (definition.innerType) return fields(definition.innerType);
  if (definition.options) return definition.options.flatMap(fields);
  return definition.shape ? [{ keys: Object.keys(definition.shape) }] : [];
}

function values(schema: Schema): string[] {
  const definition = definitionOf(schema);
  if (itemOf(schema)) return [];
  if (definition.innerType) return values(definition.innerType);
  if (definition.options) return definition.options.flatMap(values);
  return definition.entries ? Object.values(definition.entries) : [];
}

const schemasAt = (path: Path): Schema[] => path.reduce<Schema[]>((schemas, part) => schemas.flatMap((schema) => inner(schema, part)), [documentSchema]);

/** Field names that may be written at a path. With `value`, only those of the shapes that share a field with it (a producer is no consumer). */
export function wordsAt(path: Path, value?: unknown): string[] {
  const shapes = schemasAt(path).flatMap(fields);
  const written = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const shared = shapes.filter(({ keys }) => keys.some((key) => written.includes(key)));
  return [...new Set((shared.length > 0 ? shared : shapes).flatMap(({ keys }) => keys))];
}

/** Words that may be the value at a path, where there is a choice of few. */
export const valuesAt = (path: Path): string[] => [...new Set(schemasAt(path).flatMap(values))];
