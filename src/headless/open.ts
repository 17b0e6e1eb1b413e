/** Opens what the command line names: a file of YAML or JSON, a link, or a built-in lesson. */
import { readFileSync } from 'node:fs';
import { type Acts, NO_ACTS } from '#scenario/acts.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { errorLine, type ScenarioError } from '#scenario/error.ts';
import type { Playhead } from '#scenario/link/link.ts';
import { readLink } from '#scenario/link/read.ts';
import { readYaml } from '#scenario/yaml.ts';

export interface Opened {
  readonly document: ScenarioDocument;
  readonly acts: Acts;
  /** Where a link says that its run stood, and with which hash. */
  readonly playhead: Playhead | undefined;
  readonly hash: string | undefined;
  readonly engine: string | undefined;
  /** Errors with lines and columns, as far as the source has any. */
  explain(errors: readonly ScenarioError[]): string[];
}

/** A mistake of whoever typed the command or wrote the document: printed, exit code 2. */
export class Mistake extends Error {}

const plain = (errors: readonly ScenarioError[]): string[] => errors.map(errorLine);

function openText(name: string, text: string): Opened {
  const source = readYaml(text);
  const explain = (errors: readonly ScenarioError[]): string[] => errors.map((error) => `${name}:${errorLine(error)}`);
  if (!source.ok) throw new Mistake(explain(source.error).join('\n'));
  return {
    document: source.value.document,
    acts: NO_ACTS,
    playhead: undefined,
    hash: undefined,
    engine: undefined,
    explain: (errors) => explain(source.value.locate(errors)),
  };
}

async function openLesson(name: string, part: 'story' | 'challenge'): Promise<ScenarioDocument> {
  const { lessons } = await import('#lessons/catalog.ts');
  const lesson = lessons.find(({ slug }) => slug === name);
  if (!lesson) throw new Mistake(`There is no lesson ${name}. Lessons: ${lessons.map(({ slug }) => slug).join(', ')}.`);
  return part === 'story' ? lesson.scenario : lesson.challenge.scenario;
}

async function openLink(fragment: string): Promise<Opened> {
  const link = readLink(fragment, readYaml);
  if (!link.ok) throw new Mistake([`${link.error.code} ${link.error.message}`, ...plain(link.error.errors)].join('\n'));
  const { route, acts, playhead, hash, engine } = link.value;
  const document = route.kind === 'lesson' ? await openLesson(route.slug, route.part) : route.kind === 'home' ? undefined : route.document;
  if (!document) throw new Mistake('This link opens a page, not a scenario.');
  return { document, acts, playhead, hash, engine, explain: plain };
}

export async function open(name: string): Promise<Opened> {
  const hash = name.indexOf('#/');
  if (hash >= 0) return openLink(name.slice(hash));
  const lesson = /^lesson:([a-z0-9-]+)(?:\/(story|challenge))?$/.exec(name);
  if (lesson) {
    const document = await openLesson(lesson[1], lesson[2] === 'challenge' ? 'challenge' : 'story');
    return { document, acts: NO_ACTS, playhead: undefined, hash: undefined, engine: undefined, explain: plain };
  }
  let text: string;
  try {
    text = readFileSync(name === '-' ? 0 : name, 'utf8');
  } catch {
    throw new Mistake(`${name} is neither a file that can be read, nor a link (…#/s/…), nor lesson:<slug>.`);
  }
  return openText(name, text);
}
