/** `npm run -s replay`: replays a scenario without a browser and prints what became of it, with the hash that the page shows. */
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Arguments, parseArguments, USAGE } from '#headless/arguments.ts';
import { Mistake, type Opened, open } from '#headless/open.ts';
import { printJson, printSummary, type Replayed, traceLines } from '#headless/print.ts';
import { ENGINE_VERSION } from '#session/engine.ts';
import { goalsAt } from '#session/goals.ts';
import { type Branch, branchOf, openSession } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

/** Whether a link gives the hash that it promises. `engine`: it was made by another engine, so nothing can be said. */
export type Proof = 'none' | 'same' | 'different' | 'engine';

function playheadCursor(timeline: Timeline, { playhead }: Opened): number | undefined {
  if (!playhead) return undefined;
  if (playhead.kind === 'step') return playhead.step <= timeline.end ? playhead.step : undefined;
  if (playhead.kind === 'time') return timeline.cursorAtTime(playhead.timeUs);
  return timeline.marks.find(({ kind, id }) => kind === 'beat' && id === playhead.id)?.cursor;
}

function prove(timeline: Timeline, opened: Opened): Proof {
  if (opened.hash === undefined) return 'none';
  if (opened.engine !== undefined && opened.engine !== ENGINE_VERSION) return 'engine';
  const cursor = opened.playhead === undefined ? timeline.end : playheadCursor(timeline, opened);
  return cursor !== undefined && timeline.hashAt(cursor) === opened.hash ? 'same' : 'different';
}

function compute(branch: Branch, { step, untilUs }: Arguments, opened: Opened): number {
  const { timeline } = branch;
  const promised = opened.playhead?.kind === 'step' ? opened.playhead.step : 0;
  if (step === undefined) timeline.extend({ untilUs });
  else timeline.extend({ steps: Math.max(step, promised) });
  if (step !== undefined && step > timeline.end) throw new Mistake(`This run has only ${timeline.end} events.`);
  return step ?? timeline.end;
}

/** Replays and gives the exit code. */
export async function replay(args: readonly string[], print: (line: string) => void): Promise<number> {
  const parsed = parseArguments(args);
  if (!parsed) {
    print(USAGE);
    return args.length === 0 ? 2 : 0;
  }
  const opened = await open(parsed.source);
  const session = openSession(opened.document, opened.acts);
  if (!session.ok) throw new Mistake(opened.explain(session.error).join('\n'));
  const branch = branchOf(session.value);
  const cursor = compute(branch, parsed, opened);
  const { timeline, scenario } = branch;
  const replayed: Replayed = { scenario, timeline, cursor, goals: goalsAt(branch, cursor), proof: prove(timeline, opened) };
  if (parsed.trace) for (const line of traceLines(timeline, cursor)) print(line);
  if (parsed.json) print(printJson(replayed));
  else if (!parsed.trace) print(printSummary(replayed));
  if (timeline.violations.some((violation) => violation.step < cursor)) return 3;
  return parsed.check && replayed.goals.some(({ met }) => !met) ? 4 : 0;
}

async function main(): Promise<void> {
  try {
    process.exitCode = await replay(process.argv.slice(2), (line) => writeAll(1, `${line}\n`));
  } catch (thrown) {
    if (!(thrown instanceof Mistake)) throw thrown;
    writeAll(2, `${thrown.message}\n`);
    process.exitCode = 2;
  }
}

/** A pipe may be full, or its reader gone (`| head`). */
function writeAll(stream: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(stream, bytes, at);
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit();
      if (code !== 'EAGAIN') throw thrown;
    }
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
