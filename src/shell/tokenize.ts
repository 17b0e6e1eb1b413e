/** A command line into words, as bash splits them: quotes, escapes, comments, continuation lines, pipes between stages, and output into a file. */

export interface Word {
  readonly text: string;
  /** Where the word stands in the line, so that a completion can replace it. */
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** `>` or `>>` itself, not a word that looks like it. */
  readonly operator?: boolean;
}

export type Tokens = { readonly ok: true; readonly stages: readonly (readonly Word[])[] } | { readonly ok: false; readonly message: string };

interface Scan {
  readonly line: string;
  at: number;
  text: string;
  start: number;
  quoted: boolean;
  open: boolean;
  words: Word[];
  stages: Word[][];
  problem: string | undefined;
}

const BLANK = /[ \t\n\r]/;
/** What a shell script would use and this prompt refuses. */
const UNSUPPORTED = new Set([';', '&', '<', '(', ')', '`']);

/** Splits a line. A leading `$ ` prompt and `sudo` are dropped, because people paste them. */
export function tokenize(line: string): Tokens {
  const scan: Scan = { line, at: 0, text: '', start: 0, quoted: false, open: false, words: [], stages: [], problem: undefined };
  while (scan.at < line.length && scan.problem === undefined) scanOne(scan);
  if (scan.problem !== undefined) return { ok: false, message: scan.problem };
  endWord(scan);
  scan.stages.push(scan.words);
  return { ok: true, stages: scan.stages.map(withoutPrompt) };
}

function withoutPrompt(words: readonly Word[]): readonly Word[] {
  const first = words[0]?.text;
  return words.length > 1 && (first === '$' || first === 'sudo') ? withoutPrompt(words.slice(1)) : words;
}

function scanOne(scan: Scan): void {
  const char = scan.line[scan.at];
  if (char === '\\') return escaped(scan);
  if (char === "'" || char === '"') return quotedPiece(scan, char);
  if (BLANK.test(char)) {
    endWord(scan);
    scan.at++;
  } else if (char === '#' && !scan.open) {
    const newline = scan.line.indexOf('\n', scan.at);
    scan.at = newline < 0 ? scan.line.length : newline;
  } else if (char === '|') {
    endStage(scan);
  } else if (char === '>') {
    operator(scan);
  } else if (UNSUPPORTED.has(char)) {
    scan.problem = `bash: syntax error near unexpected token \`${char}'`;
  } else {
    add(scan, char);
    scan.at++;
  }
}

function add(scan: Scan, text: string): void {
  if (!scan.open) scan.start = scan.at;
  scan.open = true;
  scan.text += text;
}

function endWord(scan: Scan): void {
  if (scan.open) scan.words.push({ text: scan.text, start: scan.start, end: scan.at, quoted: scan.quoted });
  scan.open = false;
  scan.text = '';
  scan.quoted = false;
}

/** `>` writes a file, `>>` goes on with it. */
function operator(scan: Scan): void {
  endWord(scan);
  const text = scan.line[scan.at + 1] === '>' ? '>>' : '>';
  scan.words.push({ text, start: scan.at, end: scan.at + text.length, quoted: false, operator: true });
  scan.at += text.length;
}

function endStage(scan: Scan): void {
  endWord(scan);
  if (scan.words.length === 0 || scan.line[scan.at + 1] === '|') scan.problem = "bash: syntax error near unexpected token `|'";
  scan.stages.push(scan.words);
  scan.words = [];
  scan.at++;
}

/** A backslash keeps the next character as it is; before a line's end it joins two lines. */
function escaped(scan: Scan): void {
  const next = scan.line[scan.at + 1];
  if (next === '\n' || next === undefined) endWord(scan);
  else add(scan, next);
  scan.at += next === undefined ? 1 : 2;
}

/** Between single quotes nothing is special; between double quotes a backslash still escapes `"`, `\`, `$` and a backtick. */
function quotedPiece(scan: Scan, quote: string): void {
  add(scan, '');
  scan.quoted = true;
  let at = scan.at + 1;
  for (; at < scan.line.length && scan.line[at] !== quote; at++) {
    if (quote === '"' && scan.line[at] === '\\' && '"\\$`'.includes(scan.line[at + 1] ?? ' ')) at++;
    scan.text += scan.line[at];
  }
  if (at >= scan.line.length) scan.problem = `bash: unexpected EOF while looking for matching \`${quote}'`;
  scan.at = at + 1;
}
