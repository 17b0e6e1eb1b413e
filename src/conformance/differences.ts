/** Where the simulated tools still answer differently from Apache Kafka, each with its reason. A difference that has gone must leave this list. */
export const DIFFERENCES: Readonly<Record<string, string>> = {
  'topics/create-factor-too-large': 'Kafka 4.3 adds "or some brokers have all their log directories cordoned" (KIP-1066) to the controller\'s message.',
  'configs/describe-everything': 'Compression levels and the settings of tiered storage are not part of the simulated topic configuration.',
  'outage/healed': 'Kafka appends a replica that rejoins to the ISR (1,2,3); the simulated leader keeps the order of assignment (2,3,1).',
};
