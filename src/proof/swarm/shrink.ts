/** Shrinks a failing scenario: as long as the same checker still complains, faults, clients, topics, brokers and settings are left out (delta debugging). */
import { type Finding, findingOf } from '#proof/swarm/findings.ts';
import { CANARY, proceed, type Swarming, startSwarming } from '#proof/swarm/safety.ts';
import { stuck } from '#proof/swarm/whole.ts';
import { compile } from '#scenario/compile.ts';
import type { InputDocument, ScenarioDocument } from '#scenario/document.ts';
import { parseDurationUs } from '#scenario/units.ts';

/** Runs in all, and events in each: enough for any case seen, a few seconds at most. */
const MOST_RUNS = 300;
const EVENTS_MORE = 3;

interface Search {
  readonly seed: number;
  readonly checker: string;
  readonly mostEvents: number;
  runs: number;
  best: Finding;
}

/** Runs a document to its end, and gives the finding if the same checker complains. */
function fails(search: Search, document: ScenarioDocument): Finding | undefined {
  search.runs++;
  const swarming = startSwarming(document, new Map(), search.checker === CANARY);
  const untilUs = parseDurationUs(document.until ?? '30s') ?? 0;
  try {
    proceed(swarming, search.mostEvents, untilUs);
  } catch (thrown) {
    if (search.checker !== 'E09') return undefined;
    return { ...search.best, message: thrown instanceof Error ? thrown.message : String(thrown), step: swarming.run.world.step, document };
  }
  return complaint(search, swarming);
}

/** The same complaint, about the same node or partition; offsets may differ. */
const like = (message: string): string => message.replace(/(?<![a-z-])\d+/g, 'n');

function complaint({ seed, checker, best }: Search, swarming: Swarming): Finding | undefined {
  const { run } = swarming;
  const violation = run.violations.find(({ invariant }) => invariant === checker);
  if (violation) return findingOf(seed, violation, swarming);
  if (!checker.startsWith('L')) return undefined;
  if (isHurtAgain(swarming, best.healedAtUs ?? 0)) return undefined;
  const wrong = stuck(run.options.system.frame(run.world, run.scenario.spec), best.outside);
  return wrong?.checker === checker && like(wrong.message) === like(best.message)
    ? findingOf(seed, { invariant: checker, step: run.world.step - 1, message: wrong.message }, swarming, best.healedAtUs, best.outside)
    : undefined;
}

/** A fault that waits for an event may strike after the healing once other lines are left out: then nothing has to come right. */
const isHurtAgain = ({ run }: Swarming, healedAtUs: number): boolean => run.injections.some(({ input, atUs }) => atUs > healedAtUs + 1 && !('atUs' in input));

/** Takes the change when it is a scenario that fails in the same way. */
function attempt(search: Search, document: ScenarioDocument): boolean {
  if (search.runs >= MOST_RUNS || !compile(document).ok) return false;
  const found = fails(search, { ...document, until: search.best.document.until });
  if (!found) return false;
  // A liveness failure shows only at the end of its time.
  search.best = search.checker.startsWith('L') ? { ...found, document: { ...document, until: search.best.document.until } } : found;
  return true;
}

/** ddmin over a list: halves, quarters and so on are left out while that fails. */
function withoutParts<T>(listOf: () => readonly T[], accept: (rest: readonly T[]) => boolean): void {
  for (let size = Math.ceil(listOf().length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < listOf().length; ) {
      const list = listOf();
      const rest = [...list.slice(0, at), ...list.slice(at + size)];
      if (!accept(rest)) at += size;
    }
  }
}

const without = <T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));

/** Lines that heal stay: without them nothing would have to come right. */
function isFault(line: InputDocument, healedAtUs: number | undefined): boolean {
  return healedAtUs === undefined || !('at' in line) || (parseDurationUs(line.at) ?? 0) < healedAtUs;
}

function fewerFaults(search: Search): void {
  const lines = (): readonly InputDocument[] => search.best.document.timeline ?? [];
  const { healedAtUs } = search.best;
  withoutParts(
    () => lines().filter((line) => isFault(line, healedAtUs)),
    (rest) => attempt(search, { ...search.best.document, timeline: [...rest, ...lines().filter((line) => !isFault(line, healedAtUs))] }),
  );
}

