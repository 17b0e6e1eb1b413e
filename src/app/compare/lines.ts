/** The lines of what only one future has: a sentence that counts records also names them, and equal ones in a row are one line that says how often. */
import type { KafkaFact } from '#kafka/facts.ts';
import type { Difference } from '#session/compare/differences.ts';

/** Several equal sentences that follow each other in one future. */
export interface DifferenceLine {
  readonly first: Difference;
  readonly text: string;
  readonly count: number;
  /** When it happened last. */
  readonly untilUs: number;
}

const ID = /^(.*#)(\d+)$/;

/** `p1#13`, or where several of one sender follow each other `p1#16–21`. */
export function idsText(ids: readonly string[]): string {
  const runs: { readonly sender: string; readonly from: string; to: number; text: string }[] = [];
  for (const id of ids) {
    const [, sender, number] = ID.exec(id) ?? ['', id, 'NaN'];
    const last = runs.at(-1);
    if (last !== undefined && last.sender === sender && last.to + 1 === Number(number)) {
      last.to++;
      last.text = `${last.from}–${last.to}`;
    } else runs.push({ sender, from: id, to: Number(number), text: id });
  }
  return runs.map(({ text }) => text).join(', ');
}

/** The records of which a sentence only gives the number. */
export function unnamedIds(fact: KafkaFact | undefined): readonly string[] {
  if (fact === undefined || !('ids' in fact)) return [];
  const isSaid = 'baseOffset' in fact || 'firstOffset' in fact || 'offset' in fact || 'offsets' in fact || 'to' in fact;
  return isSaid ? [] : fact.ids;
}

export function differenceLines(differences: readonly Difference[], tell: (difference: Difference) => string): DifferenceLine[] {
  const lines: DifferenceLine[] = [];
  for (const difference of differences) {
    const text = tell(difference);
    const last = lines.at(-1);
    if (last !== undefined && last.text === text && last.first.side === difference.side && last.first.kind === difference.kind)
      lines[lines.length - 1] = { ...last, count: last.count + 1, untilUs: difference.timeUs };
    else lines.push({ first: difference, text, count: 1, untilUs: difference.timeUs });
  }
  return lines;
}
