/** What every setting means: of brokers, topics and clients in one list, as one thing asks for them. */
import common from '#app/i18n/en/config.ts';
import broker from '#app/i18n/en/config-broker.ts';
import client from '#app/i18n/en/config-client.ts';
import topic from '#app/i18n/en/config-topic.ts';

export default { ...broker, ...topic, ...client, ...common } as const;
