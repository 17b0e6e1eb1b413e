/** Composes a scenario document from a seed: cluster, topics, clients and network; `harm.ts` adds the timeline. Small clusters are common, for they boot quickly. */
import { featuresOf } from '#kafka/metadata/features.ts';
import { type MetadataMode, PROFILES, type Profile } from '#kafka/spec.ts';
import { type Dice, diceOf } from '#proof/swarm/dice.ts';
import { harm } from '#proof/swarm/harm.ts';
import { varied } from '#proof/swarm/variants.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

type Config = Record<string, string | number | boolean>;
type Topics = NonNullable<ScenarioDocument['topics']>;
type Clients = NonNullable<ScenarioDocument['clients']>;

/** Where each release may run: 3.9 knows both. */
export const PLACES: readonly (readonly [Profile, MetadataMode])[] = PROFILES.flatMap((profile) => {
  const { kraft, zookeeper } = featuresOf(profile);
  return [...(kraft ? [[profile, 'kraft'] as const] : []), ...(zookeeper ? [[profile, 'zookeeper'] as const] : [])];
});

/** The newest release gets half of the seeds. */
function place(dice: Dice, profile: Profile | undefined): readonly [Profile, MetadataMode] {
  const fit = PLACES.filter(([one]) => profile === undefined || one === profile);
  return fit.length > 1 && dice.chance(50) ? fit[0] : dice.pick(fit);
}

/** Timeouts as they are, or shorter by the same factor: in few events there is little virtual time. */
interface Pace {
  readonly cluster: Config;
  readonly producer: Config;
  readonly consumer: Config;
}

const REAL: Pace = { cluster: {}, producer: {}, consumer: {} };

function quick(mode: MetadataMode): Pace {
  const session: Config =
    mode === 'zookeeper' ? { 'zookeeper.session.timeout.ms': 2000 } : { 'broker.session.timeout.ms': 1500, 'broker.heartbeat.interval.ms': 400 };
  return {
    cluster: {
      ...session,
      'replica.lag.time.max.ms': 2000,
      'replica.socket.timeout.ms': 3000,
      'replica.high.watermark.checkpoint.interval.ms': 1000,
      'group.min.session.timeout.ms': 1000,
      'leader.imbalance.check.interval.seconds': 4,
    },
    producer: { 'request.timeout.ms': 2000, 'delivery.timeout.ms': 8000, 'max.block.ms': 4000 },
    consumer: { 'session.timeout.ms': 2500, 'heartbeat.interval.ms': 700, 'request.timeout.ms': 3000, 'default.api.timeout.ms': 6000 },
  };
}

function clusterOf(seed: number, mode: MetadataMode, pace: Pace): ScenarioDocument['cluster'] {
  const dice = diceOf(seed, 'cluster');
  const brokers = dice.pick([1, 2, 3, 3, 3, 3, 3, 4, 5]);
  const controllers = dice.pick([1, 1, 1, 1, 3, 3, 5] as const);
  const config: Config = {
    ...pace.cluster,
    'offsets.topic.num.partitions': dice.pick([1, 1, 2]),
    'offsets.topic.replication.factor': Math.min(brokers, 3),
    'group.initial.rebalance.delay.ms': dice.pick([0, 300]),
  };
  if (dice.chance(20)) config['auto.leader.rebalance.enable'] = false;
  if (dice.chance(15)) config['unclean.leader.election.enable'] = true;
  const racks = Array.from({ length: brokers }, (_, i) => `r${(i % 3) + 1}`);
  return { brokers, metadata: mode, controllers, ...(dice.chance(25) ? { racks } : {}), config };
}

function topicsOf(seed: number, brokers: number): Topics {
  const dice = diceOf(seed, 'topics');
  const topics: Topics = {};
  for (let n = dice.pick([1, 1, 2]); n > 0; n--) {
    const factor = dice.chance(70) ? Math.min(3, brokers) : dice.roll(1, Math.min(4, brokers));
    const config: Config = { 'min.insync.replicas': dice.pick([1, Math.min(2, factor), Math.min(2, factor), factor]) };
    if (dice.chance(25)) config['unclean.leader.election.enable'] = true;
    if (dice.chance(10)) config['flush.messages'] = dice.pick([1, 3]);
    topics[`t${n}`] = { partitions: dice.pick([1, 1, 2, 3]), 'replication-factor': factor, config };
  }
  return topics;
}

