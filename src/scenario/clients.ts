/** Producers and consumer groups of a scenario. */
import { type Features, featuresOf } from '#kafka/metadata/features.ts';
import { brokerName } from '#kafka/protocol/names.ts';
import type { ClusterSpec, Config, GroupSpec, ProducerSpec, Profile, ShareGroupSpec } from '#kafka/spec.ts';
import { consumerConfigErrors, producerConfigErrors } from '#scenario/configs.ts';
import type { ConsumerDocument, ProducerDocument, ScenarioDocument } from '#scenario/document.ts';
import { type Path, problem, type ScenarioError, say } from '#scenario/error.ts';
import { LIMITS } from '#scenario/limits.ts';
import { profileOf } from '#scenario/metadata.ts';
import type { KnownNames } from '#scenario/names.ts';
import { compileShareGroup } from '#scenario/shareGroups.ts';
import { consumerTooEarly, NO_TRANSACTIONS, producerTooEarly } from '#scenario/since.ts';
import { configOf, shown } from '#scenario/topology.ts';
import { parseDurationUs, parseIntervalUs } from '#scenario/units.ts';
import { nearest } from '#shell/near.ts';

export type Clients = Pick<ClusterSpec, 'producers' | 'groups' | 'shareGroups' | 'groupConfigs'>;

/** A duration of the document in microseconds; complains when it is not whole or too long. */
export function durationUs(text: string | number | undefined, otherwiseUs: number, path: Path, errors: ScenarioError[]): number {
  if (text === undefined) return otherwiseUs;
  const us = parseDurationUs(text);
  if (us !== undefined && us <= LIMITS.untilUs) return us;
  errors.push(
    problem('U13', path, us === undefined ? say('{{text}} is not a whole number of microseconds.', { text }) : say('{{text}} is longer than 24h.', { text })),
  );
  return otherwiseUs;
}

export function compileClients(document: ScenarioDocument, names: KnownNames, errors: ScenarioError[]): Clients {
  const profile = profileOf(document);
  const producers: ProducerSpec[] = [];
  const groups: GroupSpec[] = [];
  const shareGroups: ShareGroupSpec[] = [];
  const groupConfigs: Record<string, Config> = {};
  for (const [name, client] of Object.entries(document.clients ?? {})) {
    const path = ['clients', name];
    checkName(name, document, path, errors);
    if ('producer' in client) producers.push(compileProducer(name, client, names, profile, path, errors));
    else if ('consumer' in client) groups.push(compileGroup(name, client, names, profile, path, errors));
    else {
      const { spec, own } = compileShareGroup(name, client, names, profile, path, errors, configOf(document.cluster.config));
      shareGroups.push(spec);
      if (Object.keys(own).length > 0) groupConfigs[name] = own;
    }
  }
  checkTotals(producers, [...groups, ...shareGroups], errors);
  const configured = Object.keys(groupConfigs).length === 0 ? {} : { groupConfigs };
  return shareGroups.length === 0 ? { producers, groups } : { producers, groups, shareGroups, ...configured };
}

export function checkName(name: string, document: ScenarioDocument, path: Path, errors: ScenarioError[]): void {
  if (name.length > LIMITS.nameChars)
    errors.push(problem('U20', path, say("A client's name may have {{limit}} characters, not {{chars}}.", { limit: LIMITS.nameChars, chars: name.length })));
  if (!/^[A-Za-z_][A-Za-z0-9._-]*$/.test(name))
    errors.push(
      problem('U12', path, say("{{name}} cannot be a client's name: use letters, digits, '.', '_' and '-', and begin with a letter.", { name: shown(name) })),
    );
  const taken = ['init', 'acked', ...Array.from({ length: document.cluster.brokers }, (_, i) => brokerName(i + 1))];
  if (taken.includes(name) || /^(tool|kafka|controller|zookeeper)-?[0-9]+$/.test(name))
    errors.push(problem('U15', path, say('{{name}} is already the name of something else: call this client differently.', { name })));
}

