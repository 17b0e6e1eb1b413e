/** A whole cluster with clients for tests, with verbs that read like an incident report. Every invariant is checked after every event. */

import { invariants } from '#kafka/catalog.ts';
import type { AdminCall, CallResult } from '#kafka/clients/admin/call.ts';
import { type ConsumerCall, callAsked } from '#kafka/clients/consumer/calls.ts';
import { consumerNode } from '#kafka/clients/consumer/node.ts';
import { toolNode } from '#kafka/clients/tool/node.ts';
import type { Launch, Program, Programs } from '#kafka/clients/tool/program.ts';
import { createCluster, createModel, type KafkaModel, type KafkaWorld } from '#kafka/cluster.ts';
import type { FactName, FactOf, KafkaFact } from '#kafka/facts.ts';
import type { Frame, GroupFrame } from '#kafka/frame.ts';
import { projectFrame } from '#kafka/project.ts';
import type { ClusterSpec, Config, GroupSpec, ProducerSpec, Profile, ShareGroupSpec } from '#kafka/spec.ts';
import { hex } from '#sim/hash.ts';
import { checkAll } from '#sim/invariant.ts';
import { quietNetwork, withCut, withoutCut } from '#sim/network.ts';
import { fromOutside } from '#sim/outside.testkit.ts';
import { end, pause, resume, signal, spawn, start } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';
import type { TraceEvent } from '#sim/trace.ts';

export interface Setup {
  readonly profile?: Profile;
  readonly seed?: number;
  readonly brokers?: number;
  /** Racks of the brokers, in their order. */
  readonly racks?: readonly string[];
  readonly config?: Config;
  readonly latencyUs?: readonly [number, number];
  readonly topics?: Readonly<Record<string, number | { partitions: number; replicationFactor?: number; config?: Config }>>;
  readonly producers?: readonly (Partial<ProducerSpec> & { readonly name: string })[];
  readonly groups?: readonly (Partial<GroupSpec> & { readonly group: string })[];
  readonly shareGroups?: readonly (Partial<ShareGroupSpec> & { readonly group: string })[];
  readonly groupConfigs?: Readonly<Record<string, Config>>;
  readonly programs?: Programs;
}

export function specOf(setup: Setup): ClusterSpec {
  const brokers = setup.brokers ?? 3;
  const [latencyMinUs, latencyMaxUs] = setup.latencyUs ?? [1000, 1000];
  const topics = Object.entries(setup.topics ?? { orders: 1 }).map(([name, one]) => {
    const { partitions, replicationFactor = Math.min(3, brokers), config = {} } = typeof one === 'number' ? { partitions: one } : one;
    return { name, partitions, replicationFactor, config };
  });
  return {
    profile: setup.profile ?? '4.3',
    metadata: 'kraft',
    seed: setup.seed ?? 1,
    controllers: 1,
    config: setup.config ?? {},
    brokers: Array.from({ length: brokers }, (_, i) => ({ id: i + 1, rack: setup.racks?.[i] ?? null, config: {} })),
    network: { ...quietNetwork, latencyMinUs, latencyMaxUs },
    topics,
    producers: (setup.producers ?? []).map((one) => ({
      topic: topics[0].name,
      intervalUs: 100_000,
      keys: ['A', 'B', 'C'],
      count: undefined,
      startUs: 0,
      config: {},
      ...one,
    })),
    groups: (setup.groups ?? []).map((one) => ({
      topics: [topics[0].name],
      members: 1,
      processingUs: 0,
      commit: 'auto' as const,
      startUs: 0,
      ...one,
      config: { 'auto.offset.reset': 'earliest', ...one.config },
    })),
    ...(setup.shareGroups === undefined ? {} : { shareGroups: setup.shareGroups.map((one) => shareGroupOf(one, topics[0].name)) }),
    ...(setup.groupConfigs === undefined ? {} : { groupConfigs: setup.groupConfigs }),
  };
}

