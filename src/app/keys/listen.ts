/** Listens to the keyboard for the whole page and does what the map says. */
import { announce } from '#app/announce.ts';
import { type Action, actionFor, type Place } from '#app/keys/keymap.ts';
import { moveRegion } from '#app/keys/regions.ts';
import { nextSpeed } from '#app/play/pace.ts';
import { changeSpeed, changeVerbosity, playPause, sayChanges, step, tenSteps, toChapter, toEnd, toStart } from '#app/play/transport.ts';
import { useRouting } from '#app/router.ts';
import { current } from '#app/run/holder.ts';
import { live } from '#app/run/live.ts';
import { toggleSound } from '#app/sound/act.ts';
import { toggleGhosts } from '#app/stage/ghosts.ts';
import { searchEvents } from '#app/stage/search.ts';
import { summaryAt } from '#app/stage/summary.ts';
import { viewsFor } from '#app/stage/views.ts';
import { patch, state, togglePane } from '#app/store.ts';
import { hintNow } from '#app/story/hint.ts';
import { chapters } from '#app/story/now.ts';
import { toQuestion } from '#app/story/toQuestion.ts';
import { wantPrompt } from '#app/terminal/want.ts';
import { isNarrow } from '#app/workbench/breakpoints.ts';
import { isPresenting, stopPresenting } from '#app/workbench/present.ts';

const TEXT = 'input:not([type=range],[type=radio],[type=checkbox],[type=button]),textarea,select,[contenteditable=true],.cm-editor';
const WIDGET =
  'input[type=range],[role=slider],[role=tab],[role=tree],[role=treegrid],[role=menu],[role=listbox],[role=radiogroup],[role=grid],[role=separator],input[type=radio],input[type=checkbox],[role=combobox],[data-scrolls]';

function placeOf(target: EventTarget | null): Place {
  const element = target instanceof Element ? target : null;
  const within = (selector: string): boolean => element?.closest(selector) != null;
  return { inText: within(TEXT), inWidget: within(WIDGET), onButton: within('button,[role=button],a[href],summary'), singleKeys: state().singleKeys };
}

/** Pages without a run answer to help, search and regions only. */
const ANYWHERE: ReadonlySet<Action> = new Set(['help', 'palette', 'nextRegion', 'previousRegion', 'close']);

/** A key that is held steps no faster than can be followed. */
const HELD_MS = 250;
const STEPS: ReadonlySet<Action> = new Set(['stepForward', 'stepBack', 'microForward', 'microBack', 'beatForward', 'beatBack', 'tenForward', 'tenBack']);
let steppedMs = 0;

export function listenToKeys(): void {
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('[role=dialog][data-rac],[role=menu]') !== null) return;
    const action = actionFor(event, placeOf(event.target), state().keys);
    if (action === undefined) return;
    const hasRun = ['workbench', 'landing', 'studio'].includes(useRouting.getState().page) && current().timeline !== null;
    if (!hasRun && !ANYWHERE.has(action)) return;
    if (event.repeat && STEPS.has(action) && event.timeStamp - steppedMs < HELD_MS) return event.preventDefault();
    if (STEPS.has(action)) steppedMs = event.timeStamp;
    if (perform(action, event.target)) event.preventDefault();
  });
}

const ACTS: Readonly<Partial<Record<Action, () => void>>> = {
  playPause,
  stepForward: () => step('meaningful', 1),
  stepBack: () => step('meaningful', -1),
  microForward: () => step('micro', 1),
  microBack: () => step('micro', -1),
  beatForward: () => step('beat', 1),
  beatBack: () => step('beat', -1),
  tenForward: () => tenSteps(1),
  tenBack: () => tenSteps(-1),
  toStart,
  toEnd,
  slower: () => changeSpeed(nextSpeed(state().speed, -1)),
  faster: () => changeSpeed(nextSpeed(state().speed, 1)),
  nextOfThing: () => void import('#app/find/act.ts').then(({ ofSelection }) => ofSelection(1)),
  previousOfThing: () => void import('#app/find/act.ts').then(({ ofSelection }) => ofSelection(-1)),
  bookmark: () => {
    // Where the playhead stands now, not where it is when the code has come.
    const { cursor } = state();
    void import('#app/bookmarks/act.ts').then(({ toggleBookmark }) => toggleBookmark(cursor));
  },
  whatIf: () => inWorkbench(({ openWhatIf }) => openWhatIf()),
  compare: () => inWorkbench(({ toggleBeside }) => toggleBeside()),
  parting: () => inWorkbench(({ toParting }) => toParting()),
  answer: toQuestion,
  hint: hintNow,
  ghosts: toggleGhosts,
  whatChanged: sayChanges,
  verbosity: changeVerbosity,
  sound: toggleSound,
  summary: saySummary,
  inspector: () => (isNarrow() ? patch({ panel: state().panel === 'inspect' ? 'stage' : 'inspect' }) : togglePane('inspector')),
  terminal: openTerminal,
  topics: () => live(() => patch({ dialog: 'topics' })),
  table: () => patch({ asTable: !state().asTable }),
  goTo: () => patch({ dialog: 'goto' }),
  searchEvents,
  help: () => patch({ dialog: 'help' }),
  palette: () => patch({ dialog: 'palette' }),
  fullScreen: toggleFullScreen,
  nextRegion: () => moveRegion(1),
  previousRegion: () => moveRegion(-1),
};

/** Comparing brings its own code, and needs a run. */
function inWorkbench(act: (compare: typeof import('#app/compare/act.ts')) => void): void {
  if (useRouting.getState().page === 'workbench') void import('#app/compare/act.ts').then(act);
}

function perform(action: Action, target: EventTarget | null): boolean {
  if (action === 'close') return close();
  if (action === 'chapterForward' || action === 'chapterBack') return turn(action === 'chapterForward' ? 1 : -1, target);
  const view = /^view(\d)$/.exec(action);
  if (view) {
    const chosen = viewsFor(current().timeline, state().cursor, state().selection)[Number(view[1]) - 1];
    if (chosen !== undefined) patch({ view: chosen.id });
    return chosen !== undefined;
  }
  const act = ACTS[action];
  act?.();
  return act !== undefined;
}

const scrolls = (element: Element): boolean => element.scrollHeight > element.clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY);

/** What the browser would scroll by a page: what has the focus if that scrolls itself, and in a story without chapters what it stands in. */
function scrolled(target: EventTarget | null, withChapters: boolean): boolean {
  let at = target instanceof Element ? target : null;
  if (withChapters) return at !== null && at !== document.body && scrolls(at);
  while (at !== null && at !== document.body && !scrolls(at)) at = at.parentElement;
  return at !== null && at !== document.body;
}

function turn(direction: 1 | -1, target: EventTarget | null): boolean {
  if (scrolled(target, chapters().length > 0)) return false;
  toChapter(direction);
  return true;
}

/** Escape lets go of one thing at a time: the presentation, the selection, then the inspector. */
function close(): boolean {
  if (isPresenting()) stopPresenting();
  else if (state().selection !== null) patch({ selection: null });
  else if (state().inspector) togglePane('inspector', false);
  else return false;
  return true;
}

function saySummary(): void {
  const { timeline } = current();
  if (timeline !== null) announce(summaryAt(timeline, Math.min(state().cursor, timeline.end)));
}

function openTerminal(): void {
  const open = isNarrow() ? state().panel !== 'terminal' : !state().terminal;
  if (isNarrow()) patch({ panel: open ? 'terminal' : 'stage' });
  else togglePane('terminal', open);
  if (open) wantPrompt();
}

function toggleFullScreen(): void {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen?.().catch(() => undefined);
}
