/** Version of everything that a run's hash depends on: kernel, Kafka, commands. A link that carries another version says so before it is compared. */
export const ENGINE_VERSION = '4';
