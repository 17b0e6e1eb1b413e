/** Writes links. The one place that needs the compressor; loaded when something is shared. */
import { deflateSync } from 'fflate';
import type { Acts } from '#scenario/acts.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { canonicalJson } from '#scenario/link/canonical.ts';
import { DICTIONARY } from '#scenario/link/dictionary.ts';
import type { Link, Playhead, Route } from '#scenario/link/link.ts';
import { wrap } from '#scenario/link/payload.ts';
import { toUtf8 } from '#scenario/link/utf8.ts';
import { durationText } from '#scenario/units.ts';

/** A value as codec `1z` carries it. */
export const pack = (value: unknown): string => `1z.${wrap(deflateSync(toUtf8(canonicalJson(value)), { level: 9, mem: 8, dictionary: DICTIONARY }))}`;

/** YAML as codec `1y` carries it: for people who write links by hand. */
export const packYaml = (yaml: string): string => `1y.${encodeURIComponent(yaml)}`;

function routeText(route: Route): string {
  if (route.kind === 'home') return '/';
  if (route.kind === 'lesson') return `/lesson/${route.slug}${route.part === 'challenge' ? '/challenge' : ''}`;
  const document: ScenarioDocument | undefined = route.document;
  if (document === undefined) return '/studio';
  return `${route.kind === 'scenario' ? '/s' : '/studio'}/${pack(document)}`;
}

function playheadText(playhead: Playhead): string {
  if (playhead.kind === 'step') return `step=${playhead.step}`;
  return playhead.kind === 'beat' ? `beat=${encodeURIComponent(playhead.id)}` : `t=${durationText(playhead.timeUs)}`;
}

const actsText = ({ changes, inputs }: Acts): string => `run=${pack({ ...(changes.length > 0 ? { changes } : {}), ...(inputs.length > 0 ? { inputs } : {}) })}`;

/** The fragment, with its `#`. The same link always gives the same text. */
export function writeLink({ route, acts, beside, playhead, marks = [], hash, engine }: Link): string {
  const params = [
    ...(acts.changes.length + acts.inputs.length > 0 ? [actsText(acts), ...(beside ? ['vs=1'] : [])] : []),
    ...(playhead ? [playheadText(playhead)] : []),
    ...marks.map(({ step, note }) => `mark=${step}${note === '' ? '' : `:${encodeURIComponent(note)}`}`),
    ...(hash === undefined ? [] : [`hash=${hash}`]),
    ...(engine === undefined ? [] : [`v=${engine}`]),
  ];
  return `#${routeText(route)}${params.length > 0 ? `?${params.join('&')}` : ''}`;
}
