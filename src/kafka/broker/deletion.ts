/** A replica that is not needed any more: its directory is renamed at once, and its files go after file.delete.delay.ms (LogManager.asyncDelete). */
import { fact, type Work } from '#kafka/broker/work.ts';
import { topicInt } from '#kafka/metadata/config.ts';
import { configInForce } from '#kafka/metadata/image.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import type { Partition } from '#kafka/replication/partition.ts';
import { setTimer } from '#sim/effect.ts';

export interface LogDeletionDue {
  readonly type: 'LogDeletionDue';
  readonly tp: Tp;
  readonly directory: string;
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');

/** UnifiedLog.logDeleteDirName: `orders-0.<32 digits>-delete`. */
export function scheduleDeletion(work: Work, { tp, meta, log }: Partition): void {
  const digits = Array.from({ length: 4 }, () => hex(work.env.random('log-delete'))).join('');
  const directory = `${tp}.${digits}-delete`;
  fact(work, { fact: 'LogDeletionScheduled', tp, broker: work.id, directory, logEndOffset: log.logEnd });
  const config = work.image.topics.get(meta.topic)?.config ?? {};
  const delayMs = topicInt(config, configInForce(work.image, work.id, work.config), 'file.delete.delay.ms');
  setTimer(work.env, `delete:${directory}`, delayMs * 1000, { type: 'LogDeletionDue', tp, directory } satisfies LogDeletionDue as LogDeletionDue);
}

export const deleteLog = (work: Work, { tp, directory }: LogDeletionDue): void => fact(work, { fact: 'LogDeleted', tp, broker: work.id, directory });
