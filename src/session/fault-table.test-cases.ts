/** Every fault of brokers, disks, links, controllers and clocks (F01 to F44, F80 to F82 of the reliability catalogue) with its command lines and what shows that it struck. */
import type { FactName, KafkaFact } from '#kafka/facts.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

type Stage = 'kraft' | 'quorum' | 'zookeeper';

export interface FaultCase {
  readonly id: string;
  /** Given together, in this order. */
  readonly lines: readonly string[];
  /** One broker controller unless said otherwise. */
  readonly stage: Stage;
  /** What happens before and after, at its own times: what the fault needs. */
  readonly stagehands: NonNullable<ScenarioDocument['timeline']>;
  /** Facts that it causes, in any order, each with these fields. */
  readonly effects: readonly (Partial<KafkaFact> & { readonly fact: FactName })[];
  /** Seconds after the strike by which they are there. */
  readonly within: number;
}

type Parts = Partial<Pick<FaultCase, 'stage' | 'stagehands' | 'within'>>;

const fault = (id: string, lines: string | readonly string[], effects: FaultCase['effects'], parts: Parts = {}): FaultCase => ({
  id,
  lines: typeof lines === 'string' ? [lines] : lines,
  effects,
  stage: parts.stage ?? 'kraft',
  stagehands: parts.stagehands ?? [],
  within: parts.within ?? 1,
});

const link = (id: string, line: string, kind: Extract<KafkaFact, { fact: 'LinksDisturbed' }>['fault'], parts: Parts = {}): FaultCase =>
  fault(id, line, [{ fact: 'LinksDisturbed', fault: kind }], parts);

const ZOOKEEPER = { stage: 'zookeeper' } as const;
const QUORUM = { stage: 'quorum' } as const;
const TOOL = '--bootstrap-server kafka2:9092';

/** The followers of orders-0 fall out of its ISR before the strike. */
const ALONE: FaultCase['stagehands'] = [{ at: '500ms', run: 'docker pause kafka2 kafka3' }];

const ofBrokers: readonly FaultCase[] = [
  fault('F01', 'docker kill kafka1', [{ fact: 'ProcessKilled', node: 'kafka1' }]),
  fault('F02', 'fault power-loss kafka1', [{ fact: 'PowerLost', node: 'kafka1' }]),
  fault('F03', 'fault torn-tail kafka1 --partition orders-0', [{ fact: 'TailTorn', tp: 'orders-0', broker: 1 }]),
  fault('F04', 'docker stop kafka1', [{ fact: 'ProcessStopping', node: 'kafka1' }]),
  fault(
    'F05',
    'docker restart kafka1',
    [
      { fact: 'ProcessStopping', node: 'kafka1' },
      { fact: 'ProcessStarted', node: 'kafka1' },
    ],
    { within: 4 },
  ),
  fault('F06', 'fault bounce-leader orders-0 --times 2', [{ fact: 'ProcessKilled', node: 'kafka1' }]),
  fault('F07', 'docker pause kafka1', [{ fact: 'ProcessPaused', node: 'kafka1' }]),
  fault('F08', 'fault slow-cpu kafka1 --factor 10', [{ fact: 'CpuSlowed', node: 'kafka1' }]),
  fault(
    'F09',
    'fault power-loss kafka1 kafka2 kafka3',
    [1, 2, 3].map((id) => ({ fact: 'PowerLost', node: `kafka${id}` }) as const),
  ),
  fault('F10', 'docker rm -f kafka3', [{ fact: 'ContainerRemoved', node: 'kafka3' }]),
];

const ofDisks: readonly FaultCase[] = [
  fault('F11', 'fault slow-disk kafka1 --latency 200ms', [{ fact: 'DiskSlowed', broker: 1 }]),
  fault('F12', 'fault disk-full kafka1', [
    { fact: 'DiskFilled', broker: 1 },
    { fact: 'LogDirFailed', broker: 1 },
  ]),
  fault('F13', 'fault disk-full kafka2', [{ fact: 'LogDirFailed', broker: 2 }]),
  fault('F14', 'fault wipe-disk kafka2', [{ fact: 'DiskWiped', broker: 2 }]),
  fault('F15', 'fault lose-checkpoint kafka2', [{ fact: 'CheckpointsLost', broker: 2 }], { stagehands: [{ at: '1s', run: 'docker kill kafka2' }] }),
  fault('F16', 'fault bit-rot orders-0@3 --on kafka1', [{ fact: 'BatchCorrupted', tp: 'orders-0', broker: 1 }]),
  fault('F17', 'fault lying-fsync kafka1', [{ fact: 'FsyncLied', broker: 1 }]),
  fault('F18', 'fault quorum-disk-loss controller2', [{ fact: 'QuorumDiskLost', node: 'controller2' }], QUORUM),
];

