/** One metric under its JMX name, and how Kafka writes names of MBeans (KafkaMetricsGroup, JmxReporter, Sanitizer.jmxSanitize). */

export interface Metric {
  /** Object name of the MBean: `kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions`. */
  readonly mbean: string;
  /** `Value` of Yammer's gauges; MBeans of Kafka's own metrics have several. */
  readonly attribute: string;
  /** How people call it: the gauge's name, or the attribute. */
  readonly name: string;
  readonly value: number | string;
  /** What an operator wants to see, where that is one value. */
  readonly wanted: number | undefined;
}

export const yammer = (mbean: string, value: number, wanted?: number): Metric => {
  const name = /name=([^,]+)/.exec(mbean)?.[1] ?? mbean;
  return { mbean, attribute: 'Value', name, value, wanted };
};

export const kafka = (mbean: string, attribute: string, value: number | string, wanted?: number): Metric => ({
  mbean,
  attribute,
  name: attribute,
  value,
  wanted,
});

const PLAIN = /^[\w%. \t-]*$/;

/** A value of a tag: ObjectName.quote where it has signs that an object name may not have. */
export const tagValue = (text: string): string => (PLAIN.test(text) ? text : `"${text.replace(/["*?\\]/g, '\\$&').replaceAll('\n', '\\n')}"`);
