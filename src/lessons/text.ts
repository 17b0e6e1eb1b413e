/**
 * Reads the words of a lesson from its Markdown. Headings are ids, the same in every language; what people read stands under them:
 *
 *     # lesson              **Title**, then the summary in one paragraph
 *     ## chapter <id>       **Title** of the chapter that begins with the next beat
 *     ## beat <id>          **Title**, then one to three sentences
 *     ## question <id>      what is asked, then `- <option>: text` for each option, then `> why`
 *     ## challenge          **Title**, then the task
 *     ## goal <id>          what must hold, in words, then `> what its number counts`
 *     ## hints <goal id>    `1.` to `3.`, from a nudge to a worked step
 *     ## outro              what to take home
 *
 * Inside texts `[broker 1|broker:1]`, `[offset 3|offset:orders-0@3]` and `[high watermark|term:high-watermark]` are chips: the words before the bar are
 * shown, what stands behind it is pointed at or looked up. `**strong**` and `` `code` `` are the only other marks.
 */
import type { LessonText } from '#lessons/lesson.ts';

interface Section {
  readonly kind: string;
  readonly id: string;
  readonly lines: readonly string[];
}

/** Words of a lesson; what is missing is empty, which the lint of the catalogue finds. */
export function lessonText(markdown: string): LessonText {
  const sections = sectionsOf(markdown);
  const one = (kind: string): readonly string[] => sections.find((section) => section.kind === kind)?.lines ?? [];
  const each = <T>(kind: string, read: (lines: readonly string[]) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(sections.filter((section) => section.kind === kind).map(({ id, lines }) => [id, read(lines)]));
  const lesson = titled(one('lesson'));
  return {
    title: lesson.title,
    summary: lesson.text,
    chapters: each('chapter', (lines) => titled(lines).title),
    beats: each('beat', titled),
    questions: each('question', question),
    goals: each('goal', (lines) => prose(lines.filter((line) => !line.startsWith('> ')))),
    counts: each('goal', quoted),
    challenge: titled(one('challenge')),
    hints: each('hints', rungs),
    outro: prose(one('outro')),
  };
}

/** The headings in their order, to compare languages. */
export const headingsOf = (markdown: string): readonly string[] => sectionsOf(markdown).map(({ kind, id }) => `${kind} ${id}`.trim());

function sectionsOf(markdown: string): Section[] {
  const sections: { kind: string; id: string; lines: string[] }[] = [];
  for (const line of markdown.split(/\r?\n/)) {
    const heading = /^#{1,2} +(\S+) *(\S*) *$/.exec(line);
    if (heading) sections.push({ kind: heading[1], id: heading[2], lines: [] });
    else if (line.trim() !== '') sections.at(-1)?.lines.push(line.trim());
  }
  return sections;
}

const prose = (lines: readonly string[]): string => lines.join(' ');
const quoted = (lines: readonly string[]): string => prose(lines.filter((line) => line.startsWith('> ')).map((line) => line.slice(2)));

function titled(lines: readonly string[]): { readonly title: string; readonly text: string } {
  const title = /^\*\*(.+)\*\*$/.exec(lines[0] ?? '');
  return title ? { title: title[1], text: prose(lines.slice(1)) } : { title: '', text: prose(lines) };
}

function question(lines: readonly string[]): LessonText['questions'][string] {
  const options = lines.map((line) => /^- (\S+): (.+)$/.exec(line)).filter((match) => match !== null);
  return {
    ask: prose(lines.filter((line) => !/^(- |> )/.test(line))),
    options: Object.fromEntries(options.map((match) => [match[1], match[2]])),
    why: quoted(lines),
  };
}

const rungs = (lines: readonly string[]): readonly string[] => lines.map((line) => /^\d\. (.+)$/.exec(line)?.[1]).filter((line) => line !== undefined);

/** The words of a text without its marks: what is read aloud, printed and measured. */
export const plainWords = (text: string): string => text.replace(/\[([^\]|]+)\|[a-z]+:[^\]]+\]/g, '$1').replace(/\*\*|`/g, '');

/** What the chips of a text name: `broker:1`, `offset:orders-0@3`, `term:high-watermark`. */
export const chipsOf = (text: string): readonly string[] => [...text.matchAll(/\[[^\]|]+\|([a-z]+:[^\]]+)\]/g)].map((match) => match[1]);
