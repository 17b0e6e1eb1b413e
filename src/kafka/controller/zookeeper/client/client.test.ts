/** What a client of ZooKeeper makes of a connection on which something was lost: TCP never shows it one, so it gives the connection up. */
import { describe, expect, it } from 'vitest';
import { ask, connect, handleMessage, handleTimer, newClient, type ZkDraft, type ZkEvent } from '#kafka/controller/zookeeper/client/client.ts';
import type { Stat, ZkRead, ZkServerMessage } from '#kafka/protocol/zookeeper.ts';
import type { Env } from '#sim/effect.ts';

const exists: ZkRead = { op: 'exists', path: '/controller', watch: true };
const STAT: Stat = { version: 0, czxid: 1, ephemeralOwner: 0 };

function client() {
  const env: Env & { nowUs: number } = { self: 'kafka1', nowUs: 0, effects: [], facts: [], random: () => 0 };
  const zk: ZkDraft = { ...newClient(1, 6000) };
  const hear = (message: ZkServerMessage): readonly ZkEvent[] => handleMessage(zk, env, 'zookeeper1', `zookeeper-${zk.connections}`, message);
  const result = { error: 'OK', stat: STAT, data: undefined, children: undefined, path: exists.path } as const;
  const answer = (xid: number, fired = zk.fired): readonly ZkEvent[] =>
    hear({ type: 'ZkResponse', xid, zxid: xid, request: exists, result, fired, rewatched: zk.rewatched });
  const sent = () => env.effects.flatMap((one) => (one.effect === 'send' ? [one.payload as { type: string; xid?: number }] : []));
  const begin = () => {
    connect(zk, env);
    hear({ type: 'ConnectResponse', sessionId: 7, timeoutMs: 6000 });
  };
  begin();
  return { env, zk, hear, answer, sent };
}

describe('a reply is lost', () => {
  it('and the next one is out of order: the connection is given up, the session kept, and both requests are sent again', () => {
    const c = client();
    for (const of of ['a', 'b']) ask(c.zk, c.env, exists, { of });
    expect(c.answer(2)).toEqual([{ event: 'Disconnected' }]);
    expect(c.zk).toMatchObject({ state: 'CONNECTING', sessionId: 7 });
    handleTimer(c.zk, c.env, { type: 'ZkReconnectDue' });
    c.env.effects.length = 0;
    c.hear({ type: 'ConnectResponse', sessionId: 7, timeoutMs: 6000 });
    expect(c.sent().map(({ xid }) => xid)).toEqual([1, 2]);
    expect([...c.answer(1), ...c.answer(2)]).toMatchObject([{ reminder: { of: 'a' } }, { reminder: { of: 'b' } }]);
  });

  it('and it was the last: the answer to the next ping comes without it', () => {
    const c = client();
    ask(c.zk, c.env, exists, { of: 'a' });
    c.env.nowUs = 2_000_000;
    handleTimer(c.zk, c.env, { type: 'ZkPingDue' });
    expect(c.sent().at(-1)).toEqual({ type: 'ZkPing', xid: 1 });
    expect(c.hear({ type: 'ZkPong', xid: 1, fired: 0, rewatched: false })).toEqual([{ event: 'Disconnected' }]);
  });

  it('but what was asked after the ping may still be on its way', () => {
    const c = client();
    ask(c.zk, c.env, exists, { of: 'a' });
    expect(c.hear({ type: 'ZkPong', xid: 0, fired: 0, rewatched: false })).toEqual([]);
    expect(c.answer(1)).toMatchObject([{ event: 'Answered' }]);
  });
});

it('a reply that comes twice changes nothing', () => {
  const c = client();
  ask(c.zk, c.env, exists, { of: 'a' });
  c.answer(1);
  ask(c.zk, c.env, exists, { of: 'b' });
  expect(c.answer(1)).toEqual([]);
  expect(c.zk).toMatchObject({ state: 'CONNECTED', pending: [{ xid: 2 }] });
});

it('a session that is offered twice is taken once', () => {
  const c = client();
  expect(c.hear({ type: 'ConnectResponse', sessionId: 8, timeoutMs: 6000 })).toEqual([]);
  expect(c.zk.sessionId).toBe(7);
});

describe('a watch that fired is lost', () => {
  it('and the next one, or a ping, shows it: the watches are set again on a new connection', () => {
    const event = { type: 'WatcherEvent', event: 'NodeCreated', path: '/controller' } as const;
    const next = client();
    expect(next.hear({ ...event, number: 2 })).toEqual([{ event: 'Disconnected' }]);
    const ping = client();
    expect(ping.hear({ ...event, number: 1 })).toMatchObject([{ event: 'Watched' }]);
    expect(ping.hear({ ...event, number: 1 })).toEqual([]);
    expect(ping.hear({ type: 'ZkPong', xid: 0, fired: 2, rewatched: false })).toEqual([{ event: 'Disconnected' }]);
    const reply = client();
    ask(reply.zk, reply.env, exists, { of: 'a' });
    expect(reply.answer(1, 1)).toEqual([{ event: 'Disconnected' }]);
    // Else the watches would be set again as from after what was missed.
    expect(reply.zk.lastZxid).toBe(0);
  });
});
