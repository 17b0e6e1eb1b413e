/** Computed when the app is built, by our own engine: the moment that the landing page shows, and a small picture of each lesson's run. */
import { type LaneShape, laneShapes, THUMBNAIL } from '#app/landing/lanes.ts';
import type { Written } from '#app/landing/written.ts';
import type { Told } from '#app/story/script.ts';
import { asKafkaFact } from '#kafka/facts.ts';
import { lessonOf, lessons } from '#lessons/catalog.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { type Branch, openSession } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

/** What stands on the stage when somebody comes for the first time: two acknowledged records that are gone. How could that happen? */
export const HERO = { slug: 'acks-1', beat: 'truncated' } as const;

export interface Prepared {
  readonly slug: string;
  readonly scenario: Told;
  readonly moment: Written;
  readonly thumbnails: Readonly<Record<string, readonly LaneShape[]>>;
}

/** Part of a run at which its small picture is taken. */
const TAKEN_AT = 0.62;

export function prepare(): Prepared {
  const lesson = lessonOf(HERO.slug);
  if (lesson === undefined) throw new Error(`The landing page shows a lesson that is not there: ${HERO.slug}.`);
  const { scenario, timeline } = run(lesson.scenario, 1);
  const { title, document, lesson: told } = scenario;
  return {
    slug: HERO.slug,
    scenario: { title, document: { description: document.description }, lesson: told },
    moment: momentOf(timeline),
    thumbnails: Object.fromEntries(lessons.map(({ slug, scenario }) => [slug, thumbnailOf(scenario)])),
  };
}

function run(document: ScenarioDocument, part: number): Branch {
  const session = openSession(document, undefined, { invariants: false });
  if (!session.ok) throw new Error(session.error.map(({ message }) => message).join('\n'));
  const [branch] = session.value.branches;
  const untilUs = Math.round(branch.scenario.untilUs * part);
  while (!branch.timeline.complete && branch.timeline.extend({ steps: 1024, untilUs }));
  return branch;
}

function thumbnailOf(document: ScenarioDocument): readonly LaneShape[] {
  const { timeline } = run(document, TAKEN_AT);
  return laneShapes(timeline.frameAt(timeline.end), THUMBNAIL.width, THUMBNAIL.height);
}

function momentOf(timeline: Timeline): Written {
  const cursor = timeline.marks.find(({ kind, id }) => kind === 'beat' && id === HERO.beat)?.cursor;
  if (cursor === undefined) throw new Error(`The lesson ${HERO.slug} has no beat called ${HERO.beat}.`);
  const falls = fallsUntil(timeline, cursor);
  const shown = [...new Set([...falls.map(({ event }) => event), cursor])].sort((a, b) => a - b);
  return {
    cursor,
    end: timeline.end,
    endUs: timeline.endUs,
    stops: stopsOf(timeline),
    marks: timeline.marks.map(({ cursor, timeUs, kind, id }) => ({ cursor, timeUs, kind, id })),
    frames: shown.map((at) => ({ cursor: at, frame: timeline.frameAt(at) })),
    falls,
    ledger: timeline.ledgerAt(cursor),
    changes: timeline.changesAt(cursor),
  };
}

/** Truncations: what fell is drawn under the lane that it fell from. */
function fallsUntil(timeline: Timeline, cursor: number): Written['falls'] {
  return Array.from({ length: cursor }, (_, event) => ({
    event,
    facts: timeline
      .eventAt(event)
      .facts.map(asKafkaFact)
      .filter(({ fact }) => fact === 'LogTruncated'),
  })).filter(({ facts }) => facts.length > 0);
}

function stopsOf(timeline: Timeline): Written['stops'] {
  const stops: [number, number][] = [];
  for (let at = timeline.seek(0, 'meaningful', 1), last = 0; at !== last; last = at, at = timeline.seek(at, 'meaningful', 1))
    stops.push([at, timeline.timeAt(at)]);
  return stops;
}
