/** What must hold of the built files: the first load stays small, and the page has no inline script or style that its policy would have to allow. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Gzipped JavaScript that a first visit must load before it can show anything. */
export const FIRST_LOAD_LIMIT_BYTES = 250_000;

const gzipped = (path) => gzipSync(readFileSync(path), { level: 9 }).length;

/** Files named by `src` or `href` of the tags that match. */
const named = (html, tag) => [...html.matchAll(tag)].map((match) => match[1]);

/** What a chunk loads before it runs. `import(…)` is not among them. */
export function staticImports(code) {
  return [...code.matchAll(/(?:^|[;}\n])\s*(?:import|export)\b\s*(?:[\w$*{}\s,]+?from\s*)?["'](\.[^"']+)["']/g)].map((match) => match[1]);
}

/** All scripts of the first load: those in the page, those it preloads, and what they import. */
export function firstLoad(dist) {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const scripts = named(html, /<script\b[^>]*\bsrc="([^"]+)"/g);
  const preloads = named(html, /<link\b[^>]*\brel="modulepreload"[^>]*\bhref="([^"]+)"/g);
  const seen = new Set();
  const visit = (path) => {
    if (seen.has(path) || !existsSync(path)) return;
    seen.add(path);
    for (const next of staticImports(readFileSync(path, 'utf8'))) visit(join(dirname(path), next));
  };
  for (const path of [...scripts, ...preloads]) visit(join(dist, path));
  return [...seen];
}

/** What of the page the policy would refuse, in words. */
export function policyBreaks(html) {
  const breaks = [];
  if (!/<meta http-equiv="Content-Security-Policy"/.test(html)) breaks.push('the page has no content security policy');
  if (/<script\b(?![^>]*\bsrc=)[^>]*>/.test(html)) breaks.push('an inline script');
  if (/<style\b/.test(html)) breaks.push('an inline style element');
  if (/<[^>]+\sstyle=/.test(html)) breaks.push('a style attribute');
  if (/<[^>]+\son[a-z]+=/.test(html)) breaks.push('an inline event handler');
  if (/(?:src|href)="\//.test(html)) breaks.push('an address from the root, which breaks in a subfolder');
  return breaks;
}

/** Switches of planted bugs (src/sim/planted.ts) that the scripts still have, such as `x.M44` or `{M44:!1`: the build should have read each as `false`. */
export function plantedBugs(dist) {
  const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'));
  const switches = /\.(M[0-5]\d[a-c]?)\b|[{,\s](M[0-5]\d[a-c]?):/g;
  const found = scripts.flatMap((path) => [...readFileSync(join(dist, path), 'utf8').matchAll(switches)].map(([, read, set]) => read ?? set));
  return [...new Set(found)].sort();
}

/** Prints the figures; true if all is well. */
export function inspectBuild(dist, say) {
  if (!existsSync(join(dist, 'index.html'))) {
    say('There is no build to inspect.');
    return false;
  }
  const scripts = firstLoad(dist).map((path) => ({ path: path.slice(dist.length + 1), bytes: gzipped(path) }));
  for (const { path, bytes } of scripts) say(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${path}`);
  const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  for (const path of named(html, /<link\b[^>]*\brel="stylesheet"[^>]*\bhref="([^"]+)"/g))
    say(`${(gzipped(join(dist, path)) / 1000).toFixed(1).padStart(8)} kB  ${path} (style, not counted)`);
  say(`${(total / 1000).toFixed(1).padStart(8)} kB  first-load JavaScript, gzipped; limit ${FIRST_LOAD_LIMIT_BYTES / 1000} kB`);
  const breaks = policyBreaks(html);
  for (const found of breaks) say(`The page has ${found}.`);
  const planted = plantedBugs(dist);
  if (planted.length > 0) say(`The scripts can plant bugs: ${planted.join(', ')}.`);
  return scripts.length > 0 && total <= FIRST_LOAD_LIMIT_BYTES && breaks.length === 0 && planted.length === 0;
}