const ofNetworks: readonly FaultCase[] = [
  fault('F20', 'docker network disconnect kafka kafka1', [{ fact: 'NetworkDisconnected', node: 'kafka1' }]),
  link('F20', 'fault isolate kafka1', 'isolate'),
  link('F20', 'fault split kafka1 kafka2,kafka3,controller1', 'split'),
  link('F21', 'fault cut --from kafka2 --to kafka1', 'cut'),
  link('F22', 'fault isolate kafka1 --of controllers', 'isolate'),
  link('F23', 'fault delay --from kafka1 --to kafka2 --latency 50ms..200ms', 'delay'),
  link('F24', 'fault drop --from p1 --to kafka1 --api Produce --response', 'drop'),
  link('F25', 'fault duplicate --from p1 --to kafka1 --api Produce', 'duplicate'),
  link('F26', 'fault reorder --from all --to all --by 50ms', 'reorder'),
  fault('F27', 'fault reset --from p1 --to kafka1', [{ fact: 'ConnectionsReset', from: 'p1', to: 'kafka1' }]),
  link('F28', 'fault throttle --from kafka1 --to kafka2 --rate 100KB/s', 'throttle'),
  fault('F29', 'fault clog kafka2', [{ fact: 'LinksDisturbed', fault: 'clog' }, { fact: 'FaultsHealed' }], {
    stagehands: [{ at: '4s', run: 'fault heal kafka2' }],
    within: 2,
  }),
  fault('F30', 'fault freeze-metadata p1', [{ fact: 'MetadataFrozen', node: 'p1' }]),
];

const ofControllers: readonly FaultCase[] = [
  fault('F31', 'docker kill controller1', [{ fact: 'ProcessKilled', node: 'controller1' }]),
  fault(
    'F31',
    'fault delete-znode /controller',
    [
      { fact: 'ZnodeDeleted', path: '/controller' },
      { fact: 'ControllerElected', epoch: 2 },
    ],
    ZOOKEEPER,
  ),
  fault('F32', 'docker pause controller1', [{ fact: 'ProcessPaused', node: 'controller1' }], QUORUM),
  fault('F32', 'docker pause kafka1', [{ fact: 'ControllerElected', epoch: 2 }], { ...ZOOKEEPER, within: 5 }),
  fault(
    'F33',
    'docker network disconnect kafka kafka2',
    [
      { fact: 'SessionExpired', node: 'kafka2' },
      { fact: 'BrokerUnregistered', broker: 2 },
    ],
    { ...ZOOKEEPER, within: 5 },
  ),
  fault(
    'F34',
    'fault isolate kafka1 --of controllers',
    [
      { fact: 'SessionExpired', node: 'kafka1' },
      { fact: 'ZnodeDeleted', path: '/controller' },
      { fact: 'ControllerElected', epoch: 2 },
    ],
    { ...ZOOKEEPER, within: 5 },
  ),
  fault('F34', 'fault delete-znode /brokers/ids/1', [{ fact: 'BrokerUnregistered', broker: 1 }], ZOOKEEPER),
  fault('F35', 'docker kill zookeeper1 zookeeper2', [{ fact: 'EnsembleStateChanged', node: 'zookeeper3', to: 'LOOKING' }], { ...ZOOKEEPER, within: 5 }),
  fault(
    'F36',
    'docker kill controller1 controller2',
    [
      { fact: 'ProcessKilled', node: 'controller1' },
      { fact: 'QuorumStateChanged', node: 'controller3' },
    ],
    {
      ...QUORUM,
      within: 5,
    },
  ),
  fault('F37', 'fault cut --from kafka2 --to controller1 --api BrokerHeartbeat', [{ fact: 'BrokerFenced', broker: 2 }], { within: 4 }),
  link('F38', 'fault cut --from kafka2 --to controller1 --api Fetch', 'cut'),
  ...['drop', 'duplicate', 'delay'].map((kind) =>
    fault(
      'F39',
      [
        `fault ${kind} --from brokers --to brokers --api LeaderAndIsr${kind === 'delay' ? ' --latency 1s' : ''}`,
        `fault ${kind} --from brokers --to brokers --api StopReplica${kind === 'delay' ? ' --latency 1s' : ''}`,
        'docker kill kafka2',
      ],
      [
        { fact: 'LinksDisturbed', fault: kind as 'drop' },
        { fact: 'BrokerUnregistered', broker: 2 },
      ],
      { ...ZOOKEEPER, within: 5 },
    ),
  ),
];

