/** What `npm run search` explores: scopes of the small protocols, each with the number of states that it must have at least, and the sets that a flag names. */
import { quorumProtocol } from '#proof/election/protocol.ts';
import type { Exploration, Protocol } from '#proof/explore.ts';
import { groupProtocol } from '#proof/groups/protocol.ts';
import type { Scope as GroupScope } from '#proof/groups/state.ts';
import { BEHIND_SCOPE, CRASH_SCOPE, partitionProtocol, SHORT_CRASH_SCOPE, SMALL_SCOPE } from '#proof/partition/protocol.ts';
import { transactionProtocol } from '#proof/transactions/protocol.ts';
import type { Scope as TransactionScope } from '#proof/transactions/state.ts';

export interface SearchScope {
  readonly name: string;
  readonly protocol: () => Protocol<unknown>;
  /** Fewer states are not this scope any more: the protocol has lost moves, or the key tells too little apart. */
  readonly atLeast: number;
}

/** The partition protocol, and all others, must be as large as this to prove anything. */
export const LARGE = 700_000;
export const ENOUGH = 100_000;

function scope<S>(name: string, protocol: () => Protocol<S>, atLeast = ENOUGH): SearchScope {
  return { name, protocol: protocol as () => Protocol<unknown>, atLeast };
}

const transactions = (name: string, change: Partial<TransactionScope>): SearchScope =>
  scope(`transactions, ${name}`, () =>
    transactionProtocol({ mode: 'bumping', transactions: [1, 1], failovers: 0, timeouts: 0, late: 0, lateMarkers: 0, ...change }),
  );

const NAMES = { eager: 'classic eager', cooperative: 'classic cooperative', consumer: 'KIP-848' } as const;

const group = (protocol: GroupScope['protocol'], name: string, change: Partial<GroupScope>): SearchScope =>
  scope(`${NAMES[protocol]} group, ${name}`, () => groupProtocol({ protocol, departures: 0, expiries: 0, failovers: 0, late: 0, ...change }));

const PARTITION = scope('partition, log 2, 3 epochs', () => partitionProtocol(BEHIND_SCOPE), LARGE);
const PARTITION_CRASH = scope('partition, min.insync.replicas 2, crash', () => partitionProtocol(SHORT_CRASH_SCOPE));
const ELECTION = scope('controller election', quorumProtocol);

const EAGER = group('eager', 'two die, one is slow', { departures: 2, expiries: 1 });
const COOPERATIVE = group('cooperative', 'two die, failover', { departures: 2, failovers: 1 });
const KIP_848 = group('consumer', 'one dies, is slow, failover', { departures: 1, expiries: 1, failovers: 1 });

const TRANSACTIONS = transactions('4.0, timeout, late markers', { timeouts: 1, lateMarkers: 1 });

export interface ScopeSet {
  readonly flag: string;
  readonly help: string;
  readonly scopes: readonly SearchScope[];
}

/** Each protocol once, the longest first, so that no process waits long for the last. */
export const EVERY_PROTOCOL: ScopeSet = {
  flag: '--protocols',
  help: 'each small protocol in one scope: partition, controller election, groups, transactions; what runs when nothing is named',
  scopes: [PARTITION, ELECTION, COOPERATIVE, EAGER, KIP_848, TRANSACTIONS, PARTITION_CRASH],
};

export const SETS: readonly ScopeSet[] = [
  EVERY_PROTOCOL,
  {
    flag: '--transactions',
    help: 'two producers with one transactional.id, failover of the coordinator, timeouts, late requests and markers',
    scopes: [
      transactions('3.9, a late request', { mode: 'verified', late: 1 }),
      transactions('4.0, a late request', { late: 1 }),
      transactions('4.0, failover and timeout', { failovers: 1, timeouts: 1 }),
      TRANSACTIONS,
      transactions('4.0, two, failover and late', { transactions: [2], failovers: 1, late: 1 }),
    ],
  },
  {
    flag: '--groups',
    help: 'two members and two partitions: members leave, die, are restarted, are too slow or are heard late, the coordinator moves',
    scopes: [
      EAGER,
      group('eager', 'two die, one is late', { departures: 2, late: 1 }),
      group('eager', 'static, restart, failover', { bounces: 1, failovers: 1 }),
      group('eager', 'two failovers', { failovers: 2 }),
      group('cooperative', 'one dies, one is slow', { departures: 1, expiries: 1 }),
      group('cooperative', 'one dies, one is late', { departures: 1, late: 1 }),
      COOPERATIVE,
      KIP_848,
    ],
  },
  {
    flag: '--deep',
    help: 'larger scopes of replication, for longer than a minute',
    scopes: [
      scope('partition, four partition epochs', () => partitionProtocol({ ...SMALL_SCOPE, partitionEpochs: 4 })),
      scope('partition, min.insync.replicas 2, crash', () => partitionProtocol(CRASH_SCOPE)),
      scope('partition, truncation before fetching', () => partitionProtocol({ ...SMALL_SCOPE, truncation: 'fenced' })),
    ],
  },
];

const counted = (n: number): string => n.toLocaleString('en');

/** Why a scope does not count as proven, in words, with the way to what broke. */
export function failureOf({ states, exhausted, violation }: Exploration, atLeast: number): string | undefined {
  if (violation) return [violation.message, ...violation.path.map((move, n) => `  ${n + 1}. ${move}`)].join('\n');
  if (!exhausted) return 'There are states that were not looked at.';
  return states < atLeast ? `There are ${counted(states)} states, and must be at least ${counted(atLeast)}.` : undefined;
}
