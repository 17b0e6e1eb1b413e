/** Transaction coordinator configuration of a broker (TransactionStateManagerConfig, TransactionLogConfig), with Kafka's defaults. */
import type { TransactionIo } from '#kafka/transactions/io.ts';

const DEFAULTS = {
  'transaction.max.timeout.ms': 900_000,
  'transactional.id.expiration.ms': 604_800_000,
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': 10_000,
  'transaction.remove.expired.transaction.cleanup.interval.ms': 3_600_000,
  'request.timeout.ms': 30_000,
} as const;

export const setting = (io: TransactionIo, name: keyof typeof DEFAULTS): number => Number(io.config?.[name] ?? DEFAULTS[name]);
