/**
 * Protocol points: `append(orders-0@3) before ack`, `ack(p1#2)`, `commit(billing, orders-0)`. A point is passed when a fact of that kind appears;
 * what is triggered strikes before any effect of the same event leaves its node, so teaching windows are exact.
 */
import { asKafkaFact, type KafkaFact } from '#kafka/facts.ts';
import { fail, type Result, say, succeed } from '#scenario/error.ts';
import { parseTree, type Tree } from '#scenario/expression/parse.ts';
import { type ExpressionError, mistake } from '#scenario/expression/token.ts';
import { isKnownTp, type KnownNames } from '#scenario/names.ts';
import { nearest } from '#shell/near.ts';
import type { Fact } from '#sim/event.ts';

export interface Point {
  readonly source: string;
  /** True when one of these facts passes the point. */
  passes(facts: readonly Fact[]): boolean;
}

/** What a point names: a place in a log, a record, a group, a broker. Absent parts match everything. */
interface Target {
  readonly tp?: string;
  readonly offset?: number;
  readonly record?: string;
  readonly group?: string;
  readonly broker?: number;
}

type Slot = 'place' | 'record' | 'group' | 'broker';

interface PointKind {
  /** In any order; the first is required. A record (`p1#2`) may stand wherever a place may. */
  readonly slots: readonly Slot[];
  readonly matches: (fact: KafkaFact, target: Target) => boolean;
}

const inTp = (tp: string, target: Target): boolean => target.tp === undefined || target.tp === tp;
const inRange = (from: number, to: number, target: Target): boolean => target.offset === undefined || (target.offset >= from && target.offset <= to);
const hasId = (ids: readonly string[], target: Target): boolean => target.record === undefined || ids.includes(target.record);
const onBroker = (broker: number, target: Target): boolean => target.broker === undefined || target.broker === broker;
const ofGroup = (group: string, target: Target): boolean => target.group === undefined || target.group === group;

const appended =
  (role: 'leader' | 'follower') =>
  (fact: KafkaFact, target: Target): boolean =>
    fact.fact === 'RecordsAppended' &&
    fact.role === role &&
    inTp(fact.tp, target) &&
    inRange(fact.baseOffset, fact.lastOffset, target) &&
    hasId(fact.ids, target) &&
    onBroker(fact.broker, target);

export const POINTS: ReadonlyMap<string, PointKind> = new Map<string, PointKind>(
  Object.entries({
    send: { slots: ['record', 'place'], matches: (f: KafkaFact, t: Target) => f.fact === 'BatchSent' && inTp(f.tp, t) && hasId(f.ids, t) },
    append: { slots: ['place', 'record', 'broker'], matches: appended('leader') },
    fetch: { slots: ['place', 'record', 'broker'], matches: appended('follower') },
    ack: {
      slots: ['record', 'place'],
      matches: (f: KafkaFact, t: Target) =>
        f.fact === 'RecordsAcknowledged' && inTp(f.tp, t) && hasId(f.ids, t) && inRange(f.baseOffset, f.baseOffset + f.ids.length - 1, t),
    },
    fail: { slots: ['record', 'place'], matches: (f: KafkaFact, t: Target) => f.fact === 'SendFailed' && inTp(f.tp, t) && hasId(f.ids, t) },
    retry: { slots: ['record', 'place'], matches: (f: KafkaFact, t: Target) => f.fact === 'SendRetried' && inTp(f.tp, t) && hasId(f.ids, t) },
    hw: {
      slots: ['place', 'broker'],
      matches: (f: KafkaFact, t: Target) =>
        f.fact === 'HighWatermarkAdvanced' &&
        inTp(f.tp, t) &&
        inRange(f.from, f.to - 1, t) &&
        (t.broker === undefined ? f.role === 'leader' : t.broker === f.broker),
    },
    elect: {
      slots: ['place', 'broker'],
      matches: (f: KafkaFact, t: Target) => f.fact === 'LeaderElected' && f.leader >= 0 && f.how !== 'created' && inTp(f.tp, t) && onBroker(f.leader, t),
    },
    /** The controller of a ZooKeeper cluster has brought a partition online, and is about to tell the brokers. */
    online: { slots: ['place'], matches: (f: KafkaFact, t: Target) => f.fact === 'PartitionStateChanged' && f.to === 'OnlinePartition' && inTp(f.tp, t) },
    truncate: { slots: ['place', 'broker'], matches: (f: KafkaFact, t: Target) => f.fact === 'LogTruncated' && inTp(f.tp, t) && onBroker(f.broker, t) },
    poll: {
      slots: ['group', 'place', 'record'],
      matches: (f: KafkaFact, t: Target) =>
        f.fact === 'RecordsPolled' && ofGroup(f.group, t) && inTp(f.tp, t) && inRange(f.baseOffset, f.lastOffset, t) && hasId(f.ids, t),
    },
    process: {
      slots: ['group', 'place', 'record'],
      matches: (f: KafkaFact, t: Target) =>
        f.fact === 'RecordProcessed' && ofGroup(f.group, t) && inTp(f.tp, t) && inRange(f.offset, f.offset, t) && hasId([f.id], t),
    },
    commit: {
      slots: ['group', 'place'],
      matches: (f: KafkaFact, t: Target) =>
        f.fact === 'OffsetCommitted' && ofGroup(f.group, t) && inTp(f.tp, t) && (t.offset === undefined || f.offset >= t.offset),
    },
    join: { slots: ['group'], matches: (f: KafkaFact, t: Target) => f.fact === 'MemberJoined' && ofGroup(f.group, t) },
    rebalance: {
      slots: ['group'],
      matches: (f: KafkaFact, t: Target) => f.fact === 'GroupStateChanged' && f.to === 'PreparingRebalance' && ofGroup(f.group, t),
    },
    stable: { slots: ['group'], matches: (f: KafkaFact, t: Target) => f.fact === 'GroupStateChanged' && f.to === 'Stable' && ofGroup(f.group, t) },
  }),
);

