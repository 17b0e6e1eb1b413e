/** Words of what explains and compares: why-chains, records that are followed, two futures, metrics, topics, export. */
export default {
  why: {
    ask: 'Why?',
    chain: 'What led to it, oldest first',
    close: 'Close the explanation',
    alone: 'Nothing before it was needed: it came from outside, or before the run began.',
    here: 'you are here',
    title: {
      fact: 'Why did this happen?',
      lost: 'Why is this record lost?',
      duplicate: 'Why is this record there {{count}} times?',
      lag: 'Why did the lag reach {{count}}?',
    },
  },
  follow: {
    title: 'The way of {{id}}',
    start: 'Follow',
    stop: 'Stop following',
    note: 'Lights up every copy of this record, and lists each moment of its way.',
    way: 'Its way, from the producer on',
    at: { producer: 'producer', leader: 'leader', follower: 'follower', consumer: 'consumer' },
  },
  kip: {
    'KIP-101': 'Followers truncate by leader epoch, not by high watermark.',
    'KIP-497': 'The leader asks the controller for a new ISR with AlterPartition.',
    'KIP-595': 'The controllers’ own quorum (KRaft).',
    'KIP-704': 'A leader from an unclean election must say that it has recovered.',
    'KIP-966': 'Eligible leader replicas: they left the ISR when it was too small already, so they hold every committed record.',
    'KIP-996': 'A pre-vote asks whether an election could be won, and disturbs nobody.',
  },
  strip: {
    title: { election: 'Election of {{tp}}', shrink: 'ISR of {{tp}} shrinks', expand: 'ISR of {{tp}} grows' },
    done: 'done',
    now: 'now',
    ahead: 'to come',
    step: {
      trouble: 'Fault',
      noticed: 'Noticed',
      asked: 'Asked for',
      decided: 'Decided',
      leads: 'New leader starts',
      truncates: 'Log is truncated',
      retries: 'Producer sends again',
      advances: 'High watermark moves',
      answers: 'First acknowledgement',
    },
  },
} as const;
