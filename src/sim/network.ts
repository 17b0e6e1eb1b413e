/**
 * The network: per-connection order, latency, loss, duplication and cuts. A connection is TCP-like: its messages arrive in order,
 * those of different connections may overtake each other. A cut link swallows messages silently, as an unplugged cable does.
 *
 * A connection belongs to the process that opened it. Its other end knows it under its accepted name (`main@kafka1#2`: opened as `main` by the
 * third process called kafka1), and an answer sent there reaches that very process or nobody: a restarted process never gets its predecessor's bytes.
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

/** One direction between two nodes on one connection: what stays the same from message to message. */
export interface Route {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** As its sender names it, and as its receiver does. */
  readonly connection: string;
  readonly peerConnection: string;
  readonly key: number;
  readonly settings: LinkSettings;
  /** Incarnation of the opener, when the receiver is the opener; else the connection goes to whatever process runs when it is (re)opened. */
  readonly opener: number | undefined;
}

/** `closing`: the peer's process is gone and word of it is on the way; what is sent meanwhile still runs to the dead socket. */
export type LinkState = 'open' | 'closing' | 'closed';

/** What has happened on a route so far. Replaced, never changed. */
export interface Link {
  readonly route: Route;
  readonly state: LinkState;
  /** Counts openings: what an old opening of the connection ran into does not concern the one that replaced it. */
  readonly epoch: number;
  /** The receiver's incarnation that this connection goes to. */
  readonly incarnation: number;
  readonly sent: number;
  readonly lastArrivalUs: number;
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
  network.cuts.size > 0 && a !== b && (network.cuts.has(a) || network.cuts.has(b) || network.cuts.has(`${a}|${b}`));

const ids = new Map<string, Map<string, Map<string, string>>>();
const MOST_SENDERS = 1_024;

function idsOf(from: string, to: string): Map<string, string> {
  let fromHere = ids.get(from);
  if (fromHere === undefined) {
    if (ids.size >= MOST_SENDERS) ids.clear();
    fromHere = new Map();
    ids.set(from, fromHere);
  }
  let between = fromHere.get(to);
  if (between === undefined) {
    between = new Map();
    fromHere.set(to, between);
  }
  return between;
}

/** Remembered, because it is asked for with every message: building it and hashing the fresh string costs more than three look-ups. */
export function linkId(from: string, to: string, connection: string): string {
  const known = idsOf(from, to);
  const id = known.get(connection);
  if (id !== undefined) return id;
  const made = `${from}>${to}/${connection}`;
  known.set(connection, made);
  return made;
}

/** What the other end calls a connection that `opener` opened under `name`. */
export const acceptedName = (name: string, opener: string, incarnation: number): string => `${name}@${opener}#${incarnation}`;

/** The opener's own name of an accepted connection; undefined for one that the holder opened itself. */
export function openedName(connection: string): string | undefined {
  const at = connection.lastIndexOf('@');
  return at < 0 ? undefined : connection.slice(0, at);
}

function settingsOf(settings: NetworkSettings, from: string, to: string): LinkSettings {
  const override = settings.links[`${from}>${to}`];
  return override ? { ...settings, ...override } : settings;
}

/** Incarnation of a process that is down: a connection to it is refused, also if one starts before the message arrives. */
export const NOBODY = -1;

/** Who sends to whom, and which process of that name each is. */
export interface Ends {
  readonly from: string;
  readonly sender: number;
  readonly to: string;
  readonly receiver: number;
}

function routeOf(network: Network, seed: number, id: string, ends: Ends, connection: string): Route {
  const { from, sender, to } = ends;
  const opened = openedName(connection);
  const opener = opened === undefined ? undefined : Number(connection.slice(connection.lastIndexOf('#') + 1));
  const peerConnection = opened ?? acceptedName(connection, from, sender);
  return { id, from, to, connection, peerConnection, key: streamKey(seed, id, 'latency'), settings: settingsOf(network.settings, from, to), opener };
}

/** Before any World's beginning: clusters boot before time zero. */
const LONG_AGO_US = Number.MIN_SAFE_INTEGER;

export interface Plan {
  readonly link: Link;
  readonly lost: boolean;
  readonly duplicateArrivesUs: number | undefined;
}

/** The link as it is for the next message: a closed one is opened anew. Undefined: its opener is known to be gone, so there is nowhere to send to. */
function usableLink(network: Network, seed: number, ends: Ends, connection: string): Link | undefined {
  const id = linkId(ends.from, ends.to, connection);
  const known = network.links.get(id);
  if (known !== undefined && known.state !== 'closed') return known;
  if (known?.route.opener !== undefined && known.route.opener !== ends.receiver) return undefined;
  const route = routeOf(network, seed, id, ends, connection);
  return {
    route,
    state: 'open',
    epoch: known ? known.epoch + 1 : 0,
    incarnation: route.opener ?? ends.receiver,
    sent: known?.sent ?? 0,
    lastArrivalUs: LONG_AGO_US,
  };
}

/** Decides when the next message on a link arrives, and remembers that it was sent. Undefined: an answer to a process that is known to be gone. */
export function plan(network: Network, seed: number, ends: Ends, connection: string, nowUs: number, extraUs = 0): Plan | undefined {
  const link = usableLink(network, seed, ends, connection);
  if (link === undefined) return undefined;
  const { route, state, epoch, incarnation, sent } = link;
  const { key, settings } = route;
  const latencyUs = between(draw(key, sent), settings.latencyMinUs, settings.latencyMaxUs) + extraUs;
  const arrivesUs = Math.max(nowUs + latencyUs, link.lastArrivalUs);
  const next: Link = { route, state, epoch, incarnation, sent: sent + 1, lastArrivalUs: arrivesUs };
  network.links.set(route.id, next);
  const lost = settings.lossPpm > 0 && happens(draw(mix(key, 1), sent), settings.lossPpm);
  const twice = settings.duplicatePpm > 0 && happens(draw(mix(key, 2), sent), settings.duplicatePpm);
  return { link: next, lost, duplicateArrivesUs: twice ? arrivesUs + latencyUs : undefined };
}

function setState(network: Network, link: Link, state: LinkState): void {
  const { route, epoch, incarnation, sent, lastArrivalUs } = link;
  network.links.set(route.id, { route, state, epoch, incarnation, sent, lastArrivalUs });
}

/** The peer is gone: returns the link if its owner must now be told, which it must be once for each opening. */
export function closing(network: Network, id: string, epoch: number): Link | undefined {
  const link = network.links.get(id);
  if (link === undefined || link.state !== 'open' || link.epoch !== epoch) return undefined;
  setState(network, link, 'closing');
  return link;
}

/** The owner hears of a close. False if nothing was closing: it has begun anew itself. */
export function closed(network: Network, from: string, to: string, connection: string): boolean {
  const link = network.links.get(linkId(from, to, connection));
  if (link === undefined || link.state !== 'closing') return false;
  setState(network, link, 'closed');
  return true;
}

/** A process ended: its side of its connections is gone without a word to itself. */
export function forget(network: Network, link: Link): void {
  if (link.state !== 'closed') setState(network, link, 'closed');
}

/** When the owner of a closing connection hears of it: one latency later, but after all that its peer still sent on it. */
export function noticeUs(network: Network, seed: number, route: Route, counter: number, nowUs: number): number {
  const settings = settingsOf(network.settings, route.to, route.from);
  const drawn = draw(streamKey(seed, `${route.to}>${route.from}`, 'notice'), counter);
  const back = network.links.get(linkId(route.to, route.from, route.peerConnection));
  return Math.max(nowUs + between(drawn, settings.latencyMinUs, settings.latencyMaxUs), back === undefined ? LONG_AGO_US : back.lastArrivalUs);
}

export function withCut(cuts: ReadonlySet<string>, ...names: readonly string[]): ReadonlySet<string> {
  return new Set([...cuts, ...names]);
}

export function withoutCut(cuts: ReadonlySet<string>, ...names: readonly string[]): ReadonlySet<string> {
  return new Set([...cuts].filter((cut) => !names.includes(cut)));
}
