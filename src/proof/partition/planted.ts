/** Bugs that random runs seldom meet, planted one at a time: the search of the partition protocol has to find each by itself. */
import { type Exploration, explore } from '#proof/explore.ts';
import { CRASH_SCOPE, partitionProtocol, SMALL_SCOPE } from '#proof/partition/protocol.ts';
import type { Scope } from '#proof/partition/state.ts';
import { type MutationId, withPlanted } from '#sim/planted.ts';

export interface Hunt {
  readonly id: MutationId;
  readonly title: string;
  readonly scope: Scope;
}

const FAR_BEHIND: Scope = { ...SMALL_SCOPE, behind: 2 };

export const HUNTS: readonly Hunt[] = [
  { id: 'M01', title: 'a follower truncates to its own high watermark', scope: SMALL_SCOPE },
  { id: 'M02', title: 'the epoch is looked up once, not until both logs agree', scope: SMALL_SCOPE },
  { id: 'M03', title: 'fetches of another epoch are not fenced', scope: FAR_BEHIND },
  { id: 'M03a', title: 'the lookup of an epoch is not fenced (2.1 to 2.6)', scope: { ...FAR_BEHIND, truncation: 'fenced' } },
  { id: 'M03b', title: 'a fetch of another epoch counts for the high watermark', scope: FAR_BEHIND },
  { id: 'M03c', title: 'a fetch of another epoch is served as it comes', scope: FAR_BEHIND },
  { id: 'M06', title: 'the high watermark waits for the committed ISR, not for the maximal one', scope: SMALL_SCOPE },
  { id: 'M08', title: 'a change of the ISR counts though a member has registered again since', scope: { ...CRASH_SCOPE, partitionEpochs: 3 } },
  { id: 'M44', title: 'the high watermark is the end of the leader’s log', scope: SMALL_SCOPE },
  { id: 'M45', title: 'followers never truncate', scope: SMALL_SCOPE },
];

export const hunt = ({ id, scope }: Hunt): Exploration => withPlanted(id, () => explore(partitionProtocol(scope)));
