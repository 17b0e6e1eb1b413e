/** Frames made by hand, one for each thing a picture must be able to say. Golden pictures are drawn from them, and the gallery shows them. */
import { beside } from './fixtures/beside.ts';
import { clocks } from './fixtures/clocks.ts';
import { compacted, shorter } from './fixtures/copies.ts';
import { crowd } from './fixtures/crowd.ts';
import { ensemble } from './fixtures/ensemble.ts';
import { cut, dataLoss, election, loss, spare, zombie } from './fixtures/faults.ts';
import { big, groupLag } from './fixtures/groups.ts';
import { monitored } from './fixtures/monitor.ts';
import { queued } from './fixtures/queue.ts';
import { behind, empty, healthy, rising } from './fixtures/replication.ts';
import { takeover } from './fixtures/run.ts';
import { transactional } from './fixtures/transactions.ts';
import { wished, wishedGroup, wishedLost } from './fixtures/wishes.ts';

export type { Fixture } from './fixtures/build.ts';

export const fixtures = {
  healthy,
  behind,
  rising,
  election,
  loss,
  spare,
  dataLoss,
  zombie,
  groupLag,
  cut,
  empty,
  big,
  crowd,
  monitored,
  queued,
  beside,
  ensemble,
  takeover,
  transactional,
  compacted,
  shorter,
  clocks,
  wished,
  wishedGroup,
  wishedLost,
} as const;
export type FixtureName = keyof typeof fixtures;
