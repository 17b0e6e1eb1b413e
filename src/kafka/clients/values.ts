/** Values that the applications write, so that a person can follow one record through topics. */

const singular = (topic: string): string => (/[^s]s$/.test(topic) ? topic.slice(0, -1) : topic);

/** `order-7` on topic orders. */
export const numbered = (topic: string, n: number): string => `${singular(topic)}-${n}`;

/** What is written to `topic` for a record that was read: `order-7` becomes `invoice-7` on topic invoices. Any other value stays as it is. */
export function madeOf(topic: string, value: string | null): string | null {
  const n = value === null ? undefined : /-(\d+)$/.exec(value)?.[1];
  return n === undefined ? value : numbered(topic, Number(n));
}