/** Without the lines that speak of one process alone, whose name begins so. */
const silentOn = (timeline: readonly InputDocument[] | undefined, name: string): InputDocument[] =>
  (timeline ?? []).filter(({ run }) => !run.split(' ').some((word) => word === name || word.startsWith(`${name}-`) || word.startsWith(`${name}=`)));

function fewerClients(search: Search): void {
  for (const name of Object.keys(search.best.document.clients ?? {})) {
    const { document } = search.best;
    attempt(search, { ...document, clients: without(document.clients ?? {}, name), timeline: silentOn(document.timeline, name) });
  }
  for (const name of Object.keys(search.best.document.topics ?? {})) {
    const { document } = search.best;
    attempt(search, { ...document, topics: without(document.topics ?? {}, name) });
  }
}

function smallerTopics(search: Search): void {
  for (const name of Object.keys(search.best.document.topics ?? {})) {
    for (const change of [{ partitions: 1 }, { 'replication-factor': 1 }, { 'replication-factor': 2 }]) {
      const { document } = search.best;
      const topic = document.topics?.[name];
      if (topic) attempt(search, { ...document, topics: { ...document.topics, [name]: { ...topic, ...change } } });
    }
  }
}

function smallerCluster(search: Search): void {
  for (const brokers of [1, 2, 3, 4]) {
    const { document } = search.best;
    const { racks: _, ...cluster } = document.cluster;
    if (brokers < document.cluster.brokers && attempt(search, { ...document, cluster: { ...cluster, brokers } })) break;
  }
  for (const controllers of [1, 3] as const) {
    const { document } = search.best;
    if (controllers < (document.cluster.controllers ?? 1) && attempt(search, { ...document, cluster: { ...document.cluster, controllers } })) break;
  }
}

type Settings = Readonly<Record<string, string | number | boolean>>;

/** Every setting that is not needed goes; `put` writes the rest back. */
function fewerSettings(
  search: Search,
  settingsOf: (document: ScenarioDocument) => Settings,
  put: (document: ScenarioDocument, rest: Settings) => ScenarioDocument,
): void {
  for (const name of Object.keys(settingsOf(search.best.document))) {
    const { document } = search.best;
    attempt(search, put(document, without(settingsOf(document), name)));
  }
}

function plainerSettings(search: Search): void {
  const { network: _, ...still } = search.best.document;
  attempt(search, still);
  const { files: __, ...bare } = search.best.document;
  attempt(search, bare);
  fewerSettings(
    search,
    ({ cluster }) => cluster.config ?? {},
    (document, config) => ({ ...document, cluster: { ...document.cluster, config } }),
  );
  for (const name of Object.keys(search.best.document.topics ?? {})) {
    fewerSettings(
      search,
      ({ topics }) => topics?.[name]?.config ?? {},
      (document, config) => ({ ...document, topics: { ...document.topics, [name]: { ...document.topics?.[name], config } } }),
    );
  }
  for (const name of Object.keys(search.best.document.clients ?? {})) {
    fewerSettings(
      search,
      ({ clients }) => clients?.[name]?.config ?? {},
      (document, config) => {
        const client = document.clients?.[name];
        return client ? { ...document, clients: { ...document.clients, [name]: { ...client, config } } } : document;
      },
    );
  }
}

/** The shortest scenario found that breaks the same promise. What fails only when computed twice is given as it is. */
export function shrunk(finding: Finding): Finding {
  if (finding.checker === 'E01' || finding.checker === 'E04' || finding.checker === 'E07') return finding;
  const search: Search = { seed: finding.seed, checker: finding.checker, mostEvents: EVENTS_MORE * finding.step + 1000, runs: 0, best: finding };
  const again = fails(search, finding.document);
  if (!again) return finding;
  for (const pass of [fewerFaults, fewerClients, smallerTopics, smallerCluster, fewerFaults, plainerSettings, fewerFaults]) pass(search);
  return search.best;
}
