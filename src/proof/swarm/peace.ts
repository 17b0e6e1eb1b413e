/** What a whole cluster does when producers send again (L04, L09): it takes their records, and nobody is elected or rebalanced over and over. */
import { asKafkaFact } from '#kafka/facts.ts';
import type { Frame, PartitionFrame, ProducerFrame } from '#kafka/frame.ts';
import type { Outside } from '#proof/swarm/core.ts';
import { reasonOf, type Stuck, wrong } from '#proof/swarm/whole.ts';
import type { TraceEvent } from '#sim/trace.ts';

/** In five seconds: a preferred leader may come back, and a member that was late may join. */
const MOST_ELECTIONS = 2;
const MOST_CONTROLLERS = 1;
const MOST_REBALANCES = 3;

export interface Peace {
  readonly times: ReadonlyMap<string, number>;
  /** Clients that have learnt the metadata. */
  readonly informed: ReadonlySet<string>;
  see(event: TraceEvent): void;
}

export function newPeace(): Peace {
  const times = new Map<string, number>();
  const informed = new Set<string>();
  const count = (what: string): void => void times.set(what, (times.get(what) ?? 0) + 1);
  return {
    times,
    informed,
    see({ facts }) {
      for (const one of facts) {
        const fact = asKafkaFact(one);
        if (fact.fact === 'LeaderElected' && fact.leader !== fact.previousLeader) count(`leader ${fact.tp}`);
        else if (fact.fact === 'MetadataRefreshed') informed.add(fact.node);
        else if (fact.fact === 'ControllerElected') count('controller');
        else if (fact.fact === 'GroupStateChanged' && fact.to === 'PreparingRebalance') count(`group ${fact.group}`);
      }
    },
  };
}

const mostOf = (what: string): number => (what === 'controller' ? MOST_CONTROLLERS : what.startsWith('group') ? MOST_REBALANCES : MOST_ELECTIONS);

/** What went wrong in that time. Where packets get lost, five seconds may be too few, and heartbeats may come too late. */
export function troubled({ times, informed }: Peace, frame: Frame, outside: Outside, isLossy: boolean): Stuck | undefined {
  if (isLossy) return undefined;
  for (const [what, n] of times) if (n > mostOf(what)) return wrong('L09', `${what}: ${n} changes in five seconds, though nothing is wrong`);
  // Who asks a broker first that is unplugged waits for it longer than this peace lasts (socket.connection.setup.timeout.ms).
  const asks = ({ node }: ProducerFrame): boolean => outside.size === 0 || informed.has(node);
  const deaf = frame.producers.find((producer) => asks(producer) && mustBeHeard(producer, frame, outside) && producer.recordsAcknowledged === 0);
  return deaf && wrong('L04', `${deaf.node} sent ${deaf.recordsSent} records, and none was acknowledged`);
}

const takes =
  (outside: Outside) =>
  (partition: PartitionFrame): boolean =>
    partition.leader >= 0 && reasonOf(partition, outside) === undefined && partition.isr.length >= partition.minInsyncReplicas;

function mustBeHeard({ topic, recordsSent, config }: ProducerFrame, { partitions }: Frame, outside: Outside): boolean {
  const own = partitions.filter((one) => one.topic === topic);
  return recordsSent > 0 && config.acks !== '0' && own.length > 0 && own.every(takes(outside));
}
