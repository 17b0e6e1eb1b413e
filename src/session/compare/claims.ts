/**
 * Claims: what a fact says happened, taken apart so that two runs can be compared. A batch is as many claims as it has records, so it does not matter how they
 * were bundled; when something happened is not part of a claim.
 */
import type { KafkaFact } from '#kafka/facts.ts';

/** Parts of a fact that differ between runs in which the same happened: counters of the metadata log, attempts, how an answer was asked for. */
const BESIDE_THE_POINT: ReadonlySet<string> = new Set([
  'acks',
  'attempt',
  'brokerEpoch',
  'memberId',
  'generation',
  'reason',
  'session',
  'version',
  'message',
  'ids',
]);

function whole(fact: KafkaFact): string {
  const parts = Object.entries(fact).filter(([key]) => !BESIDE_THE_POINT.has(key));
  return JSON.stringify(parts.map(([key, value]) => (key === 'fact' ? value : [key, value])));
}

const upTo = (from: number, to: number, say: (offset: number) => string): string[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => say(from + 1 + i));

/** Everything that this fact says happened. */
export function claimsOf(fact: KafkaFact): readonly string[] {
  switch (fact.fact) {
    case 'RecordsAcknowledged':
    case 'SendFailed':
    case 'SendRetried':
      return fact.ids.map((id) => `${fact.fact} ${id}`);
    case 'ProduceRefused':
      return fact.ids.map((id) => `refused ${id} ${fact.error}`);
    case 'RecordsAppended':
      return fact.ids.map((id, i) => `appended ${fact.tp}/${fact.broker} ${id} @${fact.offsets?.[i] ?? fact.baseOffset + i}`);
    case 'LogTruncated':
    case 'LogTailLost':
      return fact.ids.map((id) => `${fact.fact} ${fact.tp}/${fact.broker} ${id}`);
    case 'HighWatermarkAdvanced':
      return upTo(fact.from, fact.to, (offset) => `high watermark ${fact.tp}/${fact.broker} ${offset}`);
    case 'RecordsPolled':
      return fact.ids.map((id) => `polled ${fact.group} ${id}`);
    case 'RecordProcessed':
      return [`processed ${fact.group} ${fact.id}`];
    case 'OffsetCommitted':
      return upTo(Math.max(0, fact.previous), fact.offset, (offset) => `committed ${fact.group} ${fact.tp} ${offset}`);
    default:
      return [whole(fact)];
  }
}
