/** A disk that lies (fault F17): it says that it flushed and did not, so a later power loss takes more than the broker believes. */
import { type ConditionPayload, overBrokers, withStorage } from '#faults/disk.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tell } from '#kafka/facts.ts';

export const lyingFsync: Fault<Nodes> = {
  id: 'lying-fsync',
  title: 'faults.lying-fsync',
  heals: false,
  command: ({ nodes }) => `fault lying-fsync ${nodes.join(' ')}`,
  appliesTo: ({ role }) => role === 'broker',
};

export const lieAboutFsync = overBrokers<ConditionPayload>(({ world, name, broker, payload, facts }) => {
  withStorage(world, name, { lies: !payload.heal });
  tell({ facts }, payload.heal ? { fact: 'DiskHealed', broker, fault: 'lying-fsync' } : { fact: 'FsyncLied', broker });
  return undefined;
});
