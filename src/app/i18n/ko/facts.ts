/** 사실 하나에 문장 하나. 내레이션, "무엇이 바뀌었나", 스크린 리더 알림, 이벤트 표가 모두 같은 문장을 쓴다. 매개변수는 factKey.ts 참고. */
import groups from '#app/i18n/ko/facts-groups.ts';
import share from '#app/i18n/ko/facts-share.ts';

export default {
  CommandRun: '명령 실행: {{command}}',
  CommandFailed: '명령 {{command}}(을)를 실행하지 못했습니다: {{message}}',
  ProcessStarted: '{{node}}(이)가 시작됐습니다.',
  ProcessKilled: '{{node}}(이)가 강제 종료됐습니다. 그 자리에서 멈추고 연결이 모두 끊깁니다.',
  ProcessStopping: '{{node}}(이)가 종료 요청을 받고 정리하는 중입니다.',
  ProcessExited: '{{node}}(이)가 종료됐습니다.',
  ProcessPaused: '{{node}}(이)가 일시 정지됐습니다. 아무 일도 하지 않고, 도착한 메시지는 기다립니다.',
  ProcessResumed: '{{node}}(이)가 다시 움직이며 밀린 메시지를 처리합니다.',
  NetworkDisconnected: '{{node}}(이)가 네트워크에서 끊겼습니다. 아무것도 들어오거나 나가지 못합니다.',
  NetworkConnected: '{{node}}(이)가 네트워크에 다시 연결됐습니다.',
  LinksDisturbed: {
    cut: '이제 {{from}}에서 {{to}}(으)로 가는 그런 메시지는 도착하지 않습니다.',
    isolate: '{{from}}(과)와 {{to}} 사이가 양방향 모두 끊겼습니다.',
    split: '네트워크가 갈라졌습니다. 같은 묶음({{from}})에 있는 노드끼리만 통합니다.',
    delay: '이제 {{from}}에서 {{to}}(으)로 가는 메시지가 늦게 도착합니다.',
    reorder: '이제 {{from}}에서 {{to}}(으)로 가는 메시지의 순서가 뒤바뀝니다. 같은 연결 안에서는 순서를 지킵니다.',
    drop: '이제 {{from}}에서 {{to}}(으)로 가는 메시지가 사라집니다.',
    duplicate: '{{from}}에서 {{to}}(으)로 보낸 요청의 응답 대신 연결이 끊깁니다. 그래서 같은 요청을 다시 보내게 됩니다.',
    throttle: '이제 {{from}}에서 {{to}}(으)로 초당 보낼 수 있는 바이트가 제한됩니다.',
    clog: '{{from}}(이)가 막혔습니다. 오가는 메시지가 풀릴 때까지 기다립니다.',
  },
  ConnectionsReset: '{{from}}(과)와 {{to}} 사이의 연결이 리셋됐습니다. 전송 중이던 요청의 결과는 알 수 없습니다.',
  MetadataFrozen: '{{node}}(은)는 이제부터 옛 메타데이터(metadata)만 듣습니다.',
  CpuSlowed: '{{node}}의 처리가 {{factor}}배 느려졌습니다. 도착한 메시지가 차례를 기다립니다.',
  ClockSkewed: {
    right: '{{node}}의 시계가 맞습니다.',
    wrong: '{{node}}의 시계가 이제 {{skewMs}} ms 어긋나 있습니다.',
  },
  TimersLate: '{{node}}의 타이머가 최대 {{percent}}%까지 늦게 울립니다.',
  TiesShuffled: '같은 순간의 일은 이제 시드 {{seed}}에서 뽑은 순서로 일어납니다.',
  ContainerRemoved: '컨테이너 {{node}}(이)가 삭제됐습니다. 돌아오지 않습니다.',
  FaultsHealed: '회복: {{faults}}.',

  BrokerStateChanged: '브로커 {{broker}}의 상태가 {{from}}에서 {{to}}(으)로 바뀌었습니다.',
  BrokerRegistered: '브로커 {{broker}}(이)가 컨트롤러에 등록했습니다. 브로커 에포크는 {{brokerEpoch}}, 처음에는 격리(fenced) 상태입니다.',
  BrokerFenced: {
    registration: '브로커 {{broker}}(은)는 메타데이터 로그를 따라잡을 때까지 격리(fenced) 상태입니다.',
    'session-timeout': '브로커 {{broker}}의 하트비트가 broker.session.timeout.ms 동안 없어 컨트롤러가 격리(fence)했습니다.',
    shutdown: '브로커 {{broker}}(이)가 종료하는 중이라 컨트롤러가 격리(fence)했습니다.',
  },
  BrokerUnfenced: '브로커 {{broker}}(이)가 메타데이터 로그를 따라잡아 컨트롤러가 격리를 풀었습니다.',
  ControllerElected: '{{node}}(이)가 액티브 컨트롤러입니다. 에포크 {{epoch}}.',
  ControllerResigned: {
    shutdown: '{{node}}(이)가 종료하면서 epoch {{epoch}}의 활성 컨트롤러에서 물러납니다.',
    'check-quorum': '{{node}}에서 제때 fetch한 voter가 과반이 되지 않아 epoch {{epoch}}의 활성 컨트롤러에서 물러납니다.',
    deposed: '더 새로운 epoch이 시작되어 {{node}}(은)는 이제 epoch {{epoch}}의 활성 컨트롤러가 아닙니다.',
  },
  QuorumStateChanged: 'quorum에서 {{node}}의 상태가 {{from}}에서 {{to}}(으)로 바뀌었습니다(epoch {{epoch}}).',
  VoteGranted: {
    vote: '{{node}}(이)가 epoch {{epoch}}에서 {{candidate}}에 투표했습니다. 한 epoch에서 한 번만 투표할 수 있습니다.',
    'pre-vote': '{{node}}(이)가 {{candidate}}에 사전 투표(pre-vote)로 동의했습니다. 응답하는 리더가 없고 로그도 충분히 길기 때문입니다.',
  },
  MetadataHighWatermarkAdvanced: '과반이 메타데이터 로그를 오프셋 {{to}}까지 가졌으므로 {{node}}(이)가 high watermark를 {{from}}에서 그곳으로 옮겼습니다.',
  MetadataLogTruncated: '{{node}}(이)가 메타데이터 로그를 오프셋 {{from}}에서 {{to}}까지 잘라 냈습니다. 리더에게 없는 항목이기 때문입니다.',
  MetadataSnapshotWritten: {
    bytes: '{{node}}(이)가 오프셋 {{endOffset}}까지의 메타데이터를 스냅샷으로 남깁니다. 지난 스냅샷 뒤로 커밋된 바이트가 충분히 쌓였습니다.',
    time: '{{node}}(이)가 오프셋 {{endOffset}}까지의 메타데이터를 스냅샷으로 남깁니다. metadata.log.max.snapshot.interval.ms가 지났습니다.',
  },
  MetadataSnapshotLoaded: '리더의 로그가 너무 뒤에서 시작해 {{node}}(이)가 오프셋 {{endOffset}}까지의 메타데이터 스냅샷을 받아 읽었습니다.',
  MetadataLogStartAdvanced: '{{node}}의 메타데이터 로그가 이제 오프셋 {{to}}에서 시작합니다. 그 앞은 스냅샷에 있습니다.',
  QuorumDiskLost: '{{node}}의 디스크와 투표 기록이 사라졌습니다. 메타데이터 로그에 남은 항목 수: {{kept}}.',
  EnsembleStateChanged: {
    LOOKING: 'ZooKeeper 서버 {{node}}(이)가 따를 리더가 없어 리더를 찾습니다.',
    FOLLOWING: 'ZooKeeper 서버 {{node}}(이)가 선출된 리더를 따릅니다.',
    LEADING: 'ZooKeeper 서버 {{node}}(이)가 앙상블의 리더로 선출됐습니다.',
  },
  EnsembleLeaderElected: '{{node}}(이)가 에포크 {{epoch}}에서 앙상블을 이끕니다. 과반이 같은 로그를 가져 클라이언트를 받습니다.',
  SessionEstablished: '{{node}}(이)가 ZooKeeper 세션을 얻었습니다.',
  SessionExpired: '{{node}}의 소식이 세션 타임아웃 동안 없었습니다. ZooKeeper가 세션을 끝내고 임시(ephemeral) znode를 지웁니다.',
  SessionClosed: '{{node}}(이)가 ZooKeeper 세션을 닫았습니다. 임시(ephemeral) znode도 함께 사라집니다.',
  SessionLost: '{{node}}(이)가 자기 ZooKeeper 세션이 만료된 것을 알게 됩니다.',
  ZnodeCreated: {
    ephemeral: '{{node}}(이)가 임시(ephemeral) znode {{path}}(을)를 만들었습니다.',
    persistent: '{{node}}(이)가 znode {{path}}(을)를 만들었습니다.',
  },
  ZnodeChanged: '{{node}}(이)가 znode {{path}}(을)를 써서 버전이 {{version}}(이)가 됐습니다.',
  ZnodeDeleted: 'znode {{path}}(이)가 사라졌습니다.',
  BrokerJoined: '브로커 {{broker}}(이)가 /brokers/ids에 등록했습니다. 브로커 에포크는 {{brokerEpoch}}입니다.',
  BrokerUnregistered: '브로커 {{broker}}(이)가 /brokers/ids에서 사라졌습니다. 컨트롤러에게는 죽은 브로커입니다.',
  PartitionStateChanged: '컨트롤러가 보는 {{tp}}의 상태가 {{from}}에서 {{to}}(으)로 바뀌었습니다.',
  StateChangeFailed:
    '컨트롤러가 {{tp}}의 상태를 {{from}}에서 {{to}}(으)로 바꾸지 못했습니다. ZooKeeper가 {{error}}(으)로 답했습니다. 이 컨트롤러에게는 그대로 남습니다.',
  ReplicaStateChanged: '컨트롤러가 보는 브로커 {{broker}}의 {{tp}} 레플리카 상태가 {{from}}에서 {{to}}(으)로 바뀌었습니다.',
  RegistrationRefused: '브로커 {{broker}}(이)가 등록하지 못했습니다. {{path}}(이)가 아직 이전 프로세스의 세션에 속합니다. 프로세스가 종료합니다.',
  LeaderAndIsrReceived: '브로커 {{broker}}(이)가 컨트롤러 {{controller}}의 LeaderAndIsr을 반영했습니다. 컨트롤러 에포크는 {{controllerEpoch}}입니다.',
  ControlRequestRefused: {
    epoch:
      '브로커 {{broker}}(이)가 브로커 {{controller}}의 {{request}}(을)를 거절했습니다. 컨트롤러 에포크 {{controllerEpoch}}(이)가 {{known}}보다 오래됐습니다.',
    broker: '브로커 {{broker}}(이)가 브로커 {{controller}}의 {{request}}(을)를 거절했습니다. 이 브로커의 이전 생애에 보낸 요청입니다.',
  },
  TopicCreated: {
    one: '토픽 {{topic}}(이)가 만들어졌습니다. 파티션 {{partitions}}개, 복제 계수 {{replicationFactor}}.',
    many: '토픽 {{topic}}(이)가 만들어졌습니다. 파티션 {{partitions}}개, 복제 계수 {{replicationFactor}}.',
  },
  TopicDeleted: '토픽 {{topic}}(이)가 삭제됐습니다.',
  LeaderElected: {
    isr: '브로커 {{leader}}(이)가 {{tp}}의 새 리더입니다(에포크 {{leaderEpoch}}). 할당 순서에서 살아 있는 첫 ISR 멤버입니다.',
    elr: '브로커 {{leader}}(이)가 {{tp}}의 새 리더입니다(에포크 {{leaderEpoch}}). ELR이라 커밋된 레코드를 모두 갖고 있습니다.',
    unclean: '언클린 선출: 동기화되지 않은 브로커 {{leader}}(이)가 {{tp}}의 리더가 됐습니다(에포크 {{leaderEpoch}}). 커밋된 레코드가 사라질 수 있습니다.',
    preferred: '선호 리더인 브로커 {{leader}}(이)가 다시 {{tp}}의 리더가 됐습니다(에포크 {{leaderEpoch}}).',
    reassignment: '{{tp}}의 재할당이 끝났습니다. 새 복제본 중 동기화된 첫 브로커 {{leader}}(이)가 리더입니다(에포크 {{leaderEpoch}}).',
    kept: '브로커 {{leader}}(이)가 {{tp}}의 리더를 계속 맡습니다. 복제본 집합이 바뀌어 새 리더 에포크 {{leaderEpoch}}(이)가 시작됩니다.',
    created: '브로커 {{leader}}(이)가 새 파티션 {{tp}}의 리더입니다(에포크 {{leaderEpoch}}).',
    none: '{{tp}}의 리더가 될 수 있는 복제본이 살아 있지 않습니다. 리더가 없어 파티션이 오프라인입니다.',
  },
  IsrShrunk: {
    leader: {
      one: '브로커 {{removed}}(이)가 너무 오래 뒤처져 {{tp}}의 ISR이 {{isr}}(으)로 줄었습니다.',
      many: '브로커 {{removed}}(이)가 너무 오래 뒤처져 {{tp}}의 ISR이 {{isr}}(으)로 줄었습니다.',
    },
    controller: {
      one: '컨트롤러가 {{tp}}의 ISR에서 브로커 {{removed}}(을)를 뺐습니다. 이제 ISR은 {{isr}}입니다.',
      many: '컨트롤러가 {{tp}}의 ISR에서 브로커 {{removed}}(을)를 뺐습니다. 이제 ISR은 {{isr}}입니다.',
    },
  },
  IsrExpanded: {
    one: '브로커 {{added}}(이)가 {{tp}}의 ISR에 들어왔습니다. 이제 ISR은 {{isr}}입니다.',
    many: '브로커 {{added}}(이)가 {{tp}}의 ISR에 들어왔습니다. 이제 ISR은 {{isr}}입니다.',
  },
  ElrChanged: {
    none: '{{tp}}에는 이제 ELR(eligible leader replicas)이 없습니다.',
    some: '{{tp}}의 ELR은 이제 {{elr}}입니다. ISR 밖이지만 커밋된 레코드를 모두 갖고 있습니다.',
  },
  LeaderRecoveryChanged: {
    RECOVERING: '{{tp}}(은)는 RECOVERING 상태입니다. 언클린 선출로 뽑힌 리더라 커밋된 레코드가 빠져 있을 수 있습니다.',
    RECOVERED: '{{tp}}의 리더가 언클린 선출에서 복구를 마쳤다고 알렸습니다.',
  },
  PartitionsAdded: '토픽 {{topic}}의 파티션이 {{count}}개 늘어 {{partitions}}개가 됐습니다. 기존 레코드는 그대로이고, 키가 다른 파티션으로 갈 수 있습니다.',
  ReassignmentStarted: {
    moves: '{{tp}}의 재할당(reassignment)이 시작됐습니다. 브로커 {{adding}}(이)가 복제하고, 새 복제본이 모두 동기화될 때까지 {{removing}}(은)는 남습니다.',
    adds: '{{tp}}의 재할당(reassignment)이 시작됐습니다. 브로커 {{adding}}(이)가 복제합니다.',
    removes: '{{tp}}의 재할당(reassignment)이 시작됐습니다. 나머지가 동기화되면 {{removing}}(이)가 빠집니다.',
  },
  ReassignmentCompleted: {
    moved: '{{tp}}의 재할당이 끝났습니다. 복제본은 {{replicas}}이고, {{removed}}(은)는 로그를 지워도 됩니다.',
    ordered: '{{tp}}의 재할당이 끝났습니다. 복제본은 {{replicas}}입니다.',
  },
  ReassignmentCancelled: '{{tp}}의 재할당이 취소됐습니다. 복제본은 다시 {{replicas}}입니다.',
  ConfigChanged: {
    topic: { set: '토픽 {{name}}의 {{key}} 값이 이제 {{value}}입니다.', removed: '토픽 {{name}}의 {{key}}(이)가 브로커 기본값으로 돌아갑니다.' },
    broker: {
      set: '브로커 {{name}}의 {{key}} 값이 재시작 없이 {{value}}(으)로 바뀌었습니다.',
      removed: '브로커 {{name}}의 {{key}}(이)가 기본값으로 돌아갑니다.',
    },
    group: { set: '그룹 {{name}}의 {{key}} 값이 이제 {{value}}입니다.', removed: '그룹 {{name}}의 {{key}}(이)가 브로커 기본값으로 돌아갑니다.' },
    brokers: {
      set: '모든 브로커의 {{key}} 값이 재시작 없이 {{value}}(으)로 바뀌었습니다.',
      removed: '모든 브로커의 {{key}}(이)가 설정 파일의 값으로 돌아갑니다.',
    },
  },
  LogDeletionScheduled: '브로커 {{broker}}(이)가 {{tp}}의 복제본을 내려놓습니다. 디렉터리는 {{directory}}(으)로 바뀌었고 file.delete.delay.ms 뒤에 지워집니다.',
  LogDeleted: '브로커 {{broker}}(이)가 디렉터리 {{directory}}(을)를 지웠습니다.',
  IsrChangeRequested: '리더 브로커 {{broker}}(이)가 {{tp}}의 ISR을 {{isr}}(으)로 바꿔 달라고 컨트롤러에 요청합니다(AlterPartition).',
  BelowMinIsr: '{{tp}}의 ISR이 min.insync.replicas={{minInsyncReplicas}}보다 적습니다. acks=all은 거절되고 하이 워터마크는 멈춥니다.',
  MetadataApplied: '브로커 {{broker}}(이)가 메타데이터 로그를 오프셋 {{offset}}까지 적용했습니다.',

  BecameLeader: '브로커 {{broker}}(이)가 에포크 {{leaderEpoch}}에서 {{tp}}의 리더를 맡습니다. 로그 끝은 오프셋 {{logEndOffset}}입니다.',
  BecameFollower: '브로커 {{broker}}(은)는 이제 {{tp}}에서 브로커 {{leader}}(을)를 따라갑니다(에포크 {{leaderEpoch}}).',
  RecordsAppended: {
    leader: {
      one: '리더 브로커 {{broker}}(이)가 {{tp}}에 오프셋 {{offsets}}(을)를 추가했습니다.',
      many: '리더 브로커 {{broker}}(이)가 {{tp}}에 오프셋 {{offsets}}(을)를 추가했습니다.',
    },
    follower: {
      one: '팔로워 브로커 {{broker}}(이)가 {{tp}}의 오프셋 {{offsets}}(을)를 가져와 추가했습니다.',
      many: '팔로워 브로커 {{broker}}(이)가 {{tp}}의 오프셋 {{offsets}}(을)를 가져와 추가했습니다.',
    },
    marker: {
      COMMIT: '리더 브로커 {{broker}}(이)가 {{tp}}의 오프셋 {{offsets}}에 COMMIT 마커를 추가했습니다.',
      ABORT: '리더 브로커 {{broker}}(이)가 {{tp}}의 오프셋 {{offsets}}에 ABORT 마커를 추가했습니다.',
    },
  },
  HighWatermarkAdvanced: {
    leader: '{{tp}}의 하이 워터마크가 {{from}}에서 {{to}}(으)로 올랐습니다. 그 아래 레코드는 모든 ISR 복제본에 있습니다.',
    follower: '브로커 {{broker}}(이)가 {{tp}}의 하이 워터마크가 {{to}}(이)라는 것을 리더에게서 들었습니다.',
  },
  HighWatermarkLowered: '브로커 {{broker}}에서 {{tp}}의 하이 워터마크가 {{from}}에서 {{to}}(으)로 내려갔습니다.',
  LogTruncated: {
    one: '브로커 {{broker}}(이)가 {{tp}} 로그를 {{to}}까지 잘라 냈습니다. 오프셋 {{offsets}}에 있던 레코드가 사라졌습니다.',
    many: '브로커 {{broker}}(이)가 {{tp}} 로그를 {{to}}까지 잘라 냈습니다. 오프셋 {{offsets}}에 있던 레코드가 사라졌습니다.',
  },
  ReplicationThrottled: {
    leader: '브로커 {{broker}}(이)가 조절 대상 복제본의 한도인 초당 {{bytesPerSecond}}바이트를 다 보내 브로커 {{follower}}(이)가 {{tp}} 레코드를 기다립니다.',
    follower: '브로커 {{broker}}(이)가 조절 대상 복제본의 한도인 초당 {{bytesPerSecond}}바이트를 다 받아 당분간 {{tp}}(을)를 가져오지 않습니다.',
  },
  ReplicaFellBehind: {
    one: '브로커 {{broker}}(은)는 {{tp}}의 리더보다 레코드 {{lagRecords}}개 뒤에 있습니다.',
    many: '브로커 {{broker}}(은)는 {{tp}}의 리더보다 레코드 {{lagRecords}}개 뒤에 있습니다.',
  },

  SegmentRolled: {
    size: '브로커 {{broker}}(이)가 가득 찬 {{tp}} 세그먼트를 닫았습니다. 새 활성 세그먼트는 오프셋 {{baseOffset}}부터입니다.',
    time: '{{tp}} 세그먼트가 레코드 시각 기준 segment.ms를 넘겨 브로커 {{broker}}(이)가 닫았습니다. 다음 세그먼트는 오프셋 {{baseOffset}}부터입니다.',
    index: '인덱스가 가득 찬 {{tp}} 세그먼트를 브로커 {{broker}}(이)가 닫았습니다. 다음 세그먼트는 오프셋 {{baseOffset}}부터입니다.',
    offsets: '오프셋 범위가 너무 넓어진 {{tp}} 세그먼트를 브로커 {{broker}}(이)가 닫았습니다. 다음 세그먼트는 오프셋 {{baseOffset}}부터입니다.',
    retention: '브로커 {{broker}}의 {{tp}} 활성 세그먼트도 보존 기간이 지나, 지울 수 있게 오프셋 {{baseOffset}}에서 닫았습니다.',
  },
  SegmentsDeleted: {
    'log-start': {
      one: '브로커 {{broker}}(이)가 로그 시작 오프셋 아래에 있던 {{tp}} 세그먼트를 지웠습니다.',
      many: '브로커 {{broker}}(이)가 로그 시작 오프셋 아래에 있던 {{tp}} 세그먼트들을 지웠습니다.',
    },
    size: {
      one: '브로커 {{broker}}(이)가 {{tp}}의 가장 오래된 세그먼트를 지웠습니다. 지워도 retention.bytes 이상이 남습니다.',
      many: '브로커 {{broker}}(이)가 {{tp}}의 가장 오래된 세그먼트들을 지웠습니다. 지워도 retention.bytes 이상이 남습니다.',
    },
    time: {
      one: '브로커 {{broker}}(이)가 {{tp}}의 가장 오래된 세그먼트를 지웠습니다. 가장 새 레코드도 retention.ms를 넘겼습니다.',
      many: '브로커 {{broker}}(이)가 {{tp}}의 가장 오래된 세그먼트들을 지웠습니다. 가장 새 레코드도 retention.ms를 넘겼습니다.',
    },
  },
  LogStartOffsetAdvanced: {
    'segment-deletion': '브로커 {{broker}}의 {{tp}} 로그는 이제 오프셋 {{to}}부터입니다. 오래된 세그먼트가 사라졌습니다.',
    'delete-records': 'DeleteRecords: 리더 브로커 {{broker}}의 {{tp}} 로그는 이제 오프셋 {{to}}부터입니다.',
    leader: '브로커 {{broker}}(이)가 리더의 응답에서 {{tp}}의 로그 시작 오프셋이 {{to}}(으)로 올라간 것을 알았습니다.',
  },
  LogCleaned: {
    none: '브로커 {{broker}}의 로그 클리너가 {{tp}}(을)를 오프셋 {{to}}까지 훑었고, 지운 레코드는 없습니다.',
    one: '브로커 {{broker}}의 로그 클리너가 {{tp}}(을)를 오프셋 {{to}}까지 압축(compaction)했습니다. 같은 키의 옛 레코드 하나가 사라졌습니다.',
    many: '브로커 {{broker}}의 로그 클리너가 {{tp}}(을)를 오프셋 {{to}}까지 압축(compaction)했습니다. 레코드 {{count}}개가 사라졌고 오프셋은 그대로입니다.',
  },
  LogsLoaded: {
    clean: '브로커 {{broker}}(이)가 정상 종료 뒤의 로그를 열었습니다. 복구할 것이 없습니다.',
    unclean: '브로커 {{broker}}에 정상 종료 표시 파일이 없어, 복구 지점(recovery point)부터 로그를 검사합니다.',
  },
  LogTailLost: {
    'power-loss': {
      one: '브로커 {{broker}}(이)가 디스크에 플러시하지 못한 {{tp}}의 오프셋 {{offsets}}(이)가 전원과 함께 사라졌습니다.',
      many: '브로커 {{broker}}(이)가 디스크에 플러시하지 못한 {{tp}}의 오프셋 {{offsets}}(이)가 전원과 함께 사라졌습니다.',
    },
    'bad-batch': {
      one: '복구 중 깨진 배치를 만나 브로커 {{broker}}(이)가 {{tp}}의 오프셋 {{offsets}}(을)를 잘라 냈습니다.',
      many: '복구 중 깨진 배치를 만나 브로커 {{broker}}(이)가 {{tp}}의 오프셋 {{offsets}}(을)를 잘라 냈습니다.',
    },
    wiped: {
      one: '브로커 {{broker}}의 디스크와 함께 {{tp}}의 오프셋 {{offsets}}(이)가 사라졌습니다.',
      many: '브로커 {{broker}}의 디스크와 함께 {{tp}}의 오프셋 {{offsets}}(이)가 사라졌습니다.',
    },
  },
  PowerLost: '{{node}} 장비의 전원이 끊겼습니다. 메모리와 페이지 캐시는 사라지고 플러시된 데이터만 남습니다.',
  DiskWiped: '브로커 {{broker}}(이)가 데이터 디렉터리를 잃었습니다. 같은 id에 빈 로그로 돌아옵니다.',
  DiskFilled: '브로커 {{broker}}의 디스크가 가득 찼습니다. 다음 쓰기는 실패합니다.',
  DiskSlowed: '브로커 {{broker}}의 쓰기는 이제 매번 {{latencyMs}} ms 걸립니다.',
  FsyncLied: '브로커 {{broker}}의 디스크는 이제 플러시했다고 답하지만 실제로는 하지 않습니다.',
  DiskHealed: {
    'disk-full': '브로커 {{broker}}의 디스크에 다시 자리가 생겼습니다.',
    'slow-disk': '브로커 {{broker}}의 디스크가 다시 빨라졌습니다.',
    'lying-fsync': '브로커 {{broker}}의 디스크가 다시 말한 대로 플러시합니다.',
  },
  CheckpointsLost: '브로커 {{broker}}(이)가 {{files}} 파일을 잃었습니다.',
  BatchCorrupted: '브로커 {{broker}}에서 비트가 썩었습니다. {{tp}}의 {{offsets}} 배치가 체크섬과 맞지 않습니다.',
  TailTorn: '브로커 {{broker}}(이)가 쓰는 도중에 죽었습니다. {{tp}}의 마지막 배치({{offsets}})는 절반만 있습니다.',
  LogDirFailed: '브로커 {{broker}}(이)가 하나뿐인 로그 디렉터리에 쓰지 못해({{cause}}) 멈춥니다.',

  RecordSent: {
    key: '{{node}}(이)가 키 {{key}}(으)로 send()를 호출했습니다. 레코드는 {{tp}}(으)로 갑니다.',
    noKey: '{{node}}(이)가 키 없이 send()를 호출했습니다. 레코드는 {{tp}}(으)로 갑니다.',
  },
  BatchSent: {
    one: '{{node}}(이)가 레코드 {{records}}개짜리 배치를 {{tp}}에 보냈습니다(acks={{acks}}).',
    many: '{{node}}(이)가 레코드 {{records}}개짜리 배치를 {{tp}}에 보냈습니다(acks={{acks}}).',
  },
  RecordsAcknowledged: {
    none: {
      one: '{{node}}(은)는 레코드 {{records}}개를 보낸 것으로 칩니다. acks=0이면 아무도 응답하지 않습니다.',
      many: '{{node}}(은)는 레코드 {{records}}개를 보낸 것으로 칩니다. acks=0이면 아무도 응답하지 않습니다.',
    },
    leader: {
      one: '{{node}}(이)가 {{tp}}의 오프셋 {{offsets}}(을)를 리더 혼자 저장한 상태에서 저장됐다는 응답을 받았습니다(acks=1).',
      many: '{{node}}(이)가 {{tp}}의 오프셋 {{offsets}}(을)를 리더 혼자 저장한 상태에서 저장됐다는 응답을 받았습니다(acks=1).',
      duplicate: '{{node}}(이)가 레코드 {{records}}개는 이미 {{tp}}에 있다는 응답을 받았습니다.',
    },
    all: {
      one: '{{node}}(이)가 {{tp}}의 오프셋 {{offsets}}(이)가 모든 ISR 복제본에 있다는 응답을 받았습니다(acks=all).',
      many: '{{node}}(이)가 {{tp}}의 오프셋 {{offsets}}(이)가 모든 ISR 복제본에 있다는 응답을 받았습니다(acks=all).',
      duplicate: '{{node}}(이)가 레코드 {{records}}개는 이미 {{tp}}에 있다는 응답을 받았습니다.',
    },
  },
  SendRetried: {
    one: '{{node}}(이)가 {{error}} 오류를 받고 레코드 {{records}}개를 {{tp}}에 다시 보냅니다.',
    many: '{{node}}(이)가 {{error}} 오류를 받고 레코드 {{records}}개를 {{tp}}에 다시 보냅니다.',
  },
  SendFailed: {
    one: '{{node}}(이)가 {{tp}}에 보내던 레코드 {{records}}개를 포기했습니다: {{error}}.',
    many: '{{node}}(이)가 {{tp}}에 보내던 레코드 {{records}}개를 포기했습니다: {{error}}.',
  },
  DuplicateRefused: {
    one: '브로커 {{broker}}에는 {{tp}}의 이 배치가 이미 있습니다. 추가하지 않고 오프셋 {{baseOffset}}(으)로 응답했습니다.',
    many: '브로커 {{broker}}에는 {{tp}}의 이 배치({{records}}개)가 이미 있습니다. 추가하지 않고 오프셋 {{baseOffset}}(으)로 응답했습니다.',
  },
  ProduceRefused: {
    one: '브로커 {{broker}}(이)가 {{tp}}의 레코드 {{records}}개를 거절했습니다: {{error}}.',
    many: '브로커 {{broker}}(이)가 {{tp}}의 레코드 {{records}}개를 거절했습니다: {{error}}.',
  },
  MetadataRefreshed: '{{node}}(이)가 메타데이터를 새로 받았습니다.',

  TransactionStateChanged: {
    Empty: '트랜잭션 ID {{transactionalId}}의 프로듀서 ID는 {{producerId}}, 에포크는 {{producerEpoch}}입니다.',
    Renewed: '트랜잭션 ID {{transactionalId}}의 에포크가 {{producerEpoch}}(으)로 올라갔습니다. 이전 에포크로 쓰던 프로듀서는 차단됩니다.',
    Ongoing: {
      one: '{{transactionalId}}의 트랜잭션이 파티션 {{partitions}}에서 열려 있습니다(Ongoing).',
      many: '{{transactionalId}}의 트랜잭션이 파티션 {{partitions}}에서 열려 있습니다(Ongoing).',
    },
    PrepareCommit: '{{transactionalId}}의 트랜잭션은 커밋하기로 결정됐습니다(PrepareCommit).',
    PrepareAbort: '{{transactionalId}}의 트랜잭션은 중단하기로 결정됐습니다(PrepareAbort).',
    CompleteCommit: '모든 파티션에 마커가 기록되어 {{transactionalId}}의 트랜잭션이 커밋됐습니다(CompleteCommit).',
    CompleteAbort: '모든 파티션에 마커가 기록되어 {{transactionalId}}의 트랜잭션이 중단됐습니다(CompleteAbort).',
    PrepareEpochFence: '코디네이터가 {{transactionalId}}의 프로듀서를 차단합니다(PrepareEpochFence).',
    Dead: '트랜잭션 ID {{transactionalId}}(은)는 오래 쓰이지 않아 지워졌습니다(Dead).',
  },
  TransactionTimedOut: '{{transactionalId}}의 트랜잭션이 {{timeoutMs}} ms 넘게 열려 있어 코디네이터인 브로커 {{broker}}(이)가 중단합니다.',
  TransactionCoordinatorLoaded: '브로커 {{broker}}(이)가 로그에서 {{transactionalId}}에 대해 알아야 할 것을 읽었고, 이제 코디네이터입니다.',
  TransactionMarkerWritten: {
    COMMIT: '브로커 {{broker}}(이)가 {{tp}}의 오프셋 {{offset}}에 프로듀서 {{producerId}}의 COMMIT 마커를 썼습니다.',
    ABORT:
      '브로커 {{broker}}(이)가 {{tp}}의 오프셋 {{offset}}에 프로듀서 {{producerId}}의 ABORT 마커를 썼습니다. 이 트랜잭션의 레코드는 read_committed 컨슈머에게 보이지 않습니다.',
  },
  TransactionsInitialized:
    '{{node}}(이)가 initTransactions()를 호출했습니다. {{transactionalId}}(은)는 프로듀서 {{producerId}}, 에포크 {{producerEpoch}}입니다.',
  TransactionBegun: '{{node}}(이)가 트랜잭션을 시작했습니다.',
  TransactionEnded: {
    committed: {
      one: '{{node}}(이)가 레코드 {{records}}개짜리 트랜잭션을 커밋했습니다.',
      many: '{{node}}(이)가 레코드 {{records}}개짜리 트랜잭션을 커밋했습니다.',
    },
    aborted: {
      one: '{{node}}(이)가 레코드 {{records}}개짜리 트랜잭션을 중단했습니다.',
      many: '{{node}}(이)가 레코드 {{records}}개짜리 트랜잭션을 중단했습니다.',
    },
  },
  TransactionFailed: {
    fatal: '{{node}}(은)는 프로듀서로서 더 쓸 수 없습니다: {{error}}.',
    abortable: '{{node}}(은)는 이제 트랜잭션을 중단할 수밖에 없습니다: {{error}}.',
  },
  ProducersExpired:
    '브로커 {{broker}}(이)가 한동안 쓰지 않은 {{tp}}의 프로듀서(id {{producerIds}})를 잊었습니다. 예전에 보낸 것을 다시 보내도 알아보지 못합니다.',
  OffsetsSentToTransaction: '{{node}}(이)가 그룹 {{group}}의 오프셋을 트랜잭션에 넣었습니다({{tps}}: {{offsets}}까지). 커밋되면 효력이 생깁니다.',

  ...groups,
  ...share,
  LagStatusChanged: '{{node}}(이)가 그룹 {{group}}의 상태를 {{from}}에서 {{to}}(으)로 바꿔 알립니다. 밀린 레코드는 {{lagRecords}}개입니다.',
  MessagePublished: '{{node}}(이)가 {{queue}}에 {{id}}(을)를 보냅니다.',
  MessageQueued: '{{queue}}의 큐에 {{id}}(이)가 들어왔습니다.',
  MessageDelivered: {
    first: '{{queue}}(이)가 {{node}}에 {{id}}(을)를 건넵니다.',
    again: '{{queue}}(이)가 {{node}}에 {{id}}(을)를 건네면서 전에도 건넨 적이 있다고 알립니다.',
  },
  MessageProcessed: {
    first: '{{node}}(이)가 {{id}}의 일을 마쳤습니다.',
    again: '{{node}}(이)가 {{id}}의 일을 마쳤습니다. 전에 이미 한 일일 수 있습니다.',
  },
  MessageDeleted: '{{queue}}(이)가 {{id}}(을)를 지웁니다. 이제 아무도 다시 읽을 수 없습니다.',
  MessagesRequeued: '{{node}}(이)가 확인하지 않은 메시지 {{records}}개가 큐의 제자리로 돌아왔습니다.',
  MessagesLost: '{{queue}}(이)가 메모리에만 두었던 메시지 {{records}}개를 잃었습니다.',
  LinesRead: {
    one: '{{connector}}(이)가 {{file}}에서 한 줄을 읽었습니다. 이제 위치는 {{position}}입니다.',
    many: '{{connector}}(이)가 {{file}}에서 {{count}}줄을 읽었습니다. 이제 위치는 {{position}}입니다.',
  },
  SourceOffsetStored: '{{node}}(이)가 {{connector}}의 오프셋을 저장했습니다. 다시 시작하면 {{file}}의 위치 {{position}}부터 읽습니다.',
  LinesWritten: {
    one: '{{connector}}(이)가 {{file}}에 한 줄을 덧붙였습니다.',
    many: '{{connector}}(이)가 {{file}}에 {{count}}줄을 덧붙였습니다.',
  },
  StoreRestored: '{{node}}(이)가 태스크 {{task}}의 상태 저장소를 체인지로그에서 되살렸습니다. 읽은 레코드는 {{records}}개입니다.',

  OutputPrinted: {
    line: '{{node}} 출력: {{line}}',
    blank: '{{node}}(이)가 빈 줄을 출력했습니다.',
  },
  ToolExited: {
    ok: '{{node}}의 명령이 끝났습니다.',
    failed: '{{node}}의 명령이 실패했습니다(종료 코드 {{code}}).',
  },
} as const;
