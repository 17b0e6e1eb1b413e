/** 설명하고 견주는 화면의 말: 까닭, 레코드 따라가기, 두 미래, 지표, 토픽, 내보내기. */
export default {
  why: {
    ask: '왜 그럴까요?',
    chain: '여기까지 이어진 일, 오래된 것부터',
    close: '설명 닫기',
    alone: '이보다 앞선 까닭은 없습니다. 밖에서 온 일이거나 실행이 시작되기 전의 일입니다.',
    here: '지금 여기',
    title: {
      fact: '왜 이런 일이 일어났을까요?',
      lost: '이 레코드는 왜 사라졌을까요?',
      duplicate: '이 레코드는 왜 {{count}}번 들어 있을까요?',
      lag: '랙이 왜 {{count}}까지 늘었을까요?',
    },
  },
  follow: {
    title: '{{id}}(이)가 지나온 길',
    start: '따라가기',
    stop: '그만 따라가기',
    note: '이 레코드의 모든 사본을 밝히고, 지나온 순간을 차례로 보여 줍니다.',
    way: '프로듀서에서 시작한 길',
    at: { producer: '프로듀서', leader: '리더', follower: '팔로워', consumer: '컨슈머' },
  },
  kip: {
    'KIP-101': '팔로워는 하이 워터마크가 아니라 리더 에포크를 기준으로 로그를 잘라냅니다.',
    'KIP-497': '리더는 AlterPartition으로 컨트롤러에 새 ISR을 요청합니다.',
    'KIP-595': '컨트롤러들이 스스로 이루는 쿼럼(KRaft)입니다.',
    'KIP-704': '언클린 선출로 뽑힌 리더는 복구를 마쳤다고 알려야 합니다.',
    'KIP-966': 'ELR: ISR이 이미 너무 작을 때 빠져나간 복제본이라 커밋된 레코드를 모두 갖고 있습니다.',
    'KIP-996': '사전 투표는 선거에서 이길 수 있는지만 묻고 아무도 방해하지 않습니다.',
  },
  strip: {
    title: { election: '{{tp}} 리더 선출', shrink: '{{tp}} ISR 축소', expand: '{{tp}} ISR 확대' },
    done: '끝남',
    now: '지금',
    ahead: '곧',
    step: {
      trouble: '고장',
      noticed: '알아차림',
      asked: '요청',
      decided: '결정',
      leads: '새 리더 시작',
      truncates: '로그 잘라냄',
      retries: '프로듀서 재전송',
      advances: '하이 워터마크 이동',
      answers: '첫 확인 응답',
    },
  },
} as const;
