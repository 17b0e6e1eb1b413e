/** Sentences of facts about consumers and groups, in Korean: a part of `facts.ts`. */
export default {
  GroupStateChanged: {
    Empty: '그룹 {{group}}에 멤버가 없습니다(Empty).',
    PreparingRebalance: {
      first: '그룹 {{group}}에 첫 멤버가 들어와, 더 들어오기를 기다립니다(PreparingRebalance).',
      again: '그룹 {{group}}(이)가 리밸런스를 준비합니다. 멤버는 모두 다시 참여해야 합니다(PreparingRebalance).',
    },
    CompletingRebalance: '그룹 {{group}}, 세대 {{generation}}: 모두 참여했고, 이제 멤버 하나가 파티션을 나눕니다(CompletingRebalance).',
    Stable: {
      one: '그룹 {{group}}(이)가 안정됐습니다(Stable). 세대 {{generation}}, 멤버 {{members}}명.',
      many: '그룹 {{group}}(이)가 안정됐습니다(Stable). 세대 {{generation}}, 멤버 {{members}}명.',
    },
    Assigning: '그룹 {{group}}, 에포크 {{generation}}: 멤버가 바뀌어 코디네이터가 다시 할당해야 합니다(Assigning).',
    Reconciling: '그룹 {{group}}, 에포크 {{generation}}: 멤버들이 목표 할당으로 옮겨 가는 중입니다(Reconciling).',
    Dead: '그룹 {{group}}(이)가 없어졌습니다(Dead).',
  },
  MemberJoined: '{{node}}(이)가 그룹 {{group}}에 참여했습니다.',
  StaticMemberReplaced: '{{node}}(이)가 {{instanceId}}(으)로 그룹 {{group}}에 돌아와 원래 자리를 이어받았습니다. 이전 멤버 {{replaced}}(은)는 차단됩니다.',
  TargetAssigned: '코디네이터가 그룹 {{group}}의 새 목표 할당을 {{assignor}} 할당자로 정했습니다. 그룹 에포크 {{epoch}}.',
  MemberLeft: {
    left: '{{node}}(이)가 그룹 {{group}}(을)를 떠났습니다.',
    'session-timeout': '{{node}}의 하트비트가 session.timeout.ms 동안 없어 그룹 {{group}}에서 빠졌습니다.',
    'rebalance-timeout': '{{node}}(이)가 제때 다시 참여하지 않아 그룹 {{group}}에서 빠졌습니다.',
    'poll-timeout': '{{node}}(이)가 max.poll.interval.ms 동안 poll()을 부르지 않아 그룹 {{group}}(을)를 떠났습니다.',
  },
  PartitionsAssigned: {
    none: '세대 {{generation}}에서 {{node}}(은)는 파티션을 받지 못했습니다. 읽을 것이 없습니다.',
    one: '세대 {{generation}}에서 {{node}}(이)가 파티션 {{partitions}}(을)를 받았습니다.',
    many: '세대 {{generation}}에서 {{node}}(이)가 파티션 {{partitions}}(을)를 받았습니다.',
  },
  PartitionsRevoked: {
    none: '{{node}}(은)는 내놓을 파티션이 없었습니다.',
    revoked: '{{node}}(이)가 읽기를 멈추고 {{partitions}}(을)를 내놓았습니다.',
    lost: '{{node}}(이)가 {{partitions}}(을)를 잃었습니다. 이미 다른 멤버가 읽고 있을 수 있습니다.',
  },
  OffsetReset: {
    earliest: '{{node}}(이)가 쓸 수 있는 {{tp}}의 오프셋을 찾지 못했습니다. auto.offset.reset=earliest라서 {{offset}}에서 시작합니다.',
    latest: '{{node}}(이)가 쓸 수 있는 {{tp}}의 오프셋을 찾지 못했습니다. auto.offset.reset=latest라서 {{offset}}에서 시작합니다.',
    by_duration:
      '{{node}}(이)가 쓸 수 있는 {{tp}}의 오프셋을 찾지 못했습니다. auto.offset.reset=by_duration이라서 그 시간 안의 첫 레코드인 {{offset}}에서 시작합니다.',
    none: '{{node}}(이)가 쓸 수 있는 {{tp}}의 오프셋을 찾지 못했습니다. auto.offset.reset=none이라서 오류가 됩니다.',
  },
  NothingSince:
    '{{tp}}에 auto.offset.reset=by_duration이 정한 시간 안의 레코드가 없습니다. {{node}}(은)는 아직 포지션이 없고, request.timeout.ms 뒤에 다시 묻습니다.',
  TruncationDetected: {
    known:
      '{{node}}(은)는 {{tp}}(을)를 리더 에포크 {{leaderEpoch}}에서 오프셋 {{position}} 앞까지 읽었는데, 새 리더는 그 에포크를 {{divergence}} 앞까지만 압니다. 레코드를 잃었습니다.',
    unknown: '{{node}}(은)는 {{tp}}(을)를 리더 에포크 {{leaderEpoch}}에서 오프셋 {{position}} 앞까지 읽었는데, 새 리더는 그 에포크를 모릅니다.',
  },
  PositionInitialized: '{{node}}(이)가 {{tp}}(을)를 오프셋 {{offset}}부터 읽기 시작합니다.',
  PartitionsPaused: {
    none: '{{node}}(이)가 pause()를 불렀지만 맡은 파티션이 없습니다.',
    some: '{{node}}(이)가 {{partitions}}에 pause()를 불렀습니다. 계속 맡은 채 poll()은 부르지만 레코드를 받지 않습니다.',
  },
  PartitionsResumed: {
    none: '{{node}}(이)가 resume()을 불렀지만 맡은 파티션이 없습니다.',
    some: '{{node}}(이)가 {{partitions}}에 resume()을 불렀습니다. 멈췄던 자리부터 다시 읽습니다.',
  },
  PositionSought: {
    offset: '{{node}}(이)가 seek()을 불러 {{tp}}(을)를 오프셋 {{to}}부터 읽습니다. 포지션만 바뀌고 아직 커밋되지 않았습니다.',
    earliest: '{{node}}(이)가 {{tp}}에 seekToBeginning()을 불렀습니다. 다음 poll()이 첫 오프셋을 알아냅니다.',
    latest: '{{node}}(이)가 {{tp}}에 seekToEnd()를 불렀습니다. 다음 poll()이 끝 오프셋을 알아냅니다.',
  },
  CallThrew: '{{node}}에서 {{call}}()이 {{exception}} 예외를 던졌습니다: {{message}}',
  ReadReplicaPreferred:
    '브로커 {{leader}}(이)가 {{node}}에게 {{tp}}(을)를 브로커 {{replica}}에서 읽으라고 알립니다. 같은 랙 {{rack}}에 있고 ISR에 든 복제본입니다.',
  ReadReplicaCleared: {
    'lease-expired': '{{node}}(이)가 브로커 {{replica}}에서 읽은 지 metadata.max.age.ms가 지나 {{tp}}의 리더에게 다시 묻습니다.',
    'leader-changed': '{{tp}}의 리더가 바뀌어 브로커 {{replica}}에서 읽던 {{node}}(이)가 새 리더에게 돌아갑니다.',
    'out-of-range': '브로커 {{replica}}에는 {{node}}(이)가 읽으려는 {{tp}}의 오프셋이 없어 리더에게 돌아갑니다.',
    error: '브로커 {{replica}}(이)가 {{node}}에게 {{tp}}(을)를 줄 수 없어 리더에게 돌아갑니다.',
    offline: '브로커 {{replica}}에 살아 있는 {{tp}} 복제본이 없어 {{node}}(이)가 리더에게 돌아갑니다.',
    disconnected: '{{node}}(이)가 브로커 {{replica}}(와)과 연결이 끊겨 {{tp}}의 리더에게 돌아갑니다.',
  },
  RecordsPolled: {
    one: 'poll()이 {{node}}에 {{tp}}의 오프셋 {{offsets}}(을)를 주었습니다. 이제 포지션은 {{position}}입니다.',
    many: 'poll()이 {{node}}에 {{tp}}의 오프셋 {{offsets}}(을)를 주었습니다. 이제 포지션은 {{position}}입니다.',
  },
  RecordProcessed: '{{node}}(이)가 {{tp}}의 오프셋 {{offset}}(을)를 처리했습니다.',
  OffsetCommitted: {
    first: '그룹 {{group}}(이)가 {{tp}}의 오프셋 {{offset}}(을)를 커밋했습니다. 재시작하면 거기서 이어 읽습니다.',
    forward: '그룹 {{group}}(이)가 {{tp}}의 오프셋 {{offset}}(을)를 커밋했습니다(이전 {{previous}}).',
    same: '그룹 {{group}}(이)가 {{tp}}의 오프셋 {{offset}}(을)를 다시 커밋했습니다.',
    back: '그룹 {{group}}(이)가 {{tp}}의 오프셋 {{offset}}(으)로 되돌아갔습니다(이전 {{previous}}).',
  },
  OffsetRemoved: {
    deleted: '그룹 {{group}}의 {{tp}} 커밋 오프셋이 삭제됐습니다.',
    expired: '그룹 {{group}}의 {{tp}} 커밋 오프셋이 offsets.retention.minutes 동안 쓰이지 않아 만료됐습니다.',
  },
  CommitFailed: '{{node}}(이)가 그룹 {{group}}의 오프셋을 커밋하지 못했습니다: {{error}}.',
  CoordinatorFound: '{{node}}(이)가 그룹 {{group}}의 코디네이터를 찾았습니다: 브로커 {{broker}}.',
  CoordinatorLoaded: '브로커 {{broker}}(이)가 __consumer_offsets를 읽고 그룹 {{group}}의 코디네이터를 맡았습니다.',
} as const;
