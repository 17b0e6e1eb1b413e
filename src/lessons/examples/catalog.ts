/** The gallery's examples, in the order in which they are shown. */
import { controllerDies } from '#lessons/examples/controller-dies.ts';
import { controllerFailover } from '#lessons/examples/controller-failover.ts';
import { cutOffLeader } from '#lessons/examples/cut-off-leader.ts';
import type { Example } from '#lessons/examples/example.ts';
import { frozenLeader } from '#lessons/examples/frozen-leader.ts';
import { kraftMajorityLoss } from '#lessons/examples/kraft-majority-loss.ts';
import { leaderReturns } from '#lessons/examples/leader-returns.ts';
import { memberKilled } from '#lessons/examples/member-killed.ts';
import { sentTwice } from '#lessons/examples/sent-twice.ts';
import { tooFewInSync } from '#lessons/examples/too-few-in-sync.ts';
import { unclean } from '#lessons/examples/unclean.ts';

export const examples: readonly Example[] = [
  leaderReturns,
  tooFewInSync,
  memberKilled,
  cutOffLeader,
  frozenLeader,
  controllerDies,
  controllerFailover,
  kraftMajorityLoss,
  sentTwice,
  unclean,
];
