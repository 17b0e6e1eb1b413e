/** Gives commands and changes to the run. Buttons, menus, the terminal and scripts all come through here, so all of them are recorded and can be shared. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { jump, pause } from '#app/play/player.ts';
import { extendFor } from '#app/run/compute.ts';
import { current, replaceSession } from '#app/run/holder.ts';
import { engineNow } from '#app/run/load.ts';
import { patch, state } from '#app/store.ts';
import { said } from '#app/terminal/said.ts';
import { note, type OutputLine } from '#app/terminal/transcript.ts';
import { asKafkaFact } from '#kafka/facts.ts';
import type { Change } from '#scenario/change.ts';
import { errorLine } from '#scenario/error.ts';
import type { Timeline } from '#session/timeline.ts';

const t = i18next.t.bind(i18next);

/** Admin tools give up after their own minute; a consumer that never ends is watched for a while. */
const TOOL_US = 70_000_000;
const CONSUMER_US = 5_000_000;
const TYPED_US = 500_000;
/** Wall clock of one slice, and of all slices together. */
const SLICE_MS = 8;
const PATIENCE_MS = 6_000;

/** Gives a command line at the playhead and moves to where its tool has ended. False when it was refused. */
export async function give(line: string): Promise<boolean> {
  const { open } = current();
  if (open === null) return false;
  pause();
  const { cursor } = state();
  const acted = engineNow().act(open.session, cursor, line);
  if (!acted.ok) {
    refuse(line, cursor, acted);
    return false;
  }
  replaceSession(acted.session);
  const timeline = current().timeline;
  if (timeline === null) return false;
  patch({ cursor: acted.cursor });
  const typed = /^(?:input|ctrl-[cd]) (tool-\d+)/.exec(line)?.[1];
  const node = acted.node ?? typed;
  const end = node === undefined ? acted.cursor : await reachEnd(timeline, acted.cursor, node, typed !== undefined);
  if (current().timeline !== timeline) return true;
  jump(end);
  const output =
    node === undefined
      ? acted.stdout
      : (timeline
          .frameAt(state().cursor)
          .tools.find((tool) => tool.node === node)
          ?.lines.map(({ text }) => text) ?? []);
  announce(said(line, output));
  return true;
}

function refuse(
  line: string,
  cursor: number,
  {
    stdout,
    stderr,
    teaching,
    exitCode,
  }: { readonly stdout: readonly string[]; readonly stderr: readonly string[]; readonly teaching: string; readonly exitCode: number },
): void {
  const lines: OutputLine[] = [...stdout.map((text) => ({ stream: 'stdout' as const, text })), ...stderr.map((text) => ({ stream: 'stderr' as const, text }))];
  note({ command: line, cursor, lines, exitCode, ours: teaching, node: null });
  announce(said(line, [...lines.map(({ text }) => text), teaching]));
}

/** Computes on until the tool has ended, in slices; where to stand then. */
async function reachEnd(timeline: Timeline, from: number, node: string, typed: boolean): Promise<number> {
  const tool = timeline.frameAt(from).tools.find((one) => one.node === node);
  const watchUs = typed || tool?.interactive ? TYPED_US : tool?.command.includes('kafka-console-') ? CONSUMER_US : TOOL_US;
  const untilUs = timeline.timeAt(from) + watchUs;
  const patience = performance.now() + PATIENCE_MS;
  for (let read = from; ; ) {
    const slice = performance.now() + SLICE_MS;
    for (; read < timeline.end; read++) if (ended(timeline, read, node)) return read + 1;
    while (performance.now() < slice && timeline.extend({ steps: 64, untilUs }))
      for (; read < timeline.end; read++) if (ended(timeline, read, node)) return read + 1;
    if (!timeline.extend({ steps: 1, untilUs }) || performance.now() > patience) return Math.min(timeline.end, timeline.cursorAtTime(untilUs));
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

const ended = (timeline: Timeline, event: number, node: string): boolean =>
  timeline.eventAt(event).facts.some((one) => {
    const fact = asKafkaFact(one);
    return fact.fact === 'ToolExited' && fact.node === node;
  });

/** Makes the run again from the start with other settings, as a branch. Returns what Kafka or the scenario says against it. */
export function changeSettings(changes: readonly Change[]): readonly string[] {
  const { open, branch } = current();
  if (open === null || branch === null) return [];
  pause();
  const kept = branch.changes.filter((old) => !changes.some(({ target, key }) => target === old.target && key === old.key));
  const other = engineNow().reconfigure(open.session, [...kept, ...changes]);
  if (!other.ok) return other.error.map(errorLine);
  replaceSession(other.value);
  const { timeline } = current();
  if (timeline !== null) extendFor(timeline, SLICE_MS);
  jump(0);
  announce(t('app:branches.opened', { name: current().branch?.name ?? '' }));
  return [];
}

/** The same event while nothing differs (hashes are chained), then the same virtual time. */
const sameMoment = (from: Timeline, cursor: number, to: Timeline): number =>
  cursor <= to.end && to.hashAt(cursor) === from.hashAt(cursor) ? cursor : to.cursorAtTime(from.timeAt(cursor));

export function chooseBranch(id: number): void {
  const { open } = current();
  if (open === null) return;
  pause();
  const before = current().timeline;
  // Whoever stood beside changes places.
  if (state().beside === id) patch({ beside: open.session.current });
  replaceSession(engineNow().switchBranch(open.session, id));
  const { timeline, branch } = current();
  if (timeline === null || branch === null) return;
  jump(before === null ? 0 : sameMoment(before, Math.min(state().cursor, before.end), timeline));
  announce(t('app:branches.current', { name: branchName(branch.name) }));
}

export const branchName = (name: string): string => (name === 'main' ? t('app:branches.main') : name);

/** Back to the future that the last command parted from. */
export function undo(): boolean {
  const { branch } = current();
  if (branch === null || branch.parent === undefined) return false;
  const { forkedAt } = branch;
  chooseBranch(branch.parent);
  jump(forkedAt);
  return true;
}
