/** Where the simulated tools still answer differently from Apache Kafka, each with its reason. A difference that has gone must leave this list. */
export const DIFFERENCES: Readonly<Record<string, string>> = {
  'configs/describe-everything': 'Compression levels and the settings of tiered storage are not part of the simulated topic configuration.',
};
