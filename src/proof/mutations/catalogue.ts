/** All mutations, by number. */
import { appends } from '#proof/mutations/appends.ts';
import { configuration } from '#proof/mutations/configuration.ts';
import { engine } from '#proof/mutations/engine.ts';
import { fencing } from '#proof/mutations/fencing.ts';
import { groups } from '#proof/mutations/groups.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';
import { replication } from '#proof/mutations/replication.ts';
import { transactions } from '#proof/mutations/transactions.ts';
import { truncation } from '#proof/mutations/truncation.ts';
import { zookeeper } from '#proof/mutations/zookeeper.ts';
import type { MutationId } from '#sim/planted.ts';

export const MUTATIONS: readonly Mutation[] = [
  ...fencing,
  ...truncation,
  ...replication,
  ...zookeeper,
  ...configuration,
  ...engine,
  ...groups,
  ...transactions,
  ...appends,
].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Switches that stand in the engine, but have no directed case yet: nobody has shown that a checker would notice them. */
export const UNPROVEN: readonly MutationId[] = [];
