/** Defaults of settings, from the same tables that the simulated processes use. */
import { consumerConfigDef } from '#kafka/clients/consumer/config.ts';
import { producerConfigDef } from '#kafka/clients/producer/config.ts';
import { BROKER_CONFIG, TOPIC_CONFIG } from '#kafka/metadata/config.ts';

export type Owner = 'broker' | 'topic' | 'producer' | 'consumer';

/** undefined for settings that have none. */
export function defaultOf(owner: Owner, name: string): string | undefined {
  switch (owner) {
    case 'broker':
      return BROKER_CONFIG[name]?.default ?? undefined;
    case 'topic':
      return TOPIC_CONFIG[name]?.default ?? undefined;
    case 'producer':
      return producerConfigDef[name]?.default ?? undefined;
    case 'consumer':
      return consumerConfigDef[name]?.default ?? undefined;
  }
}