const ofPartitions: readonly FaultCase[] = [
  fault(
    'F40',
    [`kafka-reassign-partitions.sh ${TOOL} --reassignment-json-file plan.json --execute`, 'docker kill kafka3'],
    [
      { fact: 'ReassignmentStarted', tp: 'orders-0' },
      { fact: 'ProcessKilled', node: 'kafka3' },
      { fact: 'ReassignmentCompleted', tp: 'orders-0' },
    ],
    { within: 4 },
  ),
  fault('F41', ['docker kill kafka1', 'docker unpause kafka2 kafka3'], [{ fact: 'LeaderElected', tp: 'orders-0', how: 'unclean' }], {
    stagehands: ALONE,
    within: 4,
  }),
  fault(
    'F42',
    ['fault power-loss kafka1', 'docker start kafka1'],
    [
      { fact: 'PowerLost', node: 'kafka1' },
      { fact: 'LogTailLost', tp: 'orders-0', broker: 1 },
    ],
    {
      stagehands: ALONE,
    },
  ),
  fault(
    'F43',
    `kafka-leader-election.sh ${TOOL} --election-type preferred --topic orders --partition 0`,
    [{ fact: 'LeaderElected', tp: 'orders-0', leader: 1, how: 'preferred' }],
    { stagehands: [{ at: '100ms', run: 'docker restart kafka1' }] },
  ),
  fault(
    'F44',
    `kafka-topics.sh ${TOOL} --delete --topic orders`,
    [
      { fact: 'TopicDeleted', topic: 'orders' },
      { fact: 'TopicCreated', topic: 'orders' },
    ],
    {
      stagehands: [{ at: '4s', run: `kafka-topics.sh ${TOOL} --create --topic orders` }],
      within: 2,
    },
  ),
];

const ofTime: readonly FaultCase[] = [
  fault('F80', 'fault clock kafka1 --skew 5s', [{ fact: 'ClockSkewed', node: 'kafka1', skewMs: 5000 }]),
  fault('F81', 'fault timer-jitter kafka1 --percent 10', [{ fact: 'TimersLate', node: 'kafka1', percent: 10 }]),
  fault('F82', 'fault tie-shuffle', [{ fact: 'TiesShuffled' }]),
];

export const FAULT_CASES: readonly FaultCase[] = [...ofBrokers, ...ofDisks, ...ofNetworks, ...ofControllers, ...ofPartitions, ...ofTime];

const QUICK = {
  'broker.session.timeout.ms': 1500,
  'broker.heartbeat.interval.ms': 400,
  'replica.lag.time.max.ms': 1000,
  'offsets.topic.num.partitions': 1,
  'auto.create.topics.enable': false,
};

const STAGES: Readonly<Record<Stage, Pick<ScenarioDocument, 'kafka' | 'cluster'>>> = {
  kraft: { kafka: '4.3', cluster: { brokers: 4, config: QUICK } },
  quorum: { kafka: '4.3', cluster: { brokers: 3, controllers: 3, config: QUICK } },
  zookeeper: { kafka: '3.9', cluster: { brokers: 3, metadata: 'zookeeper', controllers: 3, config: { 'zookeeper.session.timeout.ms': 2000 } } },
};

/** The stage of a case: orders-0 on brokers 1, 2, 3 and ten records a second, so that p1#30 is appended after three of them. */
export const documentOf = ({ stage, stagehands, within }: FaultCase, lines: NonNullable<ScenarioDocument['timeline']>): ScenarioDocument => ({
  highwater: 1,
  seed: 5,
  network: { latency: '2ms' },
  topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 1, 'unclean.leader.election.enable': true } } },
  clients: { p1: { producer: 'orders', rate: '10/s', keys: ['A'], config: { acks: 1 } } },
  files: { 'plan.json': { version: 1, partitions: [{ topic: 'orders', partition: 0, replicas: [2, 1, 4] }] } },
  timeline: [...stagehands, ...lines],
  until: `${4 + within}s`,
  ...STAGES[stage],
});
