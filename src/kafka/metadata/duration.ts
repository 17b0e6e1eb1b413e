/** ISO 8601 durations as java.time.Duration.parse reads them: `PT1H30M`, `P2DT0.5S`, and with signs. */

const DURATION = /^([+-]?)P(?:([+-]?\d+)D)?(T(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+)(?:[.,](\d{0,9}))?S)?)?$/i;

/** Milliseconds, rounded down to whole ones; undefined when it cannot be parsed. */
export function durationMs(text: string): number | undefined {
  const found = DURATION.exec(text);
  if (found === null || found[3]?.toUpperCase() === 'T') return undefined;
  const [, sign, days, , hours, minutes, seconds, fraction] = found;
  if ([days, hours, minutes, seconds].every((part) => part === undefined)) return undefined;
  const whole = ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0);
  const rest = Math.floor(Number(`0.${fraction ?? 0}`) * 1000);
  const ms = (sign === '-' ? -1 : 1) * (whole * 1000 + (seconds?.startsWith('-') ? -rest : rest));
  return Number.isSafeInteger(ms) ? ms : undefined;
}
