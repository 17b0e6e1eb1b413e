/** A cluster for tests: brokers, a controller and scripted clients, with verbs that read like an incident report. */
import { type BrokerNode, broker, brokerNode } from '#kafka/broker/node.ts';
import { quorumInvariants } from '#kafka/controller/kraft/invariants.ts';
import { type ControllerNode, controller, controllerNode } from '#kafka/controller/kraft/node.ts';
import { committedBy } from '#kafka/controller/kraft/project.ts';
import { withoutDisk } from '#kafka/controller/kraft/raft.ts';
import { truthOf } from '#kafka/controller/truth.ts';
import { type ZkNode, zookeeper, zookeeperNode } from '#kafka/controller/zookeeper/ensemble/node.ts';
import { zookeeperInvariants } from '#kafka/controller/zookeeper/invariants.ts';
import { type FactName, type FactOf, type KafkaFact, tell } from '#kafka/facts.ts';
import type { NodeKind } from '#kafka/kind.ts';
import { recordsIn } from '#kafka/log/log.ts';
import type { PartitionRegistration } from '#kafka/metadata/image.ts';
import type { Body, CreatableTopic, ProduceResponse, Request, Response } from '#kafka/protocol/messages.ts';
import { type BrokerId, brokerName, controllerName, EPOCH_MS, partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import { zookeeperName } from '#kafka/protocol/zookeeper.ts';
import { replicationInvariants } from '#kafka/replication/invariants.ts';
import type { Partition } from '#kafka/replication/partition.ts';
import type { ClusterSpec, Config } from '#kafka/spec.ts';
import { type Env, send } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';
import { hex } from '#sim/hash.ts';
import { checkAll } from '#sim/invariant.ts';
import { quietNetwork, withCut, withoutCut } from '#sim/network.ts';
import { fromOutside } from '#sim/outside.testkit.ts';
import { end, pause, resume, signal, spawn, start } from '#sim/process.ts';
import { type Model, nextTimeUs, step } from '#sim/step.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { emptyWorld, processOf, type World } from '#sim/world.ts';

interface Client {
  readonly kind: 'client';
  readonly responses: readonly Response[];
  readonly closed: readonly string[];
}

type Node = BrokerNode | ControllerNode | ZkNode | Client;

interface Send {
  readonly type: 'Send';
  readonly to: string;
  readonly connection: string;
  readonly request: Request;
}

function noteSent(env: Env, request: Request): void {
  if (request.type !== 'ProduceRequest') return;
  for (const { tp, batch } of request.batches) {
    for (const { id, key, value } of batch.records) tell(env, { fact: 'RecordSent', node: env.self, id, topic: topicOf(tp), tp, key, value });
  }
}

const client: NodeKind<Client> = {
  handle(state: Client, event: NodeEvent, env: Env): Client {
    if (event.kind === 'message') return { ...state, responses: [...state.responses, event.payload as Response] };
    if (event.kind === 'closed') return { ...state, closed: [...state.closed, event.peer] };
    if (event.kind === 'signal') {
      const { to, request, connection } = event.payload as Send;
      noteSent(env, request);
      send(env, to, request, connection);
    }
    return state;
  },
  crash: (state) => state,
};

const kinds = { broker, controller, zookeeper, client };
const kindOf = (state: Node) => kinds[state.kind] as NodeKind<Node>;

const model: Model<Node> = {
  handle: (state, event, env) => kindOf(state).handle(state, event, env),
  crash: (state, how) => kindOf(state).crash(state, how),
  input() {},
};

export interface Setup {
  readonly brokers?: number;
  /** Voters of the quorum. */
  readonly controllers?: number;
  readonly seed?: number;
  readonly features?: ClusterSpec['features'];
  readonly config?: Config;
  readonly topics?: readonly (Partial<CreatableTopic> & { readonly name: string })[];
  readonly racks?: readonly string[];
  readonly latencyUs?: readonly [number, number];
  readonly lossPpm?: number;
  readonly duplicatePpm?: number;
  readonly links?: ClusterSpec['network']['links'];
  readonly profile?: ClusterSpec['profile'];
  readonly metadata?: ClusterSpec['metadata'];
}

export interface TimedFact {
  readonly timeUs: number;
  readonly step: number;
  readonly fact: KafkaFact;
}

let values = 0;

export class TestCluster {
  readonly world: World<Node>;
  readonly facts: TimedFact[] = [];
  readonly events: TraceEvent[] = [];
  readonly violations: string[] = [];
  private readonly checkers = [...replicationInvariants, ...quorumInvariants, ...zookeeperInvariants].map((make) => make());
  private correlation = 0;
  private lastUs = 0;
  private sameTime = 0;

  constructor(setup: Setup = {}) {
    const [latencyMinUs, latencyMaxUs] = setup.latencyUs ?? [1000, 1000];
    const ids = Array.from({ length: setup.brokers ?? 3 }, (_, i) => i + 1);
    const spec: ClusterSpec = {
      profile: setup.profile ?? '4.3',
      ...(setup.features ? { features: setup.features } : {}),
      metadata: setup.metadata ?? 'kraft',
      seed: setup.seed ?? 1,
      brokers: ids.map((id) => ({ id, rack: setup.racks?.[id - 1] ?? null, config: {} })),
      controllers: setup.controllers ?? 1,
      config: setup.config ?? {},
      network: { ...quietNetwork, latencyMinUs, latencyMaxUs, lossPpm: setup.lossPpm ?? 0, duplicatePpm: setup.duplicatePpm ?? 0, links: setup.links ?? {} },
      topics: [],
      producers: [],
      groups: [],
    };
    this.world = emptyWorld<Node>(spec.seed, spec.network);
    this.world.nowUs = -10_000_000;
    for (let n = 1; n <= spec.controllers; n++) {
      if (spec.metadata === 'zookeeper') spawn(this.world, zookeeperName(n), zookeeperNode(spec, n));
      else spawn(this.world, controllerName(n), controllerNode(spec, n));
    }
    for (const id of ids) spawn(this.world, brokerName(id), brokerNode(spec, id));
    spawn(this.world, 'client', { kind: 'client', responses: [], closed: [] });
    this.run({ untilMs: -5000 });
    if (setup.topics) {
      const topics = setup.topics.map((topic) => ({ partitions: 1, replicationFactor: ids.length, config: {}, ...topic }));
      this.ask(this.zkController || 1, { type: 'CreateTopicsRequest', timeoutMs: 30_000, topics });
    }
    this.run({ untilMs: 0 });
  }

  /** Steps on until a time, or for a while. */
  run(limit: { readonly untilMs: number } | { readonly ms: number }): void {
    const untilUs = 'ms' in limit ? this.world.nowUs + limit.ms * 1000 : limit.untilMs * 1000;
    for (;;) {
      const next = nextTimeUs(model, this.world);
      if (next === undefined || next > untilUs) break;
      this.step();
    }
    this.world.nowUs = untilUs;
  }

  /** Steps on until something holds. */
  runUntil(holds: () => boolean, limitMs = 120_000): void {
    const untilUs = this.world.nowUs + limitMs * 1000;
    while (!holds()) {
      const next = nextTimeUs(model, this.world);
      if (next === undefined || next > untilUs) throw new Error(`It did not happen within ${limitMs} ms.`);
      this.step();
    }
  }

  private step(): void {
    const event = step(model, this.world);
    if (!event) return;
    this.events.push(event);
    this.sameTime = event.timeUs === this.lastUs ? this.sameTime + 1 : 0;
    this.lastUs = event.timeUs;
    if (this.sameTime > 10_000)
      throw new Error(`Time stands still at ${event.timeUs / 1000} ms: ${event.node} ${event.name}, ${this.events.at(-2)?.node} ${this.events.at(-2)?.name}`);
    for (const fact of event.facts) this.facts.push({ timeUs: event.timeUs, step: event.step, fact: fact as KafkaFact });
    for (const { invariant, message } of checkAll(this.checkers, this.world, event))
      this.violations.push(`${invariant} at ${event.timeUs / 1000} ms: ${message}`);
  }

  get nowMs(): number {
    return this.world.nowUs / 1000;
  }

  get hash(): string {
    return hex(this.world.hashA, this.world.hashB);
  }

  /** All facts of one name, with their times. */
  of<N extends FactName>(name: N): (FactOf<N> & { readonly timeMs: number })[] {
    return this.facts.filter(({ fact }) => fact.fact === name).map(({ fact, timeUs }) => ({ ...(fact as unknown as FactOf<N>), timeMs: timeUs / 1000 }));
  }

  /** Sends a request from the client, to a broker or to any process by its name; its answer is there after running on. */
  ask<R extends Request>(to: BrokerId | string, request: Body<R>, connection = `c${this.correlation + 1}`): () => Response | undefined {
    const correlation = ++this.correlation;
    const name = typeof to === 'number' ? brokerName(to) : to;
    fromOutside(this.world, () => signal(this.world, 'client', { type: 'Send', to: name, connection, request: { ...request, correlation } } as Send));
    return () => (processOf(this.world, 'client')?.state as Client).responses.find((response) => response.correlation === correlation);
  }

  /** Produces records with these values to whoever leads, or to a broker of one's choice. */
  produce(
    tp: Tp,
    texts: readonly string[],
    options: { acks?: 0 | 1 | -1; to?: BrokerId; timeoutMs?: number; producer?: [id: number, epoch: number, sequence: number]; connection?: string } = {},
  ) {
    const { acks = -1, to = this.partition(tp).leader, timeoutMs = 30_000, producer = [-1, -1, -1] } = options;
    const records = texts.map((text) => ({ id: `client#${++values}`, key: null, value: text, timestampMs: EPOCH_MS }));
    const [producerId, producerEpoch, baseSequence] = producer;
    const answer = this.ask(
      to,
      { type: 'ProduceRequest', acks, timeoutMs, batches: [{ tp, batch: { producerId, producerEpoch, baseSequence, records } }] },
      options.connection,
    );
    return () => (answer() as ProduceResponse | undefined)?.results[0];
  }

  get closedBy(): readonly string[] {
    return (processOf(this.world, 'client')?.state as Client).closed;
  }

  /** The truth of the metadata log. */
  partition(tp: Tp): PartitionRegistration {
    const partition = truthOf(this.world)?.committed.topics.get(topicOf(tp))?.partitions[partitionOf(tp)];
    if (!partition) throw new Error(`${tp} does not exist.`);
    return partition;
  }

  /** The controller that knows most of what is committed; with one voter, that one. */
  get controller(): ControllerNode {
    return committedBy(this.world) as ControllerNode;
  }

  voter(n: number): ControllerNode {
    return processOf(this.world, controllerName(n))?.state as ControllerNode;
  }

  /** Number of the voter that is the active controller, 0 without one. */
  get active(): number {
    const found = this.world.processes.find(({ state, status }) => state.kind === 'controller' && status !== 'down' && state.claimEpoch >= 0);
    return found ? Number(found.name.slice('controller'.length)) : 0;
  }

  /** Id of the broker that is the controller of a ZooKeeper cluster, 0 without one. */
  get zkController(): BrokerId {
    return this.world.processes.flatMap(({ state }) => (state.kind === 'broker' && state.zk?.controller.active ? [state.id] : []))[0] ?? 0;
  }

  /** Kills, starts, … any process by its name. */
  node(name: string): { kill(): void; start(): void; pause(): void; resume(): void; powerLoss(): void } {
    const { world } = this;
    return {
      kill: () => fromOutside(world, () => end(model, world, name, 'kill')),
      powerLoss: () => fromOutside(world, () => end(model, world, name, 'power-loss')),
      start: () => fromOutside(world, () => start(world, name)),
      pause: () => pause(world, name),
      resume: () => resume(world, name),
    };
  }

  broker(id: BrokerId): BrokerNode {
    return processOf(this.world, brokerName(id))?.state as BrokerNode;
  }

  /** A broker's own replica. */
  replica(id: BrokerId, tp: Tp): Partition {
    const node = this.broker(id);
    const partition = node.partitions[node.index.get(tp) ?? -1];
    if (!partition) throw new Error(`Broker ${id} has no ${tp}.`);
    return partition;
  }

  /** Log end and high watermark of a replica. */
  marks(id: BrokerId, tp: Tp): [logEnd: number, highWatermark: number] {
    const { log, highWatermark } = this.replica(id, tp);
    return [log.logEnd, highWatermark];
  }

  values(id: BrokerId, tp: Tp): (string | null)[] {
    const { log } = this.replica(id, tp);
    return recordsIn(log, log.logStart, log.logEnd).map(({ value }) => value);
  }

  /** A hand in the disk of a broker that is down, for what no fault can do. */
  tamper(id: BrokerId, tp: Tp, change: (partition: Partition) => Partition): void {
    const i = this.world.index.get(brokerName(id)) as number;
    const node = this.broker(id);
    const partitions = node.partitions.map((partition) => (partition?.tp === tp ? change(partition) : partition));
    this.world.processes[i] = { ...this.world.processes[i], state: { ...node, partitions } };
  }

  kill(id: BrokerId): void {
    fromOutside(this.world, () => end(model, this.world, brokerName(id), 'kill'));
  }

  powerLoss(id: BrokerId): void {
    fromOutside(this.world, () => end(model, this.world, brokerName(id), 'power-loss'));
  }

  start(id: BrokerId): void {
    fromOutside(this.world, () => start(this.world, brokerName(id)));
  }

  stop(id: BrokerId): void {
    fromOutside(this.world, () => signal(this.world, brokerName(id), { type: 'SIGTERM' }));
  }

  pause(id: BrokerId): void {
    pause(this.world, brokerName(id));
  }

  resume(id: BrokerId): void {
    resume(this.world, brokerName(id));
  }

  killController(n = 1, how: 'kill' | 'power-loss' = 'kill'): void {
    fromOutside(this.world, () => end(model, this.world, controllerName(n), how));
  }

  startController(n = 1): void {
    fromOutside(this.world, () => start(this.world, controllerName(n)));
  }

  stopController(n = 1): void {
    fromOutside(this.world, () => signal(this.world, controllerName(n), { type: 'SIGTERM' }));
  }

  pauseController(n = 1): void {
    pause(this.world, controllerName(n));
  }

  resumeController(n = 1): void {
    resume(this.world, controllerName(n));
  }

  /** The controller is killed, and its disk is gone but for the first entries. */
  loseQuorumDisk(n: number, keep = 0): void {
    fromOutside(this.world, () => end(model, this.world, controllerName(n), 'power-loss'));
    const i = this.world.index.get(controllerName(n)) as number;
    const state = withoutDisk(this.voter(n), keep);
    this.world.processes[i] = { ...this.world.processes[i], state };
    this.says({ fact: 'QuorumDiskLost', node: controllerName(n), kept: keep });
  }

  /** A controller has just deleted a snapshot, as it may at any moment. */
  forgetSnapshot(n: number, endOffset: number): void {
    const i = this.world.index.get(controllerName(n)) as number;
    const state = { ...this.voter(n), snapshots: this.voter(n).snapshots.filter((one) => one.endOffset !== endOffset) };
    this.world.processes[i] = { ...this.world.processes[i], state };
  }

  /** A fact from outside, for the checkers. */
  private says(fact: KafkaFact): void {
    const event: TraceEvent = {
      step: this.world.step,
      timeUs: this.world.nowUs,
      node: '',
      kind: 'input',
      name: 'Fault',
      cause: -1,
      outcome: 'handled',
      facts: [fact],
    };
    for (const { invariant, message } of checkAll(this.checkers, this.world, event)) this.violations.push(`${invariant}: ${message}`);
  }

  /** Unplugs a node from everybody, or plugs it in again. */
  unplug(name: string): void {
    this.world.network.cuts = withCut(this.world.network.cuts, name);
  }

  plug(name: string): void {
    this.world.network.cuts = withoutCut(this.world.network.cuts, name);
  }

  cut(...pairs: readonly (readonly [string, string])[]): void {
    this.world.network.cuts = withCut(this.world.network.cuts, ...pairs.flatMap(([a, b]) => [`${a}|${b}`, `${b}|${a}`]));
  }

  heal(...pairs: readonly (readonly [string, string])[]): void {
    this.world.network.cuts = withoutCut(this.world.network.cuts, ...pairs.flatMap(([a, b]) => [`${a}|${b}`, `${b}|${a}`]));
  }
}
