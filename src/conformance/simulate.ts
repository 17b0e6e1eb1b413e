/** Runs the scenario of a case on the simulated cluster and looks at it where the real one was looked at. */
import type { ControllerFrame, Frame, PartitionFrame, ReplicaFrame, ToolFrame } from '#kafka/frame.ts';
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
    if (!simulated.ran || isWanted(simulated.moments)) return simulated;
    first ??= simulated;
  }
  return first as Simulated;
}

function runOnce(document: ScenarioDocument, observed: Observed): Simulated {
  const session = openSession(document, undefined, { invariants: false });
  if (!session.ok) return { ran: false, why: session.error[0].message };
  const { timeline } = branchOf(session.value);
  while (!timeline.complete && timeline.extend({ steps: 100_000 }));
  const moments = (document.lesson?.beats ?? []).map(({ id = '', at = 0 }) =>
    momentOf(id, String(at), timeline.frameAt(timeline.cursorAtTime(parseDurationUs(at) ?? 0))),
  );
  return { ran: true, moments, commands: commandsOf(timeline.frameAt(timeline.end), observed.commands) };
}

function momentOf(id: string, at: string, frame: Frame): Moment {
  const active = frame.controllers.find((controller: ControllerFrame) => controller.active);
  return {
    id,
    at,
    brokers: Object.fromEntries(frame.brokers.map((broker) => [String(broker.id), broker.fenced ? 'fenced' : 'unfenced'])),
    controller: { id: active?.id ?? -1, epoch: active?.epoch ?? -1 },
    partitions: Object.fromEntries(frame.partitions.filter(({ internal }) => !internal).map((partition) => [partition.tp, partitionOf(partition)])),
  };
}

/** Fields that only some versions of the Frame have. */
interface Later {
  readonly lastKnownElr?: readonly number[];
  readonly adding?: readonly number[];
  readonly removing?: readonly number[];
  readonly recovering?: boolean;
}

function partitionOf(partition: PartitionFrame): ObservedPartition {
  const { replicas, isr, elr, leader, leaderEpoch, partitionEpoch, logs } = partition;
  const { lastKnownElr = [], adding = [], removing = [], recovering = false } = partition as Later;
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
    recovering,
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
