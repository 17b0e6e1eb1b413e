/** What every view gets, and what a catalogue line says of it. A view is a pure function of these props: same props, same picture. */
import type { ComponentType } from 'react';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import type { Chart } from '#sim/chart.ts';
import type { TraceEvent } from '#sim/trace.ts';

/** Something that can be selected, in every view and in the state tree alike. */
export type Selection =
  | { readonly kind: 'broker'; readonly id: number }
  | { readonly kind: 'controller'; readonly node: string }
  | { readonly kind: 'partition'; readonly tp: string }
  | { readonly kind: 'replica'; readonly tp: string; readonly broker: number }
  | { readonly kind: 'record'; readonly tp: string; readonly broker: number; readonly offset: number }
  | { readonly kind: 'producer'; readonly node: string }
  | { readonly kind: 'consumer'; readonly node: string }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'tool'; readonly node: string }
  | { readonly kind: 'service'; readonly node: string }
  | { readonly kind: 'message'; readonly id: number };

/** A copy of a record that was truncated away, for the tray under the lane it fell from. */
export interface LostRecord {
  readonly id: string;
  readonly tp: string;
  readonly broker: number;
  readonly offset: number;
  /** Leader epoch of the copy. */
  readonly epoch: number;
  readonly key: string | null;
  /** The producer had been told that the record was safe, and the leader's log has no copy of it. */
  readonly acknowledged: boolean;
  /** The copy stood below this replica's high watermark, and the leader's log has no other. */
  readonly committed: boolean;
  /** Offset at which the leader's log holds the record: then nothing but a spare copy is gone. */
  readonly keptAt: number | null;
}

/** Lag of one group on one partition over time: a step function, one point where it changes. */
export interface LagSeries {
  readonly group: string;
  readonly tp: string;
  readonly points: readonly { readonly timeUs: number; readonly lagRecords: number; readonly cursor: number }[];
}

export interface TimeMark {
  readonly timeUs: number;
  readonly kind: 'fault' | 'rebalance' | 'commit' | 'command';
  readonly label: string;
}

/** What has happened and may be looked at, for the views that look back. A view that does not read it costs nothing. */
export interface TraceView {
  /** Events that have happened at the playhead: the last of them led here. */
  readonly cursor: number;
  /** Events that may be shown; never fewer than `cursor`. What lies behind an open question is not among them. */
  readonly length: number;
  /** In order. The list grows in place and may be longer than `length`; `cause` and `step` count in it from 0. */
  readonly events: () => readonly TraceEvent[];
}

/** Translates a key of the `views` catalogue; particles of Korean are already right in what it returns. */
export type Words = (key: string, params?: Readonly<Record<string, string | number>>) => string;

/** A machine of the selected thing, from its own definition, with the state that it is in. */
export interface StatedChart {
  /** Class whose states these are. */
  readonly of: string;
  /** Which one of several it is, such as the partition of a batch. */
  readonly about?: string;
  readonly chart: Chart;
  /** Null when it is in none of them. */
  readonly state: string | null;
}

/** A record that a replica has in another future and not in this one. */
export interface AbsentRecord {
  readonly tp: string;
  readonly broker: number;
  readonly offset: number;
  readonly key: string | null;
}

/** Two futures side by side: what is not the same in both. */
export interface Differs {
  /** Names of marks, as `markOf` gives them (views/marks/attention.ts). */
  readonly marks: ReadonlySet<string>;
  /** Said after the name of such a mark. */
  readonly word: string;
  /** What only the other future's logs hold, past the ends of these. */
  readonly absent: readonly AbsentRecord[];
}

/** Lag of a whole group in records. `below`: it must be less, not at most so much. */
export interface LagGoal {
  readonly group: string;
  readonly records: number;
  readonly below: boolean;
}

