/** Usage text of kafka-preferred-replica-election.sh, as Apache Kafka 2.1.1 prints it (Apache License 2.0). */
export const usage = `This tool causes leadership for each partition to be transferred back to the 'preferred replica', it can be used to balance leadership among the servers.
Option                                 Description
------                                 -----------
--path-to-json-file <String: list of   The JSON file with the list of
  partitions for which preferred         partitions for which preferred
  replica leader election needs to be    replica leader election should be
  triggered>                             done, in the following format -
                                       {"partitions":
                                       \t[{"topic": "foo", "partition": 1},
                                       \t {"topic": "foobar", "partition": 2}]
                                       }
                                       Defaults to all existing partitions
--zookeeper <String: urls>             REQUIRED: The connection string for
                                         the zookeeper connection in the form
                                         host:port. Multiple URLS can be
                                         given to allow fail-over.
`;
