/** How answers move a member of a classic group, as join.ts and heartbeat.ts do it for a whole consumer. */
import { changeMember, withMember } from '#kafka/clients/consumer/membership.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, Response } from '#kafka/protocol/messages.ts';
import { type Consumer, known, type Scope } from '#proof/groups/state.ts';

export function classicAnswered(one: Consumer, scope: Scope, response: Body<Response>): Consumer {
  switch (response.type) {
    case 'JoinGroupResponse': {
      if (response.error !== 'NONE') return failed(one, scope, response.error, response.memberId);
      const joined = changeMember(one.classic, { type: 'JOINED', response: { ...response, correlation: 0 } });
      const classic = joined.data.isLeader ? withMember(joined, { toAssign: { ...response, correlation: 0 } }) : joined;
      return known({ ...one, classic }, classic.data);
    }
    case 'SyncGroupResponse':
      return response.error === 'NONE' ? synced(one, scope, response.partitions) : failed(one, scope, response.error, one.classic.data.memberId);
    case 'HeartbeatResponse':
      return onHeartbeat(one, scope, response.error);
    default:
      return one;
  }
}

/** Eager members begin with what they are given; cooperative ones join once more when something is taken away. */
function synced(one: Consumer, scope: Scope, partitions: readonly string[]): Consumer {
  const stable = changeMember(one.classic, { type: 'SYNCED' });
  const { generation } = stable.data;
  const isLess = scope.protocol === 'cooperative' && one.owned.some((tp) => !partitions.includes(tp));
  const classic = withMember(stable, { remembered: { partitions, generation }, ...(isLess ? { rejoinNeeded: true } : {}) });
  return { ...one, classic, owned: partitions, lost: false };
}

function failed(one: Consumer, scope: Scope, error: ErrorName, memberId: string): Consumer {
  switch (error) {
    case 'MEMBER_ID_REQUIRED':
      return known({ ...one, classic: withMember(changeMember(one.classic, { type: 'JOIN_FAILED' }), { memberId }) }, { memberId, generation: -1 });
    case 'UNKNOWN_MEMBER_ID':
    case 'ILLEGAL_GENERATION':
      return reset(one, scope, error);
    default:
      return { ...one, classic: changeMember(one.classic, { type: 'JOIN_FAILED' }) };
  }
}

function onHeartbeat(one: Consumer, scope: Scope, error: ErrorName): Consumer {
  if (error === 'REBALANCE_IN_PROGRESS' && one.classic.value === 'STABLE') return { ...one, classic: withMember(one.classic, { rejoinNeeded: true }) };
  return error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION' ? reset(one, scope, error) : one;
}

/** Its place is lost. Kafka makes a member give up what it had when it prepares to join, and not again when that join is refused. */
const reset = (one: Consumer, scope: Scope, error: 'UNKNOWN_MEMBER_ID' | 'ILLEGAL_GENERATION'): Consumer => ({
  ...one,
  lost: !scope.judgesLost && one.owned.length > 0,
  classic: changeMember(one.classic, { type: 'RESET', keepId: error === 'ILLEGAL_GENERATION' }),
});

/** No answer came. A member in the middle of joining tries again. */
export const classicLost = (one: Consumer): Consumer => ({
  ...one,
  asked: 0,
  classic: one.classic.value === 'STABLE' ? one.classic : changeMember(one.classic, { type: 'JOIN_FAILED' }),
});