/** Plans for kafka-reassign-partitions.sh: each puts some partitions on other brokers. */
function filesOf(seed: number, topics: Topics, brokers: number): NonNullable<ScenarioDocument['files']> {
  const dice = diceOf(seed, 'files');
  const ids = Array.from({ length: brokers }, (_, i) => i + 1);
  const planned = Object.entries(topics).flatMap(([topic, { partitions = 1 }]) => Array.from({ length: partitions }, (_, partition) => ({ topic, partition })));
  const plan = () => ({ version: 1, partitions: dice.some(planned, 60).map((one) => ({ ...one, replicas: dice.shuffled(dice.some(ids, 60)).slice(0, 3) })) });
  return { 'plan1.json': plan(), 'plan2.json': plan() };
}

const KEYS = ['A', 'B', 'C', 'D', 'E'];

function producerOf(dice: Dice, topic: string, pace: Pace): Clients[string] {
  const acks = dice.pick(['all', 'all', 'all', '1', '0']);
  const config: Config = { ...pace.producer, acks, 'linger.ms': dice.pick([0, 5, 100]) };
  if (dice.chance(30) || acks !== 'all') config['enable.idempotence'] = false;
  if (dice.chance(20)) config['max.in.flight.requests.per.connection'] = dice.pick([1, 2, 5]);
  const keys = dice.chance(50) ? { keys: dice.some(KEYS, 60) } : {};
  return { producer: topic, rate: `${dice.pick([1, 3, 5, 10, 20, 50])}/s`, ...keys, config };
}

function groupOf(dice: Dice, topics: readonly string[], pace: Pace): Clients[string] {
  const config: Config = { ...pace.consumer, 'auto.offset.reset': dice.pick(['earliest', 'earliest', 'latest']) };
  if (dice.chance(30)) config['partition.assignment.strategy'] = 'roundrobin';
  return {
    consumer: dice.some(topics, 70),
    members: dice.pick([1, 1, 2, 3]),
    processing: dice.pick(['0ms', '2ms', '20ms', '200ms']),
    commit: dice.pick(['auto', 'before-processing', 'after-processing', 'none'] as const),
    config,
  };
}

function clientsOf(seed: number, topics: readonly string[], pace: Pace): Clients {
  const dice = diceOf(seed, 'clients');
  const clients: Clients = {};
  for (let n = dice.pick([1, 1, 2, 3]); n > 0; n--) clients[`p${n}`] = producerOf(dice, dice.pick(topics), pace);
  for (let n = dice.pick([0, 0, 1, 1, 2]); n > 0; n--) clients[`g${n}`] = groupOf(dice, topics, pace);
  return clients;
}

function networkOf(seed: number): ScenarioDocument['network'] {
  const dice = diceOf(seed, 'network');
  const latency = dice.pick(['1ms..3ms', '500us..10ms', '1ms..60ms', '2ms..2ms']);
  return { latency, ...(dice.chance(20) ? { loss: dice.pick(['0.1%', '1%', '3%']) } : {}), ...(dice.chance(15) ? { duplicate: '1%' } : {}) };
}

/** Long enough for any budget of events; the run ends when its events are used up. */
export const UNTIL = '1h';

/** The scenario of a seed. The same seed always gives the same document. */
export function compose(seed: number, profile?: Profile, variants = false): ScenarioDocument {
  const dice = diceOf(seed, 'place');
  const [kafka, mode] = place(dice, profile);
  const pace = dice.chance(75) ? quick(mode) : REAL;
  const cluster = clusterOf(seed, mode, pace);
  const topics = topicsOf(seed, cluster.brokers);
  const plain: ScenarioDocument = {
    highwater: 1,
    title: `Swarm, seed ${seed}`,
    kafka,
    seed,
    cluster,
    network: networkOf(seed),
    topics,
    clients: clientsOf(seed, Object.keys(topics), pace),
    files: filesOf(seed, topics, cluster.brokers),
    until: UNTIL,
  };
  const document = variants ? varied(seed, plain) : plain;
  return { ...document, timeline: harm(seed, document) };
}
