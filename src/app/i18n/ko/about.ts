/** 시뮬레이션이 얼마나 실제와 같은지 알리는 페이지의 말. */
export default {
  title: '얼마나 실제와 같나요?',
  lead: 'Highwater는 Kafka를 흉내 낸 그림이 아니라 Kafka의 프로토콜을 실행합니다. 브로커와 KRaft 컨트롤러, 프로듀서, 컨슈머가 시뮬레이션된 네트워크에서 Kafka의 실제 요청을 주고받습니다. 단순하게 만든 것은 코드 옆에 있는 파일에서 그대로 가져와 아래에 하위 시스템별로 밝힙니다.',
  deterministic: '결정적입니다',
  deterministicText:
    '같은 시나리오에 같은 입력을 주면 어느 브라우저에서나, Node에서도, 이벤트 하나까지 같은 실행이 됩니다. 16자리 해시가 이를 증명하고 링크에 함께 담깁니다.',
  version: '동작 기준: Apache Kafka 4.3. 엔진 버전 {{engine}}.',
  simulated: '시뮬레이션하는 것',
  simplified: '단순하게 만든 것',
  privacy: '개인정보',
  privacyText: '모든 계산은 이 탭에서 이루어집니다. 서버도, 계정도, 쿠키도, 추적도 없습니다. 쓴 것은 주소나 이 기기에만 남습니다.',
  licences: '라이선스',
  licencesText: 'Highwater는 Apache-2.0 오픈 소스입니다. 글꼴은 Pretendard(SIL Open Font License 1.1)입니다.',
  font: '글꼴 라이선스',
  english: '목록은 소스 코드에 있는 영어 그대로입니다.',
} as const;
