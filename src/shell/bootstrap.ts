/** `--bootstrap-server` as the clients read it (ClientUtils.parseAndValidateAddresses): host and port pairs, and which of them exist here. */
import { brokerName } from '#kafka/protocol/names.ts';
import type { ClusterSpec } from '#kafka/spec.ts';

export interface Bootstrap {
  /** Nodes to try, in the order given. */
  readonly nodes: readonly string[];
  /** Addresses whose host name nobody knows. */
  readonly unresolved: readonly string[];
  /** First address without a port, if any. */
  readonly invalid: string | undefined;
}

const ADDRESS = /^(?:[A-Z]+:\/\/)?([0-9a-zA-Z\-%._:]*|\[[0-9a-zA-Z\-%._:]*\]):([0-9]+)$/;

export function readBootstrap(value: string, spec: ClusterSpec): Bootstrap {
  const nodes: string[] = [];
  const unresolved: string[] = [];
  for (const address of value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')) {
    const match = ADDRESS.exec(address);
    if (!match || match[1] === '') return { nodes, unresolved, invalid: address };
    const node = resolve(match[1], Number(match[2]), spec);
    if (node === undefined) unresolved.push(address);
    else if (!nodes.includes(node)) nodes.push(node);
  }
  return { nodes, unresolved, invalid: undefined };
}

/**
 * kafka1:9092 is broker 1. From the host's side the compose project publishes broker n at localhost:9091+n. Names of one's own cluster,
 * as study notes write them (my-kafka, test-broker02), are understood by their number.
 */
function resolve(host: string, port: number, spec: ClusterSpec): string | undefined {
  const ids = spec.brokers.map(({ id }) => id);
  const isLocal = host === 'localhost' || host === '127.0.0.1' || host === '0.0.0.0';
  const id = isLocal ? port - 9091 : brokerNumber(host);
  return id !== undefined && ids.includes(id) ? brokerName(id) : undefined;
}

function brokerNumber(host: string): number | undefined {
  const match = /^(?:kafka-?|(?:[a-z]+-)*(?:kafka|broker)-?)0*(\d{0,4})(?:\.[a-z0-9.-]+)?$/.exec(host);
  if (!match) return undefined;
  return match[1] === '' ? 1 : Number(match[1]);
}

export const unresolvedWarning = (address: string): string => {
  const host = address.slice(0, address.lastIndexOf(':'));
  return `WARN Couldn't resolve server ${address} from bootstrap.servers as DNS resolution failed for ${host} (org.apache.kafka.clients.ClientUtils)`;
};

/** Why a client cannot even be made, as the message of its ConfigException; undefined when it can. */
export function bootstrapProblem(bootstrap: Bootstrap): string | undefined {
  if (bootstrap.invalid !== undefined) return `Invalid url in bootstrap.servers: ${bootstrap.invalid}`;
  return bootstrap.nodes.length === 0 ? 'No resolvable bootstrap urls given in bootstrap.servers' : undefined;
}
