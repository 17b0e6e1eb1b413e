/** Sessions of group members, as the timers of their coordinator have them. */
import type { BrokerNode } from '#kafka/broker/state.ts';
import { groupSetting } from '#kafka/coordinator/settings.ts';
import { sessionTimer } from '#kafka/coordinator/timers.ts';
import type { GroupMemberFrame } from '#kafka/frame.ts';
import { configInForce } from '#kafka/metadata/image.ts';
import { type BrokerId, brokerName } from '#kafka/protocol/names.ts';
import type { World } from '#sim/world.ts';

interface Kinded {
  readonly kind: string;
}

export interface Sessions {
  /** `timeoutMs` of a classic member is its own; the others have what their coordinator gives them. */
  of(group: string, memberId: string, timeoutMs: number | 'consumer' | 'share'): Pick<GroupMemberFrame, 'session'>;
}

const none: Sessions = { of: () => ({}) };

export function sessionsAt<N extends Kinded>(world: World<N>, coordinator: BrokerId): Sessions {
  const at = world.index.get(brokerName(coordinator));
  if (at === undefined) return none;
  const { id, image, config } = world.processes[at].state as unknown as BrokerNode;
  return {
    of(group, memberId, timeoutMs) {
      const entry = world.timers[at].get(sessionTimer(group, memberId));
      if (entry === undefined) return {};
      const settings = { config: configInForce(image, id, config), groupConfig: (name: string) => image.groupConfigs.get(name) };
      const whole = typeof timeoutMs === 'number' ? timeoutMs : groupSetting(settings, group, `${timeoutMs}.session.timeout.ms`);
      return { session: { endsUs: entry.atUs, timeoutMs: whole } };
    },
  };
}
