/** What may stand beside Kafka in a scenario, by the name that a document calls it. */
import { BURROW_DEFAULTS, burrowConfigErrors, type Wanted } from '#beside/burrow/config.ts';
import { burrowKind, burrowNode } from '#beside/burrow/node.ts';
import type { Service } from '#kafka/cluster.ts';
import type { Config } from '#kafka/spec.ts';

/** A service, and what a scenario may write about it. */
export interface ServiceEntry extends Service {
  readonly defaults: Config;
  /** Where it listens for HTTP. */
  readonly httpPort: number;
  configErrors(written: Config): readonly { readonly key: string; readonly wanted: Wanted }[];
}

export const services = {
  burrow: { node: burrowNode, kind: burrowKind, defaults: BURROW_DEFAULTS, httpPort: 8000, configErrors: burrowConfigErrors },
} as const satisfies Readonly<Record<string, ServiceEntry>>;

export type ServiceId = keyof typeof services;
export const SERVICE_IDS = Object.keys(services) as readonly ServiceId[];
