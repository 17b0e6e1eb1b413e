import { describe, expect, test } from 'vitest';
import {
  type CoordinatorState,
  type CoordinatorTimer,
  coordinatorTimer,
  emptyCoordinator,
  handleGroupRequest,
  highWatermarkAdvanced,
  partitionElected,
  partitionResigned,
} from '#kafka/coordinator/coordinator.ts';
import type { CoordinatorIo, CoordinatorRecord } from '#kafka/coordinator/io.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, GroupRequest, JoinGroupRequest, Response } from '#kafka/protocol/messages.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { Effect } from '#sim/effect.ts';

/** A coordinator on one partition of __consumer_offsets, with a log whose high watermark the test moves. */
class Desk {
  state: CoordinatorState = emptyCoordinator;
  readonly records: CoordinatorRecord[] = [];
  readonly timers = new Map<string, { payload: CoordinatorTimer; atMs: number }>();
  nowMs = 0;
  appendError: ErrorName = 'NONE';
  private replies: [number, Body<Response>][] = [];
  private correlation = 0;
  private draws = 0;

  constructor() {
    this.state = partitionElected(this.state, this.io(), 0, []);
  }

  private io(): CoordinatorIo {
    const effects: Effect[] = [];
    const io: CoordinatorIo = {
      env: { self: 'kafka1', nowUs: this.nowMs * 1000, effects, facts: [], random: () => this.draws++ * 0x1234567 },
      reply: (caller, response) => this.replies.push([caller.correlation, response]),
      append: (_partition, added) => {
        if (this.appendError !== 'NONE') return { error: this.appendError, lastOffset: -1 };
        this.records.push(...added);
        return { error: 'NONE', lastOffset: this.records.length - 1 };
      },
      partitionCount: () => 1,
      topicId: (topic) => topic,
    };
    this.pending = effects;
    return io;
  }

  private pending: Effect[] = [];

  private settle(): void {
    for (const effect of this.pending) {
      if (effect.effect === 'setTimer')
        this.timers.set(effect.timer, { payload: effect.payload as CoordinatorTimer, atMs: this.nowMs + effect.delayUs / 1000 });
      if (effect.effect === 'cancelTimer') this.timers.delete(effect.timer);
    }
  }

  /** Sends a request; the answer may come later. */
  ask(request: Body<GroupRequest>): () => Body<Response> | undefined {
    const correlation = ++this.correlation;
    const io = this.io();
    this.state = handleGroupRequest(this.state, io, { node: 'c', connection: 'main', correlation }, { ...request, correlation } as GroupRequest);
    this.settle();
    return () => this.replies.find(([to]) => to === correlation)?.[1];
  }

  replicate(): void {
    const io = this.io();
    this.state = highWatermarkAdvanced(this.state, io, 0, this.records.length);
    this.settle();
  }

  fire(timer: string): void {
    const due = this.timers.get(timer);
    if (due === undefined) throw new Error(`No timer ${timer}; there are ${[...this.timers.keys()].join(', ')}.`);
    this.timers.delete(timer);
    this.nowMs = due.atMs;
    const io = this.io();
    this.state = coordinatorTimer(this.state, io, due.payload);
    this.settle();
  }

  /** Another broker takes over with what is in the log. */
  failOver(): void {
    const records = this.records.map(({ key, value }, offset) => ({ key, value, offset, batch: {} }) as StoredRecord);
    const io = this.io();
    this.state = partitionElected(partitionResigned(this.state, io, 0), io, 0, records);
    this.settle();
  }

  join(memberId: string, change: Partial<JoinGroupRequest> = {}) {
    return this.ask({
      type: 'JoinGroupRequest',
      group: 'g',
      memberId,
      instanceId: null,
      clientId: 'c',
      sessionTimeoutMs: 45_000,
      rebalanceTimeoutMs: 300_000,
      protocolType: 'consumer',
      protocols: [{ name: 'range', topics: ['t'], owned: [] }],
      ...change,
    } as Body<GroupRequest>);
  }

