/** Files of the terminal's working directory: those of the scenario, and what `echo … > name` has written since. A pure function of both. */
import type { Frame } from '#kafka/frame.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { WRITERS, write } from '#shell/echo.ts';
import { type Refusal, refuse } from '#shell/outcome.ts';
import { tokenize, type Word } from '#shell/tokenize.ts';

/** Contents by name, as written. */
export type Files = Readonly<Record<string, string>>;

export const NO_FILES: Files = {};

/** A file is a plan or a list of offsets, not a disk. */
export const MOST_CHARS = 16_384;
const NAME = /^(?:\.\/|\/tmp\/)?[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;

export interface Redirect {
  readonly file: string;
  readonly append: boolean;
}

export type Redirected = { readonly ok: true; readonly words: readonly string[]; readonly to: Redirect | undefined } | Refusal;

/** Takes `> file` or `>> file` out of the words of a command. */
export function redirected(words: readonly Word[]): Redirected {
  const at = words.findIndex(({ operator }) => operator);
  if (at < 0) return { ok: true, words: words.map(({ text }) => text), to: undefined };
  const target = words[at + 1];
  const rest = [...words.slice(0, at), ...words.slice(at + 2)];
  if (target === undefined || target.operator) return refuse([`bash: syntax error near unexpected token \`${target?.text ?? 'newline'}'`], 2);
  if (rest.some(({ operator }) => operator)) return refuse(['highwater: one file at a time'], 2);
  if (!NAME.test(target.text)) return refuse([`bash: ${target.text}: Permission denied`], 1);
  return { ok: true, words: rest.map(({ text }) => text), to: { file: nameOf(target.text), append: words[at].text === '>>' } };
}

/** `./plan.json` and `/tmp/plan.json` are the same file here: there is one directory. */
const nameOf = (path: string): string => path.replace(/^(?:\.\/|\/tmp\/)/, '');

export const contentOf = (files: Files, path: string): string | undefined => {
  const name = nameOf(path);
  return Object.hasOwn(files, name) ? files[name] : undefined;
};

/** The files after these command lines, in their order; a line that writes none changes none. */
export function filesAfter(files: Files, lines: readonly string[]): Files {
  let now = files;
  for (const line of lines) if (line.includes('>')) now = afterLine(now, line);
  return now;
}

/** The files of the terminal at a moment of a run. Where a process works with them, they are what it has; else what the lines so far have made of them. */
export function terminalFiles(spec: ClusterSpec, frame: Pick<Frame, 'tools' | 'services'>): Files {
  const shared = frame.services?.find(({ files }) => files !== undefined)?.files;
  return (
    shared ??
    filesAfter(
      spec.files ?? NO_FILES,
      frame.tools.map(({ command }) => command),
    )
  );
}

function afterLine(files: Files, line: string): Files {
  const tokens = tokenize(line);
  if (!tokens.ok || tokens.stages.length !== 1) return files;
  const command = redirected(tokens.stages[0]);
  if (!command.ok || command.to === undefined || !WRITERS.includes(command.words[0])) return files;
  const written = write(command.words);
  if (!written.ok) return files;
  const { file, append } = command.to;
  const before = append ? (contentOf(files, file) ?? '') : '';
  const content = (before + written.lines.map((text) => `${text}\n`).join('')).slice(0, MOST_CHARS);
  return { ...files, [file]: content };
}

/** `ls`, `cat` and `more`, to look at them. */
export function list(files: Files): readonly string[] {
  return Object.keys(files).sort();
}

export function concatenate(files: Files, paths: readonly string[], command = 'cat'): Refusal {
  const stdout: string[] = [];
  const stderr: string[] = [];
  for (const path of paths) {
    const content = contentOf(files, path);
    if (content === undefined)
      stderr.push(command === 'cat' ? `cat: ${path}: No such file or directory` : `more: cannot open ${path}: No such file or directory`);
    else if (content !== '') stdout.push(...content.replace(/\n$/, '').split('\n'));
  }
  return refuse(stderr, stderr.length > 0 ? 1 : 0, stdout);
}
