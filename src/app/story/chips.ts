/** Prose with entities: `[broker:1]`, `[offset:orders-0@3]`, `[term:high-watermark]`, `**strong**`, `` `code` ``. Parsed, never inserted as HTML. */
import type { Frame } from '#kafka/frame.ts';
import type { Selection } from '#views/contract.ts';

export type Piece =
  | { readonly kind: 'text' | 'strong' | 'code'; readonly text: string }
  | { readonly kind: 'entity'; readonly target: string; readonly text: string }
  | { readonly kind: 'term'; readonly id: string; readonly text: string };

const TOKEN = /\*\*(?<strong>[^*]+)\*\*|`(?<code>[^`]+)`|\[(?<label>[^\]|]+)\|(?<named>[a-z]+:[^\]]+)\]|\[(?<plain>[a-z]+:[^\]]+)\]/g;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) });
    found.push(piece(match.groups ?? {}));
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
  return found;
}

function piece({ strong, code, label, named, plain }: Partial<Record<string, string>>): Piece {
  if (strong !== undefined) return { kind: 'strong', text: strong };
  if (code !== undefined) return { kind: 'code', text: code };
  const target = named ?? plain ?? '';
  const colon = target.indexOf(':');
  const kind = target.slice(0, colon);
  const name = target.slice(colon + 1);
  if (kind === 'term') return { kind: 'term', id: name, text: label ?? name.replaceAll('-', ' ') };
  return { kind: 'entity', target, text: label ?? name };
}

/** The text without its chips, for announcements and plain places. */
export const plainText = (text: string): string =>
  pieces(text)
    .map((piece) => piece.text)
    .join('');

/** What a focus string or entity chip points at in this frame: `orders-0@3..4`, `broker:1`, `group:billing`, `orders-0`. */
export function selectionsOf(target: string, frame: Frame): Selection[] {
  return target
    .split(/[,\s]+/)
    .filter((part) => part !== '')
    .flatMap((part) => oneTarget(part, frame));
}

function oneTarget(target: string, frame: Frame): Selection[] {
  const [, kind, name] = /^(?:([a-z]+):)?(.+)$/.exec(target) ?? [];
  const offsets = /^(.+-\d+)@(\d+)(?:\.\.(\d+))?$/.exec(name ?? '');
  if (offsets) return records(offsets[1], Number(offsets[2]), Number(offsets[3] ?? offsets[2]), frame);
  switch (kind) {
    case 'broker':
      return [{ kind: 'broker', id: Number(name.replace('kafka', '')) }];
    case 'group':
      return [{ kind: 'group', group: name }];
    case 'producer':
      return [{ kind: 'producer', node: name }];
    case 'consumer':
    case 'member':
      return [{ kind: 'consumer', node: name }];
    case 'controller':
      return [{ kind: 'controller', node: name }];
    case 'replica': {
      const [tp, broker] = name.split('@');
      return [{ kind: 'replica', tp, broker: Number(broker) }];
    }
    default:
      return frame.partitions.some(({ tp }) => tp === name) ? [{ kind: 'partition', tp: name }] : byName(name, frame);
  }
}

function byName(name: string, frame: Frame): Selection[] {
  const broker = frame.brokers.find(({ node }) => node === name);
  if (broker) return [{ kind: 'broker', id: broker.id }];
  if (frame.producers.some(({ node }) => node === name)) return [{ kind: 'producer', node: name }];
  if (frame.consumers.some(({ node }) => node === name)) return [{ kind: 'consumer', node: name }];
  if (frame.groups.some(({ group }) => group === name)) return [{ kind: 'group', group: name }];
  return frame.controllers.some(({ node }) => node === name) ? [{ kind: 'controller', node: name }] : [];
}

function records(tp: string, from: number, to: number, frame: Frame): Selection[] {
  const logs = frame.partitions.find((partition) => partition.tp === tp)?.logs ?? [];
  const found: Selection[] = [];
  for (const { broker } of logs) for (let offset = from; offset <= Math.min(to, from + 99); offset++) found.push({ kind: 'record', tp, broker, offset });
  return found;
}
