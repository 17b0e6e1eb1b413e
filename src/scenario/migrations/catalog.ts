/** Older document versions become the current one on load, for ever: one function a version, each to the next. */
import { DOCUMENT_VERSION } from '#scenario/document.ts';

/** From a document of this version to the next. Gets and gives plain data; never throws. */
export type Migration = (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** By the version that a migration starts from. Version 1 is the first, so there is none yet. */
export const migrations: ReadonlyMap<number, Migration> = new Map();

export function migrated(raw: object, catalog: ReadonlyMap<number, Migration> = migrations, current: number = DOCUMENT_VERSION): object {
  let document = raw as Record<string, unknown>;
  for (let version = document.highwater; typeof version === 'number' && version < current; version = document.highwater) {
    const migration = catalog.get(version);
    if (!migration) break;
    document = { ...migration(document), highwater: version + 1 };
  }
  return document;
}
