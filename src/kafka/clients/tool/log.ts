/** Log lines of the tools on standard error: pattern `[%d] %p %m (%c)%n`, from WARN (tools-log4j.properties). */
import type { Line } from '#kafka/clients/tool/program.ts';
import { brokerIdOf, type NodeName, wallClockMs } from '#kafka/protocol/names.ts';

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** `2023-11-14 22:13:20,000`, in UTC. */
export function logTime(nowUs: number): string {
  const ms = wallClockMs(nowUs);
  const days = Math.floor(ms / 86_400_000);
  const inDay = ms - days * 86_400_000;
  const { year, month, day } = civil(days);
  const time = `${pad(Math.floor(inDay / 3_600_000), 2)}:${pad(Math.floor(inDay / 60_000) % 60, 2)}:${pad(Math.floor(inDay / 1000) % 60, 2)}`;
  return `${year}-${pad(month, 2)}-${pad(day, 2)} ${time},${pad(inDay % 1000, 3)}`;
}

/** Days since 1970-01-01 as a Gregorian date, in whole numbers. */
function civil(days: number): { year: number; month: number; day: number } {
  let year = 1970;
  let left = days;
  const length = (y: number): number => ((y % 4 === 0 && y % 100 !== 0) || y % 400 === 0 ? 366 : 365);
  while (left >= length(year)) left -= length(year++);
  const months = [31, length(year) === 366 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  let month = 0;
  while (left >= months[month]) left -= months[month++];
  return { year, month: month + 1, day: left + 1 };
}

export const stdout = (text: string): Line => ({ stream: 'stdout', text });
export const stderr = (text: string): Line => ({ stream: 'stderr', text });

export const log = (nowUs: number, level: 'WARN' | 'ERROR', message: string, logger: string): Line =>
  stderr(`[${logTime(nowUs)}] ${level} ${message} (${logger})`);

/** Bootstrap servers have negative ids until the cluster has told the real ones. */
export function unreachable(nowUs: number, prefix: string, node: NodeName, bootstrap: readonly NodeName[], known: boolean): Line {
  const id = known ? brokerIdOf(node) : -(bootstrap.indexOf(node) + 1);
  return log(
    nowUs,
    'WARN',
    `[${prefix}] Connection to node ${id} (${addressOf(node)}) could not be established. Node may not be available.`,
    'org.apache.kafka.clients.NetworkClient',
  );
}

const addressOf = (node: NodeName): string => `${node}/172.18.0.${brokerIdOf(node) + 1}:9092`;
