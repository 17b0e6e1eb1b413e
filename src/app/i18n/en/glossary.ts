/** What each word of Kafka means: `term` as it is written, `short` for a tooltip or card, `long` with the belief that it corrects. */
export default {
  record: {
    term: 'record',
    short: 'One entry of a log: key, value and timestamp.',
    long: 'A record is what a producer sends and a consumer reads: an optional key, a value and a timestamp. Once stored it never changes, and reading does not remove it.',
  },
  offset: {
    term: 'offset',
    short: 'The number of a record within its partition.',
    long: 'Offsets count up from 0 in each partition. An offset can be used again after a truncation: the same number may then hold another record.',
  },
  partition: {
    term: 'partition',
    short: 'One ordered log; a topic is made of one or more.',
    long: 'Order holds within a partition, not across the partitions of a topic. A partition is also the unit of work: within a group, one member reads it.',
  },
  topic: {
    term: 'topic',
    short: 'A named stream of records, split into partitions.',
    long: 'Producers write to a topic and consumers subscribe to it. Several groups can read the same topic, each at its own pace.',
  },
  leader: {
    term: 'leader',
    short: 'The replica that takes writes for its partition.',
    long: 'Each partition has one leader at a time. Producers write to it and consumers read from it; the followers copy it. Other partitions may be led by other brokers.',
  },
  follower: {
    term: 'follower',
    short: 'A replica that copies its leader by fetching.',
    long: 'The leader does not push. A follower asks for the next offset, and that question tells the leader that everything below it is safely on the follower.',
  },
  replica: {
    term: 'replica',
    short: 'One copy of a partition, on one broker.',
    long: 'With replication factor 3 a partition has three replicas: one leader and two followers, on three brokers.',
  },
  isr: {
    term: 'in-sync replicas (ISR)',
    short: 'The replicas that have kept up with the leader.',
    long: 'A replica leaves the ISR when it has not caught up for replica.lag.time.max.ms, or when the controller fences its broker. It is about time, not about the number of missing records.',
  },
  'high-watermark': {
    term: 'high watermark',
    short: 'The offset below which every in-sync replica has every record.',
    long: 'The leader takes the smallest log end offset among the in-sync replicas. Consumers read only below it. It is not a majority, and it does not wait for replicas outside the ISR that lag.',
  },
  'log-end-offset': {
    term: 'log end offset (LEO)',
    short: 'The next offset that a replica will write.',
    long: 'Each replica has its own. Records between the high watermark and the log end offset are stored but not visible yet. The LOG-END-OFFSET column of kafka-consumer-groups.sh really shows the high watermark.',
  },
  'leader-epoch': {
    term: 'leader epoch',
    short: 'A number that grows each time a partition gets a new leader.',
    long: 'Every batch carries the epoch of the leader that wrote it. By comparing epochs a replica finds where its log parted from the new leader’s, and truncates exactly there.',
  },
  acks: {
    term: 'acks',
    short: 'Whose word a producer waits for: nobody (0), the leader (1), or the in-sync replicas (all).',
    long: 'acks=all waits until every replica that is in sync at that moment has the record: not all replicas, and not min.insync.replicas many. It has been the default since Kafka 3.0.',
  },
  'min-insync-replicas': {
    term: 'min.insync.replicas',
    short: 'With fewer in-sync replicas than this, acks=all is refused.',
    long: 'It is a gate, not a number of acknowledgements to wait for. Writes with acks=0 or 1 still get in, but since Kafka 3.7 they stay invisible until the ISR is large enough again.',
  },
  'replication-factor': {
    term: 'replication factor',
    short: 'How many replicas each partition of a topic has.',
    long: 'It cannot exceed the number of brokers. Three is the usual choice: one broker may be down for maintenance while another fails.',
  },
  producer: {
    term: 'producer',
    short: 'A client that sends records to topics.',
    long: 'send() only puts a record into a batch. A background thread sends the batches, waits for the answer that acks asks for, and retries.',
  },
  consumer: {
    term: 'consumer',
    short: 'A client that reads records by calling poll().',
    long: 'A consumer asks for records at its own pace. It remembers its position itself, and commits an offset so that a successor can go on there.',
  },
  'consumer-group': {
    term: 'consumer group',
    short: 'Consumers that share the partitions of a topic between them.',
    long: 'Within a group each partition is read by exactly one member. Members beyond the number of partitions get nothing. Another group reads the same records again, independently.',
  },
  generation: {
    term: 'generation',
    short: 'A number that grows with each rebalance of a group.',
    long: 'A member that missed a rebalance still carries the old generation. Its commit is refused, so it cannot overwrite the work of the new owner.',
  },
  'committed-offset': {
    term: 'committed offset',
    short: 'Where a group goes on after a restart: the next offset to read.',
    long: 'It is stored in the topic __consumer_offsets, per group and partition. Committing 5 says that everything below 5 is done.',
  },
  position: {
    term: 'position',
    short: 'The next offset that poll() will hand to a consumer.',
    long: 'It lives in the consumer’s memory. Between committed offset and position lies the work that would be repeated after a crash.',
  },
  lag: {
    term: 'lag',
    short: 'How many records a group still has to read in a partition.',
    long: 'kafka-consumer-groups.sh counts from the committed offset to the high watermark; the consumer’s own metric records-lag counts from its position. A lag that keeps growing means that reading is slower than writing.',
  },
  controller: {
    term: 'controller',
    short: 'The node that decides who leads and who is in sync.',
    long: 'It keeps the metadata log and elects leaders. Records do not pass through it: with the controller down, producing and consuming go on, but nothing can change.',
  },
  'broker-session': {
    term: 'broker session',
    short: 'How long the controller trusts a silent broker.',
    long: 'A broker sends a heartbeat every 2 s. After 9 s without one (broker.session.timeout.ms) the controller fences it. Until then its partitions keep their leader, even if it is dead.',
  },
  fencing: {
    term: 'fencing',
    short: 'Shutting out a node whose knowledge may be out of date.',
    long: 'A fenced broker leads nothing and is in no ISR. Epochs fence too: a request with an old leader epoch or generation is refused.',
  },
  'unclean-leader-election': {
    term: 'unclean leader election',
    short: 'Making a replica leader that was not in sync.',
    long: 'It brings a partition back at the price of committed records. Off by default since Kafka 0.11: without it the partition stays offline until a safe replica returns.',
  },
  elr: {
    term: 'eligible leader replicas (ELR)',
    short: 'Replicas outside the ISR that still hold every committed record.',
    long: 'Below min.insync.replicas the high watermark stands still, so a replica that left the ISR then has missed nothing committed. The controller may elect it safely (KIP-966).',
  },
  'idempotent-producer': {
    term: 'idempotent producer',
    short: 'A producer whose retries do not create duplicates.',
    long: 'Each batch carries a producer id and sequence numbers, so a broker recognises a batch that it already has. It needs acks=all; with acks=1 it is switched off silently.',
  },
  linger: {
    term: 'linger.ms',
    short: 'How long a batch may wait for more records before it is sent.',
    long: 'The time runs from the batch’s first record, and a full batch leaves at once. The default is 5 ms since Kafka 4.0.',
  },
  retry: {
    term: 'retry',
    short: 'Sending a batch again after an error that may pass.',
    long: 'A producer retries until delivery.timeout.ms (2 minutes) is over. Retries repeat what failed; they cannot bring back what was acknowledged and then lost.',
  },
  rebalance: {
    term: 'rebalance',
    short: 'Sharing out the partitions of a group again.',
    long: 'It starts when a member joins, leaves or dies. With the default assignor every member first gives back all its partitions, so the whole group pauses until the new generation is stable.',
  },
  'range-assignor': {
    term: 'range assignor',
    short: 'Gives each member a run of consecutive partitions of each topic.',
    long: 'Seven partitions over three members make 3, 2 and 2. It is the first of Kafka’s default list, and it runs in one of the members, not in the broker.',
  },
  'auto-commit': {
    term: 'auto commit',
    short: 'Committing positions inside poll(), every 5 s by default.',
    long: 'There is no background commit: it happens in poll(), before a rebalance and in close(). What it commits is what poll() handed out, processed or not.',
  },
  truncation: {
    term: 'truncation',
    short: 'Cutting off the end of a log that a new leader does not share.',
    long: 'A returning leader may hold records that nobody copied. It drops them to match the new leader; nothing is merged back, even if a producer was told that they were written.',
  },
  zombie: {
    term: 'zombie',
    short: 'A node that does not know that it has been replaced.',
    long: 'A leader cut off from the controller still believes in its role. It can accept writes with acks=1, and loses them when it learns the truth. Epochs keep it from harming committed records.',
  },
  kraft: {
    term: 'KRaft',
    short: 'Kafka’s own way to keep metadata, without ZooKeeper.',
    long: 'Controllers agree on a metadata log by Raft, a majority protocol. Partitions do not: they replicate by the ISR.',
  },
  'metadata-log': {
    term: 'metadata log',
    short: 'The log of all decisions about the cluster: __cluster_metadata.',
    long: 'Topics, leaders, ISRs and registrations are records in it. Brokers pull it as followers do, so each learns of a change at its own moment.',
  },
  'group-coordinator': {
    term: 'group coordinator',
    short: 'The broker that looks after a consumer group.',
    long: 'It is the leader of one partition of __consumer_offsets, chosen by the hash of the group’s name. It watches heartbeats and stores commits; the assignment itself is made by a member.',
  },
} as const;