const shareGroupOf = (one: Partial<ShareGroupSpec> & { readonly group: string }, topic: string): ShareGroupSpec => ({
  topics: [topic],
  members: 1,
  processingUs: 0,
  commit: 'with-poll',
  release: [],
  reject: [],
  renewUs: undefined,
  startUs: 0,
  config: {},
  ...one,
});

export class Run {
  readonly spec: ClusterSpec;
  readonly model: KafkaModel;
  readonly world: KafkaWorld;
  readonly events: TraceEvent[] = [];
  readonly violations: string[] = [];
  private readonly checkers = invariants.map((make) => make());
  private tools = 0;
  private readonly calls: CallResult[][] = [];
  private readonly callProgram: Program = {
    turn: (args, results) => {
      const { call, index } = args as { call: AdminCall; index: number };
      if (results.length === 0) return { print: [], next: { call } };
      this.calls[index].push(results[0]);
      return { print: [], next: { exit: 0 } };
    },
  };

  constructor(setup: Setup = {}) {
    this.spec = specOf(setup);
    this.model = createModel({ programs: { ...setup.programs, call: this.callProgram }, commands: {} });
    this.world = createCluster(this.model, this.spec);
  }

  /** Steps on until a time, or for a while. */
  run(limit: { readonly untilMs: number } | { readonly ms: number }): this {
    const untilUs = 'ms' in limit ? this.world.nowUs + limit.ms * 1000 : limit.untilMs * 1000;
    this.go(untilUs, () => false);
    this.world.nowUs = untilUs;
    return this;
  }

  /** Steps on until something holds; fails when it does not within the limit. */
  until(holds: () => boolean, limitMs = 120_000): this {
    if (!this.go(this.world.nowUs + limitMs * 1000, holds)) throw new Error(`It did not happen within ${limitMs} ms.`);
    return this;
  }

  /** Steps on until the next fact of this kind that matches. */
  untilFact<N extends FactName>(name: N, matches: (fact: FactOf<N>) => boolean = () => true, limitMs = 120_000): this {
    let seen = this.events.length;
    return this.until(() => {
      const fresh = this.events.slice(seen);
      seen = this.events.length;
      return fresh.some(({ facts }) => facts.some((fact) => fact.fact === name && matches(fact as FactOf<N>)));
    }, limitMs);
  }

  private go(untilUs: number, holds: () => boolean): boolean {
    for (;;) {
      if (holds()) return true;
      const next = nextTimeUs(this.model, this.world);
      if (next === undefined || next > untilUs) return false;
      const event = step(this.model, this.world);
      if (event === undefined) return false;
      this.events.push(event);
      for (const { invariant, message } of checkAll(this.checkers, this.world, event))
        this.violations.push(`${invariant} at ${event.timeUs / 1000} ms: ${message}`);
    }
  }

  get nowMs(): number {
    return this.world.nowUs / 1000;
  }

  get hash(): string {
    return hex(this.world.hashA, this.world.hashB);
  }

  get frame(): Frame {
    return projectFrame(this.world);
  }

  group(name: string): GroupFrame {
    const group = this.frame.groups.find((one) => one.group === name);
    if (group === undefined) throw new Error(`There is no group ${name}.`);
    return group;
  }

  /** What each member owns, by process name. */
  assignment(name: string): Record<string, readonly string[]> {
    return Object.fromEntries(this.group(name).members.map(({ node, partitions }) => [node, partitions]));
  }

  /** All facts of one name so far, with their times. */
  facts<N extends FactName>(name: N): (FactOf<N> & { readonly atMs: number })[] {
    return this.events.flatMap(({ facts, timeUs }) =>
      facts.filter(({ fact }) => fact === name).map((fact) => ({ ...(fact as unknown as FactOf<N>), atMs: timeUs / 1000 })),
    );
  }

