/** Usage text of kafka-configs.sh, as Apache Kafka 0.10.2.2 prints it (Apache License 2.0). */
export const usage = `This tool helps to manipulate and describe entity config for a topic, client, user or broker
Option                      Description
------                      -----------
--add-config <String>       Key Value pairs of configs to add. Square brackets
                              can be used to group values which contain commas:
                              'k1=v1,k2=[v1,v2,v2],k3=v3'. The following is a
                              list of valid configurations: For entity_type
                              'topics':
                            \tcleanup.policy
                            \tcompression.type
                            \tdelete.retention.ms
                            \tfile.delete.delay.ms
                            \tflush.messages
                            \tflush.ms
                            \tfollower.replication.throttled.replicas
                            \tindex.interval.bytes
                            \tleader.replication.throttled.replicas
                            \tmax.message.bytes
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
                            For entity_type 'brokers':
                            \tfollower.replication.throttled.rate
                            \tleader.replication.throttled.rate
                            For entity_type 'users':
                            \tproducer_byte_rate
                            \tSCRAM-SHA-256
                            \tSCRAM-SHA-512
                            \tconsumer_byte_rate
                            For entity_type 'clients':
                            \tproducer_byte_rate
                            \tconsumer_byte_rate
                            Entity types 'users' and 'clients' may be specified
                              together to update config for clients of a
                              specific user.
--alter                     Alter the configuration for the entity.
--delete-config <String>    config keys to remove 'k1,k2'
--describe                  List configs for the given entity.
--entity-default            Default entity name for clients/users (applies to
                              corresponding entity type in command line)
--entity-name <String>      Name of entity (topic name/client id/user principal
                              name/broker id)
--entity-type <String>      Type of entity (topics/clients/users/brokers)
--force                     Suppress console prompts
--help                      Print usage information.
--zookeeper <String: urls>  REQUIRED: The connection string for the zookeeper
                              connection in the form host:port. Multiple URLS
                              can be given to allow fail-over.
`;
