/** The link to the present moment: what is open, what was done in it, the playhead, and the hash that proves it. */
import { bookmarksOf, useBookmarks } from '#app/bookmarks/bookmarks.ts';
import { current, type Origin } from '#app/run/holder.ts';
import { engineNow } from '#app/run/load.ts';
import { state } from '#app/store.ts';
import { lessonOf } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import type { Route } from '#scenario/link/link.ts';
import { writeLink } from '#scenario/link/write.ts';
import { ENGINE_VERSION } from '#session/engine.ts';
import type { Session } from '#session/session.ts';

/** Examples are written as scenarios when a link must prove itself outside this site too; the address bar keeps their short name. */
function routeOf(origin: Origin, session: Session, whole: boolean): Route {
  if (origin.kind === 'lesson' && lessonOf(origin.slug) !== undefined) return { kind: 'lesson', slug: origin.slug, part: origin.mode };
  if (origin.kind === 'example' && !whole && examples.some(({ slug }) => slug === origin.slug)) return { kind: 'lesson', slug: origin.slug, part: 'story' };
  return { kind: 'scenario', document: session.scenario.document };
}

/** The branch that runs as it is written, if nothing was done in it: only that can a link put beside another. */
function story({ branches: [first] }: Session): number {
  const { changes, inputs } = engineNow().actsOf(first);
  return changes.length + inputs.length === 0 ? first.id : -1;
}

/** null when nothing is open. `proof` adds the hash and makes examples self-contained. */
export function fragmentNow(proof: boolean, playhead = true): string | null {
  const { open, branch, timeline } = current();
  if (open === null || branch === null || timeline === null) return null;
  const cursor = Math.min(state().cursor, timeline.end);
  const text = writeLink({
    route: routeOf(open.origin, open.session, proof),
    acts: engineNow().actsOf(branch),
    beside: state().beside === story(open.session) && branch.id !== state().beside,
    playhead: playhead && (proof || cursor > 0) ? { kind: 'step', step: cursor } : undefined,
    marks: bookmarksOf(useBookmarks.getState().list, branch.id).map(({ cursor: step, note }) => ({ step, note })),
    hash: proof && playhead ? timeline.hashAt(cursor) : undefined,
    engine: proof && playhead ? ENGINE_VERSION : undefined,
  });
  return !proof && open.origin.kind === 'example' ? text.replace('#/lesson/', '#/example/') : text;
}