export function checkTopic(topic: string, names: KnownNames, path: Path, errors: ScenarioError[]): void {
  if (!names.topics.includes(topic))
    errors.push(problem('U15', path, say('There is no topic called {{topic}}.', { topic: shown(topic) }), { nearest: nearest(topic, names.topics) }));
}

/** A producer that is told to be idempotent takes the acks and retries that go with it, where they are not written. */
function producerDefaults({ producerDefaults: defaults }: Features, written: Config): Config {
  if (written['enable.idempotence'] !== 'true') return defaults;
  return Object.fromEntries(Object.entries(defaults).filter(([key]) => key !== 'acks' && key !== 'retries'));
}

function compileProducer(name: string, client: ProducerDocument, names: KnownNames, profile: Profile, path: Path, errors: ScenarioError[]): ProducerSpec {
  checkTopic(client.producer, names, [...path, 'producer'], errors);
  const written = configOf(client.config);
  const transactional = client.transaction === undefined ? {} : { 'transactional.id': name, ...transactionalDefaults(profile, written) };
  const config = configOf({ ...producerDefaults(featuresOf(profile), written), ...transactional, ...written });
  errors.push(
    ...producerConfigErrors(config, [...path, 'config'], profile),
    ...producerTooEarly(written, client.transaction !== undefined, featuresOf(profile), path),
  );
  const intervalUs = parseIntervalUs(client.rate ?? '1/s');
  if (intervalUs === undefined || intervalUs < 1_000_000 / LIMITS.ratePerSecond) {
    errors.push(problem('U13', [...path, 'rate'], say('must be a rate from 1/h to {{limit}}/s.', { limit: LIMITS.ratePerSecond })));
  }
  return {
    name,
    topic: client.producer,
    intervalUs: intervalUs ?? 1_000_000,
    keys: (client.keys ?? [null]).map((key) => (key === null ? null : String(key))),
    count: client.count,
    startUs: durationUs(client.start, 0, [...path, 'start'], errors),
    config,
    ...transactionOf(client, config, path, errors),
  };
}

/** Before 3.0 neither idempotence nor acks=all were the default, and transactions need both. */
function transactionalDefaults(profile: Profile, written: Config): Config {
  if (featuresOf(profile).producerDefaults.acks === undefined) return {};
  const wanted: Config = { 'enable.idempotence': 'true', acks: 'all', retries: '2147483647' };
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => written[key] === undefined));
}

/** A transactional.id without more: every record is a transaction. */
function transactionOf(client: ProducerDocument, config: Config, path: Path, errors: ScenarioError[]): Pick<ProducerSpec, 'transaction'> {
  if (config['transactional.id'] === undefined) return {};
  const { records = 1, pause, 'abort-every': abortEvery } = client.transaction ?? {};
  return { transaction: { records, pauseUs: durationUs(pause, 0, [...path, 'transaction', 'pause'], errors), abortEvery } };
}

/** Auto commit follows enable.auto.commit unless `commit` says otherwise; the two must not contradict each other. */
function commitMode(client: ConsumerDocument, enabled: string | undefined, path: Path, errors: ScenarioError[]): GroupSpec['commit'] {
  const mode = client.commit ?? (enabled === 'false' ? 'none' : 'auto');
  if (enabled !== undefined && (mode === 'auto') !== (enabled === 'true')) {
    errors.push(problem('U16', [...path, 'commit'], say('commit: {{mode}} contradicts enable.auto.commit={{enabled}}.', { mode, enabled })));
  }
  return mode;
}

function compileGroup(group: string, client: ConsumerDocument, names: KnownNames, profile: Profile, path: Path, errors: ScenarioError[]): GroupSpec {
  const features = featuresOf(profile);
  const topics = typeof client.consumer === 'string' ? [client.consumer] : client.consumer;
  for (const [i, topic] of topics.entries())
    checkTopic(topic, names, typeof client.consumer === 'string' ? [...path, 'consumer'] : [...path, 'consumer', i], errors);
  const written = configOf(client.config);
  errors.push(...consumerConfigErrors(written, [...path, 'config']));
  errors.push(...consumerTooEarly(written, features, path));
  const commit = commitMode(client, written['enable.auto.commit'], path, errors);
  return {
    group,
    topics: [...new Set(topics)],
    members: client.members ?? 1,
    processingUs: durationUs(client.processing, 0, [...path, 'processing'], errors),
    commit,
    startUs: durationUs(client.start, 0, [...path, 'start'], errors),
    config: configOf({ ...features.consumerDefaults, ...written, ...(commit === 'auto' ? {} : { 'enable.auto.commit': 'false' }) }),
    ...handOffOf(client, commit, path, errors),
    ...outletOf(client, commit, names, profile, path, errors),
  };
}

