/** Compares what a real cluster and the simulated one showed in the same scenario. What Kafka itself leaves to chance is put into one form first, by the rules of `chance.ts`. */
import type { Moment, Observed, ObservedCommand, ObservedPartition } from './case.ts';
import { type Drawn, drawnPlacement, UNKNOWN, withoutChance, withoutEncounters } from './chance.ts';

export interface Difference {
  /** Where: `killed: orders-0 isr`, or the command line. */
  readonly what: string;
  readonly kafka: string;
  readonly highwater: string;
}

export interface Comparison {
  /** How many things were compared. */
  readonly compared: number;
  readonly differences: readonly Difference[];
}

interface Sums {
  compared: number;
  readonly differences: Difference[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));

function same(sums: Sums, what: string, kafka: unknown, highwater: unknown): void {
  sums.compared++;
  if (text(kafka) !== text(highwater)) sums.differences.push({ what, kafka: text(kafka), highwater: text(highwater) });
}

const FIELDS = ['replicas', 'isr', 'elr', 'lastKnownElr', 'adding', 'removing', 'leader', 'recovering', 'leaderEpoch', 'partitionEpoch'] as const;

/** Deleted records may still stand in a file: what counts is what lies at or after the log start offset. */
function readable(records: readonly string[], { earliest }: ObservedPartition): readonly string[] {
  return typeof earliest === 'number' ? records.filter((record) => Number.parseInt(record, 10) >= earliest) : records;
}

/** The Frame does not look into the disk of a broker that is down: its logs are compared when it is back. */
function logsOf(partition: ObservedPartition, isUp: (broker: string) => boolean): string[] {
  return Object.keys(partition.logs).filter(isUp).sort();
}

function comparePartition(sums: Sums, where: string, kafka: ObservedPartition, ours: ObservedPartition, isUp: (broker: string) => boolean): void {
  for (const field of FIELDS) same(sums, `${where} ${field}`, kafka[field], ours[field]);
  // An error is the observer's: it asked a paused broker for metadata.
  if (typeof kafka.earliest === 'number') same(sums, `${where} earliest offset`, kafka.earliest, ours.earliest);
  if (typeof kafka.latest === 'number') same(sums, `${where} latest offset`, kafka.latest, ours.latest);
  same(sums, `${where} brokers with a log`, logsOf(kafka, isUp), logsOf(ours, isUp));
  for (const broker of logsOf(kafka, isUp)) {
    const [log, own] = [kafka.logs[broker], ours.logs[broker]];
    if (own === undefined) continue;
    same(sums, `${where} log end offset on ${broker}`, log.end, own.end);
    same(sums, `${where} leader epochs on ${broker}`, log.epochs, own.epochs);
    same(sums, `${where} records on ${broker}`, readable(log.records, kafka), readable(own.records, ours));
    if (own.segments) same(sums, `${where} segments on ${broker}`, log.segments, own.segments);
  }
}

function compareMoment(sums: Sums, kafka: Moment, ours: Moment | undefined, drawn: Drawn): void {
  if (ours === undefined) return same(sums, kafka.id, 'a moment', 'none');
  same(sums, `${kafka.id}: brokers`, kafka.brokers, ours.brokers);
  if (!isUnknown(kafka)) same(sums, `${kafka.id}: controller`, kafka.controller, ours.controller);
  same(sums, `${kafka.id}: partitions`, Object.keys(kafka.partitions).sort(), Object.keys(ours.partitions).sort());
  const isUp = (broker: string): boolean => kafka.brokers[broker] === 'unfenced';
  for (const [tp, partition] of Object.entries(kafka.partitions)) {
    const own = ours.partitions[tp];
    if (own !== undefined && !drawn(tp)) comparePartition(sums, `${kafka.id}: ${tp}`, partition, own, isUp);
  }
}

function compareCommand(sums: Sums, kafka: ObservedCommand, ours: ObservedCommand): void {
  same(sums, `${kafka.at} ${kafka.run}: exit code`, kafka.exitCode, ours.exitCode);
  same(sums, `${kafka.at} ${kafka.run}: stdout`, kafka.stdout.join('\n'), ours.stdout.join('\n'));
  same(sums, `${kafka.at} ${kafka.run}: stderr`, withoutEncounters(kafka.stderr).join('\n'), withoutEncounters(ours.stderr).join('\n'));
}

const isUnknown = (moment: Moment | undefined): boolean => moment?.controller.id === UNKNOWN;

export function compare(observed: Observed, moments: readonly Moment[], commands: readonly ObservedCommand[], drawn: Drawn): Comparison {
  const sums: Sums = { compared: 0, differences: [] };
  const ours = withoutChance(
    moments.map((moment, n) => (isUnknown(observed.moments[n]) ? { ...moment, controller: { id: UNKNOWN, epoch: UNKNOWN } } : moment)),
  );
  withoutChance(observed.moments).forEach((moment, n) => {
    compareMoment(sums, moment, ours[n], drawn);
  });
  const placed = drawnPlacement(observed.moments, drawn);
  if (placed.length > 0) same(sums, 'placement', placed, drawnPlacement(moments, drawn));
  observed.commands.forEach((command, n) => {
    compareCommand(sums, command, commands[n]);
  });
  return { compared: sums.compared, differences: sums.differences };
}
