/** Words straight from a catalogue, for pictures without the app around them. Particles stay as they are written. */
import type { Words } from '../contract.ts';

export interface Catalogue {
  readonly [key: string]: string | Catalogue;
}

export function wordsFrom(catalogue: Catalogue): Words {
  return (key, params = {}) => {
    let here: string | Catalogue | undefined = catalogue;
    for (const part of key.split('.')) here = typeof here === 'object' ? here[part] : undefined;
    if (typeof here !== 'string') throw new Error(`no words for ${key}`);
    return here.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''));
  };
}
