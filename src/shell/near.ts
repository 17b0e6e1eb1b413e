/** The nearest of the words that would have been right, for slips of the finger (Damerau's distance). */

function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(swapped ? Math.min(cost, before[j - 2] + 1) : cost);
    }
    before = above;
    above = row;
  }
  return above[b.length];
}

/** The closest word if it is close enough to be meant; ties go to the earlier one. */
export function nearMiss(word: string, valid: readonly string[]): string | undefined {
  const asked = word.slice(0, 80);
  let best: string | undefined;
  let least = Math.max(2, Math.floor(asked.length / 3)) + 1;
  for (const candidate of valid) {
    const far = distance(asked, candidate);
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}
