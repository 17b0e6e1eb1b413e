/** Runs the scenario of a case on the simulated cluster and looks at it where the real one was looked at. */
import type { BrokerFrame, Frame, PartitionFrame, ReplicaFrame, ToolFrame } from '#kafka/frame.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { parseDurationUs } from '#scenario/units.ts';
import { readYaml } from '#scenario/yaml.ts';
import { branchOf, openSession } from '#session/session.ts';
import { viewSlice } from '#sim/view.ts';
import type { Moment, Observed, ObservedCommand, ObservedLog, ObservedPartition } from './case.ts';
import { normaliseLines } from './normalise.ts';

export type Simulated =
  | { readonly ran: true; readonly moments: readonly Moment[]; readonly commands: readonly ObservedCommand[] }
  /** The scenario asks for something that the simulated cluster does not know yet. */
  | { readonly ran: false; readonly why: string };

/** Chance that the real cluster had as well is tried again with other seeds, as often as this. */
const SEEDS = 40;

/** `isWanted` says whether chance fell as it did in the recording; the first seed for which it does counts, else seed 1. */
export function simulate(scenario: string, observed: Observed, isWanted: (moments: readonly Moment[]) => boolean): Simulated {
  const source = readYaml(scenario);
  if (!source.ok) return { ran: false, why: source.error[0].message };
  let first: Simulated | undefined;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const simulated = runOnce({ ...source.value.document, seed }, observed);
    if (simulated === undefined) continue;
    if (!simulated.ran || isWanted(simulated.moments)) return simulated;
    first ??= simulated;
  }
  return first ?? { ran: false, why: 'The first node never is the controller at time zero.' };
}

/** At time zero the first node is the controller, as in the recording; undefined for a seed with which it is another. */
const FIRST_CONTROLLERS = [1, 3001];

function runOnce(document: ScenarioDocument, observed: Observed): Simulated | undefined {
  const session = openSession(document, undefined, { invariants: false });
  if (!session.ok) return { ran: false, why: session.error[0].message };
  const { timeline } = branchOf(session.value);
  timeline.extend({ untilUs: 0 });
  const active = activeOf(timeline.frameAt(timeline.end));
  if (active && !FIRST_CONTROLLERS.includes(active.id)) return undefined;
  while (!timeline.complete && timeline.extend({ steps: 100_000 }));
  const moments = (document.lesson?.beats ?? []).map(({ id = '', at = 0 }) =>
    momentOf(id, String(at), timeline.frameAt(timeline.cursorAtTime(parseDurationUs(at) ?? 0))),
  );
  return { ran: true, moments, commands: commandsOf(timeline.frameAt(timeline.end), observed.commands) };
}

interface Active {
  readonly id: number;
  readonly epoch: number;
}

/** The controller, or with ZooKeeper the broker that is it. One that is paused goes on believing in an older epoch. */
function activeOf({ controllers, brokers }: Frame): Active | undefined {
  const voters = controllers.filter(({ active, ensemble }) => active && ensemble === undefined);
  const elected = brokers.flatMap(({ id, status, controller }) => (controller?.active && status !== 'down' ? [{ id, epoch: controller.epoch }] : []));
  return [...voters, ...elected].sort((a, b) => b.epoch - a.epoch)[0];
}

/** Brokers that the controller counts in: unfenced, or with an ephemeral znode. */
function brokerStates({ controllers, brokers }: Frame): Moment['brokers'] {
  const ensemble = controllers.find((server) => server.ensemble?.serving)?.ensemble;
  const isIn = ({ id, fenced }: BrokerFrame): boolean => (ensemble ? ensemble.znodes.some(({ path }) => path === `/brokers/ids/${id}`) : !fenced);
  return Object.fromEntries(brokers.map((broker) => [String(broker.id), isIn(broker) ? 'unfenced' : 'fenced'] as const));
}

function momentOf(id: string, at: string, frame: Frame): Moment {
  const active = activeOf(frame);
  return {
    id,
    at,
    brokers: brokerStates(frame),
    controller: { id: active?.id ?? -1, epoch: active?.epoch ?? -1 },
    partitions: Object.fromEntries(frame.partitions.filter(({ internal }) => !internal).map((partition) => [partition.tp, partitionOf(partition)])),
  };
}

function partitionOf(partition: PartitionFrame): ObservedPartition {
  const { replicas, isr, elr, lastKnownElr, adding, removing, leader, leaderRecoveryState, leaderEpoch, partitionEpoch, logs } = partition;
  const led = logs.find(({ broker, online }) => broker === leader && online);
  const held = logs.filter((log) => log.leaderEpoch >= 0 || log.logEndOffset > 0);
  return {
    replicas,
    isr,
    elr,
    lastKnownElr,
    adding,
    removing,
    leader,
    recovering: leaderRecoveryState === 'RECOVERING',
    leaderEpoch,
    partitionEpoch,
    ...(led ? { earliest: led.logStart, latest: led.highWatermark } : {}),
    logs: Object.fromEntries(held.map((log) => [String(log.broker), logOf(log)])),
  };
}

function logOf({ logEndOffset, epochs, records }: ReplicaFrame): ObservedLog {
  return {
    end: logEndOffset,
    epochs: epochs.map(({ epoch, startOffset }) => `${epoch} ${startOffset}`),
    records: viewSlice(records, 0, records.length).map(({ offset, batch, key, value }) => `${offset}@${batch.leaderEpoch} ${key}=${value}`),
  };
}

function commandsOf({ tools }: Frame, wanted: readonly ObservedCommand[]): ObservedCommand[] {
  const left = [...tools];
  return wanted.map(({ at, run }) => {
    const n = left.findIndex(({ command }) => command === run);
    if (n < 0) return { at, run, exitCode: -1, stdout: [], stderr: ['(was not run)'] };
    const [tool] = left.splice(n, 1);
    return { at, run, exitCode: tool.exitCode ?? -1, stdout: linesOf(tool, 'stdout'), stderr: linesOf(tool, 'stderr') };
  });
}

const linesOf = ({ lines }: ToolFrame, wanted: string): string[] => normaliseLines(lines.filter(({ stream }) => stream === wanted).map(({ text }) => text));