  sync(memberId: string, generation: number, assignments: { memberId: string; partitions: string[] }[] = []) {
    return this.ask({ type: 'SyncGroupRequest', group: 'g', generation, memberId, assignments });
  }

  commit(memberId: string, generation: number, offset = 5) {
    return this.ask({ type: 'OffsetCommitRequest', group: 'g', generation, memberId, offsets: [{ tp: 't-0', offset, leaderEpoch: 0 }] });
  }

  heartbeat(memberId: string, generation: number) {
    return this.ask({ type: 'HeartbeatRequest', group: 'g', generation, memberId })();
  }

  get group() {
    const answer = this.ask({ type: 'DescribeGroupsRequest', groups: ['g'] })() as unknown as {
      groups: { state: string; generation: number; members: { memberId: string; partitions: string[] }[] }[];
    };
    return answer.groups[0];
  }

  /** A new member with its id, its join parked. */
  newMember(change: Partial<JoinGroupRequest> = {}): { id: string; joined: () => Body<Response> | undefined } {
    const { memberId: id } = this.join('', change)() as unknown as { memberId: string };
    return { id, joined: this.join(id, change) };
  }

  /** A stable group of one. */
  stable(): string {
    const { id } = this.newMember();
    this.fire('group:join:g');
    this.sync(id, 1, [{ memberId: id, partitions: ['t-0'] }]);
    this.replicate();
    return id;
  }
}

const errorOf = (response: Body<Response> | undefined): unknown => (response as { error?: ErrorName } | undefined)?.error;
const commitError = (response: Body<Response> | undefined): unknown =>
  (response as unknown as { offsets: { error: ErrorName }[] } | undefined)?.offsets[0].error;

