/** What `--reset-offsets` is given in words: dates, and plans in a file (Utils.getDateTime, OffsetsUtils.parseResetPlan). */
import { type Offset, type Tp, tpOf } from '#kafka/protocol/names.ts';

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2}):(\d{1,2}):(\d{1,2})\.(\d{1,3})(Z|[+-]\d{2}(?::?\d{2})?)$/;

/** Milliseconds since 1970; undefined when it is no `yyyy-MM-ddTHH:mm:ss.SSS[±hh[:mm]]`. Without a zone it is UTC. */
export function dateTimeMs(text: string): number | undefined {
  const time = text.split('T')[1] ?? '';
  const found = DATE.exec(/[+\-Z]/.test(time) ? text : `${text}Z`);
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second, ms] = found.slice(1, 8).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return undefined;
  const clock = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
  return daysSince1970(year, month, day) * 86_400_000 + clock - zoneMs(found[8]);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysIn = (year: number, month: number): number => [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];

function daysSince1970(year: number, month: number, day: number): number {
  let days = day - 1;
  for (let m = 1; m < month; m++) days += daysIn(year, m);
  const before = year - 1;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  return days + before * 365 + leaps - 719_162;
}

function zoneMs(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** `topic,partition,offset` of one group, or `group,topic,partition,offset`. */
export function planOf(csv: string, groups: readonly string[]): ReadonlyMap<string, readonly { readonly tp: Tp; readonly offset: Offset }[]> {
  const plan = new Map<string, { tp: Tp; offset: Offset }[]>();
  for (const line of csv.split('\n')) {
    if (line.trim() === '') continue;
    const cells = line.trim().split(',');
    const [group, topic, partition, offset] = cells.length === 3 ? [groups[0], ...cells] : cells;
    plan.set(group, [...(plan.get(group) ?? []), { tp: tpOf(topic, Number(partition)), offset: Number(offset) }]);
  }
  return plan;
}
