/** The words for where the playhead stands: which step, the beat that begins there, what changed, and how far a group is behind when the picture is about that. */
import i18next from 'i18next';
import { timeText } from '#app/format.ts';
import { factKey, factParams } from '#app/i18n/factKey.ts';
import { has, look } from '#app/i18n/i18n.ts';
import { changeLines, inside, isNews, type Line } from '#app/narrate.ts';
import { current } from '#app/run/holder.ts';
import { type Amount, LINES_FOR, type Sentence, spokenStep } from '#app/speak.ts';
import { groupLag, lagChanged } from '#app/stage/lag.ts';
import { offeredViews, viewShown } from '#app/stage/views.ts';
import { state } from '#app/store.ts';
import { plainText } from '#app/story/chips.ts';
import { beatAt, chapterAt, chapters, questionAt } from '#app/story/now.ts';
import type { Chapter, ScriptBeat, ScriptQuestion } from '#app/story/script.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Timeline } from '#session/timeline.ts';

const t = i18next.t.bind(i18next);

export function sayStep(amount: Amount): string {
  const { timeline } = current();
  if (timeline === null) return '';
  const { cursor, locale } = state();
  const lead = t('play:announce.step', { step: timeline.stopsUpTo(cursor) });
  const question = questionAt(cursor);
  if (question !== null) return spokenStep(amount, lead, [asked(question)], locale);
  return spokenStep(amount, lead, [...opening(cursor), ...changed(timeline, cursor, LINES_FOR[amount]), ...behind(timeline, cursor)], locale);
}

/** A question that is too long to be said is in its last sentence; all of it stands in the form. */
function asked({ ask }: ScriptQuestion): Sentence {
  const text = plainText(ask);
  const last = /[^.?!]*[.?!]?$/.exec(text)?.[0].trim() ?? text;
  return { text: t('play:announce.asked', { ask: text }), short: t('play:announce.asked', { ask: last }) };
}

function beginsAt(cursor: number): ScriptBeat | null {
  const beat = beatAt(cursor);
  return beat?.cursor === cursor ? beat : null;
}

/** The title of the beat that begins here. */
function opening(cursor: number): Sentence[] {
  const beat = beginsAt(cursor);
  if (beat === null) return [];
  const title = { text: beat.title, isNews: true };
  const chapter = beat.chapter === null ? null : chapterAt(cursor);
  return chapter === null ? [title] : [turned(chapter), title];
}

/** Which chapter begins with a beat; its title is told by the slider, and stands over the beats. */
const turned = ({ index }: Chapter): Sentence => ({ text: t('play:announce.chapter', { chapter: index + 1, chapters: chapters().length }), isNews: true });

function changed(timeline: Timeline, cursor: number, most: number): Sentence[] {
  const lines = changeLines(timeline.changesAt(cursor), (key, params) => look('facts', key, params), most);
  if (lines.length === 0) return beginsAt(cursor) === null ? [{ text: t('play:announce.nothing', { time: timeText(timeline.timeAt(cursor)) }) }] : [];
  const told = lines.filter(({ fact }) => !inside(fact) && !overtaken(fact, lines));
  return (told.length === 0 ? lines : told).map(({ fact, text }: Line, at) => ({ text, ...shortOf(fact), isNews: at === 0 || isNews(fact) }));
}

/** Of two changes of the same ISR in one step only the last is what it is now. */
const overtaken = (fact: KafkaFact, lines: readonly Line[]): boolean =>
  fact.fact === 'IsrShrunk' && lines.some((line) => line.fact.fact === 'IsrShrunk' && line.fact.tp === fact.tp && line.fact.isr.length < fact.isr.length);

function shortOf(fact: KafkaFact): { readonly short?: string } {
  const key = `short.${factKey(fact)}`;
  return has('play', key) ? { short: look('play', key, factParams(fact)) } : {};
}

/** Where lag is what is looked at, each beat and each step that changes it says it. */
function behind(timeline: Timeline, cursor: number): Sentence[] {
  if (viewShown(state().view, cursor, offeredViews(timeline)) !== 'lag') return [];
  const group = lagChanged(timeline, beginsAt(cursor) === null ? timeline.seek(cursor, 'meaningful', -1) : 0, cursor);
  if (group === undefined) return [];
  const { lagRecords, trend } = groupLag(timeline, group, cursor);
  const params = { group, count: lagRecords, trend: t(`play:announce.trend.${trend}`) };
  return [{ text: t('play:announce.lag', params), short: t('play:announce.lagShort', params), isNews: true }];
}
