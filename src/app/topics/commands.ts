/** The command lines that the topic browser gives: the same that a person would type, in the words of the cluster's own version. */
import type { Frame } from '#kafka/frame.ts';

export interface NewTopic {
  readonly name: string;
  readonly partitions: string;
  readonly replicationFactor: string;
  /** `min.insync.replicas=2`, one a line. */
  readonly configs: string;
}

/** Tools of these versions speak to ZooKeeper themselves; from 2.2 on (KIP-377) they ask a broker. */
const WITH_ZOOKEEPER = ['2.1', '2.0', '0.11', '0.10'];

/** A server that would answer; the first one where none would, so that its refusal is seen. */
function server({ profile, brokers, controllers }: Frame): string {
  if (WITH_ZOOKEEPER.includes(profile)) {
    const ensemble = controllers.filter((one) => one.ensemble !== undefined);
    const up = ensemble.find(({ status, connected }) => status === 'up' && connected) ?? ensemble[0];
    return `--zookeeper ${up?.node ?? 'zookeeper1'}:2181`;
  }
  const up = brokers.find(({ status, connected, state }) => status === 'up' && connected && state === 'RUNNING') ?? brokers[0];
  return `--bootstrap-server ${up?.node ?? 'kafka1'}:9092`;
}

/** As a shell needs it: quoted where it is more than one plain word. */
const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

export function createCommand({ name, partitions, replicationFactor, configs }: NewTopic, frame: Frame): string {
  const lines = configs
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return [
    `kafka-topics.sh ${server(frame)} --create --topic ${word(name.trim())}`,
    ...(partitions.trim() === '' ? [] : [`--partitions ${word(partitions.trim())}`]),
    ...(replicationFactor.trim() === '' ? [] : [`--replication-factor ${word(replicationFactor.trim())}`]),
    ...lines.map((line) => `--config ${word(line)}`),
  ].join(' ');
}

/** A dot in a name is a pattern to the tool (KIP-415): it must mean itself. */
export function deleteCommand(name: string, frame: Frame): string {
  return `kafka-topics.sh ${server(frame)} --delete --topic ${word(name.replaceAll('.', '\\.'))}`;
}
