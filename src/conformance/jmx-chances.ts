/** Where two runs of Kafka itself would show different values of a metric, each with the reason. Nothing else is forgiven. */

export interface Chance {
  /** Of `moment process mbean attribute`. */
  readonly line: RegExp;
  /** Folder of the recording; any when absent. */
  readonly under?: string;
  readonly why: string;
}

const NO_OPS = 'The active controller writes a NoOpRecord every 500 ms from the formation of the cluster on, which takes a real one longer.';

export const CHANCES: readonly Chance[] = [
  { line: /raft-metrics (high-watermark|log-end-offset)$/, why: NO_OPS },
  { line: /broker-metadata-metrics last-applied-record-offset$/, why: NO_OPS },
  { line: /raft-metrics current-epoch$/, why: 'The recorder restarts controllers until the first one leads: an election each.' },
  {
    line: /^leader-killed kafka[23] kafka\.controller:type=KafkaController,/,
    under: '3.9.2-zookeeper',
    why: 'Which of the two that are left writes /controller first when the session of the dead controller ends is a race.',
  },
  {
    line: /^returned billing-1 .*records-(lag-max|lead-min)$/,
    why: 'What the last fetch brought is sixty seconds old at about this moment, and the real one is looked at when both brokers have started.',
  },
];
