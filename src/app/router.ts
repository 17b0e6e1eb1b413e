/** Follows the address: opens what it names, keeps what was open when it cannot, and writes the playhead back into it. */
import { create } from 'zustand';
import { bookmarksOf, useBookmarks } from '#app/bookmarks/bookmarks.ts';
import { playPause } from '#app/play/transport.ts';
import { query } from '#app/query.ts';
import { parseRoute, type Route } from '#app/route.ts';
import { current, subscribe } from '#app/run/holder.ts';
import { engineNow } from '#app/run/load.ts';
import { type Opened, openExample, openFragment, type Problem } from '#app/run/open.ts';
import { simpleFragment } from '#app/run/simple.ts';
import { patch, state, useStore } from '#app/store.ts';
import { chapterAt } from '#app/story/now.ts';
import { motionIsReduced } from '#app/theme/motion.ts';
import { stopPresenting } from '#app/workbench/present.ts';

export type Page = 'landing' | 'workbench' | 'studio' | 'about' | 'glossary' | 'none';

interface Routing {
  /** What is shown; a broken link leaves it as it was. */
  readonly page: Page;
  readonly term: string | null;
  readonly problem: Problem | null;
  /** Parts of the link that were not understood. */
  readonly ignored: readonly string[];
  readonly loading: boolean;
}

export const useRouting = create<Routing>(() => ({ page: 'none', term: null, problem: null, ignored: [], loading: true }));
const route = (next: Partial<Routing>): void => useRouting.setState(next);

export const dismissProblem = (): void => {
  route({ problem: null });
  if (useRouting.getState().page === 'none') location.hash = '#/';
};

let turn = 0;
/** Values of the query that say nothing: named once, with what was left out of the first link. */
let misread = query.misread;

async function follow(): Promise<void> {
  turn++;
  const mine = turn;
  const target = parseRoute(location.hash);
  patch({ dialog: null });
  if (target.page === 'landing' || target.page === 'about' || target.page === 'glossary') {
    stopPresenting();
    return route({ page: target.page, term: target.page === 'glossary' ? target.term : null, problem: null, ignored: [], loading: false });
  }
  route({ loading: true });
  const opened = await openTarget(target);
  if (mine !== turn) return;
  if (!opened.ok) return route({ problem: opened.problem, loading: false });
  if (opened.studio) stopPresenting();
  route({ page: opened.studio ? 'studio' : 'workbench', problem: null, ignored: [...misread, ...opened.ignored], loading: false });
  misread = [];
  if (query.autoplay && !motionIsReduced() && !opened.studio && !state().playing) playPause();
}

function openTarget(target: Extract<Route, { page: 'example' | 'link' }>): Promise<Opened> {
  return target.page === 'example' ? openExample(target.slug, target.params) : openFragment(target.fragment);
}

const SYNC_MS = 400;
let syncing: ReturnType<typeof setTimeout> | undefined;

/** The address names the present moment, so that a reload or a copied address comes back to it. */
function scheduleSync(): void {
  clearTimeout(syncing);
  syncing = setTimeout(() => void sync(), SYNC_MS);
}

let written: { readonly run: number; readonly chapter: number } = { run: -1, chapter: -1 };

/**
 * A new page of the history for each chapter of a story in which nothing was done, so that Back turns back to where one was in the chapter before.
 * What was done would be done anew on the way back: then the address only follows.
 */
function turnsPage(run: number): boolean {
  const chapter = chapterAt(state().cursor)?.index ?? -1;
  const turns = isUntouched() && written.run === run && written.chapter >= 0 && chapter >= 0 && written.chapter !== chapter;
  written = { run, chapter };
  return turns;
}

function isUntouched(): boolean {
  const { branch } = current();
  if (branch === null) return false;
  const { changes, inputs } = engineNow().actsOf(branch);
  return changes.length + inputs.length + bookmarksOf(useBookmarks.getState().list, branch.id).length === 0;
}

/** The address as long as nothing was done in a lesson or an example; what was done is packed by code that comes when it is needed. */
function plainFragment(): string | null {
  const { open, branch, timeline } = current();
  if (open === null || branch === null || timeline === null || (open.origin.kind !== 'lesson' && open.origin.kind !== 'example')) return null;
  if (!isUntouched()) return null;
  const part = open.origin.kind === 'lesson' ? open.origin.mode : 'story';
  return simpleFragment(open.origin.kind, open.origin.slug, part, Math.min(state().cursor, timeline.end));
}

async function sync(): Promise<void> {
  const { page, problem, loading } = useRouting.getState();
  const { open } = current();
  if (page !== 'workbench' || problem !== null || loading || state().playing || open === null || open.origin.kind === 'draft') return;
  const fragment = plainFragment() ?? (await import('#app/share/fragment.ts')).fragmentNow(false);
  if (fragment === null || useRouting.getState().page !== 'workbench') return;
  const turns = turnsPage(open.key);
  if (fragment === location.hash) return;
  if (turns) history.pushState(null, '', fragment);
  else history.replaceState(history.state, '', fragment);
}

export function startRouting(): void {
  window.addEventListener('hashchange', () => void follow());
  useStore.subscribe((now, before) =>
    now.cursor === before.cursor && now.playing === before.playing && now.beside === before.beside ? undefined : scheduleSync(),
  );
  useBookmarks.subscribe(scheduleSync);
  subscribe(scheduleSync);
  void follow();
}
