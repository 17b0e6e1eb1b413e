/** All invariants of the Kafka simulation: what must hold after every event of every run. */
import type { NodeState } from '#kafka/cluster.ts';
import { quorumInvariants } from '#kafka/controller/kraft/invariants.ts';
import { zookeeperInvariants } from '#kafka/controller/zookeeper/invariants.ts';
import { deliveryInvariants } from '#kafka/groups/delivery-checks.ts';
import { clientInvariants } from '#kafka/groups/invariants.ts';
import { memberInvariants } from '#kafka/groups/member-checks.ts';
import { readerInvariants } from '#kafka/groups/reader-checks.ts';
import { replicationInvariants } from '#kafka/replication/invariants.ts';
import { shareInvariants } from '#kafka/share/invariants.ts';
import { effectInvariants } from '#kafka/transactions/effect-checks.ts';
import { transactionInvariants } from '#kafka/transactions/invariants.ts';
import { producerInvariants } from '#kafka/transactions/producer-checks.ts';
import type { Invariant } from '#sim/invariant.ts';
import { engineInvariants } from '#sim/invariants.ts';

export const invariants: readonly Invariant<NodeState>[] = [
  ...engineInvariants,
  ...replicationInvariants,
  ...quorumInvariants,
  ...zookeeperInvariants,
  ...clientInvariants,
  ...readerInvariants,
  ...memberInvariants,
  ...shareInvariants,
  ...deliveryInvariants,
  ...producerInvariants,
  ...transactionInvariants,
  ...effectInvariants,
];
