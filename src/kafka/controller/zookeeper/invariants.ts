/** What must hold of a ZooKeeper cluster after every event (S18, F32 to F39): judged from facts and plain reads. */
import type { KafkaFact } from '#kafka/facts.ts';
import { fencesControllers } from '#kafka/replication/ages.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import type { Invariant } from '#sim/invariant.ts';
import type { World } from '#sim/world.ts';

interface ObservedServer {
  readonly kind: string;
  readonly tree: {
    readonly zxid: number;
    readonly nodes: ReadonlyMap<string, { readonly ephemeralOwner: number }>;
    readonly sessions: ReadonlyMap<number, unknown>;
  };
}

const servers = (world: World<unknown>): ObservedServer[] =>
  world.processes.map(({ state }) => state as ObservedServer).filter(({ kind }) => kind === 'zookeeper');

/** Many controllers may believe in themselves: only one acts in an epoch, and once the next has begun nothing that an older one writes is taken (KAFKA-6082). */
const oneController: Invariant<unknown> = () => {
  const acting = new Map<number, string>();
  let newest = 0;
  return onFacts('S18', 'In one controller epoch of ZooKeeper one broker acts, and none of an older epoch changes metadata', WRITES, (fact, world) => {
    const { controllerEpoch: epoch, node, path } = fact;
    if (epoch === undefined) return undefined;
    const known = acting.get(epoch) ?? node;
    acting.set(epoch, known);
    if (path === '/controller_epoch') newest = Math.max(newest, epoch);
    if (known !== node) return `${known} and ${node} both acted in controller epoch ${epoch}`;
    return epoch < newest && fencesControllers(world) ? `${node}, controller of epoch ${epoch}, wrote ${path} after epoch ${newest} had begun` : undefined;
  });
};

const WRITES = ['ZnodeCreated', 'ZnodeChanged'] as const;

/** A command of an older controller epoch than the broker has seen is never carried out. */
const noOldCommand: Invariant<unknown> = () => {
  const seen = new Map<number, number>();
  return onFacts('Z02', 'A broker never applies LeaderAndIsr of an older controller epoch', ['LeaderAndIsrReceived', 'BrokerStateChanged'], (fact) => {
    if (fact.fact === 'BrokerStateChanged') {
      if (fact.to === 'STARTING') seen.delete(fact.broker);
      return undefined;
    }
    const known = seen.get(fact.broker) ?? -1;
    seen.set(fact.broker, Math.max(known, fact.controllerEpoch));
    return fact.controllerEpoch >= known ? undefined : `broker ${fact.broker} applied LeaderAndIsr of controller epoch ${fact.controllerEpoch} after ${known}`;
  });
};

const versionsGrow: Invariant<unknown> = () => {
  const versions = new Map<string, number>();
  return onFacts('Z03', 'Each write of a znode raises its version by one', ['ZnodeCreated', 'ZnodeChanged', 'ZnodeDeleted'], (fact: KafkaFact) => {
    if (fact.fact === 'ZnodeCreated') versions.set(fact.path, 0);
    if (fact.fact === 'ZnodeDeleted') versions.delete(fact.path);
    if (fact.fact !== 'ZnodeChanged') return undefined;
    const known = versions.get(fact.path);
    versions.set(fact.path, fact.version);
    return known === undefined || fact.version === known + 1 ? undefined : `${fact.path} went from version ${known} to ${fact.version}`;
  });
};

/** An ephemeral znode lives as long as its session, on every server. */
const ephemeralsOwned: Invariant<unknown> = () =>
  onFacts('Z04', 'Every ephemeral znode belongs to a session that lives', ['SessionExpired', 'SessionClosed', 'ZnodeCreated'], (_, world) => {
    for (const { tree } of servers(world)) {
      for (const [path, { ephemeralOwner }] of tree.nodes) {
        if (ephemeralOwner !== 0 && !tree.sessions.has(ephemeralOwner)) return `${path} outlives its session ${ephemeralOwner}`;
      }
    }
    return undefined;
  });

// biome-ignore lint/suspicious/noExplicitAny: the checkers read Worlds of any node union.
export const zookeeperInvariants: readonly Invariant<any>[] = [oneController, noOldCommand, versionsGrow, ephemeralsOwned];
