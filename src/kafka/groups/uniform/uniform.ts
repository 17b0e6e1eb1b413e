/** The server-side assignors of consumer groups (KIP-848): `uniform` (UniformAssignor) and `range` (RangeAssignor of the group coordinator). */

import { compareMembers } from '#kafka/groups/subscriber.ts';
import { assignHeterogeneous } from '#kafka/groups/uniform/heterogeneous.ts';
import { assignHomogeneous } from '#kafka/groups/uniform/homogeneous.ts';
import { type GroupSpec, isHomogeneous, type Target } from '#kafka/groups/uniform/spec.ts';

export type ServerAssignor = (spec: GroupSpec) => Target;

/** In the order of group.consumer.assignors: the first is the default. */
export const serverAssignors: Readonly<Record<string, ServerAssignor>> = { uniform: assignUniform, range: assignServerRange };

export function assignUniform(spec: GroupSpec): Target {
  if (spec.members.length === 0) return new Map();
  return isHomogeneous(spec) ? assignHomogeneous(spec) : assignHeterogeneous(spec);
}

/** Per topic consecutive partitions, to the members in the order of their ids; racks play no part. */
export function assignServerRange(spec: GroupSpec): Target {
  const sorted = [...spec.members].sort(compareMembers);
  const target: Target = new Map(sorted.map(({ memberId }) => [memberId, new Map()]));
  for (const topic of new Set(sorted.flatMap(({ topics }) => topics))) {
    const members = sorted.filter(({ topics }) => topics.includes(topic));
    const count = spec.count(topic);
    const quota = Math.floor(count / members.length);
    let next = 0;
    members.forEach(({ memberId }, i) => {
      const size = quota + (i < count % members.length ? 1 : 0);
      if (size > 0) target.get(memberId)?.set(topic, new Set(Array.from({ length: size }, (_, n) => next + n)));
      next += size;
    });
  }
  return target;
}
