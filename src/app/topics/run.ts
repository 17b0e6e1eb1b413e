/** Gives a command of the browser to the run, as the prompt would, and brings back what its tool printed. */

import { give } from '#app/run/give.ts';
import { current } from '#app/run/holder.ts';
import { state } from '#app/store.ts';
import { addHistory, useTranscript } from '#app/terminal/transcript.ts';

export interface Answer {
  readonly command: string;
  readonly failed: boolean;
  readonly lines: readonly string[];
}

export async function command(line: string): Promise<Answer> {
  addHistory(line);
  const ran = await give(line);
  if (!ran) {
    const refused = useTranscript.getState().entries.at(-1);
    return { command: line, failed: true, lines: [...(refused?.lines.map(({ text }) => text) ?? []), ...(refused?.ours ? [refused.ours] : [])] };
  }
  const { timeline } = current();
  const tool = timeline?.frameAt(Math.min(state().cursor, timeline.end)).tools.findLast((one) => one.command === line);
  return { command: line, failed: (tool?.exitCode ?? 0) !== 0, lines: tool?.lines.map(({ text }) => text) ?? [] };
}
