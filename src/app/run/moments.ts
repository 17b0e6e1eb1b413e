/** Moments of a run: what the slider, the charts' rules, the terminal and the story of a sandbox are made of. */

import { SIGNIFICANCE } from '#kafka/facts.ts';
import type { Timeline } from '#session/timeline.ts';
import { indexOf, type Told } from '#session/told.ts';
import type { TimeMark } from '#views/contract.ts';

interface Moments {
  readonly marks: TimeMark[];
  readonly landmarks: Told[];
  readonly commands: Told[];
}

const FAULTS = new Set(['ProcessKilled', 'ProcessPaused', 'ProcessStopping', 'NetworkDisconnected']);

const moments = indexOf<Moments>(
  () => ({ marks: [], landmarks: [], commands: [] }),
  ({ marks, landmarks, commands }, told) => {
    const { fact, timeUs } = told;
    if (SIGNIFICANCE[fact.fact] === 3) landmarks.push(told);
    if (fact.fact === 'CommandRun' || fact.fact === 'CommandFailed') commands.push(told);
    if (fact.fact === 'CommandRun') marks.push({ timeUs, kind: 'command', label: fact.command });
    else if (FAULTS.has(fact.fact) && 'node' in fact) marks.push({ timeUs, kind: 'fault', label: fact.node });
    else if (fact.fact === 'GroupStateChanged' && fact.to === 'PreparingRebalance') marks.push({ timeUs, kind: 'rebalance', label: fact.group });
  },
);

export const timeMarksOf = (timeline: Timeline): readonly TimeMark[] => moments.read(timeline).marks;
export const landmarksOf = (timeline: Timeline): readonly Told[] => moments.read(timeline).landmarks;
export const commandsOf = (timeline: Timeline): readonly Told[] => moments.read(timeline).commands;
