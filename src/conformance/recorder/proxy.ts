/**
 * The network between a client and the brokers, as `fault drop` and `fault heal` change it: while it is muted, the first answer to a Produce request and all
 * that comes after it on that connection vanishes, as from a leader that nobody hears any more. The client finds the brokers' names at other addresses.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket, connect as to } from 'node:net';
import { join } from 'node:path';
import { networkOf } from './release.ts';

const PRODUCE = 0;
const PORT = 9092;
/** Addresses of the other side begin here. */
const BESIDE = 100;

export interface Wire {
  /** Where clients run whose messages go through it. */
  readonly directory: string;
  isMuted: boolean;
  readonly close: () => void;
}

/** Calls back with each message: a length of four bytes, and as many bytes. */
function eachMessage(socket: Socket, take: (message: Buffer) => void): void {
  let left = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    left = Buffer.concat([left, data]);
    while (left.length >= 4 && left.length >= 4 + left.readInt32BE(0)) {
      const end = 4 + left.readInt32BE(0);
      take(left.subarray(0, end));
      left = left.subarray(end);
    }
  });
}

function carry(proxy: Pick<Wire, 'isMuted'>, client: Socket, address: string): void {
  const broker = to(PORT, address);
  const produced = new Set<number>();
  let isLost = false;
  eachMessage(client, (message) => {
    if (message.readInt16BE(4) === PRODUCE) produced.add(message.readInt32BE(8));
    broker.write(message);
  });
  eachMessage(broker, (message) => {
    isLost ||= proxy.isMuted && produced.has(message.readInt32BE(4));
    if (!isLost) client.write(message);
  });
  for (const [one, other] of [
    [client, broker],
    [broker, client],
  ])
    one.on('error', () => other.destroy()).on('close', () => other.destroy());
}

export async function startProxy(directory: string, brokers: readonly string[]): Promise<Wire> {
  const network = networkOf();
  const own = join(directory, 'proxied');
  mkdirSync(own, { recursive: true });
  const servers: Server[] = [];
  const close = (): void => {
    for (const server of servers) server.close();
  };
  const proxy: Wire = { directory: own, isMuted: false, close };
  for (const n of brokers.keys()) {
    const server = createServer((client) => carry(proxy, client, `${network}.${n + 1}`));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(PORT, `${network}.${BESIDE + n}`, resolve));
  }
  writeFileSync(join(own, 'hosts'), brokers.map((name, n) => `${network}.${BESIDE + n} ${name}\n`).join(''));
  return proxy;
}
