/** A line of the tools' log4j configuration: pattern `[%d] %p %m (%c)%n`, to standard error. */

/** `[2023-11-14 22:13:20,000] WARN … (org.apache.kafka.clients.NetworkClient)`. */
export const logLine = (nowMs: number, text: string): string => `[${timestamp(nowMs)}] ${text}`;

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** UTC, in log4j's default form. */
export function timestamp(ms: number): string {
  const day = Math.floor(ms / 86_400_000);
  const rest = ms - day * 86_400_000;
  const [year, month, date] = civil(day);
  const time = `${pad(Math.floor(rest / 3_600_000))}:${pad(Math.floor(rest / 60_000) % 60)}:${pad(Math.floor(rest / 1000) % 60)}`;
  return `${year}-${pad(month)}-${pad(date)} ${time},${pad(rest % 1000, 3)}`;
}

/** Days since 1970-01-01 to a date of the Gregorian calendar, in integers (Hinnant, "chrono-compatible low-level date algorithms"). */
function civil(days: number): readonly [number, number, number] {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const date = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date];
}