describe('joining', () => {
  test('the first answer is MEMBER_ID_REQUIRED with an id made of client id and uuid', () => {
    const answer = new Desk().join('')();
    expect(answer).toMatchObject({
      error: 'MEMBER_ID_REQUIRED',
      memberId: expect.stringMatching(/^c-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    });
  });

  test.each([
    ['an empty group id', { group: '' }, '', 'INVALID_GROUP_ID'],
    ["a session timeout below the broker's bounds", { sessionTimeoutMs: 5999 }, '', 'INVALID_SESSION_TIMEOUT'],
    ['an id in a group that is not there', {}, 'ghost', 'UNKNOWN_MEMBER_ID'],
    ['no assignor at all', { protocols: [] }, '', 'INCONSISTENT_GROUP_PROTOCOL'],
  ])('%s is refused', (_what, change, memberId, error) => {
    expect(errorOf(new Desk().join(memberId, change)())).toBe(error);
  });

  test('members without a common assignor cannot be in one group', () => {
    const desk = new Desk();
    desk.newMember();
    expect(errorOf(desk.join('', { protocols: [{ name: 'sticky', topics: ['t'], owned: [] }] })())).toBe('INCONSISTENT_GROUP_PROTOCOL');
  });

  test('only the leader learns who the members are', () => {
    const desk = new Desk();
    const [a, b] = [desk.newMember(), desk.newMember()];
    desk.fire('group:join:g');
    desk.fire('group:join:g');
    expect(a.joined()).toMatchObject({ generation: 1, leader: a.id, protocol: 'range', members: [{ memberId: a.id }, { memberId: b.id }] });
    expect(b.joined()).toMatchObject({ generation: 1, leader: a.id, members: [] });
  });

  test('each member votes for the first assignor that all support', () => {
    const desk = new Desk();
    const list = (...names: string[]) => ({ protocols: names.map((name) => ({ name, topics: ['t'], owned: [] })) });
    const first = desk.newMember(list('range', 'roundrobin'));
    desk.newMember(list('roundrobin', 'range'));
    desk.newMember(list('sticky', 'roundrobin', 'range'));
    desk.fire('group:join:g');
    desk.fire('group:join:g');
    expect(first.joined()).toMatchObject({ protocol: 'roundrobin' });
  });

  test('an id that was given out and never used holds up a join phase, until its session ends', () => {
    const desk = new Desk();
    const id = desk.stable();
    const { memberId: pending } = desk.join('')() as unknown as { memberId: string };
    const again = desk.join(id);
    expect(desk.group.state).toBe('PreparingRebalance');
    expect(again()).toBeUndefined();
    desk.fire(`group:session:g:${pending}`);
    expect(again()).toMatchObject({ error: 'NONE', generation: 2 });
  });
});

describe('a stable group', () => {
  test('lets a follower rejoin with the same metadata without rebalance, but not its leader', () => {
    const desk = new Desk();
    const [a, b] = [desk.newMember(), desk.newMember()];
    desk.fire('group:join:g');
    desk.fire('group:join:g');
    desk.sync(a.id, 1, [
      { memberId: a.id, partitions: ['t-0'] },
      { memberId: b.id, partitions: ['t-1'] },
    ]);
    desk.sync(b.id, 1);
    desk.replicate();
    expect(desk.join(b.id)()).toMatchObject({ error: 'NONE', generation: 1 });
    expect(desk.group.state).toBe('Stable');
    desk.join(a.id);
    expect(desk.group.state).toBe('PreparingRebalance');
  });

  test('answers SyncGroup only when the assignment is replicated', () => {
    const desk = new Desk();
    const { id } = desk.newMember();
    desk.fire('group:join:g');
    const synced = desk.sync(id, 1, [{ memberId: id, partitions: ['t-0'] }]);
    expect([synced(), desk.group.state]).toEqual([undefined, 'CompletingRebalance']);
    desk.replicate();
    expect([synced(), desk.group.state]).toMatchObject([{ error: 'NONE', partitions: ['t-0'] }, 'Stable']);
  });

  test('starts over when the assignment cannot be stored', () => {
    const desk = new Desk();
    const { id } = desk.newMember();
    desk.fire('group:join:g');
    desk.appendError = 'NOT_ENOUGH_REPLICAS';
    expect(errorOf(desk.sync(id, 1, [])())).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(desk.group.state).toBe('PreparingRebalance');
  });

  test('fences heartbeats and syncs by member and generation', () => {
    const desk = new Desk();
    const id = desk.stable();
    expect(errorOf(desk.heartbeat(id, 1))).toBe('NONE');
    expect(errorOf(desk.heartbeat(id, 2))).toBe('ILLEGAL_GENERATION');
    expect(errorOf(desk.heartbeat('ghost', 1))).toBe('UNKNOWN_MEMBER_ID');
    expect(errorOf(desk.sync(id, 0)())).toBe('ILLEGAL_GENERATION');
    expect(desk.sync(id, 1)()).toMatchObject({ error: 'NONE', partitions: ['t-0'] });
  });

  test('tells heartbeats of a rebalance, and goes on without the member that does not join in time', () => {
    const desk = new Desk();
    const id = desk.stable();
    const other = desk.newMember();
    expect(errorOf(desk.heartbeat(id, 1))).toBe('REBALANCE_IN_PROGRESS');
    desk.fire('group:join:g');
    expect(other.joined()).toMatchObject({ generation: 2, leader: other.id });
    expect(desk.group.members.map(({ memberId }) => memberId)).toEqual([other.id]);
  });

  test('removes a member that never asks for its assignment', () => {
    const desk = new Desk();
    const [a, b] = [desk.newMember(), desk.newMember()];
    desk.fire('group:join:g');
    desk.fire('group:join:g');
    desk.sync(a.id, 1, []);
    desk.replicate();
    desk.fire('group:sync:g');
    expect(desk.group.members.map(({ memberId }) => memberId)).toEqual([a.id]);
    expect(desk.group.state).toBe('PreparingRebalance');
    expect(b.joined()).toMatchObject({ generation: 1 });
  });

  test('is Empty when the last member leaves, with the next generation', () => {
    const desk = new Desk();
    const id = desk.stable();
    expect(errorOf(desk.ask({ type: 'LeaveGroupRequest', group: 'g', memberId: id })())).toBe('NONE');
    expect(desk.group).toMatchObject({ state: 'Empty', generation: 2, members: [] });
  });
});

describe('an offset commit', () => {
  test('is acknowledged, and read back, only when it is replicated', () => {
    const desk = new Desk();
    const id = desk.stable();
    const answer = desk.commit(id, 1);
    const committed = () => desk.ask({ type: 'OffsetFetchRequest', group: 'g', partitions: ['t-0'] })();
    expect([answer(), committed()]).toMatchObject([undefined, { offsets: [{ tp: 't-0', offset: -1 }] }]);
    desk.replicate();
    expect([commitError(answer()), committed()]).toMatchObject(['NONE', { offsets: [{ tp: 't-0', offset: 5 }] }]);
  });

  test.each([
    ['of a stranger', 'ghost', 1, 'UNKNOWN_MEMBER_ID'],
    ['of an older generation', undefined, 0, 'ILLEGAL_GENERATION'],
    ['of a tool while the group has members', '', -1, 'UNKNOWN_MEMBER_ID'],
  ])('%s is refused', (_what, memberId, generation, error) => {
    const desk = new Desk();
    const id = desk.stable();
    expect(commitError(desk.commit(memberId ?? id, generation)())).toBe(error);
  });

  test('with the old generation is accepted while the group prepares a rebalance, and refused while it completes one', () => {
    const desk = new Desk();
    const id = desk.stable();
    desk.newMember();
    const answer = desk.commit(id, 1);
    desk.replicate();
    expect(commitError(answer())).toBe('NONE');
    desk.join(id);
    expect(desk.group.state).toBe('CompletingRebalance');
    expect(commitError(desk.commit(id, 2)())).toBe('REBALANCE_IN_PROGRESS');
  });

  test('of a tool makes a group that nobody has joined', () => {
    const desk = new Desk();
    const answer = desk.commit('', -1, 7);
    desk.replicate();
    expect(commitError(answer())).toBe('NONE');
    expect(desk.group).toMatchObject({ state: 'Empty', members: [] });
  });

  test('that is not replicated within offsets.commit.timeout.ms is answered COORDINATOR_NOT_AVAILABLE, and may still become durable', () => {
    const desk = new Desk();
    const id = desk.stable();
    const answer = desk.commit(id, 1);
    desk.fire('group:write:0');
    expect(commitError(answer())).toBe('COORDINATOR_NOT_AVAILABLE');
  });

  test('that waits is answered NOT_COORDINATOR when leadership goes away', () => {
    const desk = new Desk();
    const id = desk.stable();
    const answer = desk.commit(id, 1);
    desk.failOver();
    expect(commitError(answer())).toBe('NOT_COORDINATOR');
  });
});

describe('a new coordinator', () => {
  test('answers COORDINATOR_LOAD_IN_PROGRESS while it reads the log, but heartbeats with NONE', () => {
    const desk = new Desk();
    const id = desk.stable();
    desk.failOver();
    expect(errorOf(desk.join(id)())).toBe('COORDINATOR_LOAD_IN_PROGRESS');
    expect(commitError(desk.commit(id, 1)())).toBe('COORDINATOR_LOAD_IN_PROGRESS');
    expect(errorOf(desk.heartbeat(id, 1))).toBe('NONE');
  });

  test('brings back members, generation, assignment and commits, and gives every member a full session', () => {
    const desk = new Desk();
    const id = desk.stable();
    desk.commit(id, 1, 42);
    desk.replicate();
    desk.failOver();
    desk.fire('group:load:0');
    expect(desk.group).toMatchObject({ state: 'Stable', generation: 1, members: [{ memberId: id, partitions: ['t-0'] }] });
    expect(desk.ask({ type: 'OffsetFetchRequest', group: 'g', partitions: null })()).toMatchObject({ offsets: [{ tp: 't-0', offset: 42 }] });
    expect(desk.timers.get(`group:session:g:${id}`)?.atMs).toBe(desk.nowMs + 45_000);
  });

  test("of another partition than the group's is not its coordinator", () => {
    const desk = new Desk();
    desk.state = emptyCoordinator;
    expect(errorOf(desk.join('')())).toBe('NOT_COORDINATOR');
  });
});
