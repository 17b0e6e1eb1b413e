/** The prompt's history, as readline keeps it: arrow keys walk it, the line being written is not lost, repeats are kept once. */

export interface History {
  /** Oldest first. */
  readonly lines: readonly string[];
  /** Where the arrow keys are: `lines.length` is the line being written. */
  readonly at: number;
  /** The line being written, kept while walking. */
  readonly draft: string;
}

const MOST = 200;

export const emptyHistory: History = { lines: [], at: 0, draft: '' };

export function remembered(history: History, line: string): History {
  const isNew = line.trim() !== '' && history.lines[history.lines.length - 1] !== line;
  const lines = isNew ? [...history.lines, line].slice(-MOST) : history.lines;
  return { lines, at: lines.length, draft: '' };
}

/** Arrow up (-1) or down (+1); `shown` is what the prompt shows now. */
export function walked(history: History, by: -1 | 1, shown: string): History {
  const at = Math.min(history.lines.length, Math.max(0, history.at + by));
  const draft = history.at === history.lines.length ? shown : history.draft;
  return { lines: history.lines, at, draft };
}

export const lineAt = (history: History): string => history.lines[history.at] ?? history.draft;

/** The newest line that contains the text, for a reverse search. */
export const found = (history: History, text: string): string | undefined => history.lines.findLast((line) => line.includes(text));
