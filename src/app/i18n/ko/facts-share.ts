/** Sentences of facts about share groups, in Korean: a part of `facts.ts`. */
export default {
  ShareTargetAssigned: '코디네이터가 공유 그룹 {{group}}의 새 목표 할당을 정했습니다. 에포크 {{epoch}}. 한 파티션을 여러 멤버가 함께 받을 수 있습니다.',
  ShareAssigned: {
    none: '{{node}}(은)는 공유 그룹 {{group}}에서 가져올 파티션이 없습니다.',
    some: '{{node}}(이)가 공유 그룹 {{group}}, 에포크 {{epoch}}에서 {{partitions}}의 레코드를 가져옵니다.',
  },
  SharePartitionLoaded: {
    fresh: '브로커 {{broker}}(이)가 공유 그룹 {{group}}의 {{tp}}(을)를 오프셋 {{startOffset}}에서 시작합니다.',
    known: '브로커 {{broker}}(이)가 공유 그룹 {{group}}의 {{tp}} 전달 상태를 오프셋 {{startOffset}}부터 읽어 왔습니다.',
  },
  SharePartitionFailed: '브로커 {{broker}}(이)가 공유 그룹 {{group}}의 {{tp}} 전달 상태를 읽지 못했습니다: {{error}}.',
  RecordsAcquired: {
    one: '{{node}}(이)가 {{tp}}의 오프셋 {{offsets}}(을)를 획득했습니다. {{deliveryCount}}번째 전달. 그동안 다른 멤버에게는 주지 않습니다.',
    many: '{{node}}(이)가 {{tp}}의 오프셋 {{offsets}}(을)를 획득했습니다. {{deliveryCount}}번째 전달. 그동안 다른 멤버에게는 주지 않습니다.',
  },
  RecordsDelivered: {
    one: 'poll()이 {{node}}에 {{tp}}의 오프셋 {{offsets}}(을)를 주었습니다. {{deliveryCount}}번째 전달.',
    many: 'poll()이 {{node}}에 {{tp}}의 오프셋 {{offsets}}(을)를 주었습니다. {{deliveryCount}}번째 전달.',
  },
  DeliveryStateChanged: {
    acknowledged: {
      AVAILABLE: '공유 그룹 {{group}}에서 {{tp}}의 오프셋 {{offsets}}(이)가 반납됐습니다. 누구든 다시 획득할 수 있습니다({{deliveryCount}}번 전달).',
      ACKNOWLEDGED: '공유 그룹 {{group}}에서 {{tp}}의 오프셋 {{offsets}}(이)가 수락됐습니다. 처리가 끝났습니다.',
      ARCHIVED: '공유 그룹 {{group}}에서 {{tp}}의 오프셋 {{offsets}}(이)가 보관됐습니다. 거부됐거나 전달 한도에 이르렀습니다({{deliveryCount}}번 전달).',
    },
    'session-ended': {
      AVAILABLE: '{{tp}}의 오프셋 {{offsets}}(을)를 가졌던 멤버가 사라졌습니다. 공유 그룹 {{group}}(이)가 다시 획득할 수 있습니다({{deliveryCount}}번 전달).',
      ARCHIVED: '{{tp}}의 오프셋 {{offsets}}(을)를 가졌던 멤버가 사라졌고, 이미 {{deliveryCount}}번 전달했으므로 공유 그룹 {{group}}(이)가 보관합니다.',
    },
    'lock-timeout': {
      AVAILABLE: '{{tp}}의 오프셋 {{offsets}}의 잠금 시간이 지났습니다. 공유 그룹 {{group}}(이)가 다시 획득할 수 있습니다({{deliveryCount}}번 전달).',
      ARCHIVED: '{{tp}}의 오프셋 {{offsets}}의 잠금 시간이 지났고, 이미 {{deliveryCount}}번 전달했으므로 공유 그룹 {{group}}(이)가 보관합니다.',
    },
  },
  AcquisitionLocksRenewed: '{{node}}(이)가 {{tp}}의 오프셋 {{offsets}} 잠금을 연장했습니다.',
  AcknowledgementRefused: '브로커 {{broker}}(이)가 {{tp}}에 대한 {{node}}의 응답을 거절했습니다: {{error}}. {{message}}',
  AcknowledgementFailed: '{{node}}(이)가 {{tp}}에 대한 응답이 받아들여지지 않았음을 알게 됩니다: {{error}}.',
  ShareStartOffsetAdvanced: '공유 그룹 {{group}}(은)는 {{tp}}의 오프셋 {{to}} 앞을 모두 끝냈습니다.',
  ShareSessionEnded: {
    closed: '{{node}}(이)가 공유 그룹 {{group}}에서 브로커 {{broker}}(와)과의 세션을 끝냈습니다.',
    disconnected: '{{node}}(와)과 브로커 {{broker}}의 연결이 끊겼습니다. 공유 그룹 {{group}}의 세션이 끝나고, 가졌던 레코드가 돌아옵니다.',
  },
} as const;