  /** Values on the leader's log of a partition, in order. */
  log(tp: string): (string | null)[] {
    const partition = this.frame.partitions.find((one) => one.tp === tp);
    const replica = partition?.logs.find(({ broker }) => broker === partition.leader);
    if (replica === undefined) return [];
    const values: (string | null)[] = [];
    for (let i = 0; i < replica.records.length; i++)
      values.push((i < replica.records.chunks.length * 256 ? replica.records.chunks[Math.floor(i / 256)][i % 256] : replica.records.tail[i % 256]).value);
    return values;
  }

  leader(tp: string): string {
    return `kafka${this.frame.partitions.find((one) => one.tp === tp)?.leader}`;
  }

  kill = (...names: string[]): this => this.each(names, (name) => end(this.model, this.world, name, 'kill'));
  start = (...names: string[]): this => this.each(names, (name) => start(this.world, name));
  stop = (...names: string[]): this => this.each(names, (name) => signal(this.world, name, { type: 'SIGTERM' }));
  pause = (...names: string[]): this => this.each(names, (name) => pause(this.world, name));
  resume = (...names: string[]): this => this.each(names, (name) => resume(this.world, name));

  disconnect = (...names: string[]): this => {
    this.world.network.cuts = withCut(this.world.network.cuts, ...names);
    return this;
  };

  connect = (...names: string[]): this => {
    this.world.network.cuts = withoutCut(this.world.network.cuts, ...names);
    return this;
  };

  /** Starts a tool and returns its process's name. */
  tool(launch: Launch, command: string = launch.kind): string {
    const name = `tool-${++this.tools}`;
    const node = toolNode(this.spec, command, launch, this.world.step);
    fromOutside(this.world, () => spawn(this.world, name, node));
    return name;
  }

  /** Starts a further member of a group. */
  spawnMember(group: string, n: number): this {
    const spec = this.spec.groups.find((one) => one.group === group);
    if (spec === undefined) throw new Error(`There is no group ${group}.`);
    fromOutside(this.world, () => spawn(this.world, `${group}-${n}`, consumerNode(this.spec, spec, n)));
    return this;
  }

  /** Makes one call of the admin client and waits for its result. */
  admin(call: AdminCall, config: Config = {}): CallResult {
    const results: CallResult[] = [];
    this.calls.push(results);
    const bootstrap = this.spec.brokers.map(({ id }) => `kafka${id}`);
    const tool = this.tool({ kind: 'admin', program: 'call', args: { call, index: this.calls.length - 1 }, bootstrap, config });
    this.untilFact('ToolExited', ({ node }) => node === tool);
    return results[0];
  }

  type(tool: string, line: string | undefined): this {
    fromOutside(this.world, () => signal(this.world, tool, { type: 'StandardInput', line } as never));
    return this;
  }

  /** Asks a consumer application to call its consumer: without partitions for all that it has. */
  call = (node: string, call: ConsumerCall['call'], partitions: readonly string[] = [], offset = -1): this =>
    this.each([node], (name) => signal(this.world, name, callAsked({ call, partitions, offset })));

  interrupt = (tool: string): this => this.each([tool], (name) => signal(this.world, name, { type: 'SIGINT' }));

  output(tool: string): { readonly text: string[]; readonly errors: string[]; readonly exitCode: number | undefined } {
    const frame = this.frame.tools.find(({ node }) => node === tool);
    const of = (stream: string): string[] => (frame?.lines ?? []).filter((line) => line.stream === stream).map(({ text }) => text);
    return { text: of('stdout'), errors: of('stderr'), exitCode: frame?.exitCode };
  }

  private each(names: readonly string[], act: (name: string) => void): this {
    for (const name of names) fromOutside(this.world, () => act(name));
    return this;
  }

  /** For a look while writing tests. */
  story(skip: readonly string[] = []): string {
    return this.events
      .flatMap(({ timeUs, node, name, facts }) =>
        (facts as readonly KafkaFact[]).filter(({ fact }) => !skip.includes(fact)).map((fact) => `${timeUs / 1000} ${node} ${name} ${JSON.stringify(fact)}`),
      )
      .join('\n');
  }
}
