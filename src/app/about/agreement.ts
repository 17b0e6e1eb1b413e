/** How far the simulated cluster agrees with recorded real ones: the figures that `npm run conformance` writes, read at build time. */
const files = import.meta.glob<Agreement>('../../conformance/agreement.json', { import: 'default', eager: true });

interface Count {
  readonly recorded: number;
  readonly agree: number;
}

export interface Agreement {
  /** Releases of Apache Kafka that were observed. */
  readonly kafka: readonly string[];
  readonly cases: Count;
  readonly commands: Count;
  readonly compared: { readonly things: number; readonly agree: number };
  readonly differences: readonly { readonly version: string; readonly name: string; readonly why: { readonly en: string; readonly ko: string } }[];
}

export const agreement: Agreement = Object.values(files)[0];
