/** Sentences of facts about consumers and groups: a part of `facts.ts`. */
export default {
  GroupStateChanged: {
    Empty: 'Group {{group}} has no members (Empty).',
    PreparingRebalance: {
      first: 'Group {{group}} has its first member and waits for more to join (PreparingRebalance).',
      again: 'Group {{group}} prepares a rebalance: its members must join again (PreparingRebalance).',
    },
    CompletingRebalance: 'Group {{group}}, generation {{generation}}: all have joined, and one member now assigns the partitions (CompletingRebalance).',
    Stable: {
      one: 'Group {{group}} is Stable: generation {{generation}}, {{members}} member.',
      many: 'Group {{group}} is Stable: generation {{generation}}, {{members}} members.',
    },
    Assigning: 'Group {{group}}, epoch {{generation}}: its members have changed, and the coordinator has yet to assign (Assigning).',
    Reconciling: 'Group {{group}}, epoch {{generation}}: members move towards their target assignment (Reconciling).',
    Dead: 'Group {{group}} is gone (Dead).',
  },
  MemberJoined: '{{node}} joined group {{group}}.',
  StaticMemberReplaced: '{{node}} is back in group {{group}} as {{instanceId}} and takes its old place; {{replaced}} is fenced.',
  TargetAssigned: 'The coordinator has a new target for group {{group}}, epoch {{epoch}}, by the {{assignor}} assignor.',
  MemberLeft: {
    left: '{{node}} left group {{group}}.',
    'session-timeout': 'No heartbeat from {{node}} for session.timeout.ms: it is out of group {{group}}.',
    'rebalance-timeout': '{{node}} did not join again in time: it is out of group {{group}}.',
    'poll-timeout': '{{node}} did not call poll() for max.poll.interval.ms: it left group {{group}}.',
  },
  PartitionsAssigned: {
    none: '{{node}} got no partition in generation {{generation}}: it has nothing to read.',
    one: '{{node}} got partition {{partitions}} in generation {{generation}}.',
    many: '{{node}} got partitions {{partitions}} in generation {{generation}}.',
  },
  PartitionsRevoked: {
    none: '{{node}} had no partitions to give back.',
    revoked: '{{node}} stopped reading and gave back {{partitions}}.',
    lost: '{{node}} lost {{partitions}}: others may read them already.',
  },
  OffsetReset: {
    earliest: '{{node}} found no usable offset for {{tp}}: auto.offset.reset=earliest starts it at {{offset}}.',
    latest: '{{node}} found no usable offset for {{tp}}: auto.offset.reset=latest starts it at {{offset}}.',
    by_duration: '{{node}} found no usable offset for {{tp}}: auto.offset.reset=by_duration starts it at {{offset}}, the first record that is new enough.',
    none: '{{node}} found no usable offset for {{tp}}: auto.offset.reset=none makes that an error.',
  },
  NothingSince:
    'No record of {{tp}} is as new as auto.offset.reset=by_duration asks for: {{node}} has no position there, and asks again after request.timeout.ms.',
  TruncationDetected: {
    known: '{{node}} had read {{tp}} to offset {{position}} in epoch {{leaderEpoch}}; its new leader has that epoch only to {{divergence}}: records were lost.',
    unknown: '{{node}} had read {{tp}} to offset {{position}} in epoch {{leaderEpoch}}, of which its new leader knows nothing.',
  },
  PositionInitialized: '{{node}} starts to read {{tp}} at offset {{offset}}.',
  PartitionsPaused: {
    none: '{{node}} called pause(), and has no partition.',
    some: '{{node}} called pause() for {{partitions}}: it polls on and gets nothing of them, and keeps them.',
  },
  PartitionsResumed: {
    none: '{{node}} called resume(), and has no partition.',
    some: '{{node}} called resume() for {{partitions}}: it reads on from where it stood.',
  },
  PositionSought: {
    offset: '{{node}} called seek(): it reads {{tp}} from offset {{to}} on. That is its position, and not committed.',
    earliest: '{{node}} called seekToBeginning() for {{tp}}: the next poll() looks for its first offset.',
    latest: '{{node}} called seekToEnd() for {{tp}}: the next poll() looks for its end.',
  },
  CallThrew: 'In {{node}}, {{call}}() threw {{exception}}: {{message}}',
  ReadReplicaPreferred: 'Broker {{leader}} sends {{node}} to broker {{replica}} for {{tp}}: that replica is in its rack, {{rack}}, and in sync.',
  ReadReplicaCleared: {
    'lease-expired': '{{node}} asks the leader of {{tp}} again: it has read from broker {{replica}} for metadata.max.age.ms.',
    'leader-changed': '{{node}} goes back to the leader of {{tp}}, which is another one now; it had read from broker {{replica}}.',
    'out-of-range': 'Broker {{replica}} does not hold what {{node}} wants to read of {{tp}}: {{node}} goes back to the leader.',
    error: 'Broker {{replica}} could not serve {{node}} for {{tp}}: it goes back to the leader.',
    offline: 'Broker {{replica}} has no replica of {{tp}} online any more: {{node}} goes back to the leader.',
    disconnected: '{{node}} lost its connection to broker {{replica}}: it goes back to the leader of {{tp}}.',
  },
  RecordsPolled: {
    one: 'poll() gave {{node}} offset {{offsets}} of {{tp}}: its position is now {{position}}.',
    many: 'poll() gave {{node}} offsets {{offsets}} of {{tp}}: its position is now {{position}}.',
  },
  RecordProcessed: '{{node}} processed offset {{offset}} of {{tp}}.',
  OffsetCommitted: {
    first: 'Group {{group}} committed offset {{offset}} of {{tp}}: after a restart it goes on there.',
    forward: 'Group {{group}} committed offset {{offset}} of {{tp}} (before: {{previous}}).',
    same: 'Group {{group}} committed offset {{offset}} of {{tp}} again.',
    back: 'Group {{group}} went back to offset {{offset}} of {{tp}} (before: {{previous}}).',
  },
  OffsetRemoved: {
    deleted: 'Group {{group}} has no committed offset for {{tp}} any more: it was deleted.',
    expired: 'Group {{group}} has no committed offset for {{tp}} any more: nobody had used it for offsets.retention.minutes.',
  },
  CommitFailed: '{{node}} could not commit for group {{group}}: {{error}}.',
  CoordinatorFound: '{{node}} found the coordinator of group {{group}}: broker {{broker}}.',
  CoordinatorLoaded: 'Broker {{broker}} read __consumer_offsets and now coordinates group {{group}}.',
} as const;
