/** Follows one record: every moment of its way from the producer through leader and followers to its consumers, and what became of it on the way. */
import type { KafkaFact } from '#kafka/facts.ts';
import { memoryOf } from '#session/memory.ts';
import type { Timeline } from '#session/timeline.ts';
import type { Told } from '#session/told.ts';

export const STATIONS = ['producer', 'leader', 'follower', 'consumer'] as const;
export type Station = (typeof STATIONS)[number];

export interface Stop extends Told {
  /** Through whose hands it goes there. */
  readonly at: Station;
  /** Name of that process. */
  readonly node: string;
}

interface Traveller {
  readonly id: string;
  tp: string;
  /** Where the leader stored it; -1 before. */
  offset: number;
  visible: boolean;
}

/** All stops of a record, in time; only those that have happened at the cursor when one is given. */
export function followed(timeline: Timeline, id: string, cursor = Number.POSITIVE_INFINITY): readonly Stop[] {
  const traveller: Traveller = { id, tp: '', offset: -1, visible: false };
  const stops: Stop[] = [];
  for (const told of memoryOf(timeline).all) {
    if (told.cursor > cursor) break;
    const station = stationOf(told.fact, traveller);
    if (station !== null) stops.push({ ...told, ...station });
  }
  return stops;
}

type Place = Pick<Stop, 'at' | 'node'>;
const producer = (node: string): Place => ({ at: 'producer', node });
const consumer = (node: string): Place => ({ at: 'consumer', node });

function stationOf(fact: KafkaFact, traveller: Traveller): Place | null {
  switch (fact.fact) {
    case 'RecordSent':
      if (fact.id !== traveller.id) return null;
      traveller.tp = fact.tp;
      return producer(fact.node);
    case 'BatchSent':
    case 'SendRetried':
    case 'SendFailed':
    case 'RecordsAcknowledged':
      return fact.ids.includes(traveller.id) ? producer(fact.node) : null;
    case 'RecordsAppended':
    case 'LogTruncated':
    case 'LogTailLost':
    case 'DuplicateRefused':
    case 'ProduceRefused':
      return inLog(fact, traveller);
    case 'HighWatermarkAdvanced':
      return committed(fact, traveller);
    case 'RecordsPolled':
      return fact.ids.includes(traveller.id) ? consumer(fact.node) : null;
    case 'RecordProcessed':
      return fact.id === traveller.id ? consumer(fact.node) : null;
    default:
      return null;
  }
}

function inLog(fact: Extract<KafkaFact, { broker: number; ids: readonly string[] }>, traveller: Traveller): Place | null {
  const index = fact.ids.indexOf(traveller.id);
  if (index < 0) return null;
  const follows = fact.fact === 'RecordsAppended' && fact.role === 'follower';
  if (fact.fact === 'RecordsAppended' && !follows) {
    traveller.offset = fact.offsets?.[index] ?? fact.baseOffset + index;
    traveller.tp = fact.tp;
    traveller.visible = false;
  }
  return { at: follows ? 'follower' : 'leader', node: `kafka${fact.broker}` };
}

/** The leader's high watermark passes it: from here on it is committed. Said once for each place it was stored at. */
function committed(fact: Extract<KafkaFact, { fact: 'HighWatermarkAdvanced' }>, traveller: Traveller): Place | null {
  if (traveller.visible || traveller.offset < 0 || fact.role !== 'leader' || fact.tp !== traveller.tp || fact.to <= traveller.offset) return null;
  traveller.visible = true;
  return { at: 'leader', node: `kafka${fact.broker}` };
}