/** Whoever hands records off and polls on does not know at the next poll() what is done: only auto commit, or none, goes with it. */
function handOffOf(client: ConsumerDocument, commit: GroupSpec['commit'], path: Path, errors: ScenarioError[]): Pick<GroupSpec, 'handsOff'> {
  if (client['hand-off'] !== true) return {};
  if (commit !== 'auto' && commit !== 'none')
    errors.push(problem('U16', [...path, 'hand-off'], say('A worker of its own goes with commit: auto or none: poll() does not know what it has done.', {})));
  if (client.produces !== undefined) errors.push(problem('U16', [...path, 'hand-off'], say('A worker of its own does not write on: leave produces out.', {})));
  return { handsOff: true };
}

/** The producer of an application that writes on. Offsets go into its transactions only if it has a transactional.id: each member its own. */
function outletOf(
  client: ConsumerDocument,
  commit: GroupSpec['commit'],
  names: KnownNames,
  profile: Profile,
  path: Path,
  errors: ScenarioError[],
): Pick<GroupSpec, 'produces'> {
  const topic = client.produces;
  if (topic === undefined) {
    if (commit === 'in-transaction')
      errors.push(problem('U16', [...path, 'commit'], say('Offsets go into a transaction only with produces: the topic to write to.', {})));
    if (client['producer-config'] !== undefined)
      errors.push(problem('U16', [...path, 'producer-config'], say('There is no producer here: say with produces which topic is written to.', {})));
    return {};
  }
  checkTopic(topic, names, [...path, 'produces'], errors);
  const written = configOf(client['producer-config']);
  const inTransaction = commit === 'in-transaction';
  const transactional = inTransaction ? { 'transactional.id': MEMBER_ID, ...transactionalDefaults(profile, written) } : {};
  const config = configOf({ ...producerDefaults(featuresOf(profile), written), ...transactional, ...written });
  const where = [...path, 'producer-config'];
  errors.push(...producerConfigErrors(config, where, profile), ...producerTooEarly(written, false, featuresOf(profile), path, 'producer-config'));
  if (inTransaction && !featuresOf(profile).idempotence) errors.push(problem('U15', [...path, 'commit'], NO_TRANSACTIONS));
  if (!inTransaction && config['transactional.id'] !== undefined)
    errors.push(problem('U16', [...where, 'transactional.id'], say('A transactional producer needs commit: in-transaction.', {})));
  return { produces: { topic, config } };
}

/** The name of the process, as a deployment's template would have it. */
const MEMBER_ID = '$' + '{hostname}';

function checkTotals(producers: readonly ProducerSpec[], groups: readonly Pick<GroupSpec, 'group' | 'members'>[], errors: ScenarioError[]): void {
  const members = groups.flatMap(({ group, members }) => Array.from({ length: members }, (_, i) => `${group}-${i + 1}`));
  const over = (count: number, limit: number, what: string) => {
    if (count > limit) errors.push(problem('U14', ['clients'], say(`This scenario has {{count}} ${what}; the limit is {{limit}}.`, { count, limit })));
  };
  over(producers.length, LIMITS.producers, 'producers');
  over(groups.length, LIMITS.groups, 'groups');
  over(members.length, LIMITS.consumers, 'consumers');
  const names = [...producers.map(({ name }) => name), ...groups.map(({ group }) => group), ...members];
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    errors.push(
      problem(
        'U15',
        ['clients'],
        say('{{twice}} would be the name of two processes: members of a group are called <group>-1, <group>-2 and so on.', { twice }),
      ),
    );
}
