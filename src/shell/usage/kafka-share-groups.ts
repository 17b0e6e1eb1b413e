/** Usage text of kafka-share-groups.sh, as Apache Kafka 4.3.1 prints it (Apache License 2.0). */
export const usage = `This tool helps to list, describe, reset and delete share groups.
Option                                 Description
------                                 -----------
--all-groups                           Apply to all share groups.
--all-topics                           Consider all topics assigned to a
                                         share group in the 'reset-offsets'
                                         process.
--bootstrap-server <String: server to  REQUIRED: The server(s) to connect to.
  connect to>
--command-config <String: command      Property file containing configs to be
  config property file>                  passed to Admin Client.
--delete                               Delete share group.
--delete-offsets                       Delete offsets of share group.
                                         Supports one share group at the
                                         time, and multiple topics.
--describe                             Describe share group, members and
                                         offset information.
--dry-run                              Only show results without executing
                                         changes on share groups. Supported
                                         operations: reset-offsets.
--execute                              Execute operation. Supported
                                         operations: reset-offsets.
--group <String: share group>          The share group we wish to act on.
--help                                 Print usage information.
--list                                 List all share groups.
--members                              Describe members of the group. This
                                         option may be used with the '--
                                         describe' option only.
--offsets                              Describe the group and list all topic
                                         partitions in the group along with
                                         their offset information. This is
                                         the default sub-action and may be
                                         used with the '--describe' option
                                         only.
--reset-offsets                        Reset offsets of share group. Supports
                                         one share group at the time, and
                                         instances must be inactive.
                                       Has 2 execution options: --dry-run to
                                         plan which offsets to reset, and --
                                         execute to reset the offsets.
                                       You must choose one of the following
                                         reset specifications: --to-datetime,
                                         --to-earliest, --to-latest.
                                       To define the scope use --all-topics
                                         or --topic.
                                       Fails if neither '--dry-run' nor '--
                                         execute' is specified.
--state [String]                       When specified with '--describe',
                                         includes the state of the group.
                                       When specified with '--list', it
                                         displays the state of all groups. It
                                         can also be used to list groups with
                                         specific states. Valid values are
                                         Empty, Stable and Dead.
--timeout <Long: timeout (ms)>         The timeout that can be set for some
                                         use cases. For example, it can be
                                         used when describing the group to
                                         specify the maximum amount of time
                                         in milliseconds to wait before the
                                         group stabilizes. (default: 30000)
--to-datetime <String: datetime>       Reset offsets to offset from datetime.
                                         Format: 'YYYY-MM-DDThh:mm:ss.sss'
--to-earliest                          Reset offsets to earliest offset.
--to-latest                            Reset offsets to latest offset.
--topic <String: topic>                The topic whose offset information
                                         should be deleted or included in the
                                         reset offset process. When resetting
                                         offsets, partitions can be specified
                                         using this format: 'topic1:0,1,2',
                                         where 0,1,2 are the partitions to be
                                         included.
--verbose                              Provide additional information, if
                                         any, when describing the group. This
                                         option may be used with the '--
                                         describe' option only.
--version                              Display Kafka version.
`;
