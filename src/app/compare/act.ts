/** What a person does with futures: asks "what if", puts one beside the other, goes to where they part. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { computeBoth, type Futures, futuresOf } from '#app/compare/futures.ts';
import { timeText } from '#app/format.ts';
import { look } from '#app/i18n/i18n.ts';
import { jump, pause } from '#app/play/player.ts';
import { seekTime, seekTo } from '#app/play/transport.ts';
import { computedUntil } from '#app/run/compute.ts';
import { branchName } from '#app/run/give.ts';
import { current, replaceSession } from '#app/run/holder.ts';
import { engineNow } from '#app/run/load.ts';
import { patch, state } from '#app/store.ts';
import type { Change } from '#scenario/change.ts';
import { errorLine, type ScenarioError } from '#scenario/error.ts';
import { differencesOf, type Side } from '#session/compare/differences.ts';
import { partingOf } from '#session/compare/parting.ts';
import type { Branch, Session } from '#session/session.ts';

/** The words of this area may still be on their way when a key is pressed. */
async function say(key: 'opened' | 'closed' | 'parting', params: Readonly<Record<string, string>> = {}): Promise<void> {
  await i18next.loadNamespaces('compare');
  announce(look('compare', `announce.${key}`, params));
}

export function openWhatIf(): void {
  pause();
  patch({ dialog: 'whatIf' });
}

const futuresNow = (): Futures | null => futuresOf(current(), state().beside);

/** Puts another branch beside the current one, and computes both to their end. */
export function besideOf(id: number): void {
  patch({ beside: id });
  const futures = futuresNow();
  if (futures === null) return;
  void say('opened', { name: branchName(futures.b.name) });
  void computeBoth(futures);
}

export function closeBeside(): void {
  patch({ beside: null });
  void say('closed');
}

/** C: the future that this one parted from, or where there is only one, the question which other it should be. */
export function toggleBeside(): void {
  const { open, branch } = current();
  if (futuresNow() !== null) return closeBeside();
  if (open === null || branch === null) return;
  const other = branch.parent ?? open.session.branches.findLast(({ parent }) => parent === branch.id)?.id;
  if (other === undefined) return openWhatIf();
  pause();
  besideOf(other);
}

/** Both futures stand at the same moment, the new one leading. */
function present(session: Session, before: Branch): void {
  replaceSession(session);
  besideOf(before.id);
}

/** Another future from the playhead on. What the shell has against the line, when it refuses it. */
export function tryCommand(line: string): readonly string[] {
  const { open, branch, timeline } = current();
  if (open === null || branch === null || timeline === null) return [];
  pause();
  const acted = engineNow().ifCommand(open.session, Math.min(state().cursor, timeline.end), line);
  if (!acted.ok) return [...acted.stdout, ...acted.stderr, acted.teaching].filter((text) => text !== '');
  present(acted.session, branch);
  jump(acted.cursor);
  return [];
}

/** Another future from the start. What Kafka or the scenario has against the change, when they refuse it. */
export async function tryChanges(changes: readonly Change[]): Promise<readonly ScenarioError[]> {
  const { open, branch, timeline } = current();
  if (open === null || branch === null || timeline === null) return [];
  pause();
  const timeUs = timeline.timeAt(Math.min(state().cursor, timeline.end));
  const other = engineNow().ifChanged(open.session, changes);
  if (!other.ok) return other.error;
  present(other.value, branch);
  const next = current().timeline;
  if (next === null) return [];
  await computedUntil(next, () => next.endUs > timeUs);
  if (current().timeline === next) jump(next.cursorAtTime(timeUs));
  return [];
}

export const refusalText = (errors: readonly ScenarioError[]): readonly string[] => errors.map(errorLine);

/** Goes to a moment of one future: in the one that leads to that very event, else to its time. */
export function goTo({ lead }: Pick<Futures, 'lead'>, side: Side, cursor: number, timeUs: number): void {
  if (side === lead) seekTo(cursor);
  else seekTime(timeUs);
}

/** D: the first moment at which they differ. */
export function toParting(): void {
  const futures = futuresNow();
  if (futures === null) return;
  const [a, b] = [futures.a.timeline, futures.b.timeline];
  const [first] = differencesOf(a, b);
  const timeUs = first?.timeUs ?? partingOf(a, b)?.timeUs;
  if (timeUs === undefined) return;
  if (first?.side === futures.lead) seekTo(first.cursor, true);
  else seekTo(current().timeline?.cursorAtTime(timeUs) ?? 0, true);
  void say('parting', { time: timeText(timeUs) });
}
