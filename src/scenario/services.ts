/** Processes beside Kafka (`services:`, as in a compose file): which image each runs, and its own settings. */
import { services } from '#beside/catalog.ts';
import { connectorFiles, connectorMistakes } from '#beside/connect/config.ts';
import { settingErrors, textOf, type Wanted } from '#beside/settings.ts';
import type { ClusterSpec, Config, ServiceSpec } from '#kafka/spec.ts';
import { checkName } from '#scenario/clients.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { type Path, problem, quoted, type ScenarioError, say } from '#scenario/error.ts';
import { serviceNames } from '#scenario/names.ts';
import { configOf } from '#scenario/topology.ts';
import { nearest } from '#shell/near.ts';

export type Services = Pick<ClusterSpec, 'services'>;
type ServiceDocument = NonNullable<ScenarioDocument['services']>[string];

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
    case 'word':
      return say('must be one of {{words}}.', { words: wanted.words.join(', ') });
    case 'file':
      return say('is not a file name: letters, digits, dots and dashes.', {});
    case 'hosts':
      return say('must be host:port, with commas between several.', {});
    case 'text':
    case 'name':
    case 'names':
      return say('must be a name of letters, digits, dots and dashes.', {});
  }
}

/** Nothing at all where there are none: their absence leaves the hash of older documents as it was. */
export function compileServices(document: ScenarioDocument, errors: ScenarioError[]): Services {
  const written = Object.entries(document.services ?? {});
  if (written.length === 0) return {};
  return { services: written.flatMap(([name, service]) => compileService(name, service, document, errors)) };
}

function compileService(name: string, { image, scale, config }: ServiceDocument, document: ScenarioDocument, errors: ScenarioError[]): ServiceSpec[] {
  const path = ['services', name];
  checkName(name, document, path, errors);
  if (Object.hasOwn(document.clients ?? {}, name)) errors.push(problem('U15', path, say('A client is called {{name}} already.', { name })));
  const settings = configOf(config);
  const known = services[image].settings;
  checkSettings(image, settingErrors(known, settings), Object.keys(known), (key) => [...path, 'config', key], errors);
  if (image === 'connect-standalone') checkConnect(name, settings, document, errors);
  if (image === 'publisher' || image === 'worker') checkQueue(image, settings, document, path, errors);
  return serviceNames(name, scale).map((process) => ({ name: process, service: image, config: settings }));
}

type Wrong = { readonly key: string; readonly wanted: Wanted };

function checkSettings(of: string, wrong: readonly Wrong[], known: readonly string[], path: (key: string) => Path, errors: ScenarioError[]): void {
  for (const { key, wanted } of wrong) {
    const near = wanted.wanted === 'known' ? { nearest: nearest(key, known) } : {};
    errors.push(problem('U16', path(key), complaint(of, key, wanted), near));
  }
}

/** A worker names the properties files of its connectors, which stand among the scenario's files, and shares its directory with the terminal. */
function checkConnect(name: string, settings: Config, document: ScenarioDocument, errors: ScenarioError[]): void {
  const path = ['services', name];
  const workers = Object.values(document.services ?? {}).filter(({ image }) => image === 'connect-standalone');
  if (workers.length > 1 || workers[0].scale !== undefined) errors.push(problem('U14', path, say('A scenario has at most one Connect worker.', {})));
  const named = connectorFiles(settings);
  if (named.length === 0) errors.push(problem('U16', [...path, 'config', 'connectors'], say('must name the properties files of its connectors.', {})));
  const contents = document.files ?? {};
  for (const file of named) {
    const content = Object.hasOwn(contents, file) ? contents[file] : undefined;
    if (typeof content === 'string') checkConnector(file, content, errors);
    else
      errors.push(
        problem('U15', [...path, 'config', 'connectors'], say('There is no file called {{file}}.', { file }), {
          nearest: nearest(file, Object.keys(contents)),
        }),
      );
  }
}

function checkConnector(file: string, content: string, errors: ScenarioError[]): void {
  const { settings, missing, known } = connectorMistakes(content);
  checkSettings(file, settings, known, (key) => ['files', file, key], errors);
  for (const words of missing) errors.push(quoted('U16', ['files', file], 'Kafka says: {{words}}', words));
}

/** Whoever fills or empties a queue must name one. */
function checkQueue(image: 'publisher' | 'worker', settings: Config, document: ScenarioDocument, path: Path, errors: ScenarioError[]): void {
  const queue = textOf(services[image].settings, settings, 'queue');
  const queues = Object.entries(document.services ?? {}).flatMap(([name, one]) => (one.image === 'rabbitmq' || one.image === 'redis' ? [name] : []));
  if (!queues.includes(queue))
    errors.push(problem('U15', [...path, 'config', 'queue'], say('There is no queue called {{queue}}.', { queue }), { nearest: nearest(queue, queues) }));
}
