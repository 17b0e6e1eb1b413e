/** What a ghost says: the words of a wish, and its fact. */
import type { Sign, Wish, Words } from '../contract.ts';

export interface Ghost {
  readonly wish: Wish;
  /** Without the word that it is a goal: `in sync`. */
  readonly what: string;
  /** `goal: in sync` */
  readonly text: string;
  readonly fact: string;
}

const SIGNS: Readonly<Record<Sign, string>> = { '==': '=', '!=': '≠', '<': '<', '<=': '≤', '>': '>', '>=': '≥' };

const is = (sign: Sign, number: number): string => `${SIGNS[sign]} ${number}`;

const not = (key: string, yes: boolean): string => `ghost.${yes ? key : `not${key[0].toUpperCase()}${key.slice(1)}`}`;

/** No record may be lost: what is told in the tray of those that are. */
export const wantsNoneLost = (wish: Wish): boolean =>
  wish.kind === 'count' && wish.of === 'lost' && wish.count + (wish.sign === '<' ? -1 : 0) <= 0 && ['==', '<=', '<'].includes(wish.sign);

function countText(wish: Wish & { readonly kind: 'count' }, words: Words): string {
  const acked = wish.among.length === 1 && wish.among[0] === 'acked';
  if (wantsNoneLost(wish) && (acked || wish.among.length === 0)) return words(acked ? 'ghost.noneLostAcked' : 'ghost.noneLost');
  const counted = words(`ghost.counts.${wish.of}`);
  const what = wish.among.length === 0 ? counted : words('ghost.among', { what: counted, among: wish.among.join(', ') });
  return words('ghost.count', { what, is: is(wish.sign, wish.count) });
}

function whatOf(wish: Wish, words: Words): string {
  switch (wish.kind) {
    case 'inSync':
    case 'leader':
    case 'fenced':
      return words(not(wish.kind, wish.yes));
    case 'state':
      return words(not('state', wish.yes), { state: wish.state });
    case 'boundary':
    case 'reading':
      return words(`ghost.${wish.of}`, { is: is(wish.sign, wish.offset) });
    case 'lag':
      return words(wish.tp === null ? 'ghost.totalLag' : 'ghost.lag', { is: is(wish.sign, wish.records) });
    case 'owner':
      if (wish.member === null) return words(wish.yes ? 'ghost.noOwner' : 'ghost.someOwner');
      return words(not('owner', wish.yes), { member: wish.member });
    case 'count':
      return countText(wish, words);
  }
}

/** What kind of wish, of what, and how it should be. */
function factOf(wish: Wish): string {
  switch (wish.kind) {
    case 'inSync':
    case 'leader':
      return `${wish.tp}/${wish.broker} ${wish.kind}=${wish.yes}`;
    case 'fenced':
      return `broker ${wish.broker} fenced=${wish.yes}`;
    case 'state':
      return `${wish.node} state${wish.yes ? '=' : '!='}${wish.state}`;
    case 'boundary':
      return `${wish.tp}/${wish.broker ?? 'leader'} ${wish.of}${wish.sign}${wish.offset}`;
    case 'reading':
      return `${wish.group} ${wish.tp} ${wish.of}${wish.sign}${wish.offset}`;
    case 'lag':
      return `${wish.group} ${wish.tp ?? 'all'} lag${wish.sign}${wish.records}`;
    case 'owner':
      return `${wish.group} ${wish.tp} owner${wish.yes ? '=' : '!='}${wish.member ?? '-'}`;
    case 'count':
      return `${wish.group ?? wish.tp ?? 'records'} ${[wish.of, ...wish.among].join(' ')}${wish.sign}${wish.count}`;
  }
}

export function ghostOf(wish: Wish, words: Words): Ghost {
  const what = whatOf(wish, words);
  return { wish, what, text: words('ghost.goal', { what }), fact: `goal ${factOf(wish)}` };
}

/** Several ghosts at one place in one text. */
export const ghostsText = (ghosts: readonly Ghost[], words: Words): string => words('ghost.goal', { what: ghosts.map(({ what }) => what).join(', ') });
