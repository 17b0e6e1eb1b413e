/** Where the simulated tools still answer differently from Apache Kafka, each with its reason. A difference that has gone must leave this list. */
import type { Text } from './case-differences.ts';

export const DIFFERENCES: Readonly<Record<string, Text>> = {};
