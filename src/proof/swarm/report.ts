/** What a swarm prints: figures, what it found, and what it reached. */
import { KINDS } from '#proof/swarm/kinds.ts';
import { type Counts, PROBES } from '#proof/swarm/probes.ts';
import type { Outcome } from '#proof/swarm/swarm.ts';
import { durationText } from '#scenario/units.ts';

export interface Swarmed {
  readonly outcomes: readonly Outcome[];
  readonly counts: Counts;
  readonly cpuSeconds: number;
}

export interface Figures {
  readonly seeds: number;
  readonly events: number;
  readonly healedSeeds: number;
  readonly healedEvents: number;
  readonly cpuSeconds: number;
  readonly eventsPerCpuSecond: number;
  readonly violations: number;
}

export function figuresOf({ outcomes, cpuSeconds }: Swarmed): Figures {
  const events = outcomes.reduce((sum, one) => sum + one.events, 0);
  const healedEvents = outcomes.reduce((sum, one) => sum + one.healedEvents, 0);
  return {
    seeds: outcomes.length,
    events,
    healedSeeds: outcomes.filter(({ healed }) => healed).length,
    healedEvents,
    cpuSeconds,
    eventsPerCpuSecond: Math.round((events + healedEvents) / cpuSeconds),
    violations: outcomes.filter(({ finding }) => finding).length,
  };
}

/** What is in no table is zero, and says so. */
export function reachedLines(counts: Counts): string[] {
  const of = (name: string): number => counts.get(name) ?? 0;
  const faults = KINDS.map(({ id }) => [id, of(`injected: ${id}`), of(`effective: ${id}`)] as const);
  const healed = ['healed: everything', 'healed: a core', 'healed: sends in peace'];
  const legal = [...counts.keys()].filter((name) => name.startsWith('legally stuck')).sort();
  const names = [...new Set([...PROBES.map(([name]) => name), 'append by a zombie leader', 'command failed', ...healed, ...legal])];
  return [
    'fault                   injected  effective',
    ...faults.map(([id, injected, effective]) => `${id.padEnd(24)}${String(injected).padStart(8)}${String(effective).padStart(11)}`),
    '',
    ...names.map((name) => `${name.padEnd(34)}${String(of(name)).padStart(9)}`),
  ];
}

export function findingLines({ outcomes }: Swarmed): string[] {
  return outcomes.flatMap(({ finding }) => {
    if (!finding) return [];
    const { seed, checker, message, step, timeUs, document, link } = finding;
    return [
      `seed ${seed}: ${checker} at step ${step}, ${durationText(Math.floor(timeUs / 1000) * 1000)}: ${message}`,
      `  kafka ${document.kafka} on ${document.cluster.metadata}, ${document.cluster.brokers} brokers, ${document.timeline?.length ?? 0} lines of timeline`,
      ...(link === '' ? [] : [`  ${link}`]),
    ];
  });
}

export function summaryLine(swarmed: Swarmed): string {
  const { seeds, events, healedSeeds, healedEvents, cpuSeconds, eventsPerCpuSecond, violations } = figuresOf(swarmed);
  const n = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${n(seeds)} seeds, ${n(events)} events under faults and ${n(healedEvents)} to heal ${n(healedSeeds)} of them, ${cpuSeconds.toFixed(1)} CPU-seconds (${n(eventsPerCpuSecond)}/s), ${violations} violations`;
}