const EXPECTED: Readonly<Record<Slot, string>> = {
  place: 'a place such as orders-0 or orders-0@3',
  record: 'a record such as p1#2',
  group: 'a consumer group',
  broker: 'a broker such as kafka1',
};

/** Reads one argument as the first slot that fits it. */
function readArgument(arg: Tree, slots: readonly Slot[], names: KnownNames): Target | ExpressionError {
  if (arg.kind === 'number' && slots.includes('broker')) {
    return arg.value >= 1 && arg.value <= names.brokers.length
      ? { broker: arg.value }
      : mistake(say('There is no broker {{value}}: this cluster has brokers 1 to {{brokers}}.', { value: arg.value, brokers: names.brokers.length }), arg.at);
  }
  const expected = slots.map((slot) => EXPECTED[slot]).join(', or ');
  if (arg.kind !== 'word') return mistake(say('Expected {{what}} here.', { what: expected }), arg.at);
  const [, tp, offset] = /^(.*?)(?:@([0-9]{1,12}))?$/.exec(arg.text) ?? [];
  if (slots.includes('place') && isKnownTp(names, tp)) return offset === undefined ? { tp } : { tp, offset: Number(offset) };
  const hash = arg.text.lastIndexOf('#');
  const producer = arg.text.slice(0, hash);
  if (
    slots.includes('record') &&
    hash > 0 &&
    /^[0-9]{1,9}$/.test(arg.text.slice(hash + 1)) &&
    (names.producers.includes(producer) || /^tool-[0-9]+$/.test(producer))
  )
    return { record: arg.text };
  if (slots.includes('group') && names.groups.includes(arg.text)) return { group: arg.text };
  if (slots.includes('broker') && names.brokers.includes(arg.text)) return { broker: names.brokers.indexOf(arg.text) + 1 };
  const valid = [
    ...(slots.includes('place') ? names.tps : []),
    ...(slots.includes('record') && hash > 0 ? names.producers.map((name) => `${name}${arg.text.slice(hash)}`) : []),
    ...(slots.includes('group') ? names.groups : []),
    ...(slots.includes('broker') ? names.brokers : []),
  ];
  return mistake(say('{{word}} is not {{what}} of this scenario.', { word: arg.text.slice(0, 40), what: expected }), arg.at, nearest(arg.text, valid));
}

const AFTER = /^\s*after\s+(?=[A-Za-z])/;
const BEFORE = /\s+before\s+([A-Za-z]+)\s*$/;

/** True when a `when` is written as a protocol point. */
export const isPoint = (source: string): boolean => AFTER.test(source) || BEFORE.test(source);

/** Parses `[after] kind(targets) [before ack]`. */
export function compilePoint(source: string, names: KnownNames): Result<Point, ExpressionError> {
  const skip = AFTER.exec(source)?.[0].length ?? 0;
  const before = BEFORE.exec(source);
  if (before && !['ack', 'replication', 'reply'].includes(before[1]))
    return fail(
      mistake(
        say('before {{before}} is not known here.', { before: before[1].slice(0, 20) }),
        source.lastIndexOf(before[1]),
        nearest(before[1], ['ack', 'replication', 'reply']),
      ),
    );
  const body = source.slice(skip, before?.index);
  const shift = (error: ExpressionError): ExpressionError => ({ ...error, at: error.at + skip });
  const parsed = parseTree(body);
  if (!parsed.ok) return fail(shift(parsed.error));
  const call = parsed.value;
  if (call.kind !== 'call') return fail(mistake('Expected a protocol point such as append(orders-0@3) or ack(p1#2).', skip));
  const kind = POINTS.get(call.name);
  if (!kind)
    return fail(mistake(say('There is no protocol point {{name}}().', { name: call.name.slice(0, 40) }), call.at + skip, nearest(call.name, POINTS.keys())));
  if (call.args.length === 0) return fail(mistake(say('{{name}}() also needs {{what}}.', { name: call.name, what: EXPECTED[kind.slots[0]] }), call.at + skip));
  let target: Target = {};
  for (const arg of call.args) {
    const read = readArgument(arg, kind.slots, names);
    if ('message' in read) return fail(shift(read));
    target = { ...target, ...read };
  }
  const matches = (fact: Fact): boolean => kind.matches(asKafkaFact(fact), target);
  return succeed({ source, passes: (facts) => facts.some(matches) });
}
