/** Messages in flight that concern one replica. */
import type { MessageFrame } from '#kafka/frame.ts';
import { plainLabel } from '../marks/key.ts';
import { clamp } from '../marks/motion.ts';

/** Requests and answers of this replica; on the leader's lane those of clients only, because a follower's stand on its own lane. */
export function messagesOn(messages: readonly MessageFrame[], tp: string, broker: number): MessageFrame[] {
  const node = `kafka${broker}`;
  return messages
    .filter((one) => one.tps.includes(tp) && (one.category === 'replication' ? replicaOf(one) === node : one.from === node || one.to === node))
    .map((one) => ({ ...one, label: plainLabel(one.label) }))
    .sort((a, b) => rank(a) - rank(b) || a.sentUs - b.sentUs || a.id - b.id);
}

/** What a producer sends and hears matters most, then errors; the last of the list is shown. */
const rank = (message: MessageFrame): number => (message.type.startsWith('Produce') ? 2 : message.category === 'error' ? 1 : 0);

/** The follower of a replication message: who sent the request, or who gets the answer. */
const replicaOf = (message: MessageFrame): string => (message.type.endsWith('Response') ? message.to : message.from);

export const progressOf = (message: MessageFrame, nowUs: number): number =>
  clamp((nowUs - message.sentUs) / Math.max(1, message.arrivesUs - message.sentUs), 0, 1);
