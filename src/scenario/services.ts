/** Processes beside Kafka (`services:`, as in a compose file): which image each runs, and its own configuration. */
import type { Wanted } from '#beside/burrow/config.ts';
import { services } from '#beside/catalog.ts';
import type { ClusterSpec, ServiceSpec } from '#kafka/spec.ts';
import { checkName } from '#scenario/clients.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { problem, type ScenarioError, say } from '#scenario/error.ts';
import { configOf } from '#scenario/topology.ts';
import { nearest } from '#shell/near.ts';

export type Services = Pick<ClusterSpec, 'services'>;

function complaint(image: string, key: string, wanted: Wanted) {
  switch (wanted.wanted) {
    case 'known':
      return say('Unknown setting of {{image}}: {{key}}', { image, key: key.slice(0, 60) });
    case 'whole':
      return say('must be a whole number from {{min}} to {{max}}.', { min: wanted.min, max: wanted.max });
    case 'share':
      return say('must be a share from 0 to 1.', {});
    case 'switch':
      return say('must be true or false.', {});
    case 'name':
      return say('must be a name of letters, digits, dots and dashes.', {});
  }
}

/** Nothing at all where there are none: their absence leaves the hash of older documents as it was. */
export function compileServices(document: ScenarioDocument, errors: ScenarioError[]): Services {
  const written = Object.entries(document.services ?? {});
  if (written.length === 0) return {};
  const compiled: ServiceSpec[] = written.map(([name, { image, config }]) => {
    const path = ['services', name];
    checkName(name, document, path, errors);
    if (Object.hasOwn(document.clients ?? {}, name)) errors.push(problem('U15', path, say('A client is called {{name}} already.', { name })));
    const settings = configOf(config);
    const { defaults, configErrors } = services[image];
    for (const { key, wanted } of configErrors(settings)) {
      const near = wanted.wanted === 'known' ? { nearest: nearest(key, Object.keys(defaults)) } : {};
      errors.push(problem('U16', [...path, 'config', key], complaint(image, key, wanted), near));
    }
    return { name, service: image, config: settings };
  });
  return { services: compiled };
}
