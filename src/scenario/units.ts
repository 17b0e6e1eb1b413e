/** Durations, rates, ranges and shares as people write them, in the integers that the simulation counts in. */

const UNIT_US: ReadonlyMap<string, number> = new Map([
  ['us', 1],
  ['ms', 1_000],
  ['s', 1_000_000],
  ['m', 60_000_000],
  ['h', 3_600_000_000],
]);

/** `1.5` times `unit` as an integer, or undefined when it is none. */
function scaled(digits: string, unit: number): number | undefined {
  const [whole, fraction = ''] = digits.split('.');
  let value = Number(whole) * unit;
  let part = unit;
  for (const digit of fraction) {
    part /= 10;
    value += Number(digit) * part;
  }
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Microseconds of `250ms`, `1.5s`, `500us`, `5m`, `2h` or plain `0`; undefined when it is not a duration in whole microseconds. */
export function parseDurationUs(text: string | number): number | undefined {
  if (text === 0 || text === '0') return 0;
  const match = typeof text === 'string' ? /^([0-9]{1,12}(?:\.[0-9]{1,6})?)(us|ms|s|m|h)$/.exec(text) : null;
  return match ? scaled(match[1], UNIT_US.get(match[2]) ?? 1) : undefined;
}

/** The shortest way to write a duration: 250000 is `250ms`. */
export function durationText(us: number): string {
  if (us === 0) return '0ms';
  for (const [unit, size] of [
    ['h', 3_600_000_000],
    ['m', 60_000_000],
    ['s', 1_000_000],
    ['ms', 1_000],
  ] as const) {
    if (us % size === 0 && (unit === 's' || unit === 'ms' || us / size < 1000)) return `${us / size}${unit}`;
  }
  return `${us}us`;
}

/** Time between two of `10/s`, `30/m`, `5/h`, rounded down to a microsecond; undefined when it is not a rate. */
export function parseIntervalUs(rate: string): number | undefined {
  const match = /^([0-9]{1,9})\/(s|m|h)$/.exec(rate);
  if (!match || Number(match[1]) === 0) return undefined;
  return Math.floor((UNIT_US.get(match[2]) ?? 1) / Number(match[1]));
}

/** `1ms..3ms`, or one duration for both ends. */
export function parseRangeUs(text: string): { readonly minUs: number; readonly maxUs: number } | undefined {
  const [low, high = low] = text.split('..');
  const minUs = parseDurationUs(low);
  const maxUs = parseDurationUs(high);
  return minUs === undefined || maxUs === undefined || maxUs < minUs ? undefined : { minUs, maxUs };
}

/** Parts per million of `1%` or `0.05%`; undefined when it is not a share up to 100%. */
export function parsePpm(percent: string): number | undefined {
  const match = /^([0-9]{1,3}(?:\.[0-9]{1,4})?)%$/.exec(percent);
  const ppm = match ? scaled(match[1], 10_000) : undefined;
  return ppm === undefined || ppm > 1_000_000 ? undefined : ppm;
}
