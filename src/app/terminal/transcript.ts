/** What stands in the terminal: commands of the run up to the playhead with the output of their tools, and lines that never reached the run. */
import { create } from 'zustand';
import { commandsOf } from '#app/run/moments.ts';
import type { Frame, ToolFrame } from '#kafka/frame.ts';
import type { Timeline } from '#session/timeline.ts';
import { until } from '#session/told.ts';
import { emptyHistory, type History, remembered, walked } from '#shell/history.ts';

export interface OutputLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface Entry {
  readonly id: string;
  readonly command: string;
  /** Cursor at which it ran. */
  readonly cursor: number;
  readonly lines: readonly OutputLine[];
  /** undefined while it runs. */
  readonly exitCode: number | undefined;
  /** One line of ours under an error, or the answer to one of our own words. */
  readonly ours: string;
  readonly node: string | null;
}

/** Lines that changed nothing in the run: refusals, help, our own words. */
interface Local {
  readonly entries: readonly Entry[];
  readonly history: History;
  /** Entries before this moment were cleared away. */
  readonly clearedAt: number;
  readonly count: number;
}

export const useTranscript = create<Local>(() => ({ entries: [], history: emptyHistory, clearedAt: -1, count: 0 }));

export const forgetTranscript = (): void => useTranscript.setState({ entries: [], clearedAt: -1 });

export function note(entry: Omit<Entry, 'id'>): void {
  useTranscript.setState(({ entries, count }) => ({ entries: [...entries, { ...entry, id: `local ${count}` }], count: count + 1 }));
}

export function addHistory(line: string): void {
  useTranscript.setState(({ history }) => ({ history: remembered(history, line) }));
}

/** Arrow up (-1) or down (+1) at the prompt that shows `shown`. */
export function walkHistory(by: 1 | -1, shown: string): History {
  const history = walked(useTranscript.getState().history, by, shown);
  useTranscript.setState({ history });
  return history;
}

export const clear = (cursor: number): void => useTranscript.setState({ entries: [], clearedAt: cursor });

/** Entries that have happened at `cursor`, oldest first. */
export function entriesAt(timeline: Timeline, cursor: number, local: Local, immediate: (command: string) => readonly string[]): Entry[] {
  const frame = timeline.frameAt(cursor);
  const commands = commandsOf(timeline);
  const ran = commands.slice(0, until(commands, cursor)).map(({ cursor: at, fact }): Entry => {
    const command = 'command' in fact ? fact.command : '';
    if (fact.fact === 'CommandFailed')
      return { id: `run ${at}`, command, cursor: at, lines: [{ stream: 'stderr', text: fact.message }], exitCode: 1, ours: '', node: null };
    const tool = toolOf(frame, command, at);
    return tool === undefined
      ? { id: `run ${at}`, command, cursor: at, lines: immediate(command).map((text) => ({ stream: 'stdout', text })), exitCode: 0, ours: '', node: null }
      : { id: `run ${at}`, command, cursor: at, lines: tool.lines, exitCode: tool.exitCode, ours: '', node: tool.node };
  });
  const merged = [...merge(ran), ...local.entries.filter((entry) => entry.cursor <= cursor)];
  return merged.filter((entry) => entry.cursor > local.clearedAt || entry.id.startsWith('local')).sort((a, b) => a.cursor - b.cursor);
}

/** A command that failed says so in a second fact of the same event: one entry. */
function merge(entries: readonly Entry[]): Entry[] {
  const merged: Entry[] = [];
  for (const entry of entries) {
    const last = merged.at(-1);
    if (last !== undefined && last.cursor === entry.cursor && last.command === entry.command)
      merged[merged.length - 1] = { ...entry, lines: [...last.lines, ...entry.lines] };
    else merged.push(entry);
  }
  return merged;
}

/** The tool's process starts with the command's own event or right after it. */
function toolOf(frame: Frame, command: string, cursor: number): ToolFrame | undefined {
  return frame.tools
    .filter((tool) => tool.command === command)
    .reduce<ToolFrame | undefined>((best, tool) => {
      const distance = Math.abs(tool.startedStep - cursor);
      return distance <= 2 && (best === undefined || distance < Math.abs(best.startedStep - cursor)) ? tool : best;
    }, undefined);
}

/** The tool that reads what is typed now, if any. */
export const readingTool = (frame: Frame): ToolFrame | undefined =>
  frame.tools.filter(({ interactive, exitCode, status }) => interactive && exitCode === undefined && status === 'up').at(-1);

export const runningTool = (frame: Frame): ToolFrame | undefined =>
  frame.tools.filter(({ exitCode, status }) => exitCode === undefined && status === 'up').at(-1);
