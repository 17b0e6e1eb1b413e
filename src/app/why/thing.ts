/** The thing that facts can be about, for whatever is selected: a record goes by its tag, because its offset is not its own. */
import { type Frame, recordsBetween } from '#kafka/frame.ts';
import type { Thing } from '#session/asking.ts';
import type { Selection } from '#views/contract.ts';

export function recordIdOf(frame: Frame, selection: Selection | null): string | null {
  if (selection?.kind !== 'record') return null;
  const log = frame.partitions.find(({ tp }) => tp === selection.tp)?.logs.find(({ broker }) => broker === selection.broker);
  return (log === undefined ? undefined : recordsBetween(log, selection.offset, selection.offset + 1)[0]?.id) ?? null;
}

export function thingOf(frame: Frame, selection: Selection | null): Thing | null {
  if (selection === null || selection.kind === 'message') return null;
  if (selection.kind !== 'record') return selection;
  const id = recordIdOf(frame, selection);
  return id === null ? null : { kind: 'record', id };
}
