/**
 * The network: per-connection order, latency, loss, duplication and cuts. A connection is TCP-like: its messages arrive in order,
 * those of different connections may overtake each other. A cut link swallows messages silently, as an unplugged cable does.
 */
import { mix } from '#sim/hash.ts';
import { between, draw, happens, streamKey } from '#sim/random.ts';

export interface LinkSettings {
  readonly latencyMinUs: number;
  readonly latencyMaxUs: number;
  readonly lossPpm: number;
  readonly duplicatePpm: number;
}

export interface NetworkSettings extends LinkSettings {
  /** Overrides by `from>to`. */
  readonly links: Readonly<Record<string, Partial<LinkSettings>>>;
}

export const quietNetwork: NetworkSettings = { latencyMinUs: 1000, latencyMaxUs: 1000, lossPpm: 0, duplicatePpm: 0, links: {} };

/** One direction of one connection. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly connection: string;
  readonly key: number;
  readonly sent: number;
  readonly lastArrivalUs: number;
  /** The receiver's incarnation that this connection was made to. */
  readonly incarnation: number;
  readonly open: boolean;
}

export interface Network {
  readonly settings: NetworkSettings;
  links: Map<string, Link>;
  /** Cut pairs as `a|b` in both orders, and lone names: a node unplugged from everything. */
  cuts: ReadonlySet<string>;
  messages: number;
}

export const emptyNetwork = (settings: NetworkSettings): Network => ({ settings, links: new Map(), cuts: new Set(), messages: 0 });

export const isCut = (network: Network, a: string, b: string): boolean =>
  network.cuts.size > 0 && (network.cuts.has(a) || network.cuts.has(b) || network.cuts.has(`${a}|${b}`));

const linkKey = (from: string, to: string, connection: string): string => `${from}>${to}/${connection}`;

function settingsOf(network: Network, from: string, to: string): LinkSettings {
  const override = network.settings.links[`${from}>${to}`];
  return override ? { ...network.settings, ...override } : network.settings;
}

export interface Plan {
  readonly arrivesUs: number;
  readonly lost: boolean;
  readonly duplicateArrivesUs: number | undefined;
}

/** Decides when the next message on a link arrives, and remembers that it was sent. */
export function plan(network: Network, seed: number, from: string, to: string, connection: string, incarnation: number, nowUs: number): Plan {
  const id = linkKey(from, to, connection);
  const known = network.links.get(id);
  const key = known?.key ?? streamKey(seed, id, 'latency');
  const sent = known?.sent ?? 0;
  const settings = settingsOf(network, from, to);
  const latencyUs = between(draw(key, sent), settings.latencyMinUs, settings.latencyMaxUs);
  const earliestUs = known && known.incarnation === incarnation ? known.lastArrivalUs : 0;
  const arrivesUs = Math.max(nowUs + latencyUs, earliestUs);
  network.links.set(id, { from, to, connection, key, sent: sent + 1, lastArrivalUs: arrivesUs, incarnation, open: true });
  const lost = settings.lossPpm > 0 && happens(draw(mix(key, 1), sent), settings.lossPpm);
  const twice = settings.duplicatePpm > 0 && happens(draw(mix(key, 2), sent), settings.duplicatePpm);
  return { arrivesUs, lost, duplicateArrivesUs: twice ? arrivesUs + latencyUs : undefined };
}

/** Marks the connection as closed; true if it was open to that incarnation, so that its owner must be told. */
export function close(network: Network, from: string, to: string, connection: string, incarnation: number): boolean {
  const id = linkKey(from, to, connection);
  const link = network.links.get(id);
  if (!link?.open || link.incarnation !== incarnation) return false;
  network.links.set(id, { ...link, open: false });
  return true;
}

/** True while the newest connection of this name is the one that was closed: a reconnected owner must not hear of an old close. */
export function isClosed(network: Network, from: string, to: string, connection: string, incarnation: number): boolean {
  const link = network.links.get(linkKey(from, to, connection));
  return link !== undefined && !link.open && link.incarnation === incarnation;
}

/** Latency of the next notice on a link, without sending a message. */
export function noticeUs(network: Network, seed: number, from: string, to: string, counter: number): number {
  const settings = settingsOf(network, from, to);
  return between(draw(streamKey(seed, `${from}>${to}`, 'notice'), counter), settings.latencyMinUs, settings.latencyMaxUs);
}

export function withCut(cuts: ReadonlySet<string>, ...names: readonly string[]): ReadonlySet<string> {
  return new Set([...cuts, ...names]);
}

export function withoutCut(cuts: ReadonlySet<string>, ...names: readonly string[]): ReadonlySet<string> {
  return new Set([...cuts].filter((cut) => !names.includes(cut)));
}
