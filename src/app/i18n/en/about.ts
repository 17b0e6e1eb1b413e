/** Words of the page that says how faithful the simulation is. */
export default {
  title: 'How faithful is this?',
  lead: 'Highwater runs Kafka’s protocols, not a cartoon of them: brokers, controllers, producers and consumers exchange Kafka’s own requests over a simulated network, and nobody scripts what comes of it.',
  version: 'Apache Kafka 4.3 unless a scenario says otherwise. Engine version {{engine}}.',
  trust: 'What you can rely on',
  trustRules:
    'The rules are Kafka’s: elections, in-sync replicas, acknowledgements, retries, rebalances and timeouts follow its source, with its defaults and its names.',
  trustTexts:
    'What the terminal prints is what Kafka’s tools print: layouts and error texts were recorded from Apache Kafka 4.3.1, and tests hold the simulation to them.',
  trustSame:
    'The same scenario with the same inputs gives the same run, event by event, in every browser and in Node. A hash of 16 digits proves it, and links carry it.',
  measured: 'Measured against real Kafka',
  measuredText:
    'Real clusters of Apache Kafka {{versions}} ran the same scenarios, with the same faults. What they showed is kept beside the code, and the simulated cluster is compared with it: leaders, ISRs, epochs, offsets, every record of every replica, and what the tools print.',
  measuredCases: '{{agree}} of {{recorded}} recorded cases agree, in {{same}} of {{things}} things compared.',
  measuredCommands: '{{agree}} of {{recorded}} single command lines print the same.',
  measuredDiffers: 'What does not agree yet, and why:',
  measuredHow:
    'Check it yourself: `npm run conformance` in the source replays every case, without Java. `npm run conformance:record` records them again from real Kafka.',
  differs: 'Where it differs from a real cluster',
  differsSpeed: 'Work takes no time. Only the network, timers and an application’s processing do, so do not measure throughput or latency here.',
  differsBytes: 'Messages are values, not bytes: there is no TLS, and compression changes nothing.',
  differsChance: 'Chance comes from the scenario’s seed. Another seed is another order of events; a real cluster has no seed.',
  differsRest: 'The rest is listed below, part by part.',
  parts: 'Part by part',
  lists: 'Each list comes from the file that stands beside the code, so it says what this version does.',
  simulated: 'What is simulated',
  simplified: 'What is simplified',
  privacy: 'Privacy',
  privacyText:
    'Everything is computed in this tab. There is no server, no account, no cookie and no tracking; what you write stays in the address or on this device.',
  licences: 'Licences',
  licencesText: 'Highwater is open source under Apache-2.0. The typeface is Pretendard (SIL Open Font License 1.1).',
  font: 'Licence of the typeface',
  /** By folder of the source. */
  rooms: {
    'kafka/replication': {
      title: 'Replicas, ISR and high watermark',
      text: 'Leaders and followers, in-sync replicas, the high watermark with its one-fetch lag, leader epochs and truncation, by the rules of Partition and Replica.',
    },
    'kafka/log': {
      title: 'The log of a replica',
      text: 'Offsets, record batches, leader epochs and the memory of idempotent producers, as UnifiedLog keeps them.',
    },
    'kafka/broker': {
      title: 'The broker',
      text: 'Its life from start to shutdown, fetching from leaders, serving producers and consumers, and changing the ISR with the controller.',
    },
    'kafka/controller': {
      title: 'The controller',
      text: 'The metadata log, registration and fencing of brokers, leader election, and topics: created, deleted and given more partitions.',
    },
    'kafka/controller/zookeeper': {
      title: 'ZooKeeper',
      text: 'The ensemble, its sessions and watches, and the controller of older releases that keeps the cluster’s metadata there.',
    },
    'kafka/metadata': {
      title: 'Configuration and metadata',
      text: 'Kafka’s settings with their defaults and checks, and the image of the cluster that every broker applies record by record.',
    },
    'kafka/coordinator': {
      title: 'The group coordinator',
      text: 'Joins, generations and heartbeats of consumer groups, and committed offsets as records of a real, replicated __consumer_offsets.',
    },
    'kafka/transactions': {
      title: 'The transaction coordinator',
      text: 'Transactional ids and their epochs as records of a real, replicated __transaction_state; markers, timeouts, and fencing of producers.',
    },
    'kafka/groups': {
      title: 'Assignors and their checkers',
      text: 'How partitions are shared out among members, and the invariants that watch groups and consumers in every run.',
    },
    'kafka/share': {
      title: 'Share groups',
      text: 'KIP-932: records of a share group are acquired, acknowledged, released or archived one by one, with locks and delivery counts; what a leader must not lose is kept in a real, replicated __share_group_state.',
    },
    'kafka/clients': {
      title: 'Producer, consumer and admin client',
      text: 'Batches, retries, idempotence and metadata in the producer; poll, positions and commits in the consumer; the admin client behind the tools.',
    },
    'kafka/protocol': {
      title: 'Requests and responses',
      text: 'Kafka’s own requests with the fields that decide behaviour, its error codes, and its record batches.',
    },
    sim: {
      title: 'Time, chance, network and disk',
      text: 'The virtual clock, keyed randomness, connections in the manner of TCP, and disks that tell written from flushed.',
    },
    faults: {
      title: 'What can go wrong',
      text: 'Killing, stopping, freezing and cutting off, each with the docker command that does the same to a real cluster.',
    },
    shell: { title: 'The terminal', text: 'Kafka’s tools with their real options, output and error texts; their requests travel the simulated network.' },
    beside: {
      title: 'Beside Kafka',
      text: 'Burrow, which watches the lag of groups from outside, the work queues that a log is compared with, RabbitMQ and a Redis list, a Kafka Connect worker with its files, and a Kafka Streams application.',
    },
    session: { title: 'Running and rewinding', text: 'Steps, branches and the account of what became of each record.' },
    scenario: { title: 'Scenarios and links', text: 'The document that describes a cluster and what happens to it, and the link that carries it.' },
  },
} as const;
