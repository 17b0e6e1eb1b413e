/** One sentence for each fact, at most 25 words: narration, what-changed line, announcement and event table say the same. Parameters: see factKey.ts. */
import groups from '#app/i18n/en/facts-groups.ts';
import share from '#app/i18n/en/facts-share.ts';

export default {
  CommandRun: 'Command given: {{command}}',
  CommandFailed: 'The command {{command}} could not be carried out: {{message}}',
  ProcessStarted: '{{node}} started.',
  ProcessKilled: '{{node}} was killed: it stops at once and its connections close.',
  ProcessStopping: '{{node}} was asked to stop and is shutting down.',
  ProcessExited: '{{node}} has exited.',
  ProcessPaused: '{{node}} is paused: it does nothing, and what arrives waits.',
  ProcessResumed: '{{node}} runs again and handles what waited.',
  NetworkDisconnected: '{{node}} is cut off from the network: nothing gets in or out.',
  NetworkConnected: '{{node}} is back on the network.',
  LinksDisturbed: {
    cut: 'Nothing of that kind gets from {{from}} to {{to}} any more.',
    isolate: '{{from}} can no longer talk with {{to}}, in either direction.',
    split: 'The network falls apart: nodes reach only those of their own group, {{from}}.',
    delay: 'Messages from {{from}} to {{to}} are late now.',
    reorder: 'Messages from {{from}} to {{to}} overtake each other now, except on the same connection.',
    drop: 'Messages from {{from}} to {{to}} get lost now.',
    duplicate: 'The connection from {{from}} to {{to}} will break in place of an answer, so that the request is sent again.',
    throttle: 'The link from {{from}} to {{to}} carries only so many bytes a second now.',
    clog: '{{from}} is clogged: what is sent to it or by it waits until that heals.',
  },
  ConnectionsReset: 'The connections between {{from}} and {{to}} were reset: what was in flight has an unknown outcome.',
  MetadataFrozen: '{{node}} hears only old metadata from now on.',
  CpuSlowed: '{{node}} is {{factor}} times slower: what reaches it waits its turn.',
  ClockSkewed: {
    right: 'The wall clock of {{node}} is right.',
    wrong: 'The wall clock of {{node}} is now off by {{skewMs}} ms.',
  },
  TimersLate: 'Timers of {{node}} fire up to {{percent}} % late.',
  TiesShuffled: 'What happens at the same instant now happens in an order drawn from seed {{seed}}.',
  ContainerRemoved: 'The container {{node}} is removed and will not come back.',
  FaultsHealed: 'Healed: {{faults}}.',

  BrokerStateChanged: 'Broker {{broker}} went from {{from}} to {{to}}.',
  BrokerRegistered: 'Broker {{broker}} registered with the controller, broker epoch {{brokerEpoch}}. It starts fenced.',
  BrokerFenced: {
    registration: 'Broker {{broker}} stays fenced until it has caught up with the metadata log.',
    'session-timeout': 'No heartbeat from broker {{broker}} for broker.session.timeout.ms: the controller fenced it.',
    shutdown: 'Broker {{broker}} is shutting down: the controller fenced it.',
  },
  BrokerUnfenced: 'Broker {{broker}} caught up with the metadata log: the controller unfenced it.',
  ControllerElected: '{{node}} is the active controller, epoch {{epoch}}.',
  ControllerResigned: {
    shutdown: '{{node}} is shutting down and resigns as active controller of epoch {{epoch}}.',
    'check-quorum': 'No majority of voters fetched from {{node}} in time: it resigns as active controller of epoch {{epoch}}.',
    deposed: 'A newer epoch has begun: {{node}} is no longer the active controller of epoch {{epoch}}.',
  },
  QuorumStateChanged: 'In the quorum, {{node}} went from {{from}} to {{to}}, epoch {{epoch}}.',
  VoteGranted: {
    vote: '{{node}} votes for {{candidate}} in epoch {{epoch}}. It can vote only once in an epoch.',
    'pre-vote': '{{node}} would vote for {{candidate}} (pre-vote): no leader answers it, and that log is long enough.',
  },
  MetadataHighWatermarkAdvanced: 'A majority holds the metadata log up to offset {{to}}: {{node}} moved its high watermark there from {{from}}.',
  MetadataLogTruncated: '{{node}} cut its metadata log from offset {{from}} back to {{to}}: the leader does not have these entries.',
  MetadataSnapshotWritten: {
    bytes: '{{node}} wrote a snapshot of the metadata up to offset {{endOffset}}: enough bytes had been committed since the last one.',
    time: '{{node}} wrote a snapshot of the metadata up to offset {{endOffset}}: metadata.log.max.snapshot.interval.ms had passed.',
  },
  MetadataSnapshotLoaded: '{{node}} loaded a snapshot of the metadata up to offset {{endOffset}}, because the log of the leader begins too late for it.',
  MetadataLogStartAdvanced: 'The metadata log of {{node}} begins at offset {{to}} now: what stood before is in a snapshot.',
  QuorumDiskLost: 'The disk of {{node}} is lost, and with it whom it voted for. Entries left of its metadata log: {{kept}}.',
  EnsembleStateChanged: {
    LOOKING: 'ZooKeeper server {{node}} has no leader to follow: it looks for one.',
    FOLLOWING: 'ZooKeeper server {{node}} follows the leader that was elected.',
    LEADING: 'ZooKeeper server {{node}} was elected leader of the ensemble.',
  },
  EnsembleLeaderElected: '{{node}} leads the ensemble in epoch {{epoch}}: a quorum has its log, and clients are served.',
  SessionEstablished: '{{node}} has a ZooKeeper session.',
  SessionExpired: 'ZooKeeper has not heard of {{node}} for its session timeout: the session is over, and its ephemeral znodes go.',
  SessionClosed: '{{node}} closed its ZooKeeper session; its ephemeral znodes go with it.',
  SessionLost: '{{node}} learns that its ZooKeeper session has expired.',
  ZnodeCreated: {
    ephemeral: '{{node}} created the ephemeral znode {{path}}.',
    persistent: '{{node}} created the znode {{path}}.',
  },
  ZnodeChanged: '{{node}} wrote the znode {{path}}, now version {{version}}.',
  ZnodeDeleted: 'The znode {{path}} is gone.',
  BrokerJoined: 'Broker {{broker}} registered itself in /brokers/ids, broker epoch {{brokerEpoch}}.',
  BrokerUnregistered: 'Broker {{broker}} is no longer in /brokers/ids: for the controller it is dead.',
  PartitionStateChanged: 'For the controller {{tp}} went from {{from}} to {{to}}.',
  StateChangeFailed: 'The controller could not take {{tp}} from {{from}} to {{to}}: ZooKeeper answered {{error}}. For this controller it stays as it is.',
  ReplicaStateChanged: 'For the controller the replica of {{tp}} on broker {{broker}} went from {{from}} to {{to}}.',
  RegistrationRefused: 'Broker {{broker}} could not register: {{path}} still belongs to the session of its earlier process. It exits.',
  LeaderAndIsrReceived: 'Broker {{broker}} took over LeaderAndIsr from controller {{controller}}, controller epoch {{controllerEpoch}}.',
  ControlRequestRefused: {
    epoch: 'Broker {{broker}} refused {{request}} from broker {{controller}}: controller epoch {{controllerEpoch}} is older than {{known}}.',
    broker: 'Broker {{broker}} refused {{request}} from broker {{controller}}: it was meant for an earlier life of the broker.',
  },
  TopicCreated: {
    one: 'Topic {{topic}} was created with {{partitions}} partition, replication factor {{replicationFactor}}.',
    many: 'Topic {{topic}} was created with {{partitions}} partitions, replication factor {{replicationFactor}}.',
  },
  TopicDeleted: 'Topic {{topic}} was deleted.',
  LeaderElected: {
    isr: 'Broker {{leader}} now leads {{tp}}, epoch {{leaderEpoch}}: the first live ISR member in assignment order.',
    elr: 'Broker {{leader}} now leads {{tp}}, epoch {{leaderEpoch}}: an eligible leader replica (ELR), so it holds every committed record.',
    unclean: 'Unclean election: broker {{leader}} was not in sync, yet now leads {{tp}}, epoch {{leaderEpoch}}. Committed records may be lost.',
    preferred: 'The preferred leader, broker {{leader}}, leads {{tp}} again, epoch {{leaderEpoch}}.',
    reassignment: 'The reassignment of {{tp}} is done: broker {{leader}}, the first of its new replicas in sync, leads it, epoch {{leaderEpoch}}.',
    kept: 'Broker {{leader}} goes on leading {{tp}}, in a new leader epoch {{leaderEpoch}}: the set of replicas has changed.',
    created: 'Broker {{leader}} leads the new partition {{tp}}, epoch {{leaderEpoch}}.',
    none: 'No eligible replica of {{tp}} is alive: the partition has no leader and is offline.',
  },
  IsrShrunk: {
    leader: {
      one: 'Broker {{removed}} was behind for too long: the ISR of {{tp}} shrank to {{isr}}.',
      many: 'Brokers {{removed}} were behind for too long: the ISR of {{tp}} shrank to {{isr}}.',
    },
    controller: {
      one: 'The controller took broker {{removed}} out of the ISR of {{tp}}, which is now {{isr}}.',
      many: 'The controller took brokers {{removed}} out of the ISR of {{tp}}, which is now {{isr}}.',
    },
  },
  IsrExpanded: {
    one: 'Broker {{added}} joined the ISR of {{tp}}, which is now {{isr}}.',
    many: 'Brokers {{added}} joined the ISR of {{tp}}, which is now {{isr}}.',
  },
  ElrChanged: {
    none: '{{tp}} has no eligible leader replicas any more.',
    some: 'Eligible leader replicas of {{tp}} are now {{elr}}: out of the ISR, yet they hold every committed record.',
  },
  LeaderRecoveryChanged: {
    RECOVERING: '{{tp}} is RECOVERING: its leader was elected unclean and may lack committed records.',
    RECOVERED: 'The leader of {{tp}} has said that it recovered from the unclean election.',
  },
  PartitionsAdded: 'Topic {{topic}} grew by {{count}} to {{partitions}} partitions: old records stay where they are, and keys may go to other partitions.',
  ReassignmentStarted: {
    moves: 'Reassignment of {{tp}} began: brokers {{adding}} copy it, and {{removing}} stay until all new replicas are in sync.',
    adds: 'Reassignment of {{tp}} began: brokers {{adding}} copy it.',
    removes: 'Reassignment of {{tp}} began: {{removing}} will go once the others are in sync.',
  },
  ReassignmentCompleted: {
    moved: 'Reassignment of {{tp}} is complete: its replicas are {{replicas}}, and {{removed}} may delete their logs.',
    ordered: 'Reassignment of {{tp}} is complete: its replicas are {{replicas}}.',
  },
  ReassignmentCancelled: 'Reassignment of {{tp}} was cancelled: its replicas are {{replicas}} again.',
  ConfigChanged: {
    topic: { set: '{{key}} of topic {{name}} is now {{value}}.', removed: '{{key}} of topic {{name}} falls back to the default of the brokers.' },
    broker: { set: '{{key}} of broker {{name}} is now {{value}}, without a restart.', removed: '{{key}} of broker {{name}} falls back.' },
    group: { set: '{{key}} of group {{name}} is now {{value}}.', removed: '{{key}} of group {{name}} falls back to the default of the brokers.' },
    brokers: { set: '{{key}} of all brokers is now {{value}}, without a restart.', removed: '{{key}} of all brokers falls back to their files.' },
  },
  LogDeletionScheduled: 'Broker {{broker}} gives up its replica of {{tp}}: the directory is now {{directory}} and goes after file.delete.delay.ms.',
  LogDeleted: 'Broker {{broker}} deleted the directory {{directory}}.',
  IsrChangeRequested: 'Leader broker {{broker}} asks the controller for the ISR {{isr}} of {{tp}} (AlterPartition).',
  BelowMinIsr: '{{tp}} has fewer in-sync replicas than min.insync.replicas={{minInsyncReplicas}}: acks=all is refused and the high watermark stands still.',
  MetadataApplied: 'Broker {{broker}} applied the metadata log up to offset {{offset}}.',

  BecameLeader: 'Broker {{broker}} starts to lead {{tp}} in epoch {{leaderEpoch}}; its log ends at offset {{logEndOffset}}.',
  BecameFollower: 'Broker {{broker}} now follows broker {{leader}} for {{tp}}, epoch {{leaderEpoch}}.',
  RecordsAppended: {
    leader: {
      one: 'Leader broker {{broker}} appended offset {{offsets}} to {{tp}}.',
      many: 'Leader broker {{broker}} appended offsets {{offsets}} to {{tp}}.',
    },
    follower: {
      one: 'Follower broker {{broker}} fetched and appended offset {{offsets}} of {{tp}}.',
      many: 'Follower broker {{broker}} fetched and appended offsets {{offsets}} of {{tp}}.',
    },
    marker: {
      COMMIT: 'Leader broker {{broker}} appended a COMMIT marker at offset {{offsets}} of {{tp}}.',
      ABORT: 'Leader broker {{broker}} appended an ABORT marker at offset {{offsets}} of {{tp}}.',
    },
  },
  HighWatermarkAdvanced: {
    leader: 'The high watermark of {{tp}} rose from {{from}} to {{to}}: every in-sync replica has the records below it.',
    follower: 'Broker {{broker}} learned from its leader that the high watermark of {{tp}} is {{to}}.',
  },
  HighWatermarkLowered: 'On broker {{broker}} the high watermark of {{tp}} went back from {{from}} to {{to}}.',
  LogTruncated: {
    one: 'Broker {{broker}} cut its log of {{tp}} back to {{to}}: its record at offset {{offsets}} is gone.',
    many: 'Broker {{broker}} cut its log of {{tp}} back to {{to}}: its records at offsets {{offsets}} are gone.',
  },
  ReplicationThrottled: {
    leader: 'Broker {{broker}} has sent its {{bytesPerSecond}} B/s of throttled replicas: broker {{follower}} waits for records of {{tp}}.',
    follower: 'Broker {{broker}} has taken its {{bytesPerSecond}} B/s of throttled replicas: it does not fetch {{tp}} for now.',
  },
  ReplicaFellBehind: {
    one: 'Broker {{broker}} is {{lagRecords}} record behind the leader of {{tp}}.',
    many: 'Broker {{broker}} is {{lagRecords}} records behind the leader of {{tp}}.',
  },

  SegmentRolled: {
    size: 'Broker {{broker}} closed a full segment of {{tp}}; the new active segment begins at offset {{baseOffset}}.',
    time: 'Broker {{broker}} closed a segment of {{tp}} that is older than segment.ms by record time; the next begins at offset {{baseOffset}}.',
    index: 'Broker {{broker}} closed a segment of {{tp}} whose index is full; the next begins at offset {{baseOffset}}.',
    offsets: 'Broker {{broker}} closed a segment of {{tp}} that spans too many offsets; the next begins at offset {{baseOffset}}.',
    retention: 'The active segment of {{tp}} on broker {{broker}} has expired too: it was closed at offset {{baseOffset}}, so that it can go.',
  },
  SegmentsDeleted: {
    'log-start': {
      one: 'Broker {{broker}} deleted a segment of {{tp}} that lay below the log start offset.',
      many: 'Broker {{broker}} deleted segments of {{tp}} that lay below the log start offset.',
    },
    size: {
      one: 'Broker {{broker}} deleted the oldest segment of {{tp}}: more than retention.bytes is left without it.',
      many: 'Broker {{broker}} deleted the oldest segments of {{tp}}: more than retention.bytes is left without them.',
    },
    time: {
      one: 'Broker {{broker}} deleted the oldest segment of {{tp}}: its newest record is older than retention.ms.',
      many: 'Broker {{broker}} deleted the oldest segments of {{tp}}: their newest records are older than retention.ms.',
    },
  },
  LogStartOffsetAdvanced: {
    'segment-deletion': 'The log of {{tp}} on broker {{broker}} now starts at offset {{to}}: older segments are gone.',
    'delete-records': 'DeleteRecords: the log of {{tp}} on leader broker {{broker}} now starts at offset {{to}}.',
    leader: 'Broker {{broker}} learnt from the leader that {{tp}} now starts at offset {{to}}.',
  },
  LogCleaned: {
    none: 'The log cleaner on broker {{broker}} went over {{tp}} up to offset {{to}} and kept every record.',
    one: 'The log cleaner on broker {{broker}} compacted {{tp}} up to offset {{to}}: one record with a newer one for its key is gone.',
    many: 'The log cleaner on broker {{broker}} compacted {{tp}} up to offset {{to}}: {{count}} records are gone, offsets stay.',
  },
  LogsLoaded: {
    clean: 'Broker {{broker}} opened its logs after a clean shutdown: nothing to recover.',
    unclean: 'Broker {{broker}} found no clean-shutdown file and checks its logs from their recovery points on.',
  },
  LogTailLost: {
    'power-loss': {
      one: 'Broker {{broker}} had not flushed offset {{offsets}} of {{tp}}: it is gone with the power.',
      many: 'Broker {{broker}} had not flushed offsets {{offsets}} of {{tp}}: they are gone with the power.',
    },
    'bad-batch': {
      one: 'Recovery met a bad batch: broker {{broker}} cut offset {{offsets}} off {{tp}}.',
      many: 'Recovery met a bad batch: broker {{broker}} cut offsets {{offsets}} off {{tp}}.',
    },
    wiped: {
      one: 'Offset {{offsets}} of {{tp}} went with the disk of broker {{broker}}.',
      many: 'Offsets {{offsets}} of {{tp}} went with the disk of broker {{broker}}.',
    },
  },
  PowerLost: 'The machine of {{node}} lost power: memory and page cache are gone, only flushed data is left.',
  DiskWiped: 'Broker {{broker}} lost its data directory: it comes back with empty logs and the same id.',
  DiskFilled: 'The disk of broker {{broker}} is full: its next write fails.',
  DiskSlowed: 'Every write of broker {{broker}} now takes {{latencyMs}} ms.',
  FsyncLied: 'The disk of broker {{broker}} now says that it flushed, and does not.',
  DiskHealed: {
    'disk-full': 'The disk of broker {{broker}} has room again.',
    'slow-disk': 'The disk of broker {{broker}} is fast again.',
    'lying-fsync': 'The disk of broker {{broker}} flushes again when it says so.',
  },
  CheckpointsLost: 'Broker {{broker}} lost {{files}}.',
  BatchCorrupted: 'Bits rotted on broker {{broker}}: its batch at {{offsets}} of {{tp}} no longer matches its checksum.',
  TailTorn: 'Broker {{broker}} died in the middle of a write: its last batch of {{tp}}, at {{offsets}}, is only half there.',
  LogDirFailed: 'Broker {{broker}} could not write to its only log directory ({{cause}}) and halts.',

  RecordSent: {
    key: '{{node}} called send() with key {{key}}: the record goes to {{tp}}.',
    noKey: '{{node}} called send() without a key: the record goes to {{tp}}.',
  },
  BatchSent: {
    one: '{{node}} sent a batch of {{records}} record to {{tp}}, acks={{acks}}.',
    many: '{{node}} sent a batch of {{records}} records to {{tp}}, acks={{acks}}.',
  },
  RecordsAcknowledged: {
    none: {
      one: '{{node}} counts {{records}} record as sent: with acks=0 nobody answers.',
      many: '{{node}} counts {{records}} records as sent: with acks=0 nobody answers.',
    },
    leader: {
      one: '{{node}} was told that offset {{offsets}} of {{tp}} is written: by the leader alone (acks=1).',
      many: '{{node}} was told that offsets {{offsets}} of {{tp}} are written: by the leader alone (acks=1).',
      duplicate: '{{node}} was told that {{records}} of its records are already in {{tp}}.',
    },
    all: {
      one: '{{node}} was told that offset {{offsets}} of {{tp}} is on every in-sync replica (acks=all).',
      many: '{{node}} was told that offsets {{offsets}} of {{tp}} are on every in-sync replica (acks=all).',
      duplicate: '{{node}} was told that {{records}} of its records are already in {{tp}}.',
    },
  },
  SendRetried: {
    one: '{{node}} got {{error}} and sends {{records}} record to {{tp}} again.',
    many: '{{node}} got {{error}} and sends {{records}} records to {{tp}} again.',
  },
  SendFailed: {
    one: '{{node}} gave up {{records}} record for {{tp}}: {{error}}.',
    many: '{{node}} gave up {{records}} records for {{tp}}: {{error}}.',
  },
  DuplicateRefused: {
    one: 'Broker {{broker}} already has this batch for {{tp}}: it appended nothing and answered with offset {{baseOffset}}.',
    many: 'Broker {{broker}} already has this batch of {{records}} for {{tp}}: it appended nothing and answered with offset {{baseOffset}}.',
  },
  ProduceRefused: {
    one: 'Broker {{broker}} refused {{records}} record for {{tp}}: {{error}}.',
    many: 'Broker {{broker}} refused {{records}} records for {{tp}}: {{error}}.',
  },
  MetadataRefreshed: '{{node}} refreshed its metadata.',

  TransactionStateChanged: {
    Empty: 'Transactional id {{transactionalId}} has producer id {{producerId}}, epoch {{producerEpoch}}.',
    Renewed: 'Transactional id {{transactionalId}} has epoch {{producerEpoch}} now: whoever wrote with an older one is fenced.',
    Ongoing: {
      one: 'The transaction of {{transactionalId}} is open in partition {{partitions}} (Ongoing).',
      many: 'The transaction of {{transactionalId}} is open in partitions {{partitions}} (Ongoing).',
    },
    PrepareCommit: 'It is decided: the transaction of {{transactionalId}} will be committed (PrepareCommit).',
    PrepareAbort: 'It is decided: the transaction of {{transactionalId}} will be aborted (PrepareAbort).',
    CompleteCommit: 'Every partition has its marker: the transaction of {{transactionalId}} is committed (CompleteCommit).',
    CompleteAbort: 'Every partition has its marker: the transaction of {{transactionalId}} is aborted (CompleteAbort).',
    PrepareEpochFence: 'The coordinator fences the producer of {{transactionalId}} (PrepareEpochFence).',
    Dead: 'Transactional id {{transactionalId}} has not been used for long and is forgotten (Dead).',
  },
  TransactionTimedOut: 'The transaction of {{transactionalId}} has been open for more than {{timeoutMs}} ms: its coordinator, broker {{broker}}, aborts it.',
  TransactionCoordinatorLoaded: 'Broker {{broker}} read from the log what it must know of {{transactionalId}}, and coordinates it now.',
  TransactionMarkerWritten: {
    COMMIT: 'Broker {{broker}} wrote the COMMIT marker of producer {{producerId}} at offset {{offset}} of {{tp}}.',
    ABORT:
      'Broker {{broker}} wrote the ABORT marker of producer {{producerId}} at offset {{offset}} of {{tp}}: what it ends is not for read_committed consumers.',
  },
  TransactionsInitialized: '{{node}} called initTransactions(): {{transactionalId}} is producer {{producerId}}, epoch {{producerEpoch}}.',
  TransactionBegun: '{{node}} began a transaction.',
  TransactionEnded: {
    committed: {
      one: '{{node}} committed its transaction of {{records}} record.',
      many: '{{node}} committed its transaction of {{records}} records.',
    },
    aborted: {
      one: '{{node}} aborted its transaction of {{records}} record.',
      many: '{{node}} aborted its transaction of {{records}} records.',
    },
  },
  TransactionFailed: {
    fatal: '{{node}} must give up as a producer: {{error}}.',
    abortable: '{{node}} can only abort its transaction now: {{error}}.',
  },
  ProducersExpired: 'Broker {{broker}} forgot idle producers of {{tp}} (id {{producerIds}}): it would not recognise what they sent before.',
  OffsetsSentToTransaction: '{{node}} put offsets of group {{group}} into its transaction ({{tps}} up to {{offsets}}): they count when it is committed.',

  ...groups,
  ...share,
  LagStatusChanged: '{{node}} says {{to}} of group {{group}}, where it said {{from}}: {{lagRecords}} records behind.',
  MessagePublished: '{{node}} publishes {{id}} to {{queue}}.',
  MessageQueued: '{{queue}} has {{id}} in its queue.',
  MessageDelivered: {
    first: '{{queue}} hands {{id}} to {{node}}.',
    again: '{{queue}} hands {{id}} to {{node}}, and says that it was delivered before.',
  },
  MessageProcessed: {
    first: '{{node}} has done its work for {{id}}.',
    again: '{{node}} has done its work for {{id}}, which may have been done before.',
  },
  MessageDeleted: '{{queue}} deletes {{id}}: nobody can read it again.',
  MessagesRequeued: 'What {{node}} had not acknowledged is in the queue again, where it was. Messages: {{records}}.',
  MessagesLost: '{{queue}} had its messages in memory only, and they are lost: {{records}}.',
  LinesRead: {
    one: '{{connector}} read a line of {{file}}: it stands at position {{position}} now.',
    many: '{{connector}} read {{count}} lines of {{file}}: it stands at position {{position}} now.',
  },
  SourceOffsetStored: '{{node}} stored the offset of {{connector}}: after a restart it goes on in {{file}} at position {{position}}.',
  LinesWritten: {
    one: '{{connector}} appended a line to {{file}}.',
    many: '{{connector}} appended {{count}} lines to {{file}}.',
  },
  StoreRestored: '{{node}} restored the store of task {{task}} from its changelog. Records read: {{records}}.',

  OutputPrinted: {
    line: '{{node}} printed: {{line}}',
    blank: '{{node}} printed an empty line.',
  },
  ToolExited: {
    ok: 'The command of {{node}} is done.',
    failed: 'The command of {{node}} failed with exit code {{code}}.',
  },
} as const;
