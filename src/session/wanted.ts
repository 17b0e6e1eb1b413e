/** What goals ask for that is not so yet, taken from their expressions: which replica in sync, which broker leader, which offset reached, how many of what. */
import { brokerIdOf } from '#kafka/protocol/names.ts';
import { evaluateTree } from '#scenario/expression/evaluate.ts';
import { type Evidence, isSet, type Value } from '#scenario/expression/functions.ts';
import { parseTree, type Tree } from '#scenario/expression/parse.ts';
import { evidenceAt, momentOf } from '#session/goals.ts';
import type { Branch } from '#session/session.ts';

export type Sign = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** One thing that could be seen. `yes` is false where it should not be so. */
export type Wish =
  | { readonly kind: 'inSync' | 'leader'; readonly tp: string; readonly broker: number; readonly yes: boolean }
  /** Of the replica on a broker, or of the leader. */
  | {
      readonly kind: 'boundary';
      readonly of: 'highWatermark' | 'logEndOffset';
      readonly tp: string;
      readonly broker: number | null;
      readonly sign: Sign;
      readonly offset: number;
    }
  | {
      readonly kind: 'reading';
      readonly of: 'committed' | 'position';
      readonly group: string;
      readonly tp: string;
      readonly sign: Sign;
      readonly offset: number;
    }
  /** Of one partition, or of all together. */
  | { readonly kind: 'lag'; readonly group: string; readonly tp: string | null; readonly sign: Sign; readonly records: number }
  /** null: nobody. */
  | { readonly kind: 'owner'; readonly group: string; readonly tp: string; readonly member: string | null; readonly yes: boolean }
  /** Of a broker's process or of a group. */
  | { readonly kind: 'state'; readonly node: string; readonly state: string; readonly yes: boolean }
  | { readonly kind: 'fenced'; readonly broker: number; readonly yes: boolean }
  /** A number that a function of this name counts: of a group, of a partition, or of records `among` which a filter says. */
  | {
      readonly kind: 'count';
      readonly of: string;
      readonly group: string | null;
      readonly tp: string | null;
      readonly among: readonly string[];
      readonly sign: Sign;
      readonly count: number;
    };

/** One comparison of a goal that does not hold. No wishes: it has no picture. */
export interface Wanted {
  /** The goal's id. */
  readonly goal: string;
  /** The comparison as an expression. */
  readonly text: string;
  readonly wishes: readonly Wish[];
}

type Call = Tree & { readonly kind: 'call' };
type Looked = Sign | 'has' | 'lacks' | 'among' | 'outside';

interface Asked {
  readonly call: Call;
  readonly sign: Looked;
  readonly value: Value;
  readonly evidence: Evidence;
}

