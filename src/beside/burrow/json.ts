/** JSON as Go's encoding/json writes it: float32 in its shortest form, `<`, `>` and `&` escaped, keys in the order of the struct. */

/** The shortest decimal that reads back as the same float32, as strconv.FormatFloat(f, -1, 32) has it. */
export function float32(numerator: number, denominator: number): number {
  const value = Math.fround(numerator / denominator);
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return Number(value.toPrecision(9));
}

const ESCAPES: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026', '\u2028': '\\u2028', '\u2029': '\\u2029' };

export const goJson = (value: unknown): string => JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => ESCAPES[char]);
