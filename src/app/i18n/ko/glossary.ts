/** 카프카 용어 풀이. term은 표기, short는 툴팁과 카드용 한 문장, long은 흔한 오해까지 바로잡는 설명. */
export default {
  record: {
    term: '레코드(record)',
    short: '로그의 항목 하나. 키, 값, 타임스탬프로 이루어집니다.',
    long: '프로듀서가 보내고 컨슈머가 읽는 단위입니다. 키는 없어도 됩니다. 한번 저장되면 바뀌지 않고, 읽어도 지워지지 않습니다.',
  },
  offset: {
    term: '오프셋(offset)',
    short: '파티션 안에서 레코드에 붙는 번호.',
    long: '파티션마다 0부터 차례로 커집니다. 로그가 잘린 뒤에는 같은 번호가 다시 쓰여 다른 레코드를 가리킬 수 있습니다.',
  },
  partition: {
    term: '파티션(partition)',
    short: '순서가 있는 로그 하나. 토픽은 파티션 하나 이상으로 이루어집니다.',
    long: '순서는 파티션 안에서만 지켜집니다. 파티션은 일을 나누는 단위이기도 해서, 그룹 안에서는 멤버 하나가 파티션 하나를 맡아 읽습니다.',
  },
  topic: {
    term: '토픽(topic)',
    short: '이름이 붙은 레코드의 흐름. 파티션으로 나뉩니다.',
    long: '프로듀서는 토픽에 쓰고 컨슈머는 토픽을 구독합니다. 여러 그룹이 같은 토픽을 각자의 속도로 읽을 수 있습니다.',
  },
  leader: {
    term: '리더(leader)',
    short: '파티션의 쓰기를 받는 복제본.',
    long: '파티션마다 리더는 한 번에 하나입니다. 프로듀서는 리더에 쓰고 컨슈머는 리더에서 읽으며, 팔로워는 리더를 복사합니다. 다른 파티션의 리더는 다른 브로커일 수 있습니다.',
  },
  follower: {
    term: '팔로워(follower)',
    short: '리더의 로그를 가져와(fetch) 복사하는 복제본.',
    long: '리더가 밀어 주지 않습니다. 팔로워가 다음 오프셋을 달라고 요청하고, 그 요청이 곧 "그 아래는 다 가졌다"는 신호입니다.',
  },
  replica: {
    term: '복제본(replica)',
    short: '브로커 하나에 놓인 파티션의 사본 하나.',
    long: '복제 계수가 3이면 브로커 세 대에 복제본이 하나씩 있습니다. 하나는 리더, 둘은 팔로워입니다.',
  },
  isr: {
    term: 'ISR(in-sync replicas)',
    short: '리더를 제때 따라오고 있는 복제본의 집합.',
    long: 'replica.lag.time.max.ms 동안 따라잡지 못하거나 컨트롤러가 그 브로커를 격리하면 ISR에서 빠집니다. 밀린 레코드의 개수가 아니라 시간이 기준입니다.',
  },
  'high-watermark': {
    term: '하이 워터마크(high watermark)',
    short: '모든 ISR 복제본이 그 아래 레코드를 다 가진 오프셋.',
    long: '리더가 ISR의 로그 끝 오프셋 가운데 가장 작은 값으로 정합니다. 컨슈머는 그 아래만 읽습니다. 과반수가 아니며, ISR 밖에서 뒤처진 복제본은 기다리지 않습니다.',
  },
  'log-end-offset': {
    term: '로그 끝 오프셋(log end offset, LEO)',
    short: '복제본이 다음에 쓸 오프셋.',
    long: '복제본마다 다릅니다. 하이 워터마크와 LEO 사이의 레코드는 저장됐지만 아직 보이지 않습니다. kafka-consumer-groups.sh의 LOG-END-OFFSET 열은 사실 하이 워터마크입니다.',
  },
  'leader-epoch': {
    term: '리더 에포크(leader epoch)',
    short: '파티션의 리더가 새로 뽑힐 때마다 커지는 번호.',
    long: '배치마다 그것을 쓴 리더의 에포크가 적힙니다. 복제본은 에포크를 비교해 새 리더와 로그가 갈라진 지점을 찾고, 정확히 거기서 잘라 냅니다.',
  },
  acks: {
    term: 'acks',
    short: '프로듀서가 누구의 응답을 기다리는가: 없음(0), 리더만(1), ISR 전체(all).',
    long: 'acks=all은 그 순간의 ISR 복제본이 모두 가질 때까지 기다립니다. 전체 복제본도, min.insync.replicas 개수만큼도 아닙니다. 카프카 3.0부터 기본값입니다.',
  },
  'min-insync-replicas': {
    term: 'min.insync.replicas',
    short: 'ISR이 이보다 적으면 acks=all 쓰기를 거절합니다.',
    long: '기다릴 응답의 개수가 아니라 입구의 문턱입니다. acks=0이나 1은 통과하지만, 카프카 3.7부터는 ISR이 다시 늘 때까지 그 레코드가 보이지 않습니다.',
  },
  'replication-factor': {
    term: '복제 계수(replication factor)',
    short: '파티션마다 두는 복제본의 수.',
    long: '브로커 수를 넘을 수 없습니다. 보통 3을 씁니다. 한 대를 점검하는 동안 다른 한 대가 고장 나도 버틸 수 있기 때문입니다.',
  },
  producer: {
    term: '프로듀서(producer)',
    short: '토픽에 레코드를 보내는 클라이언트.',
    long: 'send()는 레코드를 배치에 담기만 합니다. 실제 전송과 acks에 맞는 응답 대기, 재시도는 뒤에서 도는 스레드가 합니다.',
  },
  consumer: {
    term: '컨슈머(consumer)',
    short: 'poll()로 레코드를 읽어 가는 클라이언트.',
    long: '자기 속도로 요청합니다. 포지션은 스스로 기억하고, 오프셋을 커밋해 두어 다음 컨슈머가 거기서 이어 읽게 합니다.',
  },
  'consumer-group': {
    term: '컨슈머 그룹(consumer group)',
    short: '토픽의 파티션을 나누어 읽는 컨슈머의 모임.',
    long: '그룹 안에서 파티션 하나는 멤버 하나만 읽습니다. 파티션보다 많은 멤버는 받을 것이 없습니다. 다른 그룹은 같은 레코드를 따로 다시 읽습니다.',
  },
  generation: {
    term: '세대(generation)',
    short: '그룹이 리밸런스할 때마다 커지는 번호.',
    long: '리밸런스를 놓친 멤버는 옛 세대 번호를 들고 있습니다. 그 커밋은 거절되므로 새 담당자의 작업을 덮어쓰지 못합니다.',
  },
  'committed-offset': {
    term: '커밋된 오프셋(committed offset)',
    short: '재시작하면 이어 읽을 자리. 다음에 읽을 오프셋입니다.',
    long: '그룹과 파티션마다 __consumer_offsets 토픽에 저장됩니다. 5를 커밋했다면 5 아래는 끝냈다는 뜻입니다.',
  },
  position: {
    term: '포지션(position)',
    short: 'poll()이 다음에 건네줄 오프셋.',
    long: '컨슈머의 메모리에 있습니다. 커밋된 오프셋과 포지션 사이는 컨슈머가 죽으면 다시 하게 될 일입니다.',
  },
  lag: {
    term: '컨슈머 랙(lag)',
    short: '그룹이 파티션에서 아직 읽지 못한 레코드의 수.',
    long: 'kafka-consumer-groups.sh는 커밋된 오프셋부터 하이 워터마크까지를 세고, 컨슈머 자신의 records-lag은 포지션부터 셉니다. 랙이 계속 커지면 읽는 속도가 쓰는 속도보다 느린 것입니다.',
  },
  controller: {
    term: '컨트롤러(controller)',
    short: '누가 리더이고 누가 ISR인지 정하는 노드.',
    long: '메타데이터 로그를 관리하고 리더를 뽑습니다. 레코드는 컨트롤러를 거치지 않습니다. 컨트롤러가 죽어도 쓰고 읽을 수 있지만 아무것도 바꿀 수는 없습니다.',
  },
  'broker-session': {
    term: '브로커 세션(broker session)',
    short: '조용한 브로커를 컨트롤러가 믿어 주는 시간.',
    long: '브로커는 2초마다 하트비트를 보냅니다. 9초(broker.session.timeout.ms) 동안 없으면 컨트롤러가 격리합니다. 그때까지는 죽은 브로커도 리더로 남아 있습니다.',
  },
  fencing: {
    term: '격리(fencing)',
    short: '옛 정보를 가졌을 수 있는 노드를 막는 일.',
    long: '격리된 브로커는 리더도 ISR 멤버도 될 수 없습니다. 에포크로도 막습니다. 옛 리더 에포크나 옛 세대의 요청은 거절됩니다.',
  },
  'unclean-leader-election': {
    term: '언클린 리더 선출(unclean leader election)',
    short: 'ISR이 아닌 복제본을 리더로 뽑는 일.',
    long: '커밋된 레코드를 잃는 대가로 파티션을 살립니다. 카프카 0.11부터 기본값이 꺼짐이라, 안전한 복제본이 돌아올 때까지 파티션은 오프라인입니다.',
  },
  elr: {
    term: 'ELR(eligible leader replicas)',
    short: 'ISR 밖에 있지만 커밋된 레코드를 모두 가진 복제본.',
    long: 'ISR이 min.insync.replicas보다 적으면 하이 워터마크가 멈춥니다. 그때 ISR에서 빠진 복제본은 커밋된 것을 놓치지 않았으므로 리더로 뽑아도 안전합니다(KIP-966).',
  },
  'idempotent-producer': {
    term: '멱등 프로듀서(idempotent producer)',
    short: '재시도해도 중복이 생기지 않는 프로듀서.',
    long: '배치마다 프로듀서 ID와 시퀀스 번호가 있어 브로커가 이미 받은 배치를 알아봅니다. acks=all이 필요하고, acks=1이면 말없이 꺼집니다.',
  },
  linger: {
    term: 'linger.ms',
    short: '배치를 보내기 전에 레코드를 더 기다리는 시간.',
    long: '배치의 첫 레코드부터 잽니다. 배치가 가득 차면 바로 떠납니다. 카프카 4.0부터 기본값은 5 ms입니다.',
  },
  retry: {
    term: '재시도(retry)',
    short: '지나갈 수 있는 오류 뒤에 배치를 다시 보내는 일.',
    long: 'delivery.timeout.ms(2분)가 지날 때까지 합니다. 재시도는 실패한 것을 되풀이할 뿐, 성공 응답을 받은 뒤 사라진 레코드를 되살리지 못합니다.',
  },
  rebalance: {
    term: '리밸런스(rebalance)',
    short: '그룹의 파티션을 다시 나누는 일.',
    long: '멤버가 들어오거나 나가거나 죽으면 시작됩니다. 기본 할당 방식에서는 모두가 파티션을 내놓으므로 새 세대가 안정될 때까지 그룹 전체가 멈춥니다.',
  },
  'range-assignor': {
    term: '레인지 할당(range assignor)',
    short: '토픽마다 이어진 파티션을 멤버에게 차례로 나눕니다.',
    long: '파티션 7개를 셋이 나누면 3, 2, 2개입니다. 카프카 기본 목록의 첫째이며, 브로커가 아니라 멤버 하나가 계산합니다.',
  },
  'auto-commit': {
    term: '자동 커밋(auto commit)',
    short: 'poll() 안에서 포지션을 커밋하는 기능. 기본 5초마다.',
    long: '뒤에서 따로 돌지 않습니다. poll() 안에서, 리밸런스 앞에서, close()에서 일어납니다. 커밋하는 것은 poll()이 건네준 데까지이고, 처리했는지는 보지 않습니다.',
  },
  truncation: {
    term: '로그 절단(truncation)',
    short: '새 리더와 다른 로그의 끝부분을 잘라 내는 일.',
    long: '돌아온 옛 리더에는 아무도 복사하지 않은 레코드가 있을 수 있습니다. 새 리더에 맞춰 버립니다. 프로듀서가 성공 응답을 받았더라도 다시 합쳐지지 않습니다.',
  },
  zombie: {
    term: '좀비(zombie)',
    short: '자기가 교체된 줄 모르는 노드.',
    long: '컨트롤러와 끊긴 리더는 여전히 자기가 리더라고 믿습니다. acks=1 쓰기를 받아들였다가 사실을 알고 나면 잃습니다. 에포크 덕분에 커밋된 레코드는 다치지 않습니다.',
  },
  kraft: {
    term: 'KRaft',
    short: '주키퍼 없이 카프카 스스로 메타데이터를 지키는 방식.',
    long: '컨트롤러들은 다수결 프로토콜인 Raft로 메타데이터 로그에 합의합니다. 파티션은 그렇지 않습니다. ISR로 복제합니다.',
  },
  'metadata-log': {
    term: '메타데이터 로그(metadata log)',
    short: '클러스터에 관한 모든 결정의 로그: __cluster_metadata.',
    long: '토픽, 리더, ISR, 브로커 등록이 모두 여기의 레코드입니다. 브로커는 팔로워처럼 가져가므로 변화를 아는 순간이 저마다 다릅니다.',
  },
  'group-coordinator': {
    term: '그룹 코디네이터(group coordinator)',
    short: '컨슈머 그룹 하나를 돌보는 브로커.',
    long: '그룹 이름의 해시로 정해지는 __consumer_offsets 파티션의 리더입니다. 하트비트를 보고 커밋을 저장합니다. 파티션을 나누는 일은 멤버가 합니다.',
  },
} as const;
