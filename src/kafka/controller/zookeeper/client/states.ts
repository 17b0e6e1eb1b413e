/** The client's connection as a machine, under ZooKeeper's own names (ZooKeeper.States). */
import { setup } from 'xstate';
import type { ClientState, ZkDraft } from '#kafka/controller/zookeeper/client/client.ts';
import type { Env } from '#sim/effect.ts';
import { type Box, type Occurrence, perform } from '#sim/machine.ts';

interface ConnectionEvent extends Occurrence {
  readonly type: 'ConnectionEstablished' | 'ConnectionLost';
}

const machine = setup({ types: { context: {} as Box<undefined>, events: {} as ConnectionEvent } }).createMachine({
  id: 'zookeeper-client',
  initial: 'CONNECTING',
  context: { data: undefined },
  states: {
    CONNECTING: { on: { ConnectionEstablished: 'CONNECTED' } },
    CONNECTED: { on: { ConnectionLost: 'CONNECTING' } },
    CLOSED: {},
  },
});

function move(zk: ZkDraft, env: Env, type: ConnectionEvent['type']): void {
  zk.state = perform(machine, { value: zk.state, data: undefined }, { type, env } satisfies ConnectionEvent).value as ClientState;
}

export const connected = (zk: ZkDraft, env: Env): void => move(zk, env, 'ConnectionEstablished');
export const disconnectedState = (zk: ZkDraft, env: Env): void => move(zk, env, 'ConnectionLost');
