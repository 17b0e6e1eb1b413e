/** The nearest valid word to one that is not: edit distance with swaps (Damerau), so that a slip of the finger is forgiven. */

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
    }
    before = above;
    above = row;
  }
  return above[b.length];
}

/** The closest of the valid words, or undefined when none is near enough to be meant. Ties go to the earlier word. */
export function nearest(word: string, valid: Iterable<string>): string | undefined {
  const asked = word.slice(0, 80).toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(asked.length / 3)) + 1;
  for (const candidate of valid) {
    const known = candidate.toLowerCase();
    const distance = known === asked ? 0 : Math.abs(known.length - asked.length) >= least ? least : editDistance(asked, known);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}