const FLIPPED = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
const OPPOSITE = { '==': '!=', '!=': '==', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;
const isSign = (sign: string): sign is Sign => Object.hasOwn(FLIPPED, sign);

interface Need {
  readonly tree: Tree;
  readonly yes: boolean;
}

/** What must hold all together. An `or` can be met in more than one way, so it stays whole. */
function needsOf(tree: Tree, yes: boolean): readonly Need[] {
  if (tree.kind === 'not') return needsOf(tree.of, !yes);
  if (tree.kind === 'binary' && tree.sign === (yes ? 'and' : 'or')) return [...needsOf(tree.left, yes), ...needsOf(tree.right, yes)];
  return [{ tree, yes }];
}

function askedOf({ tree, yes }: Need, evidence: Evidence): Asked | null {
  const evaluated = (side: Tree): Value => evaluateTree(side, evidence, undefined, false).value;
  if (tree.kind === 'call') return { call: tree, sign: yes ? '==' : '!=', value: true, evidence };
  if (tree.kind !== 'binary') return null;
  const { sign, left, right } = tree;
  if (sign === 'in' && right.kind === 'call') return { call: right, sign: yes ? 'has' : 'lacks', value: evaluated(left), evidence };
  if (sign === 'in' && left.kind === 'call') return { call: left, sign: yes ? 'among' : 'outside', value: evaluated(right), evidence };
  if (!isSign(sign)) return null;
  if (left.kind === 'call') return { call: left, sign: yes ? sign : OPPOSITE[sign], value: evaluated(right), evidence };
  return right.kind === 'call' ? { call: right, sign: FLIPPED[yes ? sign : OPPOSITE[sign]], value: evaluated(left), evidence } : null;
}

const wordOf = (tree: Tree | undefined): string => (tree?.kind === 'word' ? tree.text : tree?.kind === 'number' ? String(tree.value) : '');
const argOf = ({ call }: Asked, at: number): string => wordOf(call.args[at]);
const brokerOf = (word: string): number => (/^[0-9]+$/.test(word) ? Number(word) : brokerIdOf(word));
const partitionOf = (asked: Asked) => asked.evidence.frame().partitions.find(({ tp }) => tp === argOf(asked, 0));

const numbers = (value: Value): readonly number[] => (isSet(value) ? value.filter((one) => typeof one === 'number') : typeof value === 'number' ? [value] : []);

/** A comparison with a number. */
function bound({ sign, value }: Asked): { readonly sign: Sign; readonly number: number } | null {
  return isSign(sign) && typeof value === 'number' ? { sign, number: value } : null;
}

/** That it is so, or that it is not. */
const yesOf = (sign: Looked): boolean | null =>
  sign === '==' || sign === 'has' || sign === 'among' ? true : sign === '!=' || sign === 'lacks' || sign === 'outside' ? false : null;

function leader(asked: Asked): readonly Wish[] {
  const tp = argOf(asked, 0);
  const now = partitionOf(asked)?.leader ?? -1;
  const yes = yesOf(asked.sign);
  if (yes === true && asked.value !== null) return numbers(asked.value).map((broker) => ({ kind: 'leader', tp, broker, yes }));
  // Another one than now, or none at all.
  return yes === null || now < 0 ? [] : [{ kind: 'leader', tp, broker: now, yes: false }];
}

function inSync(asked: Asked): readonly Wish[] {
  const tp = argOf(asked, 0);
  const now = partitionOf(asked)?.isr ?? [];
  const wish = (broker: number, yes: boolean): Wish => ({ kind: 'inSync', tp, broker, yes });
  const named = numbers(asked.value);
  if (asked.sign === 'has' || asked.sign === 'lacks') return named.map((broker) => wish(broker, asked.sign === 'has'));
  if (asked.sign !== '==') return [];
  return [
    ...named.filter((broker) => !now.includes(broker)).map((broker) => wish(broker, true)),
    ...now.filter((broker) => !named.includes(broker)).map((broker) => wish(broker, false)),
  ];
}

const boundary =
  (of: 'highWatermark' | 'logEndOffset') =>
  (asked: Asked): readonly Wish[] => {
    const to = bound(asked);
    const broker = argOf(asked, 1);
    if (to === null) return [];
    return [{ kind: 'boundary', of, tp: argOf(asked, 0), broker: broker === '' ? null : brokerOf(broker), sign: to.sign, offset: to.number }];
  };

const reading =
  (of: 'committed' | 'position') =>
  (asked: Asked): readonly Wish[] => {
    const to = bound(asked);
    return to === null ? [] : [{ kind: 'reading', of, group: argOf(asked, 0), tp: argOf(asked, 1), sign: to.sign, offset: to.number }];
  };

function lag(asked: Asked): readonly Wish[] {
  const to = bound(asked);
  const tp = argOf(asked, 1);
  return to === null ? [] : [{ kind: 'lag', group: argOf(asked, 0), tp: tp === '' ? null : tp, sign: to.sign, records: to.number }];
}

function owner(asked: Asked): readonly Wish[] {
  const yes = yesOf(asked.sign);
  const [group, tp] = [argOf(asked, 0), argOf(asked, 1)];
  if (yes === null || (asked.value !== null && typeof asked.value !== 'string')) return [];
  return [{ kind: 'owner', group, tp, member: asked.value, yes }];
}

function stateWish(asked: Asked): readonly Wish[] {
  const yes = yesOf(asked.sign);
  return yes === null || typeof asked.value !== 'string' ? [] : [{ kind: 'state', node: argOf(asked, 0), state: asked.value, yes }];
}

function fenced(asked: Asked): readonly Wish[] {
  const yes = yesOf(asked.sign);
  if (yes === null || typeof asked.value !== 'boolean') return [];
  return [{ kind: 'fenced', broker: brokerOf(argOf(asked, 0)), yes: yes === asked.value }];
}

/** What the number is of: its first argument, if any, is a partition or a group; the others are filters. */
const count =
  (first: 'tp' | 'group' | 'filter') =>
  (asked: Asked): readonly Wish[] => {
    const to = bound(asked);
    if (to === null) return [];
    const words = asked.call.args.map(wordOf);
    const among = first === 'filter' ? words : words.slice(1);
    const of = { group: first === 'group' ? words[0] : null, tp: first === 'tp' ? words[0] : null };
    return [{ kind: 'count', of: asked.call.name, ...of, among, sign: to.sign, count: to.number }];
  };

/** How many are in sync: the only set whose size stands in the picture. */
function size(asked: Asked): readonly Wish[] {
  const [set] = asked.call.args;
  return set?.kind === 'call' && set.name === 'isr' ? count('tp')({ ...asked, call: set }) : [];
}

/** By the function that a comparison is about. What is not here has no place in any picture. */
const WISHES: Readonly<Record<string, (asked: Asked) => readonly Wish[]>> = {
  leader,
  isr: inSync,
  size,
  hw: boundary('highWatermark'),
  leo: boundary('logEndOffset'),
  committed: reading('committed'),
  position: reading('position'),
  lag,
  owner,
  state: stateWish,
  fenced,
  epoch: count('tp'),
  ...Object.fromEntries(['members', 'idle', 'generation', 'maxLag', 'processed', 'reprocessed', 'skipped'].map((name) => [name, count('group')])),
  ...Object.fromEntries(['sent', 'acked', 'failed', 'visible', 'lost', 'duplicated', 'reordered', 'aborted'].map((name) => [name, count('filter')])),
};

function wishesOf(need: Need, evidence: Evidence): readonly Wish[] {
  const asked = askedOf(need, evidence);
  return asked === null || !Object.hasOwn(WISHES, asked.call.name) ? [] : WISHES[asked.call.name](asked);
}

/** An expression as it would be written. */
function written(tree: Tree): string {
  switch (tree.kind) {
    case 'number':
      return `${tree.value}`;
    case 'word':
      return tree.text;
    case 'set':
      return `{${tree.items.map(written).join(', ')}}`;
    case 'call':
      return `${tree.name}(${tree.args.map(written).join(', ')})`;
    case 'not':
      return `not ${inner(tree.of)}`;
    case 'minus':
      return `-${inner(tree.of)}`;
    case 'binary':
      return `${inner(tree.left, tree.sign)} ${tree.sign} ${inner(tree.right, tree.sign)}`;
    case 'verb':
      return `${written(tree.of)} ${tree.verb}`;
  }
}

/** A part of a whole that binds more closely stands in parentheses. */
const inner = (tree: Tree, whole = 'not'): string =>
  tree.kind === 'binary' && (['and', 'or'].includes(tree.sign) || ['+', '-', '*', '/', '%'].includes(whole)) ? `(${written(tree)})` : written(tree);

/** What of one goal does not hold. */
export function wantedOf(goal: { readonly id: string; readonly check: string }, evidence: Evidence): readonly Wanted[] {
  const parsed = parseTree(goal.check);
  if (!parsed.ok) return [];
  return needsOf(parsed.value, true)
    .filter(({ tree, yes }) => (evaluateTree(tree, evidence, undefined, false).value === true) !== yes)
    .map((need) => ({ goal: goal.id, text: need.yes ? written(need.tree) : `not ${inner(need.tree)}`, wishes: wishesOf(need, evidence) }));
}

/** What all goals want of a run at a cursor; a goal that was due before it wants what it wanted then. */
export const wantedAt = ({ scenario, timeline }: Pick<Branch, 'scenario' | 'timeline'>, cursor: number): readonly Wanted[] =>
  scenario.lesson.goals.flatMap((goal) => wantedOf(goal, evidenceAt(timeline, momentOf(goal, timeline, cursor).at)));
