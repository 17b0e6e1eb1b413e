/** Sentences of facts about share groups: a part of `facts.ts`. */
export default {
  ShareTargetAssigned: 'The coordinator has a new target for share group {{group}}, epoch {{epoch}}: a partition may go to several members.',
  ShareAssigned: {
    none: '{{node}} has no partition to fetch from in share group {{group}}.',
    some: '{{node}} fetches from {{partitions}} for share group {{group}}, epoch {{epoch}}.',
  },
  SharePartitionLoaded: {
    fresh: 'Broker {{broker}} begins with {{tp}} for share group {{group}} at offset {{startOffset}}.',
    known: 'Broker {{broker}} read what share group {{group}} has in flight of {{tp}}, from offset {{startOffset}} on.',
  },
  SharePartitionFailed: 'Broker {{broker}} could not read what share group {{group}} has in flight of {{tp}}: {{error}}.',
  RecordsAcquired: {
    one: '{{node}} acquired offset {{offsets}} of {{tp}}, delivery {{deliveryCount}}: nobody else is given it meanwhile.',
    many: '{{node}} acquired offsets {{offsets}} of {{tp}}, delivery {{deliveryCount}}: nobody else is given them meanwhile.',
  },
  RecordsDelivered: {
    one: 'poll() gave {{node}} offset {{offsets}} of {{tp}}, delivery {{deliveryCount}}.',
    many: 'poll() gave {{node}} offsets {{offsets}} of {{tp}}, delivery {{deliveryCount}}.',
  },
  DeliveryStateChanged: {
    acknowledged: {
      AVAILABLE: 'Offset {{offsets}} of {{tp}} was released in share group {{group}}: anybody may acquire it again (delivered {{deliveryCount}} times).',
      ACKNOWLEDGED: 'Offset {{offsets}} of {{tp}} was accepted in share group {{group}}: it is done with.',
      ARCHIVED: 'Offset {{offsets}} of {{tp}} is archived in share group {{group}}: rejected, or delivered as often as may be ({{deliveryCount}} times).',
    },
    'session-ended': {
      AVAILABLE: 'Whoever had offset {{offsets}} of {{tp}} is gone: share group {{group}} may acquire it again (delivered {{deliveryCount}} times).',
      ARCHIVED: 'Whoever had offset {{offsets}} of {{tp}} is gone, after {{deliveryCount}} deliveries: share group {{group}} archives it.',
    },
    'lock-timeout': {
      AVAILABLE: 'The lock of offset {{offsets}} of {{tp}} timed out: share group {{group}} may acquire it again (delivered {{deliveryCount}} times).',
      ARCHIVED: 'The lock of offset {{offsets}} of {{tp}} timed out after {{deliveryCount}} deliveries: share group {{group}} archives it.',
    },
  },
  AcquisitionLocksRenewed: '{{node}} renewed its lock of offset {{offsets}} of {{tp}}.',
  AcknowledgementRefused: 'Broker {{broker}} refused what {{node}} said of {{tp}}: {{error}}. {{message}}',
  AcknowledgementFailed: '{{node}} hears that its acknowledgement of {{tp}} does not count: {{error}}.',
  ShareStartOffsetAdvanced: 'Share group {{group}} is done with everything of {{tp}} before offset {{to}}.',
  ShareSessionEnded: {
    closed: '{{node}} ended its session with broker {{broker}} for share group {{group}}.',
    disconnected: 'The connection of {{node}} to broker {{broker}} is gone: its session in share group {{group}} ends, and what it had is given back.',
  },
} as const;
