/**
 * What every scenario's JSON tends to say, so that a link need not: the deflate dictionary of codec `1z`. Frozen: a change would break every link ever shared,
 * so a better dictionary gets a new codec letter. The commonest words stand last, where distances are shortest.
 */
import { toUtf8 } from '#scenario/link/utf8.ts';

const TEXT = [
  'reassignment preferred leader election throttle compression.type message.max.bytes segment.bytes retention.bytes retention.ms cleanup.policy compact delete LogAppendTime CreateTime',
  'auto.commit.interval.ms client.id fetch.max.wait.ms fetch.min.bytes fetch.max.bytes max.partition.fetch.bytes max.poll.interval.ms max.poll.records heartbeat.interval.ms session.timeout.ms group.initial.rebalance.delay.ms partition.assignment.strategy org.apache.kafka.clients.consumer.RangeAssignor CooperativeStickyAssignor group.instance.id isolation.level read_committed',
  'batch.size linger.ms buffer.memory max.block.ms delivery.timeout.ms request.timeout.ms retry.backoff.ms max.in.flight.requests.per.connection transactional.id metadata.max.age.ms',
  'broker.heartbeat.interval.ms broker.session.timeout.ms default.replication.factor num.partitions offsets.topic.num.partitions offsets.topic.replication.factor replica.fetch.wait.max.ms replica.lag.time.max.ms unclean.leader.election.enable auto.leader.rebalance.enable leader.imbalance.check.interval.seconds',
  'Which offsets survive? The leader answers early A follower copies the record The high watermark moves nothing is lost an acknowledged record',
  'hw(orders-0) leo(orders-0, 1) isr(orders-0) == {1, 2, 3} isr(orders-0) shrinks isr(orders-0) expands leader(orders-0) changes leader(orders-0) == 2 lag(billing) <= 0 peakLag(billing) maxLag(billing) committed(billing, orders-0) position(billing, orders-0) members(billing) == 2 idle(billing) state(kafka1) == RUNNING state(billing) == Stable processed(billing) reprocessed(billing) skipped(billing) duplicated() == 0 reordered() == 0 failed(p1) sent(p1) acked(p1) lost(acked) == 0 and lost() == 2',
  'after append(orders-0@3) before ack fetch(orders-0@3, kafka2) commit(billing, orders-0) ack(p1#2)',
  'kafka-console-producer.sh --bootstrap-server kafka1:9092 --topic orders --property parse.key=true kafka-console-consumer.sh --bootstrap-server kafka2:9092 --topic orders --from-beginning --group billing kafka-consumer-groups.sh --bootstrap-server kafka1:9092 --describe --group billing kafka-topics.sh --bootstrap-server kafka1:9092 --create --topic orders --partitions 3 --replication-factor 3 kafka-topics.sh --bootstrap-server kafka2:9092 --describe --topic orders kafka-configs.sh --alter --entity-type topics --add-config',
  'docker network disconnect kafka kafka1docker network connect kafka kafka1docker compose up -d --scale billing=2docker restart kafka1docker unpause kafka2 kafka3docker start kafka1docker stop kafka1docker pause kafka2 kafka3docker kill kafka1',
  '"lesson":{"beats":[{"at":"250ms","focus":"orders-0@3..4","id":"beat-1","text":{"en":"","ko":""},"title":{"en":"","ko":""},"view":"lanes"},{"id":"","view":"cluster","when":""}],"goals":[{"by":"30s","check":"lost(acked) == 0","id":"goal-1","text":"',
  '"limits":{"budget":3,"commands":["docker","kafka-topics.sh","kafka-configs.sh"],"settings":["p1.acks","topic:orders.min.insync.replicas"],"views":["lanes","cluster","lag"]},"questions":[{"ask":"","at":"300ms","id":"","kind":"choice","options":[{"check":"","id":"a","text":"',
  '"kind":"number","reveal":{"at":"20s"},"value":"","why":"{"after":"","run":"docker kill kafka1"},{"run":"docker start kafka1","when":"',
  '{"clients":{"web":{"producer":"clicks","rate":"20/s"},"reports":{"consumer":"clicks"},"p1":{"config":{"acks":"all","enable.idempotence":true,"retries":0},"count":60,"keys":["A","B","C","D","E"],"producer":"orders","rate":"10/s","start":"1s"},"billing":{"commit":"after-processing","config":{"auto.offset.reset":"earliest","enable.auto.commit":false},"consumer":"orders","members":2,"processing":"20ms"}},"cluster":{"brokers":3,"config":{"',
  '"metadata":"kraft","racks":["a","b","c"]},"description":"","highwater":1,"kafka":"4.3","network":{"latency":"1ms..3ms","links":{"kafka1>kafka2":{"loss":"1%"}}},"seed":42,"timeline":[{"at":"10s","run":"docker pause kafka2"},{"at":"5s","run":"docker kill kafka1"}],',
  '"title":{"en":"","ko":""},"topics":{"orders":{"config":{"min.insync.replicas":2},"partitions":1,"replication-factor":3}},"until":"30s"}',
].join('\n');

export const DICTIONARY: Uint8Array = toUtf8(TEXT);
