/** A server's role as a machine, under ZooKeeper's own names (QuorumPeer.ServerState): it looks for a leader until it leads or follows one. */
import { setup } from 'xstate';
import { type Desk, fact } from '#kafka/controller/zookeeper/ensemble/state.ts';
import type { ServerState } from '#kafka/protocol/zookeeper.ts';
import { type Box, type Occurrence, perform } from '#sim/machine.ts';

interface PeerEvent extends Occurrence {
  readonly type: 'Elected' | 'LeaderFound' | 'QuorumLost' | 'LeaderLost';
}

export const machine = setup({ types: { context: {} as Box<undefined>, events: {} as PeerEvent } }).createMachine({
  id: 'quorum-peer',
  initial: 'LOOKING',
  context: { data: undefined },
  states: {
    LOOKING: { on: { Elected: 'LEADING', LeaderFound: 'FOLLOWING' } },
    FOLLOWING: { on: { LeaderLost: 'LOOKING' } },
    LEADING: { on: { QuorumLost: 'LOOKING' } },
  },
});

export function become(desk: Desk, type: PeerEvent['type']): void {
  const from = desk.state;
  desk.state = perform(machine, { value: from, data: undefined }, { type, env: desk.env } satisfies PeerEvent).value as ServerState;
  if (from !== desk.state) fact(desk, { fact: 'EnsembleStateChanged', node: desk.name, from, to: desk.state });
}
