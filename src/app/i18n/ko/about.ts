/** 시뮬레이션이 얼마나 실제와 같은지 알리는 페이지의 말. */
export default {
  title: '얼마나 실제와 같나요?',
  lead: 'Highwater는 Kafka를 흉내 낸 그림이 아니라 Kafka의 프로토콜을 실행합니다. 브로커와 컨트롤러, 프로듀서, 컨슈머가 시뮬레이션된 네트워크에서 Kafka의 요청을 그대로 주고받고, 그 결과는 누구도 미리 적어 두지 않습니다.',
  version: '시나리오에서 따로 정하지 않으면 Apache Kafka 4.3처럼 동작합니다. 엔진 버전 {{engine}}.',
  trust: '믿어도 되는 것',
  trustRules: '규칙은 Kafka의 것입니다. 리더 선출, ISR, 성공 응답(ack), 재시도, 리밸런스, 시간 초과가 Kafka 소스 코드를 따르고, 기본값과 이름도 같습니다.',
  trustTexts:
    '터미널에 나오는 글은 Kafka 도구가 내는 글입니다. Apache Kafka 4.3.1에서 형식과 오류 문구를 기록했고, 테스트가 시뮬레이션을 그 기록과 비교합니다.',
  trustSame:
    '같은 시나리오에 같은 입력을 주면 어느 브라우저에서나, Node에서도, 이벤트 하나까지 같은 실행이 됩니다. 16자리 해시가 이를 증명하고, 링크에 함께 담깁니다.',
  measured: '실제 Kafka와 비교한 결과',
  measuredText:
    '실제 Apache Kafka {{versions}} 클러스터에서 같은 시나리오를 같은 장애와 함께 실행했습니다. 그때 관찰한 것을 코드 옆에 두고 시뮬레이션과 비교합니다. 리더와 ISR, 에포크, 오프셋, 모든 복제본의 레코드 하나하나, 도구가 출력한 글까지 봅니다.',
  measuredCases: '기록한 사례 {{recorded}}개 중 {{agree}}개가 일치합니다. 비교한 항목으로는 {{things}}개 중 {{same}}개입니다.',
  measuredCommands: '명령 한 줄씩 비교한 것은 {{recorded}}개 중 {{agree}}개의 출력이 같습니다.',
  measuredDiffers: '아직 일치하지 않는 것과 그 이유:',
  measuredHow:
    '직접 확인할 수 있습니다. 소스 코드에서 `npm run conformance`를 실행하면 Java 없이 모든 사례를 다시 돌려 비교합니다. `npm run conformance:record`는 실제 Kafka에서 다시 기록합니다.',
  differs: '실제 클러스터와 다른 것',
  differsSpeed:
    '일하는 데 시간이 들지 않습니다. 시간이 드는 것은 네트워크와 타이머, 애플리케이션의 처리뿐입니다. 그러니 여기서 처리량이나 지연 시간을 재지는 마세요.',
  differsBytes: '메시지는 바이트가 아니라 값입니다. TLS가 없고, 압축해도 달라지는 것이 없습니다.',
  differsChance: '우연은 시나리오의 시드(seed)에서 나옵니다. 시드를 바꾸면 일이 일어나는 순서가 달라집니다. 실제 클러스터에는 시드가 없습니다.',
  differsRest: '나머지는 아래에 부분별로 모두 적어 두었습니다.',
  parts: '부분별로 보기',
  lists: '목록은 코드 옆에 있는 파일에서 그대로 가져오므로 지금 이 버전이 하는 일과 같습니다. Kafka 클래스와 KIP 이름이 많아 영어 그대로 보여 줍니다.',
  simulated: '시뮬레이션하는 것',
  simplified: '단순하게 만든 것',
  privacy: '개인정보',
  privacyText: '모든 계산은 이 탭에서 이루어집니다. 서버도, 계정도, 쿠키도, 추적도 없습니다. 쓴 것은 주소나 이 기기에만 남습니다.',
  licences: '라이선스',
  licencesText: 'Highwater는 Apache-2.0 오픈 소스입니다. 글꼴은 Pretendard(SIL Open Font License 1.1)입니다.',
  font: '글꼴 라이선스',
  /** By folder of the source. */
  rooms: {
    'kafka/replication': {
      title: '복제본, ISR, 하이 워터마크',
      text: '리더와 팔로워, ISR, 한 번의 fetch만큼 늦는 하이 워터마크(high watermark), 리더 에포크와 로그 잘라 내기를 Partition과 Replica의 규칙대로 실행합니다.',
    },
    'kafka/log': {
      title: '복제본의 로그',
      text: '오프셋과 레코드 배치, 리더 에포크, 멱등 프로듀서의 기억을 UnifiedLog처럼 다룹니다. 로그가 디스크에서 차지하는 모양은 단순하게 만들었습니다.',
    },
    'kafka/broker': {
      title: '브로커',
      text: '시작부터 종료까지의 상태, 리더에게서 가져오기(fetch), 프로듀서와 컨슈머에게 응답하기, 컨트롤러에 ISR 변경을 요청하기. 브로커 안의 일에는 시간이 들지 않습니다.',
    },
    'kafka/controller': {
      title: '컨트롤러',
      text: '메타데이터 로그, 브로커 등록과 펜싱(fencing), 리더 선출, 토픽을 만들고 지우고 파티션을 늘리는 일을 맡습니다.',
    },
    'kafka/controller/zookeeper': {
      title: 'ZooKeeper',
      text: '앙상블과 세션, 워치(watch), 그리고 클러스터의 메타데이터를 거기에 두던 예전 버전의 컨트롤러입니다.',
    },
    'kafka/metadata': {
      title: '설정과 메타데이터',
      text: 'Kafka 설정의 기본값과 검사, 그리고 모든 브로커가 레코드 하나씩 적용하는 클러스터의 이미지입니다. 시뮬레이션에 쓰는 설정만 표에 있습니다.',
    },
    'kafka/coordinator': {
      title: '그룹 코디네이터',
      text: '컨슈머 그룹의 가입, 세대(generation), 하트비트를 관리합니다. 커밋한 오프셋은 실제로 복제되는 __consumer_offsets의 레코드입니다.',
    },
    'kafka/transactions': {
      title: '트랜잭션 코디네이터',
      text: '트랜잭션 ID와 에포크를 관리합니다. 이것은 실제로 복제되는 __transaction_state의 레코드입니다. 마커를 쓰고, 시간을 넘긴 트랜잭션을 중단하고, 이전 프로듀서를 차단합니다.',
    },
    'kafka/groups': { title: '할당 방식과 검사기', text: '파티션을 멤버에게 나누는 방법, 그리고 모든 실행에서 그룹과 컨슈머를 지켜보는 불변식입니다.' },
    'kafka/share': {
      title: '공유 그룹',
      text: 'KIP-932. 공유 그룹의 레코드를 하나씩 획득하고, 수락하고, 반납하고, 보관합니다. 잠금 시간과 전달 횟수를 지키며, 리더가 바뀌어도 남아야 할 것은 실제로 복제되는 __share_group_state에 씁니다.',
    },
    'kafka/clients': {
      title: '프로듀서, 컨슈머, 관리 클라이언트',
      text: '프로듀서의 배치와 재시도, 멱등성, 메타데이터 갱신. 컨슈머의 poll과 위치, 커밋. 도구가 쓰는 관리 클라이언트. 클라이언트의 스레드들은 이벤트 큐 하나를 번갈아 씁니다.',
    },
    'kafka/protocol': {
      title: '요청과 응답',
      text: '동작을 좌우하는 필드를 갖춘 Kafka의 요청, 오류 코드, 레코드 배치입니다. 네트워크로 보내는 것은 바이트가 아니라 값입니다.',
    },
    sim: {
      title: '시간, 우연, 네트워크, 디스크',
      text: '가상 시계, 시드에서 나오는 난수, TCP처럼 순서를 지키는 연결, 쓰기와 플러시를 구별하는 디스크입니다. 시간이 드는 것은 네트워크와 타이머, 애플리케이션의 처리뿐입니다.',
    },
    faults: { title: '장애', text: '강제 종료, 정상 종료, 얼리기, 네트워크 끊기. 모두 실제 클러스터에 똑같이 할 수 있는 docker 명령입니다.' },
    shell: { title: '터미널', text: 'Kafka 도구의 실제 옵션과 출력, 오류 문구를 씁니다. 도구의 요청도 시뮬레이션된 네트워크를 지나갑니다.' },
    beside: {
      title: 'Kafka 곁에 있는 것',
      text: '그룹의 랙을 밖에서 지켜보는 Burrow, 로그와 견주어 볼 작업 큐(RabbitMQ와 Redis 리스트), 파일을 읽고 쓰는 Kafka Connect 워커, 그리고 Kafka Streams 애플리케이션입니다.',
    },
    session: { title: '실행과 되감기', text: '단계와 갈라진 미래, 그리고 레코드마다 어떻게 되었는지의 기록입니다.' },
    scenario: { title: '시나리오와 링크', text: '클러스터와 그 클러스터에 일어날 일을 적은 문서, 그 문서를 담는 링크입니다.' },
  },
} as const;
