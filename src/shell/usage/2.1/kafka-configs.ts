/** Usage text of kafka-configs.sh, as Apache Kafka 2.1.1 prints it (Apache License 2.0). */
export const usage = `This tool helps to manipulate and describe entity config for a topic, client, user or broker
Option                                 Description
------                                 -----------
--add-config <String>                  Key Value pairs of configs to add.
                                         Square brackets can be used to group
                                         values which contain commas: 'k1=v1,
                                         k2=[v1,v2,v2],k3=v3'. The following
                                         is a list of valid configurations:
                                         For entity-type 'topics':
                                       \tcleanup.policy
                                       \tcompression.type
                                       \tdelete.retention.ms
                                       \tfile.delete.delay.ms
                                       \tflush.messages
                                       \tflush.ms
                                       \tfollower.replication.throttled.
                                         replicas
                                       \tindex.interval.bytes
                                       \tleader.replication.throttled.replicas
                                       \tmax.message.bytes
                                       \tmessage.downconversion.enable
                                       \tmessage.format.version
                                       \tmessage.timestamp.difference.max.ms
                                       \tmessage.timestamp.type
                                       \tmin.cleanable.dirty.ratio
                                       \tmin.compaction.lag.ms
                                       \tmin.insync.replicas
                                       \tpreallocate
                                       \tretention.bytes
                                       \tretention.ms
                                       \tsegment.bytes
                                       \tsegment.index.bytes
                                       \tsegment.jitter.ms
                                       \tsegment.ms
                                       \tunclean.leader.election.enable
                                       For entity-type 'brokers':
                                       \tlog.message.timestamp.type
                                       \tssl.client.auth
                                       \tlog.retention.ms
                                       \tsasl.login.refresh.window.jitter
                                       \tsasl.kerberos.ticket.renew.window.
                                         factor
                                       \tlog.preallocate
                                       \tlog.index.size.max.bytes
                                       \tsasl.login.refresh.window.factor
                                       \tssl.truststore.type
                                       \tssl.keymanager.algorithm
                                       \tlog.cleaner.io.buffer.load.factor
                                       \tsasl.login.refresh.min.period.seconds
                                       \tssl.key.password
                                       \tbackground.threads
                                       \tlog.retention.bytes
                                       \tssl.trustmanager.algorithm
                                       \tlog.segment.bytes
                                       \tmax.connections.per.ip.overrides
                                       \tlog.cleaner.delete.retention.ms
                                       \tlog.segment.delete.delay.ms
                                       \tmin.insync.replicas
                                       \tssl.keystore.location
                                       \tssl.cipher.suites
                                       \tlog.roll.jitter.ms
                                       \tlog.cleaner.backoff.ms
                                       \tsasl.jaas.config
                                       \tprincipal.builder.class
                                       \tlog.flush.interval.ms
                                       \tlog.cleaner.dedupe.buffer.size
                                       \tlog.flush.interval.messages
                                       \tadvertised.listeners
                                       \tnum.io.threads
                                       \tlistener.security.protocol.map
                                       \tlog.message.downconversion.enable
                                       \tsasl.enabled.mechanisms
                                       \tsasl.login.refresh.buffer.seconds
                                       \tssl.truststore.password
                                       \tlisteners
                                       \tmetric.reporters
                                       \tssl.protocol
                                       \tsasl.kerberos.ticket.renew.jitter
                                       \tssl.keystore.password
                                       \tsasl.mechanism.inter.broker.protocol
                                       \tlog.cleanup.policy
                                       \tsasl.kerberos.principal.to.local.rules
                                       \tsasl.kerberos.min.time.before.relogin
                                       \tnum.recovery.threads.per.data.dir
                                       \tlog.cleaner.io.max.bytes.per.second
                                       \tlog.roll.ms
                                       \tssl.endpoint.identification.algorithm
                                       \tunclean.leader.election.enable
                                       \tmessage.max.bytes
                                       \tlog.cleaner.threads
                                       \tlog.cleaner.io.buffer.size
                                       \tmax.connections.per.ip
                                       \tsasl.kerberos.service.name
                                       \tssl.provider
                                       \tfollower.replication.throttled.rate
                                       \tlog.index.interval.bytes
                                       \tlog.cleaner.min.compaction.lag.ms
                                       \tlog.message.timestamp.difference.max.
                                         ms
                                       \tssl.enabled.protocols
                                       \tlog.cleaner.min.cleanable.ratio
                                       \treplica.alter.log.dirs.io.max.bytes.
                                         per.second
                                       \tssl.keystore.type
                                       \tssl.secure.random.implementation
                                       \tssl.truststore.location
                                       \tsasl.kerberos.kinit.cmd
                                       \tleader.replication.throttled.rate
                                       \tnum.network.threads
                                       \tcompression.type
                                       \tnum.replica.fetchers
                                       For entity-type 'users':
                                       \trequest_percentage
                                       \tproducer_byte_rate
                                       \tSCRAM-SHA-256
                                       \tSCRAM-SHA-512
                                       \tconsumer_byte_rate
                                       For entity-type 'clients':
                                       \trequest_percentage
                                       \tproducer_byte_rate
                                       \tconsumer_byte_rate
                                       Entity types 'users' and 'clients' may
                                         be specified together to update
                                         config for clients of a specific
                                         user.
--alter                                Alter the configuration for the entity.
--bootstrap-server <String: server to  The Kafka server to connect to. This
  connect to>                            is required for describing and
                                         altering broker configs.
--command-config <String: command      Property file containing configs to be
  config property file>                  passed to Admin Client. This is used
                                         only with --bootstrap-server option
                                         for describing and altering broker
                                         configs.
--delete-config <String>               config keys to remove 'k1,k2'
--describe                             List configs for the given entity.
--entity-default                       Default entity name for
                                         clients/users/brokers (applies to
                                         corresponding entity type in command
                                         line)
--entity-name <String>                 Name of entity (topic name/client
                                         id/user principal name/broker id)
--entity-type <String>                 Type of entity
                                         (topics/clients/users/brokers)
--force                                Suppress console prompts
--help                                 Print usage information.
--zookeeper <String: urls>             REQUIRED: The connection string for
                                         the zookeeper connection in the form
                                         host:port. Multiple URLS can be
                                         given to allow fail-over.
`;