/** How a number is to stand to another. */
export type Sign = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Something that a goal asks for and that is not so: a ghost where it would be seen. `yes` is false where it should not be so. */
export type Wish =
  | { readonly kind: 'inSync' | 'leader'; readonly tp: string; readonly broker: number; readonly yes: boolean }
  /** Of the replica on a broker, or of the leader. */
  | {
      readonly kind: 'boundary';
      readonly of: 'highWatermark' | 'logEndOffset';
      readonly tp: string;
      readonly broker: number | null;
      readonly sign: Sign;
      readonly offset: number;
    }
  | {
      readonly kind: 'reading';
      readonly of: 'committed' | 'position';
      readonly group: string;
      readonly tp: string;
      readonly sign: Sign;
      readonly offset: number;
    }
  /** Of one partition, or of all together. */
  | { readonly kind: 'lag'; readonly group: string; readonly tp: string | null; readonly sign: Sign; readonly records: number }
  | { readonly kind: 'owner'; readonly group: string; readonly tp: string; readonly member: string | null; readonly yes: boolean }
  /** Of a broker's process or of a group. */
  | { readonly kind: 'state'; readonly node: string; readonly state: string; readonly yes: boolean }
  | { readonly kind: 'fenced'; readonly broker: number; readonly yes: boolean }
  /** A number of a group, of a partition, or of records `among` which these words say. */
  | {
      readonly kind: 'count';
      readonly of: string;
      readonly group: string | null;
      readonly tp: string | null;
      readonly among: readonly string[];
      readonly sign: Sign;
      readonly count: number;
    };

export interface ViewProps {
  readonly frame: Frame;
  /** Facts of the step that led here: their marks wear a halo until the next step. */
  readonly changes: readonly KafkaFact[];
  /** Virtual time to draw at, at or after `frame.timeUs`: messages in flight stand where they are at this time. */
  readonly nowUs: number;
  /** Progress of the animation into this frame, 0 to 1. 1 when paused, seeking or under reduced motion. */
  readonly phase: number;
  /** The frame before the last step, to animate from; null when seeking. */
  readonly previous: Frame | null;
  readonly lost: readonly LostRecord[];
  readonly lag: readonly LagSeries[];
  /** What a challenge asks of a group's lag, as a line to stay under. */
  readonly lagGoals?: readonly LagGoal[];
  /** What goals ask for and what is not so, to be drawn where it would be. Absent or empty: nothing is. */
  readonly wishes?: readonly Wish[];
  readonly timeMarks: readonly TimeMark[];
  /** Full length of the run on the time axis. */
  readonly untilUs: number;
  /** Partition shown full size. */
  readonly focus: string;
  readonly onFocus: (tp: string) => void;
  readonly selection: Selection | null;
  readonly onSelect: (selection: Selection | null) => void;
  /** Marks to spotlight for the current beat; everything else is dimmed. Empty: nothing is dimmed. */
  readonly spotlight: readonly Selection[];
  /** Machines of what is selected; absent when it has none. */
  readonly charts?: readonly StatedChart[];
  /** Absent unless another future stands beside this one. */
  readonly differs?: Differs;
  readonly onSeekTime: (timeUs: number) => void;
  readonly trace: TraceView;
  /** Goes to where so many events have happened. */
  readonly onSeek: (cursor: number) => void;
  /** The sentence that tells a fact: the same in every view, list and announcement. */
  readonly tell: (fact: KafkaFact) => string;
  readonly width: number;
  readonly height: number;
  readonly words: Words;
  readonly reducedMotion: boolean;
  /** Show the same facts as a table instead of the picture. */
  readonly asTable: boolean;
}

export interface ViewEntry {
  readonly id: string;
  /** Drawn once it is loaded: suspends until then. */
  readonly View: ComponentType<ViewProps>;
  readonly load: () => Promise<unknown>;
  /** It is a table already: there is no other picture of it. */
  readonly isTable?: boolean;
  /** It is about the machines of what is selected: without one it is not offered. */
  readonly needsCharts?: boolean;
  /** It has a place for this wish; the others are told beside the picture. A view without a word of it draws none. */
  readonly draws?: (wish: Wish, frame: Frame, focus: string) => boolean;
  /** A view that has nothing to say of this run is not offered. */
  readonly offered: (frame: Frame, hasEvents: boolean) => boolean;
}
